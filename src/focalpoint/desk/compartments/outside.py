"""A lower marking, and the identity of a source, where a small office asks a person outside to be the second person."""

import datetime as dt

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.compartments.addresses import page_of
from focalpoint.desk.compartments.answers import keep_identity_answer, keep_marking_answer
from focalpoint.desk.compartments.models import IdentityRequest, MarkingChange
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.models import User
from focalpoint.desk.people.outsider import Kind, Question, ensure_shared
from focalpoint.desk.people.zones import office_day


def marking_question(change: MarkingChange) -> Question:
    """Return what a lower marking would open, and to whom.

    Raises
    ------
    NotShared : consent for the item was withdrawn.
    """
    subject = change.subject
    if isinstance(subject, Item):
        ensure_shared(subject.tlp, is_for_members=subject.consent_withdrawn_at is not None)
        content = [(_("Item"), subject.title), (_("Text"), subject.text)]
    else:
        content = [(_("Situation"), subject.title), (_("Groups at risk"), subject.populations)]
        content.append((_("Areas"), subject.areas))
    members = _("only members") if change.need_to_know else _("not limited to members")
    lines = (
        *content,
        (_("Marking now"), change.before_tlp),
        (_("Marking asked for"), f"{change.tlp}, {members}"),
        *_asked(change),
    )
    return Question(_("A lower marking"), lines, subject.tlp, subject.is_for_members)


def identity_question(asked: IdentityRequest) -> Question:
    """Return the request to read who a source is and its reason; nothing of the source itself, not even its label."""
    sealed = asked.source.identities.latest("at")
    lines = ((_("Identity sealed on"), date_format(office_day(sealed.at))), *_asked(asked))
    return Question(_("A request to read who a source is"), lines, Tlp.AMBER.value)


def _asked(row: MarkingChange | IdentityRequest) -> tuple[tuple[str, str], ...]:
    day = date_format(office_day(row.at))
    return (_("Asked by"), row.by.get_username()), (_("Asked on"), day), (_("Reason"), row.reason)


def answer_marking(
    change: MarkingChange, granted: bool, words: str, by: User, at: dt.datetime
) -> tuple[str, str, list[Model]]:
    """Keep the answer of a person outside to a lower marking."""
    verb, written = keep_marking_answer(change, granted, words, by=by, at=at)
    return verb, change.subject.ref, written


def answer_identity(
    asked: IdentityRequest, granted: bool, words: str, by: User, at: dt.datetime
) -> tuple[str, str, list[Model]]:
    """Keep the answer of a person outside to a request to read who a source is."""
    keep_identity_answer(asked, granted, words, by=by, at=at)
    return "identity.answered", asked.source.ref, [asked.source]


MARKING = Kind(
    name="marking",
    ref_of=lambda change: str(change.ref),
    find=lambda ref: MarkingChange.objects.filter(ref=ref, state=MarkingChange.State.WAITING).first(),
    question=marking_question,
    answer=answer_marking,
    page=lambda change: page_of(change.subject),
)
IDENTITY = Kind(
    name="identity",
    ref_of=lambda asked: str(asked.ref),
    find=lambda ref: IdentityRequest.objects.filter(ref=ref, granted=None).first(),
    question=identity_question,
    answer=answer_identity,
    page=lambda asked: reverse("source_identity", args=[asked.source.ref]),
)
