"""The copy that is shown before a decision is recorded: symbol and day are reserved, what is sent reads the same."""

import datetime as dt

from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.models import Decision, Reservation, Submission, Transmission
from focalpoint.desk.decisions.transmission import copy
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day

LASTS = dt.timedelta(hours=1)


def symbol(ref: str) -> str:
    """Return the symbol by which a body quotes a copy.

    >>> symbol("abcdefghjkmnpqrs")
    'T-abcdefgh'
    """
    return f"T-{ref[:8]}"


def reserve(decision: Decision, route: Route, *, by: User, at: dt.datetime) -> Reservation:
    """Compose the copy of a decision that is not recorded yet, and keep its symbol, day and digest."""
    ref, on = new_ref(), office_day(at)
    shown = composed(decision, route, copy.passed_items(decision.submission.assessment), ref=ref, on=on)
    return Reservation.objects.create(
        ref=ref,
        submission=decision.submission,
        on=on,
        copy=shown.model_dump(mode="json"),
        digest=shown.digest(),
        by=by,
        at=at,
    )


def composed(decision: Decision, route: Route, passed: list[Item], *, ref: str, on: dt.date) -> Document:
    """Return the copy under a reference and a day, with the items that are passed on."""
    return copy.compose_copy(decision, route, {item.ref for item in passed}, symbol=symbol(ref), on=on)


def reserved_ref(submission: Submission, route: Route, *, by: User, at: dt.datetime) -> str:
    """Return the reference under which a copy goes: the reserved one, or a new one where none was shown.

    Raises
    ------
    Stale : what was shown has lapsed, was sent already, or was shown to another person.
    """
    if not route.reserved:
        return new_ref()
    found = Reservation.objects.filter(ref=route.reserved, submission=submission, by=by).first()
    is_fresh = found is not None and found.at <= at <= found.at + LASTS and found.on == office_day(at)
    if not is_fresh or Transmission.objects.filter(ref=route.reserved).exists():
        raise Stale(_("The copy that you read has lapsed."), todo=_("Read it again, then record the decision."))
    return route.reserved


def ensure_reads_the_same(route: Route, note: Document) -> None:
    """Refuse a copy that reads otherwise than the one that was shown.

    Raises
    ------
    Stale : something in it has changed since.
    """
    if route.reserved and Reservation.objects.get(ref=route.reserved).digest != note.digest():
        raise Stale(_("The copy reads otherwise than the one you read."), todo=_("Read it again, then record it."))
