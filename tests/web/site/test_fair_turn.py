"""Of several who write to SQLite, each gets a turn; who waits too long is given the reason."""

import sqlite3
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections

from focalpoint.desk.site import environment
from focalpoint.desk.site.sqlite3 import base


@pytest.fixture
def writer(tmp_path, django_db_blocker):
    """A connection as the desk has it, to a database with nothing in it."""
    settings = connections["default"].settings_dict | environment._sqlite(tmp_path / "desk.sqlite3")
    with django_db_blocker.unblock():
        found = base.DatabaseWrapper(settings)
        found.ensure_connection()
        yield found
        found.close()


@pytest.fixture
def other(writer):
    """Another writer, in the middle of a transaction."""
    found = sqlite3.connect(writer.settings_dict["NAME"], isolation_level=None)
    found.execute("BEGIN IMMEDIATE")
    yield found
    found.close()


def busy_timeout(writer) -> int:
    return writer.connection.execute("PRAGMA busy_timeout").fetchone()[0]


def test_each_look_comes_as_soon_as_the_one_before(writer, other, monkeypatch):
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            other.execute("ROLLBACK")

    monkeypatch.setattr(base, "time", SimpleNamespace(monotonic=lambda: 0, sleep=sleep))
    writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert writer.connection.in_transaction
    assert len(slept) == 3
    assert max(slept) <= base.PAUSE
    assert busy_timeout(writer) == 6000  # what is no transaction waits as before


def test_who_waits_too_long_is_given_the_reason(writer, other, monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr(base, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=lambda seconds: None))
    with pytest.raises(OperationalError, match="locked"):
        writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert next(clock) == 6 + 2  # it looked once more when the time was over
    assert busy_timeout(writer) == 6000


def test_another_error_is_raised_at_once(writer, monkeypatch):
    monkeypatch.setattr(base.time, "sleep", lambda seconds: pytest.fail("it waited"))
    writer.connection.execute("BEGIN")
    with pytest.raises(OperationalError, match="within a transaction"):
        writer._start_transaction_under_autocommit()
