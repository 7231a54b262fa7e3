"""How an update ends, by what came of each source."""

import datetime as dt
from pathlib import Path

import pytest

from focalpoint.cli import renewal
from focalpoint.desk.watch.updates import Look, Status
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
