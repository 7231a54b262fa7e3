"""``focalpoint update`` against a server of this machine with the publishers' names: news, no news, what goes wrong."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import faulty_server
import publishers
from focalpoint.cli import FAILED, PARTLY, focalpoint, forecast, releases, renewal, update
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.models import Release
from focalpoint.foresight.release.shelf import kept
from focalpoint.foresight.vintages import provenance
from focalpoint.foresight.vintages.store import Store
from invented_forecasts import invented
from publishers import Publishers, candidate

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]), pytest.mark.slow]
EVENTS = ("--only", "ucdp_candidate")
YEAR, HALF = "25.01.25.12", "26.01.26.06"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def world(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publishers]:
    """Publishers with candidate events to June 2026, and a home without a desk; no second is waited."""
    monkeypatch.setattr(forecast, "produce_each", lambda panels, **how: [invented(panel, **how) for panel in panels])
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    for module in (forecast, releases, update):
        monkeypatch.setattr(module, "today", lambda: publishers.DAY)
    with faulty_server.running() as server:
        found = publishers.serve(server, home, monkeypatch)
        found.has("ucdp_candidate", YEAR, candidate("2025-01", "2025-12"))
        found.has("ucdp_candidate", HALF, candidate("2026-01", "2026-06"))
        yield found


def run(*words: object) -> Result:
    return CliRunner().invoke(focalpoint, ["update", *map(str, words)])


def added(home: Path) -> list[str]:
    """The releases of the events that were added."""
    return sorted(one.release or "" for one in Store(home).vintages() if one.source == "ucdp_candidate")


def test_the_newest_events_are_fetched_added_and_forecast_from(world: Publishers, home: Path):
    result = run(*EVENTS)
    assert result.exit_code == 0, result.output
    assert added(home) == [YEAR, HALF]
    assert "Data to June 2026." in result.output
    assert [one.manifest.origin for one in kept(home / "releases") if one.manifest] == ["2026-06"]
    assert list((home / "downloads").rglob("*.csv*")) == []


def test_where_there_is_a_desk_the_release_is_in_watch(world: Publishers, home: Path, db: None):
    Release.objects.all().delete()
    home.mkdir()
    (home / "desk.sqlite3").touch()  # the tests' own database stands for it
    result = run(*EVENTS)
    assert result.exit_code == 0, result.output
    assert f"{Release.objects.get().id} is in Watch now." in result.output
    assert Release.objects.get().id == updates.read(home).changes.release


def test_a_note_next_to_the_raw_bytes_says_where_they_are_from(world: Publishers, home: Path):
    world.file("ucdp_candidate", HALF).modified = "Wed, 15 Jul 2026 08:00:00 GMT"
    run(*EVENTS)
    notes = {one.release: one for one in provenance.kept(Store(home))}
    half = notes[HALF]
    assert half.address == "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_01_26_06.csv"
    assert (half.day, half.etag, half.modified) == (publishers.DAY, '"one"', "Wed, 15 Jul 2026 08:00:00 GMT")
    assert (Store(home).raw / half.sha256).stat().st_size == half.size


def test_the_second_time_nothing_is_newer_and_nothing_is_made(world: Publishers, home: Path):
    run(*EVENTS)
    world.server.asked.clear()
    made = list((home / "releases").iterdir())
    result = run(*EVENTS)
    assert result.exit_code == 0
    assert "Nothing newer was found" in result.output
    assert world.fetched() == []
    assert list((home / "releases").iterdir()) == made
    assert updates.read(home).outcome == "current"


def test_the_next_month_makes_a_release_that_is_compared_with_the_one_before(world: Publishers):
    run(*EVENTS)
    world.has("ucdp_candidate", "26.0.7", candidate("2026-07", "2026-07", dead=4000))
    result = run(*EVENTS)
    assert result.exit_code == 0, result.output
    assert world.fetched()[-1] == "GEDEvent_v26_0_7.csv"
    assert "Data to July 2026." in result.output.splitlines()[-1]
    assert result.output.splitlines()[-1].count(".") == 3


def test_a_month_that_the_publisher_skipped_is_named_and_no_forecast_jumps_over_it(world: Publishers, home: Path):
    world.has("ucdp_candidate", "26.0.8", candidate("2026-08", "2026-08"))
    result = run(*EVENTS)
    assert result.exit_code == 0, result.output
    assert "Missing: July 2026." in result.output
    assert result.output.index("Missing") < result.output.index("Making a release")
    assert "Data to June 2026." in result.output
    assert updates.read(home).missing == ("2026-07",)


@pytest.mark.long
def test_a_final_release_is_followed_by_the_candidates_after_it_alone(world: Publishers, home: Path):
    world.has("ucdp_ged", "26.1", publishers.yearly())
    result = run("--only", "ucdp_ged", *EVENTS)
    assert result.exit_code == 0, result.output
    assert world.fetched() == ["ged261-csv.zip", "GEDEvent_v26_01_26_06.csv"]
    assert "Data to June 2026." in result.output


def test_every_source_is_brought_up_to_date_and_a_second_run_asks_for_no_file(world: Publishers, home: Path):
    world.has("ucdp_ged", "26.1", publishers.yearly())
    world.has_the_rest()
    result = run()
    assert result.exit_code == 0, result.output
    assert [look.problem for look in updates.read(home).looks] == [""] * 7
    assert {"vdem", "wdi", "unhcr", "coups", "ucdp_ov", "ucdp_ged"} <= {
        one.source for one in Store(home).vintages() if not one.embedded
    }
    world.server.asked.clear()
    assert "Nothing newer was found in 7 sources" in run().output
    assert world.fetched() == []


def test_a_file_that_was_put_in_the_place_of_another_is_fetched(world: Publishers, home: Path):
    world.has_the_rest()
    run("--only", "coups")
    body = world.file("coups", "").body
    world.has("coups", "", body + b"Mali\t432\t2003\t3\t13\t1\tV2001.01.01\n", etag='"two"')
    result = run("--only", "coups")
    assert result.exit_code == 0, result.output
    assert len([one for one in Store(home).vintages() if one.source == "coups"]) == 2


WRONG = {
    "a web page": ({"body": b"<html>Sign in</html>", "kind": "text/html"}, "web page"),
    "a web page that says it is a table": ({"body": b"<!doctype html><html>Sign in</html>"}, "web page"),
    "other columns": ({"body": b"event,where,dead\n1,Nowhere,3\n" * 90}, "not what was expected"),
    "a body that ends too early": ({"says_length": 90_000_000, "ranges": False}, "did not arrive whole"),
    "too many requests": ({"status": [429] * 99}, "429"),
    "a server that asks to wait": ({"status": [429] * 99, "wait": "7200"}, "120 minutes"),
    "a server that fails": ({"status": [500] * 99}, "500"),
    "a closed door": ({"status": [403] * 99}, "403"),
    "a way to another host": ({"location": "https://example.org/a.csv"}, "another host, example.org"),
}


SHORT = {"a body that ends too early", "a server that asks to wait", "a way to another host"}


@pytest.mark.parametrize(
    "what", [pytest.param(each, marks=[] if each in SHORT else pytest.mark.long) for each in WRONG]
)
def test_a_source_that_fails_keeps_its_old_data_and_the_others_go_on(world: Publishers, home: Path, what: str):
    world.has_the_rest()
    run(*EVENTS)
    how, said = WRONG[what]
    world.has("ucdp_candidate", "26.0.7", **({"body": candidate("2026-07", "2026-07")} | how))
    result = run(*EVENTS, "--only", "coups")
    assert result.exit_code == PARTLY, result.output
    assert said in result.output
    assert "The data that are here were not changed." in result.output
    assert "Traceback" not in result.output
    assert added(home) == [YEAR, HALF]
    assert [one.source for one in Store(home).vintages() if not one.embedded].count("coups") == 1
    looks = {look.source: look for look in updates.read(home).looks}
    assert said in looks["ucdp_candidate"].problem
    assert looks["coups"].problem == ""
    assert updates.read(home).outcome == "partly"


def test_a_release_that_came_as_a_part_is_said_and_hides_nothing(world: Publishers, home: Path):
    world.has("ucdp_ged", "26.1", publishers.yearly(rows=2_000))
    result = run("--only", "ucdp_ged", *EVENTS)
    assert result.exit_code == PARTLY, result.output
    assert "holds a part of the release only" in result.output
    assert "Data to June 2026." in result.output


def test_a_name_that_says_another_month_than_the_file_holds_stops_the_source(world: Publishers, home: Path):
    world.has("ucdp_candidate", "26.0.7", candidate("2026-08", "2026-08"))
    result = run(*EVENTS)
    assert result.exit_code == PARTLY, result.output
    assert added(home) == [YEAR, HALF]
    assert "Data to June 2026." in result.output


def test_publishers_that_moved_all_names_are_a_failure_and_not_the_absence_of_news(world: Publishers):
    world.server.paths.clear()
    result = run(*EVENTS, "--only", "wdi")
    assert result.exit_code == FAILED
    assert "is not there any more" in result.output


def test_a_machine_without_internet_is_told_so_in_a_sentence(
    world: Publishers, monkeypatch: pytest.MonkeyPatch, home: Path
):
    monkeypatch.setenv("FOCALPOINT_MIRROR", "http://127.0.0.1:1")
    result = run()
    assert result.exit_code == FAILED
    assert "no way to the internet" in result.output
    assert "--from FOLDER" in result.output
    assert updates.read(home).offline
    assert not (home / "releases").exists()


def test_a_run_that_was_cut_within_a_file_goes_on_within_that_file(world: Publishers, home: Path):
    world.has("ucdp_candidate", HALF, candidate("2026-01", "2026-06"), cut_after=[100] * 5)
    assert run(*EVENTS).exit_code == PARTLY
    assert run(*EVENTS).exit_code == 0
    assert world.server.seen[-1]["Range"] == "bytes=500-"
    assert added(home) == [YEAR, HALF]


class Stopped(BaseException):
    """The end of the process, at a place that the test chooses."""


def stop(*_args: object, **_named: object) -> None:
    raise Stopped


def test_a_run_stopped_between_fetching_and_adding_does_not_fetch_again(
    world: Publishers, home: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", stop)
        with pytest.raises(Stopped):
            run(*EVENTS)
    assert added(home) == []
    assert not updates.is_running(home)
    assert run(*EVENTS).exit_code == 0
    assert world.fetched().count("GEDEvent_v25_01_25_12.csv") == 1
    assert added(home) == [YEAR, HALF]


def test_a_run_stopped_after_adding_leaves_no_copy_behind_and_the_next_one_forecasts(
    world: Publishers, home: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(provenance, "note", stop)
        with pytest.raises(Stopped):
            run(*EVENTS)
    assert run(*EVENTS).exit_code == 0
    assert list((home / "downloads").rglob("*.csv*")) == []
    with monkeypatch.context() as patch:
        world.has("ucdp_candidate", "26.0.7", candidate("2026-07", "2026-07"))
        patch.setattr(forecast, "make", stop)
        with pytest.raises(Stopped):
            run(*EVENTS)
    result = run(*EVENTS)
    assert "Data to July 2026." in result.output
    assert updates.read(home).pending is False


@pytest.mark.long
def test_data_that_a_person_added_since_the_last_release_are_forecast_from(
    world: Publishers, home: Path, tmp_path: Path
):
    run(*EVENTS)
    path = tmp_path / "GEDEvent_v26_0_7.csv"
    path.write_bytes(candidate("2026-07", "2026-07"))
    Store(home).add(path, known_at=publishers.DAY.replace(day=28))
    assert "Nothing newer" in run(*EVENTS).output
    with pytest.MonkeyPatch.context() as patch:
        for module in (forecast, releases, update):
            patch.setattr(module, "today", lambda: publishers.DAY.replace(day=29))
        assert "Data to July 2026." in run(*EVENTS).output


@pytest.mark.long
def test_data_that_change_no_release_are_looked_at_once(world: Publishers, home: Path, tmp_path: Path):
    """A file behind a month that is missing, known before: the release that it gives is there already."""
    run(*EVENTS)
    made = list((home / "releases").iterdir())
    path = tmp_path / "GEDEvent_v26_0_8.csv"
    path.write_bytes(candidate("2026-08", "2026-08"))
    Store(home).add(path, known_at=publishers.DAY.replace(day=1))
    assert "Making a release." in run(*EVENTS).output
    assert list((home / "releases").iterdir()) == made
    assert "Nothing newer was found" in run(*EVENTS).output


def test_only_one_update_runs_at_a_time(world: Publishers, home: Path):
    home.mkdir(parents=True)
    with updates.alone(home):
        result = run(*EVENTS)
    assert isinstance(result.exception, updates.AlreadyRunning)
    assert world.server.asked == []


def test_a_dry_run_says_what_it_would_fetch_and_why_and_changes_nothing(world: Publishers, home: Path):
    world.has_the_rest()
    result = run("--dry-run", *EVENTS, "--only", "vdem", "--only", "mentions")
    assert result.exit_code == FAILED
    assert "mentions: Countries named" in result.output
    assert "would fetch https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_01_26_06.csv" in result.output
    assert "2026-01 to 2026-06 in one file" in result.output
    assert "V-Dem-CY-Core-v16_csv.zip" in result.output
    assert "idmc" in result.output.splitlines()[-1]
    assert world.fetched() == []
    assert list(home.iterdir()) == []


def test_a_dry_run_lets_candidates_follow_the_yearly_release_that_it_found(world: Publishers, home: Path):
    world.has("ucdp_ged", "26.1", b"PK" * 9)
    result = run("--dry-run", "--only", "ucdp_ged", *EVENTS)
    assert result.exit_code == 0, result.output
    assert "ged261-csv.zip (18 bytes): the newest yearly release." in result.output
    assert "GEDEvent_v25_01_25_12.csv" not in result.output


def test_a_source_that_no_program_may_fetch_says_how_a_person_gets_it(world: Publishers):
    result = run("--only", "idmc")
    assert result.exit_code == FAILED
    assert "export the conflict figures" in result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files that somebody brought on a disk, among others that are no data."""
    there = tmp_path / "disk"
    (there / "events").mkdir(parents=True)
    (there / "events" / "GEDEvent_v25_01_25_12.csv").write_bytes(candidate("2025-01", "2025-12"))
    (there / "events" / "GEDEvent_v26_01_26_06.csv").write_bytes(candidate("2026-01", "2026-06"))
    (there / "coups.tsv").write_bytes((publishers.registry.folder("coups") / "sample_official.tsv").read_bytes())
    (there / "read me.txt").write_text("Nothing to see.")
    (there / ".hidden.csv").write_bytes(candidate("2026-07", "2026-07"))
    return there


def test_files_of_a_folder_are_taken_without_asking_anybody(world: Publishers, home: Path, folder: Path):
    result = run("--from", folder)
    assert result.exit_code == 0, result.output
    assert world.server.asked == []
    assert added(home) == [YEAR, HALF]
    assert "Data to June 2026." in result.output
    assert "Nothing newer" in run("--from", folder).output


def test_a_folder_can_be_narrowed_to_a_source(world: Publishers, home: Path, folder: Path):
    assert run("--from", folder, "--only", "coups").exit_code == 0
    assert added(home) == []
    assert "coups" in {one.source for one in Store(home).vintages()}


def test_a_dry_run_of_a_folder_lists_its_files(world: Publishers, home: Path, folder: Path):
    lines = run("--from", folder, "--dry-run").output.splitlines()
    assert len(lines) == 3
    assert all(line.endswith("would be added.") for line in lines)
    run("--from", folder)
    assert run("--from", folder, "--dry-run").output.count("here already") == 3


def test_a_file_of_a_folder_that_cannot_be_added_does_not_keep_the_others_out(
    world: Publishers, home: Path, folder: Path
):
    (folder / "events" / "GEDEvent_v26_0_7.csv").write_bytes(candidate("2026-08", "2026-08"))
    result = run("--from", folder)
    assert result.exit_code == PARTLY, result.output
    assert added(home) == [YEAR, HALF]


def test_a_folder_without_data_is_a_mistake_that_is_said(world: Publishers, tmp_path: Path, home: Path):
    (tmp_path / "empty").mkdir()
    result = run("--from", tmp_path / "empty")
    assert isinstance(result.exception, renewal.NothingThere)
    assert updates.read(home).outcome == "failed"


def test_a_forecast_that_fails_is_said_and_tried_again_by_the_next_run(
    world: Publishers, home: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(forecast, "make", fails)
        result = run(*EVENTS)
    assert result.exit_code == FAILED
    assert "No release was made" in result.output
    assert updates.read(home).pending
    assert "Data to June 2026." in run(*EVENTS).output


def fails(*_args: object) -> None:
    raise forecast.BeyondTheData("There are no data.")
