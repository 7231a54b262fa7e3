"""Writing the life of a situation. One trail event each, in the same transaction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.compartments.actions import change_members, raise_marking
from focalpoint.desk.compartments.answers import ensure_reason
from focalpoint.desk.concurrency.revisions import advance, lock_row
from focalpoint.desk.intake.models import Custody, Item
from focalpoint.desk.life.queries import holds, possible_new_owners
from focalpoint.desk.life.union import joining, stricter
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations.models import LifeChange, Link, Place, Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import STEPS, Act, ensure_starts
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class HeldOpen(FocalpointError):
    """A situation to be closed or merged while a submission waits or the clock of a decision runs."""


class NotMergeable(FocalpointError):
    """A merge with a situation that its writer does not see, or with itself."""


class NotAnOwner(FocalpointError):
    """A new owner who may not see the situation, or who owns it already."""


@transaction.atomic
def monitor_situation(*, situation: Situation, reason: str, revision: int, by: User, at: dt.datetime) -> None:
    """Set an open situation to monitoring."""
    require(by, Permission.SITUATION_CHANGE_STATE)
    _change(situation, Act.MONITOR, {"reason": reason}, revision=revision, by=by, at=at)


@transaction.atomic
def close_situation(
    *, situation: Situation, reason: str, learnt: str, remains: str, revision: int, by: User, at: dt.datetime
) -> None:
    """Close a situation, with what was learnt and what remains open.

    Raises
    ------
    HeldOpen : a submission waits, or the clock of a decision runs.
    WrongState, NoReason, Stale
    """
    require(by, Permission.SITUATION_CHANGE_STATE)
    ensure_reason(learnt)
    ensure_reason(remains)
    ensure_starts(situation, Act.CLOSE)
    _ensure_not_held(situation, by, at)
    words = {"reason": reason, "learnt": learnt, "remains": remains}
    _change(situation, Act.CLOSE, words, revision=revision, by=by, at=at)


@transaction.atomic
def reopen_situation(*, situation: Situation, reason: str, revision: int, by: User, at: dt.datetime) -> None:
    """Open a situation again that was closed or monitored; one that was merged cannot be."""
    require(by, Permission.SITUATION_CHANGE_STATE)
    _change(situation, Act.REOPEN, {"reason": reason}, revision=revision, by=by, at=at)


@transaction.atomic
def merge_situation(
    *, situation: Situation, into: Situation, reason: str, revision: int, by: User, at: dt.datetime
) -> None:
    """Merge a situation into another one, which gets its items, countries and members and the stricter marking.

    Assessments, decisions and tasks belong to the one they were made in, and can be read there. There is no way
    back: what turns out to be a concern of its own is opened as a new situation.

    Raises
    ------
    NotMergeable : the person does not see both.
    HeldOpen : a submission waits in the one that ends, or the clock of a decision runs.
    WrongState, NoReason, Stale
    """
    require(by, Permission.SITUATION_MERGE)
    for each in sorted((situation, into), key=lambda one: one.pk):  # always in one order: two merges never wait in turn
        lock_row(each)
    if situations(by).filter(pk__in=[situation.pk, into.pk]).count() < 2:
        raise NotMergeable(_("This is no other situation that you can see."), todo=_("Choose another one."))
    ensure_starts(into, Act.MERGE)
    ensure_starts(situation, Act.MERGE)
    _ensure_not_held(situation, by, at)
    _carry_access(situation, into, reason=reason, by=by, at=at)
    items = _carry_evidence(situation, into, by=by, at=at)
    number = _change(situation, Act.MERGE, {"reason": reason}, revision=revision, by=by, at=at, into=into)
    rows = [Custody(item=each, step=Custody.Step.LINKED, by=by, at=at, trail=number) for each in items]
    Custody.objects.bulk_create(rows)


@transaction.atomic
def hand_over_situation(
    *, situation: Situation, owner: User, reason: str, revision: int, by: User, at: dt.datetime
) -> None:
    """Make another person the owner of a situation, who is a member from then on.

    Raises
    ------
    NotAnOwner : the person may not see it, may open none, or owns it already.
    WrongState, NoReason, Stale
    """
    require(by, Permission.SITUATION_HAND_OVER, situation)
    ensure_starts(situation, Act.HAND_OVER)
    if not possible_new_owners(situation).filter(pk=owner.pk).exists():
        raise NotAnOwner(_("This person cannot own the situation."), todo=_("Choose another one from the list."))
    if not situation.members.filter(pk=owner.pk).exists():
        change_members(subject=situation, person=owner, is_member=True, reason=reason, revision=revision, by=by, at=at)
        revision = situation.revision
    _change(situation, Act.HAND_OVER, {"reason": reason}, revision=revision, by=by, at=at, owner=owner)


def _change(
    situation: Situation,
    act: Act,
    words: dict[str, str],
    *,
    revision: int,
    by: User,
    at: dt.datetime,
    into: Situation | None = None,
    owner: User | None = None,
) -> int:
    """Write one act and its event, and return the number of the event."""
    ensure_reason(words["reason"])
    ensure_starts(situation, act)
    becomes = STEPS[act].becomes
    changes: dict[str, Any] = {"state": becomes} if becomes else {"owner": owner}
    advance(situation, revision=revision, **changes, **({"merged_into": into} if into else {}))
    LifeChange.objects.create(situation=situation, act=act, **words, owner=owner, by=by, at=at)
    ids: Ids = {"state": str(becomes)} if becomes else {"owner": owner.ref if owner else ""}
    if into is not None:
        ids = {**ids, "into": into.ref}
    verb = "situation.changed" if becomes else "situation.handed-over"
    written = [situation, *([into] if into else [])]
    return record(by=by.ref, at=at, verb=verb, subject=situation.ref, ids=ids, after=written).number


def _ensure_not_held(situation: Situation, by: User, at: dt.datetime) -> None:
    if found := holds(situation, by=by, at=at):
        todo = " ".join(dict.fromkeys(each.todo for each in found))
        raise HeldOpen(" ".join(each.says for each in found), todo=todo)


def _carry_access(situation: Situation, into: Situation, *, reason: str, by: User, at: dt.datetime) -> None:
    """Give the situation that goes on the stricter marking of both, and the members of both."""
    marks = stricter(situation.marks, into.marks)
    if marks != into.marks:
        raise_marking(subject=into, marks=marks, reason=reason, revision=into.revision, by=by, at=at)
    for each in joining(situation, into):
        change_members(subject=into, person=each, is_member=True, reason=reason, revision=into.revision, by=by, at=at)


def _carry_evidence(situation: Situation, into: Situation, *, by: User, at: dt.datetime) -> list[Item]:
    """Link the items of a situation to another, which also concerns its countries; return the items."""
    items = list(Item.objects.filter(links__situation=situation).exclude(links__situation=into).order_by("pk"))
    Link.objects.bulk_create(Link(situation=into, item=each, by=by, at=at) for each in items)
    here = set(into.places.values_list("iso3", flat=True))
    further = [each.iso3 for each in situation.places.order_by("pk") if each.iso3 not in here]
    Place.objects.bulk_create(Place(situation=into, iso3=iso3) for iso3 in further)
    return items
