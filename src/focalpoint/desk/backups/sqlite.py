"""The copy of a SQLite database: taken while others write, without what signs a person in and without keys."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from focalpoint.desk.backups import row_keys
from focalpoint.desk.backups.archive import Member
from focalpoint.desk.trail import copy
from focalpoint.desk.trail.chain import Link

NAME = "desk.sqlite3"


def taken(folder: Path, emptied: tuple[str, ...]) -> tuple[list[Member], row_keys.Keys]:
    """Copy the database into a folder, with some tables emptied; return what goes into the archive, and the keys."""
    file = folder / NAME
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = sqlite3.connect(connection.settings_dict["NAME"])
    with contextlib.closing(source) as given, contextlib.closing(sqlite3.connect(file)) as kept:
        given.backup(kept)
        kept.execute("PRAGMA journal_mode=DELETE")
        kept.execute("PRAGMA secure_delete=ON")
        keys = row_keys.read(kept.execute)
        row_keys.clear(kept.execute)
        for table in emptied:
            kept.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the names are ours
        kept.commit()
        kept.execute("VACUUM")  # and with it what was deleted before and is not overwritten
    return [Member(f"database/{NAME}", file)], keys


def links(folder: Path) -> Iterator[Link]:
    """Yield the trail in a copy that `taken` made or an archive brought."""
    return copy.links(folder / NAME)


def put_back(folder: Path) -> None:
    """Put a copy in the place of the database, which is not there yet."""
    place = Path(connection.settings_dict["NAME"])
    (folder / NAME).rename(place)
