"""A process that serves pages follows what another one confirms, and survives a database that does not answer."""

import threading
import time

import pytest
from django.db import OperationalError

from focalpoint.desk.library.apps import LibraryConfig
from focalpoint.desk.library.queries import states
from focalpoint.desk.site import serving
from focalpoint.doctrine import office

STATE = {"ME023": {"name": "Another name"}}


class Ended(BaseException):
    """Ends what goes on for ever, in a test."""


@pytest.fixture
def pauses(monkeypatch):
    """How long each pause would be; after the third one, it ends."""
    held: list[float] = []

    def sleep(seconds: float) -> None:
        held.append(seconds)
        if len(held) == 3:
            raise Ended

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    return held


def test_it_asks_again_and_again_also_after_an_error(pauses, monkeypatch):
    answers = [[], OperationalError("gone"), [STATE]]

    def source():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(office._Held, "source", source)
    with pytest.raises(Ended):
        serving._follow_catalogue()
    assert pauses == [serving.CATALOGUE_SECONDS] * 3
    assert office.newest() == 1


def test_each_process_follows_in_a_thread_that_ends_with_it(monkeypatch):
    started = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: started.append(thread))
    serving.post_fork(None, None)
    assert [(each._target, each.daemon) for each in started] == [(serving._follow_catalogue, True)]


def test_the_app_names_what_is_asked_for(monkeypatch):
    monkeypatch.setattr(office._Held, "source", None)
    LibraryConfig.create("focalpoint.desk.library.apps.LibraryConfig").ready()
    assert office._Held.source is states
