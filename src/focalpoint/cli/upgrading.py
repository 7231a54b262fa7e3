"""What happens to a home's database when another version of the program opens it: a copy first, then the changes."""

import contextlib
import datetime as dt
import os
import sqlite3
from pathlib import Path

import click

from focalpoint.cli import serving_lock
from focalpoint.reference.errors import FocalpointError


class NewerHome(FocalpointError):
    """A home that a newer version of the program has changed."""


class NotUpgraded(FocalpointError):
    """A database that could not be brought up to date."""


def bring_up_to_date(folder: Path) -> None:
    """Bring the database of a home to what this version needs: copied before, by one process, and said.

    Raises
    ------
    NewerHome : a newer version has written it; nothing is changed.
    NotUpgraded : a change did not fit; the copy is as it was before.
    ServedAlready : another process serves this home.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known, applied = executor.loader.disk_migrations, set(executor.loader.applied_migrations or {})
    refuse_newer(applied, set(known), str(folder))
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    serving = serving_lock.is_taken()
    serving_lock.take(folder)
    copied = _copy_before(folder) if applied else None
    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        message = f"The database could not be brought up to date: {error}."
        raise NotUpgraded(message, todo=f"It is as before in {copied}." if copied else "Nothing was kept.") from error
    finally:
        if not serving:
            serving_lock.release()
    if applied:
        click.echo(f"The database was brought up to date: {len(plan)} changes.", err=True)


def refuse_newer(applied: set[tuple[str, str]], known: set[tuple[str, str]], place: str) -> None:
    """Refuse a database with changes that this version does not know, of an app that it has; ``place`` is named."""
    apps = {app for app, _name in known}
    unknown = sorted(f"{app} {name}" for app, name in applied - known if app in apps)
    if unknown:
        message = f"{place} was changed by a newer version of Focalpoint ({', '.join(unknown)})."
        raise NewerHome(
            message, todo="Install that version or a later one; this one would not keep what it does not know."
        )


def _copy_before(folder: Path) -> Path | None:
    """Copy a SQLite database as it is, for its owner alone; of PostgreSQL, say that the copy is the operator's."""
    from django.db import connection

    if connection.vendor != "sqlite":
        click.echo("Before an upgrade, copy the database with pg_dump: it is changed now.", err=True)
        return None
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder / f"desk-before-upgrade-{now}.sqlite3"
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        with contextlib.closing(source) as given, contextlib.closing(sqlite3.connect(copy)) as kept:
            given.backup(kept)
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)  # a part of a copy would be taken for a whole one
        message = f"The database could not be copied before its upgrade, and was not changed: {error}."
        raise NotUpgraded(message, todo=f"Make room in {folder}, then start again.") from error
    click.echo(f"A copy of the database as it was is in {copy}.", err=True)
    click.echo("  Delete it once all works: what is erased later is still in it.", err=True)
    return copy
