"""The keys that lie in rows: each seals one file or one digest. A back-up keeps them apart from the rows.

What was erased has no key any more, so that the newest keys open all older data but what was erased since.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

COLUMNS = (
    ("intake.Original", "key"),
    ("decisions.Message", "letter_key"),
    ("compartments.Identity", "key"),
    ("trail.KeyShare", "share"),
)
Execute = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]
Keys = list[tuple[list[Any], list[tuple[Any, str]]]]


class Place(NamedTuple):
    """A column of keys, what numbers its rows, and whether it holds bytes."""

    table: str
    number: str
    column: str
    is_binary: bool

    @property
    def nothing(self) -> bytes | str:
        """Return what is there when a key was taken."""
        return b"" if self.is_binary else ""


def places() -> Iterator[Place]:
    """Yield where the keys are."""
    for label, name in COLUMNS:
        options = apps.get_model(label)._meta
        field = options.get_field(name)
        yield Place(options.db_table, options.pk.column, field.column, field.get_internal_type() == "BinaryField")


def read(execute: Execute) -> Keys:
    """Return the keys in the rows of a database, which ``execute`` asks."""
    found = []
    for each in places():
        named = f'"{each.number}", "{each.column}" FROM "{each.table}" WHERE "{each.column}" IS NOT NULL'
        rows = [(number, bytes(key).hex() if each.is_binary else key) for number, key in execute(f"SELECT {named}", [])]
        found.append((list(each), rows))
    return found


def clear(execute: Execute) -> None:
    """Leave nothing in the place of each key; ``execute`` marks a value with a question mark."""
    for each in places():
        where = f'"{each.table}" SET "{each.column}" = ? WHERE "{each.column}" IS NOT NULL'
        execute(f"UPDATE {where}", [each.nothing])


def put_back(keys: Keys) -> None:
    """Put keys back into those of their rows that are there, in the database as an earlier version may have left it."""
    with connection.cursor() as cursor:
        for place, rows in keys:
            each = Place(*place)
            values = [(bytes.fromhex(key) if each.is_binary else key, number) for number, key in rows]
            where = f'"{each.table}" SET "{each.column}" = %s WHERE "{each.number}" = %s'
            cursor.executemany(f"UPDATE {where}", values)


def missing() -> int:
    """Return how many rows have nothing in the place of their key."""
    count = 0
    with connection.cursor() as cursor:
        for each in places():
            named = f'count(*) FROM "{each.table}" WHERE "{each.column}" = %s'
            cursor.execute(f"SELECT {named}", [each.nothing])
            count += int(cursor.fetchone()[0])
    return count
