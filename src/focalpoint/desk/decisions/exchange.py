"""What is said about a copy after it left: by its liaison, or recorded by the office for a body without an account.

The first acknowledgement and the answer are also columns of the transmission: lists and clocks read them there.
"""

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.decisions import integrity
from focalpoint.desk.decisions.models import Message, Transmission
from focalpoint.desk.decisions.queries import is_recallable, open_question
from focalpoint.desk.decisions.transmission import letters
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.trail.actions import Ids, record

Kind, Means = Message.Kind, Message.Means
WITH_A_LETTER = (Means.HAND, Means.LETTER, Means.MAIL)
RECORDED = (Kind.DELIVERED, Kind.ACKNOWLEDGED, Kind.QUESTION, Kind.PART, Kind.ANSWER)


@dataclasses.dataclass(frozen=True)
class Said:
    """One thing that was said: of which kind, in which words, on which day, by which means, in which letter."""

    kind: str
    text: str
    on: dt.date
    means: str = Means.DESK
    letter: Attachment | None = None


@transaction.atomic
def acknowledge(*, transmission: Transmission, by: User, at: dt.datetime) -> None:
    """Acknowledge that a copy arrived; a second time changes nothing."""
    require(by, Permission.TRANSMISSION_ANSWER, transmission)
    _ensure_left(transmission, at)
    if _acknowledged(transmission, by, at):
        said = Said(Kind.ACKNOWLEDGED, "", office_day(at))
        _keep(transmission, said, "transmission.acknowledged", by, at)


def answer(
    *, transmission: Transmission, text: str, by: User, at: dt.datetime, letter: Attachment | None = None
) -> Message:
    """Answer for the body, once; an answer cannot be changed."""
    require(by, Permission.TRANSMISSION_ANSWER, transmission)
    return _say(transmission, Said(Kind.ANSWER, text, office_day(at), letter=letter), "transmission.answered", by, at)


def answer_in_part(
    *, transmission: Transmission, text: str, by: User, at: dt.datetime, letter: Attachment | None = None
) -> Message:
    """Answer for the body in part; the answer is still awaited."""
    require(by, Permission.TRANSMISSION_ANSWER, transmission)
    said = Said(Kind.PART, text, office_day(at), letter=letter)
    return _say(transmission, said, "transmission.answered-in-part", by, at)


def ask_back(*, transmission: Transmission, text: str, by: User, at: dt.datetime) -> Message:
    """Ask the office a question about what it sent."""
    require(by, Permission.TRANSMISSION_ANSWER, transmission)
    return _say(transmission, Said(Kind.QUESTION, text, office_day(at)), "transmission.asked-back", by, at)


def reply(*, transmission: Transmission, said: Said, by: User, at: dt.datetime) -> Message:
    """Reply for the office to a question of the body.

    Raises
    ------
    NotNow : no question of the body is open.
    """
    require(by, Permission.TRANSMISSION_RECORD, transmission)
    if open_question(transmission) is None:
        raise NotNow(_("No question of this body is open."), todo=_("Send a further copy to say something new."))
    return _say(transmission, dataclasses.replace(said, kind=Kind.REPLY), "transmission.replied", by, at)


def record_for_body(*, transmission: Transmission, said: Said, by: User, at: dt.datetime) -> Message:
    """Record what a body without an account did: how the copy was handed over, what it said, with its letter.

    Raises
    ------
    NotNow : the day does not fit, the letter is missing, or the copy is answered already.
    """
    require(by, Permission.TRANSMISSION_RECORD, transmission)
    if said.kind not in RECORDED or said.means == Means.DESK:
        raise NotNow(_("This is not what a body does away from the desk."), todo=_("Choose what it did, and how."))
    if not office_day(transmission.sent_at) <= said.on <= office_day(at):
        raise NotNow(_("That day is before the copy was sent, or has not come."), todo=_("Correct the day."))
    answers = said.kind in (Kind.PART, Kind.ANSWER)
    if answers and said.means in WITH_A_LETTER and said.letter is None:
        raise NotNow(_("The letter of this answer is missing."), todo=_("Attach it, or say that it was spoken."))
    return _say(transmission, said, "transmission.recorded", by, at, for_body=True)


@transaction.atomic
def withdraw_record(*, message: Message, reason: str, by: User, at: dt.datetime) -> None:
    """Withdraw what the office recorded wrongly for a body; it stays to be read, and counts no more.

    Raises
    ------
    NotNow : it was said on the desk, is withdrawn, or an answer rests on it.
    """
    require(by, Permission.TRANSMISSION_RECORD, message.transmission)
    sent = message.transmission
    lock_row(sent)
    message.refresh_from_db()
    if not message.for_body or message.withdrawn_at:
        raise NotNow(_("This cannot be withdrawn."), todo=_("Only what the office recorded, and only once."))
    if message.kind == Kind.ACKNOWLEDGED and sent.answered_at:
        raise NotNow(_("An answer rests on this."), todo=_("Withdraw the answer first."))
    Message.objects.filter(pk=message.pk).update(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason)
    if message.kind == Kind.ANSWER:
        Transmission.objects.filter(pk=sent.pk).update(answer="", answered_by=None, answered_at=None)
    if message.kind == Kind.ACKNOWLEDGED:
        Transmission.objects.filter(pk=sent.pk).update(acknowledged_by=None, acknowledged_at=None)
    ids: Ids = {"message": message.ref}
    record(by=by.ref, at=at, verb="transmission.record-withdrawn", subject=sent.ref, ids=ids, after=[sent, message])


@transaction.atomic
def recall(*, transmission: Transmission, reason: str, by: User, at: dt.datetime) -> None:
    """Recall a copy before its body sees it; the decision holds, and another copy can be sent.

    Raises
    ------
    NotNow : the hour has passed, or it is recalled already.
    """
    require(by, Permission.TRANSMISSION_RECALL, transmission)
    lock_row(transmission)
    transmission.refresh_from_db()
    if not is_recallable(transmission, at):
        raise NotNow(_("This copy can no longer be recalled."), todo=_("Send a further copy that corrects it."))
    recalled = {"recalled_by": by, "recalled_at": at, "recall_reason": reason}
    Transmission.objects.filter(pk=transmission.pk).update(**recalled)
    record(by=by.ref, at=at, verb="transmission.recalled", subject=transmission.ref, after=[transmission])


def read_letter(*, message: Message, by: User, at: dt.datetime) -> bytes:
    """Return the letter of a message; that it was read is on record.

    Raises
    ------
    Unreadable : its file is gone or was changed.
    """
    require(by, Permission.TRANSMISSION_READ_LETTER, message.transmission)
    sent = message.transmission
    data = letters.opened(message)
    record(by=by.ref, at=at, verb="transmission.letter-read", subject=sent.ref, ids={"message": message.ref})
    return data


def _say(sent: Transmission, said: Said, verb: str, by: User, at: dt.datetime, *, for_body: bool = False) -> Message:
    """Keep what was said with its letter, and what it changes of the transmission, in one transaction."""
    with letters.sealed(said.letter, by=by) as columns, transaction.atomic():
        lock_row(sent)
        sent.refresh_from_db()
        if said.kind != Kind.REPLY:
            _ensure_left(sent, at)
            _ensure_open(sent, said, for_body)
        if said.kind == Kind.ANSWER:
            answered = {"answer": said.text, "answered_by": by, "answered_at": at}
            Transmission.objects.filter(pk=sent.pk).update(**answered)
        return _keep(sent, said, verb, by, at, for_body=for_body, **columns)


def _ensure_open(sent: Transmission, said: Said, for_body: bool) -> None:
    if sent.answered_at is not None:
        raise NotNow(_("This was answered already."), todo=_("Write to the office if the answer has changed."))
    if said.kind in (Kind.PART, Kind.ANSWER) and sent.acknowledged_at is None:
        first = _("Record first that it was acknowledged.") if for_body else _("Acknowledge it first.")
        raise NotNow(_("This was not acknowledged yet."), todo=first)
    if said.kind == Kind.ACKNOWLEDGED and sent.acknowledged_at is not None:
        raise NotNow(_("This was acknowledged already."), todo=_("Record what the body said next."))


def _ensure_left(sent: Transmission, at: dt.datetime) -> None:
    if sent.recalled_at is not None:
        raise NotNow(_("This copy was recalled."), todo=_("Send another copy under the decision."))
    if is_recallable(sent, at):
        raise NotNow(_("The hour in which it can be recalled has not passed."), todo=_("Hand it over after that hour."))


def _acknowledged(sent: Transmission, by: User, at: dt.datetime) -> bool:
    """Set the first acknowledgement; whether this was the first."""
    rows = Transmission.objects.filter(pk=sent.pk, acknowledged_at=None)
    first = bool(rows.update(acknowledged_by=by, acknowledged_at=at))
    sent.refresh_from_db()
    return first


def _keep(
    sent: Transmission, said: Said, verb: str, by: User, at: dt.datetime, *, for_body: bool = False, **letter: object
) -> Message:
    """Write the row of what was said, and its event."""
    words = {"kind": said.kind, "text": said.text.strip(), "on": said.on, "means": said.means}
    kept = Message.objects.create(ref=new_ref(), transmission=sent, for_body=for_body, by=by, at=at, **words, **letter)
    if for_body and said.kind == Kind.ACKNOWLEDGED:
        _acknowledged(sent, by, at)
    sent.refresh_from_db()
    ids: Ids = {"message": kept.ref, "kind": said.kind}
    if verb == "transmission.answered":
        ids = {**ids, "said": integrity.of_answer(sent)}
    record(by=by.ref, at=at, verb=verb, subject=sent.ref, ids=ids, after=[sent, kept])
    return kept
