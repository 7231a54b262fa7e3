"""Asking people outside of the line, and keeping what they said."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.actions import ensure_writable
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.consultations.models import Consultation, NoLocalView, Said
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import ensure_not_passed, office_day
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class NotAConsultation(FocalpointError):
    """A consultation that cannot be asked, recorded or withdrawn as it was given."""


@transaction.atomic
def consult(*, consultation: Consultation, by: User, at: dt.datetime) -> Consultation:
    """Ask a group, a reviewer or an office, by a day, with what they may see at which marking.

    Raises
    ------
    NotAConsultation : its day has passed, or what is given may not be given to them.
    """
    require(by, Permission.CONSULTATION_KEEP, consultation.assessment)
    ensure_live(consultation.assessment.situation)
    ensure_not_passed(consultation.due_on, at, refusal=NotAConsultation)
    if not covers(by.clearance, consultation.given_tlp):
        raise NotAConsultation(_("Your own clearance does not cover this marking."), todo=_("Choose a lower one."))
    if consultation.given_tlp == Tlp.RED and not consultation.name:
        said = _("What is marked TLP:RED goes to named recipients alone.")
        raise NotAConsultation(said, todo=_("Name them, or give them what is marked lower."))
    consultation.ref, consultation.asked_by, consultation.asked_at = new_ref(), by, at
    consultation.save(force_insert=True)
    ids: Ids = {"assessment": consultation.assessment.ref, "kind": consultation.kind}
    record(by=by.ref, at=at, verb="consultation.asked", subject=consultation.ref, ids=ids, after=[consultation])
    return consultation


@transaction.atomic
def keep_view(
    *, consultation: Consultation, view: str, text: str, on: dt.date, reason: str, by: User, at: dt.datetime
) -> Said:
    """Keep what was said; a second record corrects the first, which is kept, and gives the reason.

    Raises
    ------
    NotAConsultation : it was withdrawn, the day is to come, or a correction has no reason.
    """
    require(by, Permission.CONSULTATION_KEEP, consultation.assessment)
    ensure_live(consultation.assessment.situation)
    lock_row(consultation)
    _ensure_open(consultation)
    if on > office_day(at):
        raise NotAConsultation(_("That day is to come."), todo=_("Enter the day on which they said it."))
    if consultation.sayings.exists() and not reason:
        said = _("What they said was recorded before.")
        raise NotAConsultation(said, todo=_("Say why the earlier record does not hold."))
    kept = Said.objects.create(consultation=consultation, view=view, text=text, on=on, reason=reason, by=by, at=at)
    ids: Ids = {"assessment": consultation.assessment.ref, "view": view}
    record(by=by.ref, at=at, verb="consultation.answered", subject=consultation.ref, ids=ids, after=[consultation])
    return kept


@transaction.atomic
def withdraw(*, consultation: Consultation, reason: str, by: User, at: dt.datetime) -> None:
    """Withdraw a consultation that was asked or recorded wrongly; it can still be read on its page.

    Raises
    ------
    NotAConsultation : it was withdrawn already.
    """
    require(by, Permission.CONSULTATION_KEEP, consultation.assessment)
    ensure_live(consultation.assessment.situation)
    lock_row(consultation)
    _ensure_open(consultation)
    gone = {"withdrawn_by": by, "withdrawn_at": at, "withdrawn_reason": reason}
    Consultation.objects.filter(pk=consultation.pk).update(**gone)
    ids: Ids = {"assessment": consultation.assessment.ref}
    record(by=by.ref, at=at, verb="consultation.withdrawn", subject=consultation.ref, ids=ids, after=[consultation])


@transaction.atomic
def explain_no_local_view(*, assessment: Assessment, reason: str, by: User, at: dt.datetime) -> NoLocalView:
    """Say why no local partner's view is asked for, or waited for; earlier words are kept."""
    require(by, Permission.ASSESSMENT_WRITE, assessment)
    ensure_writable(assessment)
    said = NoLocalView.objects.create(assessment=assessment, reason=reason, by=by, at=at)
    ids: Ids = {"assessment": assessment.ref}
    record(by=by.ref, at=at, verb="consultation.local-view", subject=assessment.ref, ids=ids, after=[said])
    return said


def _ensure_open(consultation: Consultation) -> None:
    if consultation.withdrawn_at:
        raise NotAConsultation(_("This consultation was withdrawn."), todo=_("Ask again in a new one."))
