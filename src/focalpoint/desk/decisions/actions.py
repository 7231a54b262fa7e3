"""Writing submissions, decisions and transmissions. One trail event each, in the same transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.actions import ensure_writable
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.revisions import advance, lock_name, lock_row
from focalpoint.desk.decisions import integrity, queries
from focalpoint.desk.decisions.models import SENDS, Decision, Reservation, Submission, Transmission
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.submission import alert, interests
from focalpoint.desk.decisions.submission.completeness import parts
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.decisions.submission.review import ensure_inside, freeze_note, hold_evidence, return_note
from focalpoint.desk.decisions.transmission import copy, reservations, rules
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.workflow import Act, NotNow, next_state, step_of
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import ensure_not_passed, office_day
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class NotReady(FocalpointError):
    """A submission that lacks something; ``found`` lists what."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("This cannot be submitted yet.", todo=" ".join(found))


@transaction.atomic
def submit(*, assessment: Assessment, revision: int, by: User, at: dt.datetime, is_urgent: bool = False) -> Submission:
    """Submit an assessment and its options paper as one; a returned one goes again under its number.

    That nothing was changed since a return is kept with it. An urgent alert goes with one judgement and one request:
    the steps that it skips are kept with it, and are due later.

    Raises
    ------
    NotReady : something is missing; nothing was written.
    """
    require(by, Permission.SUBMISSION_MAKE, assessment)
    ensure_writable(assessment)
    paper = Paper.objects.filter(assessment=assessment).first()
    missing = parts(assessment, paper, on=office_day(at))
    found = alert.blocking_parts(missing, assessment, paper) if is_urgent else [each.text for each in missing]
    if found or paper is None:
        raise NotReady(found)
    skipped = alert.skipped_steps(missing) if is_urgent else []
    advance(assessment, revision=revision, state=Assessment.State.SUBMITTED)
    submission = Submission.objects.filter(assessment=assessment).first()
    lane = _lane(skipped, is_urgent, at) | _due(submission, is_urgent, at)
    if submission is None:
        submission = _numbered(assessment, paper, by, at, lane)
    else:
        same = submission.returned_as == fingerprint(assessment, paper)
        state = next_state(submission, Act.SUBMIT_AGAIN)
        advance(submission, revision=submission.revision, state=state, unchanged=same, **lane)
    ids: Ids = {"assessment": assessment.ref, "paper": paper.ref, "number": submission.number}
    if is_urgent:
        ids = {**ids, "skipped": skipped or ["none"]}
    written = [submission, assessment]
    record(by=by.ref, at=at, verb="submission.made", subject=submission.ref, ids=ids, after=written)
    return submission


def _lane(skipped: list[str], is_urgent: bool, at: dt.datetime) -> dict[str, Any]:
    """Return the columns of a submission that say which way it goes: the full one, or that of an alert."""
    owed_by = at + alert.MADE_GOOD_WITHIN if skipped else None
    return {"is_urgent": is_urgent, "skipped": skipped, "owed_by": owed_by}


def _due(before: Submission | None, is_urgent: bool, at: dt.datetime) -> dict[str, dt.datetime]:
    """Return when the decision is due; one that was returned keeps its clock unless it changes its way."""
    if before is not None and before.is_urgent == is_urgent:
        return {}
    full = step_of(Act.SUBMIT).clock or dt.timedelta()
    return {"due_at": at + (alert.DECIDE_WITHIN if is_urgent else full)}


@transaction.atomic
def send_back(*, submission: Submission, reason: str, revision: int, by: User, at: dt.datetime) -> None:
    """Return a submission to its author with reasons."""
    require(by, Permission.SUBMISSION_RETURN, submission)
    lock_row(submission)
    written = return_note(submission, reason, revision, reviewer=by, at=at)
    record(by=by.ref, at=at, verb="submission.returned", subject=submission.ref, after=written)


@transaction.atomic
def sign(*, submission: Submission, read: NoteDigest, revision: int, by: User, at: dt.datetime) -> None:
    """Sign a submission: the note that was read is frozen with its hash; no one signs their own.

    Raises
    ------
    Stale : the note reads otherwise than when it was shown.
    NotNow : it has expired, or evidence of a factor said to be present or of a safeguard was withdrawn.
    """
    require(by, Permission.SUBMISSION_SIGN, submission)
    lock_row(submission)
    ensure_inside(submission)
    interests.ensure_settled(submission, by)
    written, ids = freeze_note(submission, read, revision, reviewer=by, at=at)
    interests.owe_declarations(submission, at)
    record(by=by.ref, at=at, verb="submission.signed", subject=submission.ref, ids=ids, after=written)


@transaction.atomic
def sign_by_telephone(
    *, submission: Submission, reviewer: User, read: NoteDigest, revision: int, by: User, at: dt.datetime
) -> None:
    """Record that a reviewer, to whom the note of an urgent alert was read out, signed it by telephone.

    The reviewer could sign it on the screen, is not the person who records it, and confirms it there later.

    Raises
    ------
    NotNow : it is no urgent alert, the reviewer could not sign it, or records the own signature.
    """
    require(by, Permission.SUBMISSION_TELEPHONE, submission)
    lock_row(submission)
    if not submission.is_urgent:
        raise NotNow(_("Only an urgent alert is signed by telephone."), todo=_("Sign it on its page."))
    if reviewer == by or not queries.possible_signers(submission).filter(pk=reviewer.pk).exists():
        raise NotNow(_("This person cannot sign it by telephone."), todo=_("Choose another reviewer."))
    ensure_inside(submission)
    interests.ensure_settled(submission, reviewer)
    written, ids = freeze_note(submission, read, revision, reviewer=reviewer, at=at)
    interests.owe_declarations(submission, at)
    advance(submission, revision=submission.revision, telephone_by=by)
    ids |= {"reviewer": reviewer.ref}
    record(by=by.ref, at=at, verb="submission.signed-by-telephone", subject=submission.ref, ids=ids, after=written)


@transaction.atomic
def confirm_signature(*, submission: Submission, revision: int, by: User, at: dt.datetime) -> None:
    """Confirm on the screen a signature that was given by telephone; only its reviewer can.

    Raises
    ------
    NotNow : there is no such signature of this person, or it is confirmed.
    """
    require(by, Permission.SUBMISSION_SIGN, submission)
    lock_row(submission)
    if not submission.telephone_by_id or submission.confirmed_at or submission.assessment.reviewer_id != by.pk:
        raise NotNow(_("No signature of yours waits here to be confirmed."), todo=_("Open the submission again."))
    advance(submission, revision=revision, confirmed_at=at)
    record(by=by.ref, at=at, verb="submission.signature-confirmed", subject=submission.ref, after=[submission])


@transaction.atomic
def decide(
    *,
    submission: Submission,
    choice: str,
    reason: str,
    on: dt.date,
    route: Route | None,
    revision: int,
    by: User,
    at: dt.datetime,
    also: Sequence[Route] = (),
    others: str = "",
) -> Decision:
    """Decide: act or refer with a route, watch until a day, or refuse; each with a reason.

    What goes out is what ``transmission.copy`` makes of the signed note, at its marking; a liaison sees that copy and
    nothing else.

    Parameters
    ----------
    also : the ways to other bodies of the same decision, each with its own copy and event.
    others : why those that have competence too are not used; needed where there are any, except of an alert.
    """
    require(by, Permission.DECISION_TAKE, submission)
    lock_row(submission)
    require(by, Permission.DECISION_TAKE, submission)  # as it is now: who reviewed it may be newer than what was shown
    hold_evidence(submission.assessment)
    state = next_state(submission, Act.DECIDE)
    interests.ensure_settled(submission, by, refuses=choice == Decision.Choice.REFUSE)
    ensure_not_passed(on, at, refusal=NotNow)
    goes = choice in SENDS
    if goes:
        _ensure_ways([route, *also], at)
        used = {each.body for each in (route, *also) if each}
        rules.ensure_others_explained(submission, used, others, office_day(at))
    advance(submission, revision=revision, state=state)
    said = {"reason": reason.strip(), "others_not_used": others.strip() if goes else ""}
    said |= {"body": route.body, "form": route.form} if route else {}
    taken = Decision.objects.create(submission=submission, choice=choice, on=on, by=by, at=at, **said)
    interests.owe_declarations(submission, at, taken)
    ids: Ids = {"choice": choice, "on": on.isoformat(), "said": integrity.of_decision(taken)}
    if goes and route:
        sent = _transmit(taken, route, by, at)
        ids = {**ids, "body": taken.body, "transmissions": [sent.ref], "sent": integrity.of_sent(sent)}
    written = [submission, *taken.transmissions.all()]
    record(by=by.ref, at=at, verb="decision.taken", subject=submission.ref, ids=ids, after=written)
    for way in also if goes else ():
        _send_further(taken, way, by, at)
    return taken


@transaction.atomic
def show_copy(*, submission: Submission, choice: str, route: Route, by: User, at: dt.datetime) -> Reservation:
    """Compose the copy that a decision would send, and reserve its symbol and day; nothing is decided or sent.

    Raises
    ------
    NotNow : nothing is asked of the body, or the day of its answer has passed.
    """
    require(by, Permission.DECISION_TAKE, submission)
    interests.ensure_settled(submission, by)
    _ensure_ways([route], at)
    taken = getattr(submission, "decision", None) or Decision(submission=submission, choice=choice, by=by)
    shown = reservations.reserve(taken, route, by=by, at=at)
    ids: Ids = {"body": route.body, "document": shown.digest}
    record(by=by.ref, at=at, verb="transmission.shown", subject=submission.ref, ids=ids)
    return shown


@transaction.atomic
def transmit(*, decision: Decision, route: Route, by: User, at: dt.datetime) -> Transmission:
    """Send a further copy under a decision to act or to refer, to another body or again to the same one.

    Raises
    ------
    NotNow : the decision sends nothing, nothing is asked of the body, or the day of its answer has passed.
    """
    require(by, Permission.DECISION_TAKE, decision.submission)
    submission = decision.submission
    ensure_live(submission.assessment.situation)
    lock_row(submission)
    next_state(submission, Act.TRANSMIT)
    hold_evidence(submission.assessment)
    if not decision.sends:
        raise NotNow(_("This decision sends nothing to a body."), todo=_("Submit a new version to decide again."))
    _ensure_ways([route], at)
    return _send_further(decision, route, by, at)


def _numbered(assessment: Assessment, paper: Paper, by: User, at: dt.datetime, lane: dict[str, Any]) -> Submission:
    """Make a submission under the next number."""
    lock_name("submission.number")
    last = Submission.objects.aggregate(last=Max("number"))["last"] or 0
    return Submission.objects.create(
        ref=new_ref(),
        number=last + 1,
        assessment=assessment,
        paper=paper,
        state=step_of(Act.SUBMIT).becomes,
        submitted_by=by,
        submitted_at=at,
        **lane,
    )


def _ensure_ways(routes: Sequence[Route | None], at: dt.datetime) -> None:
    """Hold each way out to the rules, its day to come, and a decision to one copy a body."""
    for route in routes:
        if route is None:
            raise NotNow(_("To act or to refer needs a body, a form and a way."), todo=_("Choose the body first."))
        ensure_not_passed(route.answer_due_on, at, refusal=NotNow)
        rules.ensure_holds(route)
    if len({each.body for each in routes if each}) < len(routes):
        raise NotNow(_("A body was chosen twice."), todo=_("Send it one copy; a further one can follow."))


def _send_further(decision: Decision, route: Route, by: User, at: dt.datetime) -> Transmission:
    """Send a copy with an event of its own."""
    sent = _transmit(decision, route, by, at)
    ids: Ids = {"submission": decision.submission.ref, "body": sent.body, "sent": integrity.of_sent(sent)}
    record(by=by.ref, at=at, verb="transmission.sent", subject=sent.ref, ids=ids, after=[sent])
    return sent


def _transmit(decision: Decision, route: Route, by: User, at: dt.datetime) -> Transmission:
    """Send a body what is asked of it and its copy of the signed note; which items it was given is kept."""
    submission = decision.submission
    situation = submission.assessment.situation
    ref = reservations.reserved_ref(submission, route, by=by, at=at)
    passed = [] if route.is_message else copy.passed_items(submission.assessment)
    note = reservations.composed(decision, route, passed, ref=ref, on=office_day(at))
    reservations.ensure_reads_the_same(route, note)
    recall = dt.timedelta() if submission.is_urgent else dt.timedelta(minutes=settings.FOCALPOINT_RECALL_MINUTES)
    sent = Transmission.objects.create(
        ref=ref,
        decision=decision,
        body=route.body,
        asked=route.asked.strip(),
        entry_point=route.entry_point,
        conveyor=route.conveyor,
        legal_basis=route.legal_basis,
        form=route.form,
        addressee=route.addressee.strip(),
        obligations=route.obligations.strip(),
        quiet=dict(route.quiet) if route.form == Transmission.Form.QUIET else {},
        copy=note.model_dump(mode="json"),
        copy_hash=note.digest(),
        sent_by=by,
        sent_at=at,
        leaves_at=at + recall,
        answer_due_on=route.answer_due_on,
        tlp=highest(situation.tlp, *([route.tlp] if route.tlp else [])),
        need_to_know=situation.need_to_know,
    )
    sent.members.set(situation.members.all())
    sent.passed.set(passed)
    return sent
