"""``focalpoint score RELEASE --since``: what is printed, what is refused, and what reaches the desk."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bundles
import small_truth
from focalpoint.cli import focalpoint, releases, score, truth
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.models import Release, Truth
from focalpoint.reference.calendar import month_id

MONTHS = 14


def seen(last: str = "2026-02", **columns):
    """A panel in which every State but one of six had one-sided killing after the release."""
    killed = {unit: [0.0 if place % 6 else 5.0] * MONTHS for place, unit in enumerate(bundles.UNITS)}
    killed["PSE"] = [None] * MONTHS
    return small_truth.panel(last=last, one_sided=killed, **columns)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one release of December 2024, and data to February 2026."""
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    monkeypatch.setenv("FOCALPOINT_DATABASE_URL", "")
    monkeypatch.setattr(truth, "lay_out", lambda *_, **__: seen())
    for module in (score, releases):
        monkeypatch.setattr(module, "today", lambda: dt.date(2026, 7, 1))
    made = tmp_path / "releases" / "made"
    made.rename(made.parent / bundles.make(made, origin=month_id(2024, 12)))
    return tmp_path


@pytest.fixture
def name(home: Path) -> str:
    return next((home / "releases").iterdir()).name


def run(*words: str) -> Result:
    return CliRunner().invoke(focalpoint, words)


KEYS = {
    *("threshold", "target", "n", "events", "auc", "average_precision", "brier", "benchmark", "hits", "misses"),
    *("expected", "seen", "truth", "as_of"),
}


def test_the_json_is_a_list_with_the_keys_that_were_promised(name: str):
    result = run("score", name, "--since", "--json")
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert all(set(row) >= KEYS and row["release"] == name for row in rows)
    one_sided = [(row["target"], row["threshold"]) for row in rows if row["truth"] == "one-sided"]
    assert one_sided[:3] == [("civilians_sum", 25), ("civilians_sum", 100), ("civilians_sum", 1000)]
    assert ("onset_one_sided", 25) in one_sided


def test_a_release_is_named_by_its_folder_too(home: Path, name: str):
    by_folder = run("score", str(home / "releases" / name), "--since", "--json")
    assert by_folder.stdout == run("score", name, "--json").stdout != ""


@pytest.mark.parametrize("kind", ["one-sided", "estimate"])
def test_one_kind_of_truth_can_be_asked_for(name: str, kind: str):
    rows = json.loads(run("score", name, "--truth", kind, "--json").stdout)
    assert {row["truth"] for row in rows} == {kind}


def test_the_table_names_what_was_missed_and_says_what_the_outcome_counts(name: str):
    shown = run("score", name, "--since").stdout
    assert "one-sided, candidate, as of 2025-06-30" in shown
    assert "12 of 12" in shown
    assert "missed: " in shown
    assert "deliberate killing alone" in shown


def test_every_release_is_scored_when_none_is_named(home: Path, name: str):
    made = home / "releases" / "made"
    made.rename(made.parent / bundles.make(made, origin=month_id(2023, 12)))
    rows = json.loads(run("score", "--since", "--json").stdout)
    assert {row["release"] for row in rows} == {each.name for each in (home / "releases").iterdir()}


def test_with_nothing_newer_it_is_said_and_no_error(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(truth, "lay_out", lambda *_, **__: seen("2024-12"))
    plain, as_json = run("score", name, "--since"), run("score", name, "--since", "--json")
    assert (plain.exit_code, as_json.exit_code) == (0, 0)
    assert "Nothing newer" in plain.stdout
    assert json.loads(as_json.stdout) == []
    assert "Nothing newer" in as_json.stderr


def test_final_truth_that_is_not_there_yet_is_said(name: str):
    result = run("score", name, "--truth", "final")
    assert result.exit_code == 0
    assert "of the kind final" in result.stdout


@pytest.mark.parametrize("words", [("nowhere", "--since"), (), ("a.csv", __file__, "--since"), ("--truth", "guess")])
def test_what_cannot_be_scored_is_refused_with_a_way_out(home: Path, words: tuple[str, ...]):
    result = run("score", *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_release_that_was_changed_is_refused(home: Path, name: str):
    (home / "releases" / name / "history.parquet").write_bytes(b"PAR1")
    result = CliRunner().invoke(focalpoint, ["score", name, "--since"])
    assert result.exit_code != 0
    assert "is refused" in str(result.exception)


@pytest.fixture
def desk(home: Path, name: str, db: None) -> str:
    """The home has a desk that holds the release; the tests' own database stands for it."""
    from focalpoint.desk.trail.actors import SystemActor
    from focalpoint.desk.watch.actions import take_in

    Release.objects.all().delete()
    (home / "desk.sqlite3").touch()
    take_in(path=home / "releases" / name, by=SystemActor.CONSOLE, at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    return name


def test_where_there_is_a_desk_the_scores_are_stored_once(desk: str):
    for _ in range(2):
        assert run("score", desk, "--since").exit_code == 0
    assert sorted(Truth.objects.values_list("release_id", "kind")) == [(desk, "estimate"), (desk, "one-sided")]
    assert Event.objects.filter(verb="release.scored", subject=desk).count() == 1


def test_one_kind_asked_for_does_not_take_the_others_out_of_the_desk(desk: str):
    run("score", desk, "--truth", "one-sided")
    assert Truth.objects.count() == 2


def test_final_figures_take_the_place_of_an_estimate(desk: str, monkeypatch: pytest.MonkeyPatch):
    run("score", desk, "--since")
    monkeypatch.setattr(truth, "lay_out", lambda *_, **__: seen(basis="final"))
    run("score", desk, "--since")
    assert sorted(Truth.objects.values_list("kind", flat=True)) == ["final", "one-sided"]
    assert Truth.objects.get(kind="one-sided").content[0]["basis"] == "final"


def test_a_release_that_the_desk_does_not_have_is_passed_over(desk: str):
    Release.objects.all().delete()
    assert run("score", desk, "--since").exit_code == 0
    assert not Truth.objects.exists()
