"""Reading the trail: as links for verification, as sentences for people."""

import datetime as dt
import json
from collections.abc import Collection, Iterator

from django.db import connections
from django.db.models import QuerySet

from focalpoint.desk.marking.refs import ALPHABET, LENGTH
from focalpoint.desk.trail.chain import Link
from focalpoint.desk.trail.models import Event

READ = "protected.read"
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


def last_time() -> dt.datetime | None:
    """Return the time of the last row; None where there is none."""
    at = Event.objects.order_by("-number").values_list("at", flat=True).first()
    return dt.datetime.fromisoformat(at) if at else None


def subject_of(number: int) -> str:
    """Return the reference of what an event was done to."""
    return Event.objects.values_list("subject", flat=True).get(number=number)


def count_since(began: str, by: str, verb: str, subjects: Collection[str]) -> int:
    """Return how often ``verb`` happened to some objects since ``began`` last happened to the object ``by``."""
    last = Event.objects.filter(verb=began, subject=by).order_by("-number").values_list("number", flat=True).first()
    return Event.objects.filter(verb=verb, subject__in=subjects, number__gt=last or 0).count()


def births(subjects: Collection[str], verbs: Collection[str]) -> dict[str, str]:
    """Return by reference the first of ``verbs`` that the trail holds of each object, in one query; none for none."""
    if not subjects:
        return {}
    found = Event.objects.filter(subject__in=set(subjects), verb__in=list(verbs)).order_by("-number")
    return dict(found.values_list("subject", "verb"))


def rows(
    *,
    verb: str = "",
    actor: str = "",
    subject: str = "",
    first: str = "",
    last: str = "",
    reads: bool = True,
    before: int | None = None,
) -> QuerySet[Event]:
    """Return the events that fit, newest first; ``before`` goes on below a row, without counting what is above it.

    ``first`` and ``last`` are days, ISO 8601, both included: text that sorts as the stored times do. Without ``reads``,
    what people were shown on pages is left out, unless ``verb`` asks for it.
    """
    found = Event.objects.order_by("-number")
    if verb:
        found = found.filter(verb=verb)
    elif not reads:
        found = found.exclude(verb=READ)
    if actor:
        found = found.filter(actor=actor)
    if subject:
        found = _concerning(found, subject, before)
    if first:
        found = found.filter(at__gte=first)
    if last:
        found = found.filter(at__lt=f"{last}U")  # "U" sorts behind the "T" that follows the day
    return found.filter(number__lt=before) if before else found


def _concerning(found: QuerySet[Event], ref: str, before: int | None) -> QuerySet[Event]:
    """Return those of some events that concern an object, in the order of the index that finds them."""
    below = {"concerns__event__lt": before} if before else {}
    return found.filter(concerns__ref=ref, **below).order_by("-concerns__event_id")


def refs(event: Event) -> list[str]:
    """Return the references of what an event names next to its object; answers, figures and hashes are left out."""
    values = json.loads(event.ids).values()
    named = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [one for one in named if isinstance(one, str) and is_ref(one)]


def is_ref(text: str) -> bool:
    """Whether a text is a reference of this desk.

    >>> is_ref("23456789abcdefgh"), is_ref("TLP:AMBER")
    (True, False)
    """
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
