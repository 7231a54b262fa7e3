"""Before it serves, the desk looks at its files and its clock, and says in a sentence what is wrong and what to do."""

import datetime as dt
import os
from pathlib import Path

import pytest

import walk
from focalpoint.cli import machine
from focalpoint.desk.intake import originals
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.queries import last_time


@pytest.fixture
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    for name in ("secret_key", "desk.sqlite3", "trail-anchors.txt"):
        (tmp_path / name).write_text("x")
    originals.put(tmp_path, b"a file")
    return tmp_path


def refuse(monkeypatch, *names: str) -> None:
    """Have some files be another account's: root, who runs tests, may everything."""
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name not in names and real(path, mode))


def test_a_home_in_order_is_served(home):
    machine.look_at_files(home)


@pytest.mark.parametrize("name", ["secret_key", "originals.key", "desk.sqlite3", "originals", "trail-anchors.txt"])
def test_a_file_of_another_account_is_named_with_what_to_do(home, monkeypatch, name):
    refuse(monkeypatch, name)
    with pytest.raises(machine.NotOurs) as refused:
        machine.look_at_files(home)
    assert str(home / name) in refused.value.message
    assert "chown" in refused.value.todo


def test_a_sealed_file_that_cannot_be_read_is_named_and_one_that_is_read_alone_is_as_it_should_be(home, monkeypatch):
    (sealed,) = originals.stored(home).values()
    assert sealed.stat().st_mode & 0o777 == 0o400
    machine.look_at_files(home)
    refuse(monkeypatch, sealed.name)
    with pytest.raises(machine.NotOurs, match=sealed.name):
        machine.look_at_files(home)


@pytest.mark.django_db
def test_a_clock_before_the_last_row_is_said_and_one_a_little_off_is_not(home, capsys):
    walk.filed(walk.person(Role.REPORTER))  # its row is of 1 July 2025, 9:00
    last = last_time()
    assert last == walk.AT
    for now, said in ((last - dt.timedelta(days=3), True), (last - dt.timedelta(minutes=1), False), (last, False)):
        machine.warn(home, now=now)
        assert ("Set the clock right" in capsys.readouterr().err) is said


@pytest.mark.django_db
def test_a_file_without_an_item_is_said_with_the_command_that_shows_it(home, capsys):
    (sealed,) = originals.stored(home).values()
    os.utime(sealed, (0, 0))
    machine.warn(home, now=walk.AT)
    assert "focalpoint originals" in capsys.readouterr().err
