"""Before it serves, the desk looks at its files and its clock, and says in a sentence what is wrong and what to do."""

import datetime as dt
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.utils import timezone

import walk
from focalpoint.cli import machine, starting
from focalpoint.cli.tidy import tidy
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


def test_a_file_deep_in_a_release_or_among_the_data_is_named_too(home, monkeypatch):
    for name in ("releases/r-1/manifest.json", "vintages/v-1/raw.csv"):
        file = home / name
        file.parent.mkdir(parents=True)
        file.write_text("x")
        file.chmod(0o400)
    machine.look_at_files(home)
    refuse(monkeypatch, "manifest.json", "raw.csv")
    with pytest.raises(machine.NotOurs) as refused:
        machine.look_at_files(home)
    assert "manifest.json" in refused.value.message
    assert "raw.csv" in refused.value.message


def test_what_somebody_else_put_into_the_home_keeps_nobody_from_serving(home, monkeypatch):
    (home / "copy-of-last-week.tar").write_text("x")
    refuse(monkeypatch, "copy-of-last-week.tar")
    machine.look_at_files(home)


@pytest.mark.parametrize(("account", "refused"), [(0, True), (1234, False)])
def test_root_serves_no_home_of_another_account(home, monkeypatch, account, refused):
    real = Path.stat

    def others(path: Path, **more) -> os.stat_result:
        found = list(real(path, **more))
        found[4] = 1234
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", others)
    monkeypatch.setattr(os, "geteuid", lambda: account)
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    if not refused:
        machine.look_at_files(home)
        return
    with pytest.raises(machine.NotOurs, match="another account") as told:
        machine.look_at_files(home)
    assert "1234" in told.value.todo


@pytest.mark.django_db
def test_what_is_over_is_deleted_by_a_command_which_says_how_much(home, monkeypatch):
    now = timezone.now()
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + dt.timedelta(hours=hours))
    monkeypatch.setattr(starting, "has_database", lambda folder: True)
    monkeypatch.setenv("FOCALPOINT_HOME", str(home))
    result = CliRunner().invoke(tidy, [])
    assert result.exit_code == 0, result.output
    assert "were over: 1 deleted" in result.output
    assert Session.objects.get().session_key == "open"
    assert "were over: 0 deleted" in CliRunner().invoke(tidy, []).output


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
