"""Writing the grade of an item, and a custodian's answer to a credibility of 1. One trail event each."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, advance, lock_row
from focalpoint.desk.intake import duplicates, queries
from focalpoint.desk.intake.actions import ensure_readable, write_custody
from focalpoint.desk.intake.models import Custody, Grading, Item, Repeat
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.trail.actions import record
from focalpoint.reference.errors import FocalpointError

CONFIRMED, PROBABLE = Item.Credibility.CONFIRMED, Item.Credibility.PROBABLE


class NotConfirmed(FocalpointError):
    """An item to be called confirmed without a credibility of 1."""


class NotIndependent(FocalpointError):
    """A credibility of 1 without two independent origins."""


@transaction.atomic
def grade_item(
    *,
    item: Item,
    credibility: int,
    reason: str,
    confirmed_by: list[Item],
    despite: str = "",
    revision: int,
    by: User,
    at: dt.datetime,
) -> Grading:
    """Set the credibility of an item; 1 needs another item of an independent origin, and waits for a custodian.

    A custodian compares with all that is stored, also what the grader may not read. It waits in every case, so that
    waiting reveals nothing to the grader.

    Raises
    ------
    NotIndependent : credibility 1 without a confirming item of another known origin, or one that looks like the same
        account without a reason in ``despite``.
    Withdrawn : the giver of the item, or of one that confirms it, withdrew consent.
    Stale : another person wrote the item since ``revision`` was shown.
    """
    require(by, Permission.ITEM_GRADE)
    ensure_readable(item, *confirmed_by)
    waits = credibility == CONFIRMED
    if waits:
        _ensure_independent(item, confirmed_by, despite, by)
    graded = {"credibility_reason": reason, "credibility_by": by, "credibility_at": at}
    advance(item, revision=revision, credibility=PROBABLE if waits else credibility, **graded, **_unconfirmed(item))
    item.confirmed_by.set(confirmed_by)
    kept = {"credibility": credibility, "reason": reason, "despite": despite, "waits": waits}
    found = Grading.objects.create(item=item, **kept, by=by, at=at)
    found.confirmed_by.set(confirmed_by)
    write_custody(item, [Custody.Step.GRADED], "item.graded", by, at, {"credibility": credibility})
    return found


@transaction.atomic
def answer_grading(*, grading: Grading, granted: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Record what a custodian found of a credibility of 1.

    A yes takes effect when it comes from a custodian who may read everything that looks like one of the items; until
    then it still waits, for another custodian. A no takes effect at once.

    Raises
    ------
    Stale : the item was graded again, or another custodian answered.
    Withdrawn : the giver of the item withdrew consent.
    """
    require(by, Permission.GRADING_ANSWER, grading)
    item = grading.item
    ensure_readable(item)
    lock_row(grading)
    if grading.granted is not None or item.gradings.first() != grading:
        raise Stale(_("This grade no longer waits."), todo=_("Look at the item: it was graded again or answered."))
    grading.lookers.add(by)
    if not granted or sees_all(grading, by):
        grading.granted, grading.answer, grading.answered_by, grading.answered_at = granted, answer, by, at
        grading.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
        again = {} if granted else _unconfirmed(item)
        advance(item, revision=item.revision, credibility=CONFIRMED if granted else PROBABLE, **again)
    ids = {"granted": int(granted)}
    write_custody(item, [Custody.Step.GRADED], "item.grade-answered", by, at, ids)


@transaction.atomic
def set_status(*, item: Item, status: str, reason: str, revision: int, by: User, at: dt.datetime) -> None:
    """Say that an item is confirmed or refuted, or that it is provisional again; each with a reason.

    Raises
    ------
    NotConfirmed : confirmed, and its credibility is not 1: two independent origins that a custodian compared.
    Withdrawn : the giver of the item withdrew consent.
    Stale : another person wrote the item since ``revision`` was shown.
    """
    require(by, Permission.ITEM_SET_STATUS)
    ensure_readable(item)
    if status == Item.Status.CONFIRMED and item.credibility != CONFIRMED:
        raise NotConfirmed(
            _("Only an item of credibility 1 is confirmed."), todo=_("Set credibility 1 first; a custodian compares.")
        )
    advance(item, revision=revision, status=status, status_reason=reason, status_by=by, status_at=at)
    write_custody(item, [Custody.Step.STATUS], "item.status-set", by, at, {"status": status})


@transaction.atomic
def settle_repeat(*, repeat: Repeat, same: bool, by: User, at: dt.datetime) -> None:
    """Record whether two items or sources that look like one are one.

    Raises
    ------
    Stale : another custodian said so already.
    """
    require(by, Permission.REPEAT_SETTLE)
    lock_row(repeat)
    if repeat.same is not None:
        raise Stale(_("These were compared already."), todo=_("Nothing is left to do here."))
    repeat.same, repeat.by, repeat.at = same, by, at
    repeat.save(update_fields=["same", "by", "at"])
    ids: dict[str, str | int | list[str]] = {"other": repeat.second, "same": int(same)}
    record(by=by.ref, at=at, verb="repeat.compared", subject=repeat.first, ids=ids, after=[repeat])


def sees_all(grading: Grading, by: User) -> bool:
    """Whether a custodian may read all that looks like an item of a grading or like one of their sources."""
    return all(queries.may_read(by, each) for each in queries.repeats_of(grading))


def _unconfirmed(item: Item) -> dict[str, str | None]:
    """Return what a new grade makes of the status of an item: one that was confirmed is provisional, until it is again.

    >>> _unconfirmed(Item(status="refuted"))
    {}
    """
    if item.status != Item.Status.CONFIRMED:
        return {}
    return {"status": Item.Status.PROVISIONAL, "status_reason": "", "status_by": None, "status_at": None}


def _ensure_independent(item: Item, confirmed_by: list[Item], despite: str, by: User) -> None:
    """Refuse a credibility of 1 that no independent item confirms; a source that its grader may not read is unknown."""
    named = [each.source.pk for each in (item, *confirmed_by) if each.source]
    known = set(queries.sources(by).filter(pk__in=named).values_list("pk", flat=True))
    others = [other for other in confirmed_by if duplicates.is_independent(item, other, known)]
    if not others:
        raise NotIndependent(
            _("Credibility 1 needs a second item from an independent source."),
            todo=_("Name an item whose source has another origin, both origins known, or set 2."),
        )
    found = [duplicates.doubts(item, other, known) for other in others]
    if not despite.strip() and all(found):
        raise NotIndependent(
            _("These look like one account: %(why)s.") % {"why": ", ".join(str(each) for each in found[0])},
            todo=_("Say under “Why these are two accounts” why they are independent all the same, or set 2."),
        )
