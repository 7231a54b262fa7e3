"""Trails as SQLite files, as an office elsewhere receives a copy of one."""

import sqlite3
from pathlib import Path

from focalpoint.desk.trail.chain import GENESIS, digest

COLUMNS = ("number", "at", "actor", "verb", "subject", "ids", "previous", "hash")


def made(file: Path, rows: int = 5, times: dict[int, str] | None = None) -> Path:
    """Write a whole trail of some rows, one a second or at ``times`` by number; return the file."""
    previous = GENESIS
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE trail_event (number INTEGER PRIMARY KEY, at, actor, verb, subject, ids, previous, hash)"
        )
        for number in range(1, rows + 1):
            at = (times or {}).get(number, f"2025-01-01T00:00:{number:02d}.000000Z")
            fields = (number, at, "system", "item.filed", f"item-{number}", "{}")
            row = (*fields, previous, digest(*fields, previous))
            database.execute("INSERT INTO trail_event VALUES (?,?,?,?,?,?,?,?)", row)
            previous = row[-1]
    database.close()
    return file


def changed(file: Path, statement: str) -> Path:
    """Run one statement in a file, as somebody with access to the disk would."""
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()
    return file


def last_hash(file: Path) -> str:
    """The hash of the last row."""
    with sqlite3.connect(file) as database:
        (found,) = database.execute("SELECT hash FROM trail_event ORDER BY number DESC LIMIT 1").fetchone()
    database.close()
    return str(found)
