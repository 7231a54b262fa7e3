"""How an update ends, by what came of each source."""

import datetime as dt
from pathlib import Path

import pytest

import bundles
from focalpoint.cli import renewal
from focalpoint.desk.watch.updates import Look, Status
from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.request import Unreachable


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> renewal.Course:
    """One source whose last file could not be reached, in a home without a release; no forecast is made."""
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    monkeypatch.setattr(renewal, "_release", lambda *_args: None)
    problem = Unreachable("No server could be reached.", todo="Try again.")
    return renewal.Course(
        home=tmp_path,
        day=dt.date(2026, 1, 1),
        say=lambda _text: None,
        report=lambda _done, _whole: None,
        status=Status(started=renewal.now(), looks=(Look(source="ucdp_candidate", problem=str(problem)),)),
        problems=[problem],
    )


def test_a_machine_that_reached_no_publisher_is_offline(course: renewal.Course):
    status = renewal.finish(course, 1)
    assert (status.outcome, status.offline) == ("failed", True)


def test_a_machine_that_fetched_a_file_before_the_line_was_cut_is_not_offline(course: renewal.Course):
    look = course.status.looks[0].model_copy(update={"added": ("26.0.1",)})
    course.note(looks=(look,))
    status = renewal.finish(course, 1)
    assert (status.outcome, status.offline) == ("partly", False)


def test_a_full_disk_ends_the_update_with_its_reason(course: renewal.Course, monkeypatch: pytest.MonkeyPatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(renewal, "_release", full)
    course.note(looks=(course.status.looks[0].model_copy(update={"added": ("26.0.1",)}),))
    status = renewal.finish(course, 1)
    assert (status.outcome, status.ended is None) == ("failed", False)
    assert "No space left" in status.problem


@pytest.fixture
def released(course: renewal.Course, monkeypatch: pytest.MonkeyPatch) -> renewal.Course:
    """The same home with a release that knows more than the data added below, and no problem."""
    shelf = course.home / "releases"
    shelf.mkdir()
    bundles.make(shelf / bundles.drafted(1, 540).id, seed=1, origin=540)
    monkeypatch.setattr(renewal, "shelf", lambda: shelf)
    course.note(looks=())
    course.problems.clear()
    course.day = bundles.KNOWN_AT
    return course


def test_data_of_an_earlier_day_added_after_the_release_are_forecast_from(released: renewal.Course):
    assert renewal.finish(released, 1).outcome == "current"
    file = released.home / "coups.tsv"
    file.write_bytes((registry.folder("coups") / "sample.csv").read_bytes())
    released.store.add(file, known_at=dt.date(2025, 1, 1))
    assert renewal.finish(released, 1).outcome == "updated"


def test_data_that_were_there_before_the_release_are_no_news(released: renewal.Course):
    file = released.home / "coups.tsv"
    file.write_bytes((registry.folder("coups") / "sample.csv").read_bytes())
    released.store.add(file, known_at=dt.date(2025, 1, 1))
    for manifest in released.home.glob("releases/*/manifest.json"):
        manifest.touch()
    assert renewal.finish(released, 1).outcome == "current"


def test_data_added_by_hand_to_a_home_without_a_release_are_forecast_from(course: renewal.Course, tmp_path: Path):
    course.note(looks=())
    course.problems.clear()
    assert renewal.finish(course, 1).outcome == "current"
    file = tmp_path / "coups.tsv"
    file.write_bytes((registry.folder("coups") / "sample.csv").read_bytes())
    course.store.add(file, known_at=dt.date(2025, 1, 1))
    assert renewal.finish(course, 1).outcome == "updated"
