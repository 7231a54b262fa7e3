"""What an answer to a request writes, whether a colleague gives it or a person outside of a small office."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.compartments import queries
from focalpoint.desk.compartments.models import IdentityRequest, MarkingChange
from focalpoint.desk.compartments.sight import Subject
from focalpoint.desk.concurrency.revisions import Stale, advance, lock_row
from focalpoint.desk.design.substance import problem_of_reason
from focalpoint.desk.intake.actions import ensure_readable
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.reference.errors import FocalpointError

STATES = MarkingChange.State


class NoReason(FocalpointError):
    """A change of who may see something, without a reason in a few words."""


class Answered(Stale):
    """A request that another person answered, or that lapsed since the marking was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("This request no longer waits."), todo=_("Look at the marking: it was answered or it has lapsed.")
        )


def keep_marking_answer(
    change: MarkingChange, granted: bool, answer: str, *, by: User, at: dt.datetime
) -> tuple[str, list[Model]]:
    """Grant or refuse a lower marking; return the event that it is, and what was written."""
    subject = change.subject
    ensure_reason(answer)
    lock_row(subject)
    if isinstance(subject, Item):
        ensure_readable(subject)
    lock_row(change)
    if change.state != STATES.WAITING:
        raise Answered
    change.state = STATES.GRANTED if granted else STATES.REFUSED
    change.answer, change.answered_by, change.answered_at = answer, by, at
    change.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if not granted:
        return "marking.refused", [subject]
    return "marking.lowered", set_marking(change, revision=subject.revision)


def keep_identity_answer(asked: IdentityRequest, granted: bool, answer: str, *, by: User, at: dt.datetime) -> None:
    """Grant or refuse a request to read who a source is."""
    ensure_reason(answer)
    lock_row(asked)
    if asked.granted is not None:
        raise Answered
    asked.granted, asked.answer, asked.answered_by, asked.answered_at = granted, answer, by, at
    asked.save(update_fields=["granted", "answer", "answered_by", "answered_at"])


def ensure_reason(text: str) -> None:
    """Refuse a reason without a few words.

    Raises
    ------
    NoReason : it says nothing.
    """
    if problem := problem_of_reason(text):
        raise NoReason(_("A reason is missing."), todo=str(problem))


def set_marking(change: MarkingChange, *, revision: int) -> list[Model]:
    """Write a marking, keep that of signed notes, let a request that waits lapse; return what was written."""
    subject = change.subject
    kept = _keep_signed(subject)
    advance(subject, revision=revision, tlp=change.tlp, need_to_know=change.need_to_know)
    if subject.is_for_members:
        subject.members.add(change.by)
    waiting = MarkingChange.objects.filter(queries.of_subject(subject), state=STATES.WAITING)
    waiting.update(state=STATES.LAPSED)
    return [subject, *kept]


def _keep_signed(subject: Subject) -> Sequence[Assessment]:
    """Let the signed notes of a situation keep the marking they were signed under, and return those that do so now."""
    if isinstance(subject, Item):
        return []
    found = list(subject.assessments.filter(state=Assessment.State.SIGNED, kept_tlp=""))
    for each in found:
        each.kept_tlp, each.kept_need_to_know = subject.tlp, subject.need_to_know
        each.save(update_fields=["kept_tlp", "kept_need_to_know"])
    return found
