"""``focalpoint trail``: prove the record, put its triggers back, write the day's anchor."""

import atexit
import datetime as dt
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import click

from focalpoint.cli import WholeSentences, starting
from focalpoint.cli.machine import SLACK
from focalpoint.desk.demo.home import is_demo
from focalpoint.desk.trail.chain import Break, Link, breaks
from focalpoint.reference import places

FAILED = 1


@click.group(cls=WholeSentences)
def trail() -> None:
    """Prove the append-only record of everything that was done."""


@trail.command()
@click.option(
    "--database", type=click.Path(path_type=Path), help="A copied SQLite file instead of the desk's own database."
)
@click.option(
    "--anchors",
    "anchor_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Anchor file; default: the home's own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(database: Path | None, anchor_file: Path | None, as_json: bool) -> None:
    """Check every row against the one before it and against the anchors; name the first broken row.

    In the desk's own database also check that what was signed, decided, sent and answered is what was recorded, and
    that each object is stored as the last event that wrote it left it.
    """
    from focalpoint.desk.trail import anchors, copy

    if database is None:
        rows, known = _own(anchor_file)
    else:
        rows, known = copy.links(database), anchors.read(anchor_file) if anchor_file else {}
    seen = _Counted(rows)
    first = _first_break(seen, known)
    _print_report(first, seen.count, len(known), as_json)
    if not as_json and not (database is None and is_demo(places.home())):  # a demonstration replays other years
        _print_clock_faults(seen.back)
    open_to_change = _unprotected() if database is None else []
    if open_to_change:
        click.echo(f"It can be changed: {', '.join(open_to_change)} is gone or altered.", err=True)
        click.echo("  Put the triggers back: focalpoint trail protect", err=True)
    strangers = _strangers() if database is None else []
    if strangers:
        click.echo(f"The database holds what the desk did not make: {', '.join(strangers)}.", err=True)
        click.echo("  It can hide what people do. Keep a copy for your overseer, then drop it.", err=True)
    digested: set[str] = set()
    untrue = _untrue(digested) if database is None and first is None else []
    lost = _without_event(digested) if database is None and first is None else []
    for sentence in lost:
        click.echo(f"{sentence}: rows were cut off, or it was written past the desk.", err=True)
    for number, difference in untrue:
        click.echo(f"Row {number} is whole, but {difference}.", err=True)
    if first is not None or open_to_change or strangers or lost or untrue:
        sys.exit(FAILED)


@trail.command()
def protect() -> None:
    """Put the database's triggers back that refuse to change or delete a row."""
    _start()
    from django.db import connection

    from focalpoint.desk.trail import triggers

    triggers.protect(connection)
    click.echo("The trail is protected: " + ", ".join(sorted(triggers.present(connection))) + ".")


@trail.command()
def anchor() -> None:
    """Write today's anchor, the last row's number and hash, and the list of withdrawals; carry both elsewhere."""
    _start()
    from focalpoint.desk.intake import withdrawals
    from focalpoint.desk.trail import anchors

    withdrawals.write(places.home() / withdrawals.FILE)

    file = places.home() / anchors.FILE
    added = anchors.write(file, day=dt.datetime.now(dt.UTC).date())
    click.echo(f"{'Anchored in' if added else 'Nothing to add to'} {file}.")


@trail.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the trail, its anchors and a program that checks them to FOLDER, for a machine without Focalpoint."""
    _start()
    from focalpoint.desk.trail import anchors, queries, verify_trail

    folder.mkdir(parents=True, exist_ok=True, mode=places.OWNER_ALONE)
    with (folder / "trail.jsonl").open("w", encoding="ascii") as out:
        out.writelines(f"{json.dumps(link)}\n" for link in queries.links())
    known = places.home() / anchors.FILE
    (folder / anchors.FILE).write_bytes(known.read_bytes() if known.exists() else b"")
    shutil.copyfile(verify_trail.__file__, folder / "verify_trail.py")
    click.echo(f"On a machine with Python, in {folder}: python3 verify_trail.py trail.jsonl {anchors.FILE}")


@trail.command("accept-older")
def accept_older() -> None:
    """Go on with a database that is older than its newest anchor: one that was put back from a back-up.

    It is on record, and the anchors that it does not reach are kept in a file of their own.
    """
    _start()
    from focalpoint.desk.trail import anchors
    from focalpoint.desk.trail.actors import SystemActor

    file = places.home() / anchors.FILE
    other = anchors.accept_older(file, by=SystemActor.CONSOLE.ref, at=dt.datetime.now(dt.UTC))
    if other is None:
        click.echo("The database holds every row that was anchored: there is nothing to accept.")
    else:
        click.echo(f"On record. The anchors that the database does not reach are kept in {other.name}.")


def _first_break(seen: "_Counted", known: dict[int, str]) -> Break | None:
    """Return the first row that does not hold, one that the database cannot even read among them."""
    from django.db import DatabaseError

    try:
        return next(breaks(seen, known), None)
    except (DatabaseError, sqlite3.Error, UnicodeError) as error:
        return Break(seen.count + 1, f"row {seen.count + 1} or one after it cannot be read ({error})")


def _unprotected() -> list[str]:
    """Return the triggers of the desk's own database that are not in force as they were made."""
    from django.db import connection

    from focalpoint.desk.trail import triggers

    return sorted(triggers.NAMES[connection.vendor] - triggers.present(connection))


def _strangers() -> list[str]:
    """Return the triggers and rules of the desk's own database that the desk did not make."""
    from django.db import connection

    from focalpoint.desk.trail import triggers

    return triggers.unknown(connection)


def _without_event(digested: set[str]) -> list[str]:
    """Return a sentence for each object of the desk's own database that has no row in the trail."""
    from focalpoint.desk.trail import states

    return list(states.without_event(digested))


def _untrue(digested: set[str]) -> list[tuple[int, str]]:
    """Return what of the desk's own database no longer is as the trail recorded it, and name what it has digests of."""
    from focalpoint.desk.decisions import integrity
    from focalpoint.desk.trail import states

    return [*integrity.differences(), *states.differences(digested)]


class _Counted:
    """Rows that are counted as they pass, and those among them whose time is before that of the row before."""

    def __init__(self, rows: Iterable[Link]) -> None:
        self.rows = rows
        self.count = 0
        self.back: list[Link] = []
        self._last: dt.datetime | None = None

    def __iter__(self) -> "_Counted":
        self._rest = iter(self.rows)
        return self

    def __next__(self) -> Link:
        link = next(self._rest)
        self.count += 1
        at = _time(link)
        if at and self._last and at < self._last - SLACK:
            self.back.append(link)
        self._last = at or self._last
        return link


def _time(link: Link) -> dt.datetime | None:
    """Return the time of a row; None of one that holds something else, which is found by its hash."""
    try:
        at = dt.datetime.fromisoformat(link.at)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def _print_clock_faults(back: list[Link]) -> None:
    """Say where the clock of the machine went back: such rows are whole, and their times are not to be relied on."""
    if back:
        first = back[0]
        warning = f"The clock went back {_count(len(back), 'time')}, first at row {first.number} ({first.at[:16]} UTC)."
        click.echo(f"{warning}\n  The order of the rows holds; their times around there may not.", err=True)


def _own(anchor_file: Path | None) -> tuple[Iterable[Link], dict[int, str]]:
    """Return the rows of the desk's own database and its anchors."""
    _copy_where_nothing_can_be_written()
    _start()
    from focalpoint.desk.trail import anchors, queries

    return queries.links(), anchors.read(anchor_file or places.home() / anchors.FILE)


def _copy_where_nothing_can_be_written() -> None:
    """Read a copy of a SQLite database that cannot be written: SQLite itself would write next to what it reads."""
    from focalpoint.desk.site import environment

    chosen = environment.read(os.environ).database
    file = Path(str(chosen["NAME"]))
    if not chosen["ENGINE"].endswith("sqlite3") or not file.is_file():
        return
    if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        return
    folder = Path(tempfile.mkdtemp(prefix="focalpoint-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in (file.name, f"{file.name}-wal"):
        if (file.parent / name).is_file():
            shutil.copyfile(file.parent / name, folder / name)
    os.environ["FOCALPOINT_DATABASE_URL"] = f"sqlite://{quote(str(folder / file.name))}"


def _start() -> None:
    """Load the desk as it is: proving the record changes nothing in it."""
    starting.ready(places.home())
    from django.db import connection

    from focalpoint.desk.trail.copy import NoTrail
    from focalpoint.desk.trail.models import Event

    if Event._meta.db_table not in connection.introspection.table_names():
        raise NoTrail("This desk has no trail yet.", todo="Start it once: focalpoint up")


def _print_report(first: Break | None, rows: int, anchored: int, as_json: bool) -> None:
    """Show the state of the trail."""
    if as_json:
        found = None if first is None else {"row": first.number, "reason": first.reason}
        click.echo(json.dumps({"whole": first is None, "rows": rows, "anchors": anchored, "first_break": found}))
    elif first is None:
        click.echo(f"The trail is whole: {_count(rows, 'row')}, {_count(anchored, 'anchor')}.")
        if not anchored:
            click.echo("  Without an anchor its end is not proved, nor that it was not rewritten as a whole.")
            click.echo("  Write one every day, and carry copies away: focalpoint trail anchor")
    else:
        click.echo(f"The trail is broken: {first.reason}.", err=True)
        click.echo(
            "  Keep this database as it is, take a copy of it and of the last good one, and inform your overseer.",
            err=True,
        )


def _count(number: int, word: str) -> str:
    """Write a count with its noun."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
