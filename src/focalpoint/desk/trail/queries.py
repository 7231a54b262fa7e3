"""Reading the trail: as links for verification, as sentences for people."""

from collections.abc import Iterator

from django.db import connections

from focalpoint.desk.trail.chain import Link
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.verbs import VERBS

NEXT = (
    "SELECT number, at, actor, verb, subject, ids, previous, hash FROM trail_event "
    "WHERE number > %s ORDER BY number LIMIT 5000"
)


def links(using: str = "default") -> Iterator[Link]:
    """Yield every row in order, a few thousand at a time, without building model objects."""
    last = 0
    with connections[using].cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last])
            page = [Link(*row) for row in cursor.fetchall()]
            if not page:
                return
            yield from page
            last = page[-1].number


def sentence(event: Event) -> str:
    """Say what an event records, in plain words of the reader's language."""
    return str(VERBS.get(event.verb, event.verb)) % {"subject": event.subject}
