"""Reading the trail of a copied SQLite file without Django and without writing to it: any machine will do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from focalpoint.desk.trail.chain import Link
from focalpoint.reference.errors import FocalpointError


class NoTrail(FocalpointError):
    """A file that is not a database with a trail."""


def links(file: Path) -> Iterator[Link]:
    """Yield every row of the trail in a SQLite file, in order; the file is opened read-only."""
    if not file.is_file():
        raise NoTrail(f"There is no file {file}.", todo="Name a copy of the desk's SQLite database.")
    # Where a break ends the reading early, it is closed by whatever thread clears it away.
    opened = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    with contextlib.closing(opened) as database:
        # A row with bytes that are no text is read all the same, so that it can be named.
        database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            rows = database.execute(
                "SELECT number, at, actor, verb, subject, ids, previous, hash FROM trail_event ORDER BY number"
            )
        except sqlite3.DatabaseError as error:
            raise NoTrail(
                f"{file} holds no trail ({error}).", todo="Name a copy of the desk's SQLite database."
            ) from error
        yield from map(Link._make, rows)
