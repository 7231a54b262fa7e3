"""A step of the path that was walked before in this process is not walked again: what it left is put back.

The first walk is a real one. Later ones put back its rows and files and return a copy of what it returned, while all
that could make the step go another way is as it was: an untouched database and home, the same people, settings,
releases and language, and nothing patched. Otherwise the step is walked.
"""

import copy
import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation

from focalpoint.desk.people.models import User
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.models import Release

READS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA")
TABLE = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
PLAIN = (str, bytes, int, dt.date, type(None))
OF_ONE_HOME = {"FOCALPOINT_HOME", "default_settings", "_deleted"}

Rows = dict[str, dict[Any, tuple[Any, ...]]]  # of each table, by the number of the row


class NotPlain(Exception):
    """A step was given something of which it cannot be said whether it is the same as before."""


@dataclasses.dataclass(frozen=True)
class Left:
    """What a step and those before it left: rows, files, what it returned and what it was given, as it was after it.

    ``filled`` are the tables that held rows before the first step.
    """

    rows: Rows
    files: dict[Path, tuple[int, bytes]]
    returned: Any
    given: list[Any]
    filled: frozenset[str]


@dataclasses.dataclass
class Walk:
    """Where the test that runs is; ``mixed`` once anything else was written."""

    taken: tuple[str, ...] = ()
    written: set[str] = dataclasses.field(default_factory=set)
    mixed: bool = False
    home: Path | None = None
    patch: pytest.MonkeyPatch | None = None


KNOWN: dict[tuple[str, ...], Left] = {}
here = Walk()


def watch(execute: Callable, sql: str, params: object, many: bool, context: dict) -> Any:
    """See each statement on its way to the database, and note which table it writes."""
    if not sql.startswith(READS):
        found = TABLE.match(sql)
        here.written.add(found[1] if found else sql)
        here.mixed = True
    return execute(sql, params, many, context)


def begin(patch: pytest.MonkeyPatch | None) -> None:
    """Begin a test: nothing was written in it."""
    here.taken, here.written, here.mixed, here.patch = (), set(), False, patch
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def once(step: Callable[..., Any]) -> Callable[..., Any]:
    """Walk a step once; put back what it left when it is asked for again."""

    @functools.wraps(step)
    def walked(*args: Any, **more: Any) -> Any:
        try:
            key = (*here.taken, _key(step, args, more)) if _is_known_ground() else None
        except NotPlain:
            key = None
        if key is None:
            return step(*args, **more)
        if key not in KNOWN:
            return _walk(key, step, args, more)
        _put_back(KNOWN[key], KNOWN[here.taken].rows if here.taken else {})
        here.taken, here.mixed = key, False
        return _returned(KNOWN[key], _objects(args, more))

    return walked


def _is_known_ground() -> bool:
    """Whether the database holds what known steps left and nothing else, in a transaction that is undone."""
    if here.mixed or not connection.in_atomic_block or (here.patch and any(vars(here.patch).values())):
        return False
    home = Path(settings.FOCALPOINT_HOME)
    if here.taken:
        return here.home == home
    here.home = home
    is_empty = not any(each.is_file() for each in home.rglob("*"))
    return is_empty and not Event.objects.exists() and not User.objects.exists()


def _walk(key: tuple[str, ...], step: Callable[..., Any], args: tuple[Any, ...], more: dict[str, Any]) -> Any:
    """Walk a step and keep what it left, unless that cannot be put back."""
    filled, waiting = KNOWN[here.taken].filled if here.taken else _filled(), len(connection.run_on_commit)
    returned = step(*args, **more)
    if here.written <= set(_models()) - filled and len(connection.run_on_commit) == waiting:
        rows = {table: _rows(table) for table in here.written}
        KNOWN[key] = Left(rows, _files(), *copy.deepcopy((returned, _objects(args, more))), filled)
        here.taken, here.mixed = key, False
    return returned


def _returned(left: Left, given: list[Any]) -> Any:
    """Return what the step returned, and leave what it was given as the step left it; what they share stays shared."""
    known = {id(kept): now for kept, now in zip(left.given, given, strict=True)}
    for kept, now in zip(left.given, given, strict=True):
        vars(now).update({name: copy.deepcopy(value, known) for name, value in vars(kept).items()})
    return copy.deepcopy(left.returned, known)


def _objects(args: tuple[Any, ...], more: dict[str, Any]) -> list[Any]:
    """Return the objects that a step was given, those within others too."""
    given = [each for each in (*args, *(more[name] for name in sorted(more))) if not isinstance(each, PLAIN)]
    within = [
        getattr(each, one.name) for each in given if dataclasses.is_dataclass(each) for one in dataclasses.fields(each)
    ]
    return [*given, *(each for each in within if not isinstance(each, PLAIN))]


def _put_back(left: Left, before: Rows) -> None:
    for table, rows in left.rows.items():
        known = before.get(table, {})
        columns = [f'"{name}"' for name in _columns(table)]
        places = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            for gone in known.keys() - rows.keys():
                cursor.execute(f'DELETE FROM "{table}" WHERE {columns[0]} = %s', [gone])
            for number in [each for each in known if rows.get(each, known[each]) != known[each]]:
                changed = ", ".join(f"{name} = %s" for name in columns)
                cursor.execute(f'UPDATE "{table}" SET {changed} WHERE {columns[0]} = %s', [*rows[number], number])
            fresh = [row for number, row in rows.items() if number not in known]
            cursor.executemany(f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({places})', fresh)
    for path, (mode, data) in left.files.items():
        file = Path(settings.FOCALPOINT_HOME) / path
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(mode)


def _rows(table: str) -> dict[Any, tuple[Any, ...]]:
    """Return the rows of a table as the database keeps them, no value turned into one of Python."""
    kept = '"{}"::text' if connection.vendor == "postgresql" else '+"{}"'
    key, columns = _columns(table)[0], ", ".join(kept.format(name) for name in _columns(table))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY "{table}"."{key}"')  # rows go back as they came
        return {row[0]: tuple(row) for row in cursor.fetchall()}


def _filled() -> frozenset[str]:
    """Return the tables that hold rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT 1 FROM \"{each}\")" for each in _models())
        )
        return frozenset(name for (name,) in cursor.fetchall())


@functools.cache
def _models() -> dict[str, Any]:
    return {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}


@functools.cache
def _columns(table: str) -> list[str]:
    """Return the columns of a table, the number of the row first."""
    fields = _models()[table]._meta.local_concrete_fields
    return [each.column for each in sorted(fields, key=lambda each: not each.primary_key)]


def _files() -> dict[Path, tuple[int, bytes]]:
    home = Path(settings.FOCALPOINT_HOME)
    return {
        each.relative_to(home): (each.stat().st_mode, each.read_bytes()) for each in home.rglob("*") if each.is_file()
    }


def _key(step: Callable[..., Any], args: tuple[Any, ...], more: dict[str, Any]) -> str:
    """Return all that the way of a step depends on, as one text."""
    where = (translation.get_language(), timezone.get_current_timezone_name(), step.__globals__["SECRET"])
    releases = sorted(Release.objects.values_list("id", flat=True))
    given = [_plain(each) for each in args], {name: _plain(value) for name, value in sorted(more.items())}
    return repr((step.__name__, given, where, releases, _changed_settings()))


def _plain(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Model):
        columns = sorted((name, repr(each)) for name, each in vars(value).items() if name[0] != "_")
        return value._meta.label, columns
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in dataclasses.fields(value)]
    raise NotPlain(value)


def _changed_settings() -> list[tuple[str, str]]:
    """Return what a test has set, with all that its session has."""
    found, known = {}, settings._wrapped
    while isinstance(known, UserSettingsHolder):
        found, known = vars(known) | found, known.default_settings
    return sorted((name, repr(value)) for name, value in found.items() if name not in OF_ONE_HOME)
