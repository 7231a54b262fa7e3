"""Reading the trail: as links for verification, as sentences for people."""

from collections.abc import Iterator

from django.db import connections

from focalpoint.desk.trail.chain import Link
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.verbs import VERBS

COLUMNS = "number, at, actor, verb, subject, ids, previous, hash"


def links(using: str = "default") -> Iterator[Link]:
    """Yield every row in order, a few thousand at a time, without building model objects."""
    with connections[using].cursor() as cursor:
        last = 0
        while rows := _page(cursor, last):
            for row in rows:
                yield Link(*row)
            last = rows[-1][0]


def _page(cursor: object, after: int) -> list[tuple[object, ...]]:
    """Return the next rows after a number."""
    statement = f"SELECT {COLUMNS} FROM trail_event WHERE number > %s ORDER BY number LIMIT 5000"  # noqa: S608 - a constant
    cursor.execute(statement, [after])  # type: ignore[attr-defined]  # a Django cursor wrapper
    return list(cursor.fetchall())  # type: ignore[attr-defined]  # as above


def sentence(event: Event) -> str:
    """Say what an event records, in plain words of the reader's language."""
    return str(VERBS.get(event.verb, event.verb)) % {"subject": event.subject}
