"""The copy of a PostgreSQL database: of one moment, without what signs a person in and without keys.

PostgreSQL's own programs copy all but the tables that hold keys; those are copied here at the same moment.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from focalpoint.desk.backups import row_keys
from focalpoint.desk.backups.archive import Member
from focalpoint.desk.trail.chain import Link
from focalpoint.reference.errors import FocalpointError

DUMP, TABLES = "desk.dump", "tables.json"
ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}  # in the text of COPY


class NoProgram(FocalpointError):
    """A program of PostgreSQL that failed or is not there."""


def taken(folder: Path, emptied: tuple[str, ...]) -> tuple[list[Member], row_keys.Keys]:
    """Copy the database into a folder, with some tables emptied; return what goes into the archive, and the keys."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        keys = row_keys.read(lambda wanted, values: _fetched(cursor, wanted))
        tables = {each.table: _copied(cursor, each, folder) for each in row_keys.places()}
        cursor.execute("SELECT pg_export_snapshot()")
        left_out = [f"--exclude-table-data={table}" for table in (*emptied, *tables)]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={cursor.fetchone()[0]}"]
        _run("pg_dump", *options, *left_out, f"--file={folder / DUMP}")
    (folder / TABLES).write_text(json.dumps(tables))
    return [Member(f"database/{file.name}", file) for file in sorted(folder.iterdir())], keys


def links(folder: Path) -> Iterator[Link]:
    """Yield the trail in a copy that `taken` made or an archive brought."""
    command = ["pg_restore", "--data-only", "--table=trail_event", "--file=-", str(folder / DUMP)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as program:
        yield from _links(program.stdout or [])


def put_back(folder: Path) -> None:
    """Put a copy into the database, which is empty."""
    _run("pg_restore", "--no-owner", "--section=pre-data", "--section=data", str(folder / DUMP))
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns in json.loads((folder / TABLES).read_text()).items():
            named = ", ".join(f'"{each}"' for each in columns)
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                copy.write((folder / f"{table}.copy").read_bytes())
    _run("pg_restore", "--no-owner", "--section=post-data", str(folder / DUMP))


def _fetched(cursor: Any, wanted: str) -> list[tuple[Any, ...]]:
    cursor.execute(wanted)
    return list(cursor.fetchall())


def _copied(cursor: Any, place: row_keys.Place, folder: Path) -> list[str]:
    """Copy a table with nothing in the place of its keys to a file; return its columns."""
    wanted = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
    cursor.execute(wanted, [place.table])
    columns = [name for (name,) in cursor.fetchall()]
    nothing = "''::bytea" if place.is_binary else "''"
    masked = f'CASE WHEN "{place.column}" IS NULL THEN NULL ELSE {nothing} END'
    chosen = ", ".join(masked if each == place.column else f'"{each}"' for each in columns)
    with cursor.copy(f'COPY (SELECT {chosen} FROM "{place.table}") TO STDOUT') as copy:  # noqa: S608 - names are ours
        (folder / f"{place.table}.copy").write_bytes(b"".join(map(bytes, copy)))
    return columns


def _links(lines: Iterable[str]) -> Iterator[Link]:
    """Yield the rows of the trail in the text that PostgreSQL writes of it."""
    rows = iter(lines)
    columns = next((re.findall(r"\w+", line)[3:-2] for line in rows if line.startswith("COPY ")), [])
    for line in rows:
        if line.startswith("\\."):
            return
        values = dict(zip(columns, map(_plain, line.rstrip("\n").split("\t")), strict=True))
        yield Link(**(values | {"number": int(values["number"])}))


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: ESCAPED.get(found[1], found[1]), text)


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the desk's database."""
    settings, more = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *options, name = settings[1:]
    command = [program, *options, f"--dbname={name}", *arguments]
    try:
        done = subprocess.run(command, env={**os.environ, **(more or {})}, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NoProgram(
            f"{program} is not there.", todo="Install the client of PostgreSQL (postgresql-client)."
        ) from None
    if done.returncode:
        todo = "Its version must be that of the server or newer, and the account must own the database."
        raise NoProgram(f"{program} failed: {done.stderr.strip()[:400]}", todo=todo)
