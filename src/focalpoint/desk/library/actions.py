"""Writing corrections of the catalogue. One trail event each, in the same transaction; none is ever deleted."""

import datetime as dt
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_name, lock_row
from focalpoint.desk.design.substance import FEW, problem_of_reason
from focalpoint.desk.library import fields, queries
from focalpoint.desk.library.models import Correction
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.doctrine import Catalogue, catalogue, office
from focalpoint.doctrine.overlay import BadOverlay
from focalpoint.reference.errors import FocalpointError

STATES = Correction.State
NUMBER = "catalogue number"  # of which one transaction at a time gives out the next


class NotCorrectable(FocalpointError):
    """An entry or a field that no office corrects, or a text that says the same as before."""


class NoCorrectionReason(FocalpointError):
    """A correction, an answer or a withdrawal without a reason in a few words."""


class NotSeen(FocalpointError):
    """A text said to be seen in a source that is not named, or on a day that has not come."""


class CorrectionWaits(FocalpointError):
    """A second correction of a field while one waits."""


@transaction.atomic
def ask_correction(
    *, entry: str, field: str, text: str, reason: str, source: str, on: dt.date | None, by: User, at: dt.datetime
) -> Correction:
    """Ask for another text in one field of an entry; nothing changes until a second person confirms it.

    ``source`` names what was looked at, on which day; without it the text is recalled, and the entry says so.

    Raises
    ------
    NotCorrectable, NoCorrectionReason, NotSeen, CorrectionWaits
    """
    require(by, Permission.CATALOGUE_CORRECT)
    _ensure_reason(reason)
    opened = catalogue()
    found = fields.find_entry(opened, entry)
    if found is None or field not in fields.correctable(found.record):
        raise NotCorrectable(_("No such field can be corrected."), todo=_("Choose a field of an entry on its page."))
    if source and (on is None or on > at.date() + dt.timedelta(days=1)):
        raise NotSeen(_("It is not said when the source was looked at."), todo=_("Enter the day; it has passed."))
    before = getattr(found.record, field)
    said = fields.corrected(found.record, field, text, source=source.strip(), on=on)
    if fields.as_text(said[field]) == fields.as_text(before) or not said[field]:
        raise NotCorrectable(_("The entry says this already, or nothing."), todo=_("Write what it shall say."))
    _ensure_valid(opened, entry, found.catalogue, said)
    correction = Correction(
        entry=entry,
        field=field,
        base=opened.version,
        before=list(before) if isinstance(before, tuple) else before,
        fields=said,
        is_seen=bool(source.strip()),
        looked_at=source.strip(),
        looked_on=on if source.strip() else None,
        reason=reason,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError:
        raise CorrectionWaits(
            _("A correction of this field waits already."), todo=_("Ask again once it was answered.")
        ) from None
    ids: Ids = {"entry": entry, "field": field}
    record(by=by.ref, at=at, verb="catalogue.correction-asked", subject=correction.ref, ids=ids, after=[correction])
    return correction


@transaction.atomic
def answer_correction(*, correction: Correction, confirms: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Confirm a correction, which makes the next version of the office's catalogue, or refuse it; never one's own.

    Raises
    ------
    Stale : it was answered, or the entry was corrected otherwise since it was asked for.
    """
    require(by, Permission.CATALOGUE_CONFIRM, correction)
    _ensure_reason(answer)
    lock_name(NUMBER)
    lock_row(correction)
    if correction.state != STATES.WAITING:
        raise Stale(_("This correction no longer waits."), todo=_("Read below what became of it."))
    if confirms and queries.corrections(correction.entry).filter(number__gt=office.split(correction.base)[1]).exists():
        raise Stale(
            _("The entry was corrected otherwise since this was asked for."),
            todo=_("Refuse this one, and ask for it again on what the entry says now."),
        )
    correction.state = STATES.IN_FORCE if confirms else STATES.REFUSED
    correction.number = queries.last_number() + 1 if confirms else None
    correction.answer, correction.answered_by, correction.answered_at = answer, by, at
    correction.save()
    verb = "catalogue.corrected" if confirms else "catalogue.correction-refused"
    ids: Ids = {"entry": correction.entry} | ({"number": correction.number} if correction.number else {})
    record(by=by.ref, at=at, verb=verb, subject=correction.ref, ids=ids, after=[correction])
    transaction.on_commit(partial(office.refresh))


@transaction.atomic
def withdraw_correction(*, correction: Correction, reason: str, by: User, at: dt.datetime) -> None:
    """Withdraw a correction that is in force; the version that follows reads as if it had not been made.

    Raises
    ------
    Stale : it is not in force, or a later correction of the entry was made on it.
    """
    require(by, Permission.CATALOGUE_CORRECT)
    _ensure_reason(reason)
    lock_name(NUMBER)
    lock_row(correction)
    if correction.state != STATES.IN_FORCE:
        raise Stale(_("This correction is not in force."), todo=_("Read below what became of it."))
    if queries.in_force_after(correction).exists():
        raise Stale(_("A later correction of this entry rests on it."), todo=_("Withdraw the later one first."))
    correction.state, correction.withdrawal_reason = STATES.WITHDRAWN, reason
    correction.withdrawn_by, correction.withdrawn_at = by, at
    correction.withdrawn_number = queries.last_number() + 1
    correction.save()
    ids: Ids = {"entry": correction.entry, "number": correction.withdrawn_number}
    verb = "catalogue.correction-withdrawn"
    record(by=by.ref, at=at, verb=verb, subject=correction.ref, ids=ids, after=[correction])
    transaction.on_commit(partial(office.refresh))


def _ensure_reason(text: str) -> None:
    if problem := problem_of_reason(text, fewest=FEW):
        raise NoCorrectionReason(_("This gives no reason."), todo=str(problem))


def _ensure_valid(opened: Catalogue, entry: str, part: str, said: dict[str, object]) -> None:
    """Refuse a text with which the catalogue could not be read."""
    corrected = Catalogue(opened.version, opened.overlay, {**(opened.office_fields), entry: said})
    try:
        getattr(corrected, part)
    except BadOverlay as error:
        raise NotCorrectable(_("The catalogue cannot be read with this text."), todo=error.message) from error
