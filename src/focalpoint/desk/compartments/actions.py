"""Writing who may see an item or a situation. One trail event each, in the same transaction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.compartments import queries
from focalpoint.desk.compartments.answers import ensure_reason, keep_marking_answer, set_marking
from focalpoint.desk.compartments.models import MarkingChange, MemberChange
from focalpoint.desk.compartments.sight import Subject
from focalpoint.desk.concurrency.revisions import advance, lock_row
from focalpoint.desk.intake.actions import ensure_covered, ensure_readable
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import Marks, is_lower
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations import compartment
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

STATES = MarkingChange.State


class SameMarking(FocalpointError):
    """A change to the marking that the object has already."""


class NeedsSecondPerson(FocalpointError):
    """A lower marking that one person would set alone."""


class NotLower(FocalpointError):
    """A request to a second person for a marking that one person may set."""


class AskedAlready(FocalpointError):
    """A second request while one waits."""


class NoChange(FocalpointError):
    """A person to be added who is a member, or to be removed who is none."""


class LastMember(FocalpointError):
    """The removal of the owner, or of the last one who sees what is for members alone."""


@transaction.atomic
def raise_marking(
    *,
    subject: Subject,
    marks: Marks,
    reason: str,
    closes: bool = False,
    revision: int,
    by: User,
    at: dt.datetime,
) -> MarkingChange:
    """Mark an item or a situation more strictly; a request for a lower marking that waits lapses.

    Who closes it to all but its members is one of them. With ``closes`` the open items of a situation close with it,
    as far as its writer sees them.

    Raises
    ------
    NeedsSecondPerson : the marking is lower than the present one.
    SameMarking, NoReason, AboveClearance, Withdrawn, Stale
    """
    require(by, Permission.MARKING_CHANGE)
    change = _wanted(subject, marks, reason, by, at)
    if is_lower(change.wanted, than=change.before):
        raise NeedsSecondPerson(
            _("More people would see it under this marking."), todo=_("Ask a colleague to grant the lower marking.")
        )
    change.state = STATES.DONE
    change.save(force_insert=True)
    written = set_marking(change, revision=revision)
    closed = _close_evidence(subject, by) if closes else []
    ids: dict[str, Any] = {"tlp": marks.tlp, "need": int(marks.need_to_know)}
    ids |= {"items": [each.ref for each in closed]} if closed else {}
    record(by=by.ref, at=at, verb="marking.raised", subject=subject.ref, ids=ids, after=[*written, *closed])
    return change


@transaction.atomic
def ask_lower_marking(*, subject: Subject, marks: Marks, reason: str, by: User, at: dt.datetime) -> MarkingChange:
    """Ask a second person for a lower marking; nothing changes until it is granted.

    Raises
    ------
    NotLower : one person may set this marking.
    AskedAlready : a request for the same object waits.
    SameMarking, NoReason, AboveClearance, Withdrawn
    """
    require(by, Permission.MARKING_CHANGE)
    lock_row(subject)
    change = _wanted(subject, marks, reason, by, at)
    if not is_lower(change.wanted, than=change.before):
        raise NotLower(_("No one else would see it under this marking."), todo=_("Set it; no second person is needed."))
    if queries.open_request(subject) is not None:
        raise AskedAlready(_("A request for a lower marking waits already."), todo=_("Ask again once it was answered."))
    change.state = STATES.WAITING
    change.save(force_insert=True)
    ids: Ids = {"tlp": marks.tlp, "need": int(marks.need_to_know)}
    record(by=by.ref, at=at, verb="marking.asked", subject=subject.ref, ids=ids, after=[subject])
    return change


@transaction.atomic
def answer_lower_marking(*, change: MarkingChange, granted: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Grant or refuse a lower marking that another person asked for.

    Raises
    ------
    Answered : another person was faster, or it lapsed since the marking was changed.
    NoReason, Withdrawn
    """
    require(by, Permission.MARKING_GRANT, change)
    verb, written = keep_marking_answer(change, granted, answer, by=by, at=at)
    ids: Ids = {"tlp": change.tlp, "need": int(change.need_to_know)}
    record(by=by.ref, at=at, verb=verb, subject=change.subject.ref, ids=ids, after=written)


@transaction.atomic
def change_members(
    *, subject: Subject, person: User, is_member: bool, reason: str, revision: int, by: User, at: dt.datetime
) -> None:
    """Add a person to the members of an item or a situation, or remove one; also of the items closed with it.

    Raises
    ------
    NoChange : the person is a member already, or is none.
    LastMember : the owner of the situation, or the last member of what is for members alone.
    NoReason, Withdrawn, Stale
    """
    require(by, Permission.MEMBERS_CHANGE)
    ensure_reason(reason)
    if isinstance(subject, Item):
        ensure_readable(subject)
    advance(subject, revision=revision)
    if subject.members.filter(pk=person.pk).exists() == is_member:
        raise NoChange(_("That is so already."), todo=_("Look at the list of members."))
    if not is_member:
        _ensure_removable(subject, person)
    closed = (
        [] if isinstance(subject, Item) else list(Item.objects.filter(links__situation=subject, links__closed=True))
    )
    for each in (subject, *closed):
        each.members.add(person) if is_member else each.members.remove(person)
    given = {"person": person, "is_member": is_member, "reason": reason, "by": by, "at": at}
    MemberChange.objects.create(**_key(subject), **given)
    ids: Ids = {"member": person.ref, "admitted": int(is_member)}
    record(by=by.ref, at=at, verb="members.changed", subject=subject.ref, ids=ids, after=[subject, *closed])


def _key(subject: Subject) -> dict[str, Any]:
    return {"item": subject} if isinstance(subject, Item) else {"situation": subject}


def _wanted(subject: Subject, marks: Marks, reason: str, by: User, at: dt.datetime) -> MarkingChange:
    """Return a change that was checked, unsaved."""
    ensure_covered(marks.tlp, by)
    ensure_reason(reason)
    if isinstance(subject, Item):
        ensure_readable(subject)
    if subject.marks == marks:
        raise SameMarking(_("This is the marking already."), todo=_("Choose another one."))
    before = {"before_tlp": subject.tlp, "before_need_to_know": subject.need_to_know}
    return MarkingChange(**_key(subject), **before, **marks._asdict(), reason=reason, by=by, at=at)


def _ensure_removable(subject: Subject, person: User) -> None:
    """Refuse to leave a situation without its owner, or what is for members alone without a member."""
    if isinstance(subject, Situation) and subject.owner_id == person.pk:
        raise LastMember(_("The owner of a situation is always a member."), todo=_("Hand the situation over first."))
    if subject.is_for_members and not subject.members.exclude(pk=person.pk).exists():
        raise LastMember(_("No one would see it any more."), todo=_("Add another member first."))


def _close_evidence(subject: Subject, by: User) -> list[Item]:
    """Close the open items of a situation that a person sees to all but its members; return them."""
    if isinstance(subject, Item) or not subject.is_for_members:
        return []
    found = queries.open_evidence(by, subject)
    ensure_readable(*found)
    for each in found:
        compartment.close(each, subject)
    subject.links.filter(item__in=found).update(closed=True)
    return found
