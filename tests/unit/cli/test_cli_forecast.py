"""``focalpoint forecast`` from the embedded data to a release on the shelf, with invented forecasts in between."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from focalpoint.cli import focalpoint, forecast, releases, starting
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.models import Chance, Release
from focalpoint.foresight.panel.build import NothingKnown
from focalpoint.foresight.release import read
from focalpoint.foresight.release.write import Occupied
from focalpoint.reference.calendar import BadMonth
from invented_forecasts import invented


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, without a database."""
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FOCALPOINT_DATABASE_URL", "")
    monkeypatch.setattr(forecast, "produce_each", lambda panels, **how: [invented(panel, **how) for panel in panels])
    for module in (forecast, releases):
        monkeypatch.setattr(module, "today", lambda: dt.date(2026, 7, 1))
    return tmp_path


@pytest.fixture
def desk(place: Path, db: None) -> Path:
    """A home whose database stands ready; the tests' own stands for it, without the releases other tests share."""
    Release.objects.all().delete()
    (place / "home").mkdir()
    (place / "home" / "desk.sqlite3").touch()
    return place


def run(*words: str) -> Result:
    return CliRunner().invoke(focalpoint, words)


def test_a_release_is_put_on_the_shelf_under_its_id(place: Path):
    result = run("forecast")
    assert result.exit_code == 0, result.output
    name, path = result.stdout.splitlines()[:2]
    assert name.startswith("r-2026-02-")
    assert Path(path) == place / "home" / "releases" / name
    assert read.verify(Path(path)).id == name


def test_the_release_says_what_it_was_made_from(place: Path):
    name = run("forecast").stdout.splitlines()[0]
    manifest = read.load(place / "home" / "releases" / name).manifest
    assert (manifest.origin, manifest.embedded, manifest.created) == ("2026-02", True, dt.date(2026, 7, 1))
    assert {"ucdp_ged_panel", "ucdp_candidate_panel", "ucdp_ov", "wdi", "vdem", "mentions"} <= {
        one.source for one in manifest.inputs
    }
    assert manifest.notes["PSE"] == "recorded under Israel"
    assert manifest.known_at == max(one.known_at for one in manifest.inputs)


def test_the_next_steps_are_printed(place: Path):
    result = run("forecast", "--origin", "2024-12")
    assert "Its window ended in 2026-02: it is history." in result.stdout
    assert "focalpoint verify" in result.stdout
    assert "focalpoint up" in result.stdout


def test_without_a_desk_nothing_is_said_of_watch_but_how_to_open_it(place: Path):
    result = run("forecast")
    assert "in Watch now" not in result.stdout
    assert not (place / "home" / "secret_key").exists()


def imports(name: str) -> int:
    return Event.objects.filter(verb="release.imported", subject=name).count()


def test_where_there_is_a_desk_the_release_is_in_watch_at_once(desk: Path):
    result = run("forecast")
    assert "It is in Watch now." in result.stdout
    assert "focalpoint up" not in result.stdout
    assert Release.objects.get().id == result.stdout.splitlines()[0]
    assert Chance.objects.filter(iso3="SDN").exists()
    assert imports(Release.objects.get().id) == 1


def test_a_second_forecast_stands_beside_the_first_and_the_same_one_changes_nothing(desk: Path):
    for origin in ("2024-11", "2024-12", "2024-12"):
        assert "It is in Watch now." in run("forecast", "--origin", origin).stdout
    assert [each.origin for each in Release.objects.all()] == [540, 539]
    assert [imports(each.id) for each in Release.objects.all()] == [1, 1]


def test_a_release_written_elsewhere_does_not_enter_watch(desk: Path):
    assert "in Watch now" not in run("forecast", "--out", str(desk / "X")).stdout
    assert not Release.objects.exists()


def test_a_database_that_an_older_version_left_waits_for_the_desk_to_start(desk: Path):
    MigrationRecorder(connection).migration_qs.filter(app="watch").delete()
    assert not starting.has_database(desk / "home")
    assert "focalpoint up, to read it in Watch" in run("forecast").stdout
    assert not Release.objects.exists()


def test_the_same_input_gives_the_same_id_and_says_so(place: Path, monkeypatch: pytest.MonkeyPatch):
    first = run("forecast").stdout.splitlines()[0]
    monkeypatch.setattr(forecast, "today", lambda: dt.date(2026, 12, 31))
    second = run("forecast").stdout.splitlines()[0]
    assert second == f"{first} (already there; nothing was written)"


def test_the_last_final_month_has_a_release_of_its_own_equal_to_the_one_made_alone(place: Path):
    names = [line for line in run("forecast", "--with-final").stdout.splitlines() if line.startswith("r-")]
    assert [name[:9] for name in names] == ["r-2024-12", "r-2026-02"]
    alone = run("forecast", "--origin", "2024-12").stdout.splitlines()[0]
    assert alone == f"{names[0]} (already there; nothing was written)"


def test_the_release_of_the_last_final_month_knows_nothing_that_came_later(place: Path):
    run("forecast", "--origin", "2024-12", "--out", str(place / "X"))
    bundle = read.load(place / "X")
    assert "ucdp_candidate_panel" not in {one.source for one in bundle.manifest.inputs}
    assert not bundle.manifest.revised_data
    assert bundle.history["month"].max() == 540


def test_two_releases_have_no_one_folder_to_go_to(place: Path):
    result = run("forecast", "--with-final", "--out", str(place / "X"))
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_a_release_can_be_written_elsewhere(place: Path):
    result = run("forecast", "--origin", "2024-12", "--out", str(place / "X"))
    assert result.exit_code == 0
    assert run("verify", str(place / "X")).exit_code == 0
    assert not (place / "home" / "releases").exists()


def test_an_earlier_origin_is_called_made_afterwards(place: Path):
    run("forecast", "--origin", "2023-12", "--out", str(place / "X"))
    bundle = read.load(place / "X")
    assert (bundle.manifest.origin, bundle.manifest.revised_data) == ("2023-12", True)
    assert bundle.history["month"].max() == 528
    assert "made afterwards" in " ".join(bundle.card.split())


def test_what_moved_since_the_release_before_is_printed(place: Path):
    older = run("forecast", "--origin", "2024-11").stdout.splitlines()[0]
    result = run("forecast", "--origin", "2024-12")
    assert f"Changes since {older}" in " ".join(result.stdout.split())


def test_a_folder_with_something_else_is_left_alone(place: Path):
    (place / "X").mkdir()
    (place / "X" / "letter.txt").write_text("mine")
    assert isinstance(run("forecast", "--out", str(place / "X")).exception, Occupied)
    assert [entry.name for entry in (place / "X").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--origin", "2031-01"), forecast.BeyondTheData),
        (("--origin", "1970-01"), NothingKnown),
        (("--origin", "December"), BadMonth),
        (("--known-at", "1999-01-01"), NothingKnown),
    ],
)
def test_a_question_that_the_data_cannot_answer_is_refused_with_advice(
    place: Path, words: tuple[str, ...], reason: type
):
    error = run("forecast", *words).exception
    assert isinstance(error, reason)
    assert getattr(error, "todo", "")
    assert not (place / "home" / "releases").exists()


def test_a_day_that_is_none_is_a_mistake_in_typing(place: Path):
    assert run("forecast", "--known-at", "yesterday").exit_code == 2


@pytest.mark.parametrize(("chance", "text"), [(0.001, "<1 %"), (0.424, "42 %"), (0.9999, ">99 %"), (0.5, "50 %")])
def test_a_chance_is_never_printed_as_certain(chance: float, text: str):
    assert forecast.percent(chance) == text
