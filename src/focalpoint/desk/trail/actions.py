"""The one way to write the trail."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from focalpoint.desk.trail.chain import GENESIS, canonical, digest
from focalpoint.desk.trail.digests import digest_entries
from focalpoint.desk.trail.event_types import EventType, event_types
from focalpoint.desk.trail.models import Concern, Event, Outbox

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,119}")
LOCK = 0x7472_6169_6C  # "trail": one writer at a time on PostgreSQL; SQLite's IMMEDIATE transactions give the same

INSERT = (
    'INSERT INTO "trail_event" (number, at, actor, verb, subject, ids, previous, hash) '
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)

Ids = Mapping[str, str | int | list[str]]
# What this request has recorded so far; None outside a request.
recorded: ContextVar[list[EventType] | None] = ContextVar("recorded", default=None)


class NotAnId(Exception):
    """A bug: code tried to put something other than ids and hashes into the trail."""


class NotRecorded(DatabaseError):
    """A row that did not arrive in the trail."""


def record(
    *, by: str, at: dt.datetime, verb: str, subject: str, ids: Ids | None = None, after: Sequence[Model] = ()
) -> Event:
    """Append one event to the trail, inside the caller's transaction, with the objects it concerns and its outbox row.

    Parameters
    ----------
    by : the actor's id: an account, one of ``SystemActor``, or "anonymous" where no one was signed in.
    at : the time, aware of its zone.
    verb : one that an ``events.py`` declares.
    subject : the id of what it was done to.
    ids : further ids, whole numbers or keyed hashes. Text is refused: the trail outlives an erasure.
    after : the objects that were written, each of a kind that is covered: the row holds a digest of what is stored of
        them now, so that nothing of them may be written after it in this transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A trail event is written in the transaction of what it records.")
    declared = event_types().get(verb)
    if declared is None:
        raise NotAnId(f"{verb!r} is not a verb of the trail.")
    for value in [by, subject, *_values(ids or {})]:
        if isinstance(value, str) and not ID.fullmatch(value):
            raise NotAnId(f"{verb}: {value[:40]!r} is not an id.")
    _lock()
    known = {**(ids or {}), **(digest_entries(after) if after else {})}
    event = _append(by=by, at=_stamp(at), verb=verb, subject=subject, ids=canonical(known))
    _note_consequences(event, declared, ids or {})
    if (here := recorded.get()) is not None:
        here.append(declared)
    return event


def _note_consequences(event: Event, declared: EventType, ids: Ids) -> None:
    """Write which objects an event concerns and, of an act, that what follows from it is to be done."""
    refs = [event.subject]
    for name in declared.objects:
        named = ids.get(name) or []
        refs.extend(named if isinstance(named, list) else [str(named)])
    Concern.objects.bulk_create([Concern(event=event, ref=ref) for ref in dict.fromkeys(refs)])
    if not declared.is_read:
        Outbox.objects.create(event=event)


def _append(*, by: str, at: str, verb: str, subject: str, ids: str) -> Event:
    """Add a row to the end of the chain, which is locked."""
    last = Event.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    number, previous = last[0] + 1, last[1]
    event = Event(
        number=number,
        at=at,
        actor=by,
        verb=verb,
        subject=subject,
        ids=ids,
        previous=previous,
        hash=digest(number, at, by, verb, subject, ids, previous),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [number, at, by, verb, subject, ids, previous, event.hash])
        if cursor.rowcount != 1:  # a trigger or a rule took it away; without it the act is not done
            raise NotRecorded("The database did not take the row of the trail.")
    return event


def _lock() -> None:
    """Let one transaction at a time add to the chain, until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _values(ids: Ids) -> list[str | int]:
    """Return every key and value of the ids, lists opened."""
    opened: list[str | int] = list(ids)
    for value in ids.values():
        opened.extend(value if isinstance(value, list) else [value])
    return opened


def _stamp(at: dt.datetime) -> str:
    """Write a time as ISO 8601 in UTC with microseconds."""
    if at.tzinfo is None:
        raise ValueError("A time in the trail knows its zone.")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
