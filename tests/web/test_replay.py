"""What is put back of a walk is what a walk leaves: the same rows, the same files, and a path that goes on from it."""

import shutil

import pytest
from django.db import transaction
from django.utils import translation

import replay
import walk
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def no_step_was_walked_before():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "KNOWN", {})
        yield


class Walked(Exception):
    """The step was walked again."""


def again(*_args, **_more):
    raise Walked


def left(home, *, then=walk.decided):
    """Walk in a database and a home that are empty before and after; return what it left."""
    replay.begin(None)
    with transaction.atomic():
        found = then(walk.cast())
        rows = {table: replay._rows(table) for table in replay._models()}
        assert list(states.differences()) == []
        transaction.set_rollback(True)
    files = replay._files()
    shutil.rmtree(home)
    home.mkdir()
    return found, rows, files


def test_rows_files_and_what_is_returned_are_those_of_the_first_walk(home):
    first, rows, files = left(home)
    assert rows["decisions_decision"]
    assert files
    with pytest.MonkeyPatch.context() as patch:
        for act in ("submit", "sign", "decide"):
            patch.setattr(walk.deciding, act, again)
        second, again_rows, again_files = left(home)
    assert (again_rows, again_files) == (rows, files)
    assert (second, second.submission.revision) == (first, first.submission.revision)
    assert second is not first


def test_the_path_goes_on_from_what_was_put_back(home):
    def signed(everyone):
        submission = walk.submitted(everyone)
        walk.sign(submission, by=everyone.reviewer)
        submission.refresh_from_db()
        return submission

    states_of = [left(home, then=signed)[0].state for _ in range(2)]
    assert states_of == [states_of[0]] * 2


def test_what_a_step_was_given_is_as_the_step_left_it(home):
    def tested(everyone):
        item = walk.filed(everyone.analyst)
        situation = walk.opened(everyone.analyst, item)
        test = walk.tested(situation, everyone.analyst)
        return item.revision, situation.revision, test.situation is situation

    first, second = (left(home, then=tested)[0] for _ in range(2))
    assert first == second
    assert first[2]


def in_another_language():
    translation.activate("ar")


def with_somebody_else():
    walk.person(Role.HEAD, "another")


@pytest.mark.parametrize("other", [in_another_language, with_somebody_else])
def test_where_anything_differs_the_step_is_walked(home, other):
    left(home, then=lambda everyone: walk.filed(everyone.analyst))
    replay.begin(None)
    everyone = walk.cast()
    other()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk.taking, "file_item", again)
        with pytest.raises(Walked):
            walk.filed(everyone.analyst)


def test_a_test_that_patches_walks_each_step(home, monkeypatch):
    left(home, then=lambda everyone: walk.filed(everyone.analyst))
    replay.begin(monkeypatch)
    everyone = walk.cast()
    monkeypatch.setattr(walk.taking, "file_item", again)
    with pytest.raises(Walked):
        walk.filed(everyone.analyst)
