"""Reading submissions, decisions and transmissions, and the clocks that run on them."""

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Now
from django.db.models.lookups import Exact

from focalpoint.desk.decisions.models import Message, Position, Submission, Transmission
from focalpoint.desk.decisions.workflow import OPEN
from focalpoint.desk.marking.rule import readable
from focalpoint.desk.people.models import User
from focalpoint.desk.people.outsider import SHARED, Outsider
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import holders
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import kept_seen_by

STATES = Submission.State
ONCE_SIGNED = (STATES.SIGNED, STATES.DECIDED)
AGENDA = (Position.Kind.AGENDA, Position.Kind.OFF_AGENDA)


def submissions(user: User) -> QuerySet[Submission]:
    """Return the submissions a user may see, the one due first on top; principal and aide see them once signed."""
    kept = kept_seen_by(user, "assessment__")
    found = Submission.objects.filter(kept, assessment__situation__in=_situations(user))
    found = found.select_related("assessment__situation", "assessment__author", "paper")
    reads_drafts = has_permission(user, Permission.DRAFT_READ)
    return found if reads_drafts else found.filter(state__in=ONCE_SIGNED)


def _situations(user: User) -> QuerySet[Situation]:
    """Return the situations whose submissions a user may see."""
    may_read = has_permission(user, Permission.SUBMISSION_READ)
    return Situation.objects.visible_to(user) if may_read else Situation.objects.none()


def possible_signers(submission: Submission) -> QuerySet[User]:
    """Return the accounts that may see a submission and sign it, by name."""
    return _able(submission, Permission.SUBMISSION_SIGN)


def possible_next(submission: Submission) -> QuerySet[User]:
    """Return the accounts that may see a submission and sign it or, once it is signed, decide on it, by name."""
    steps = {STATES.SUBMITTED: Permission.SUBMISSION_SIGN, STATES.SIGNED: Permission.DECISION_TAKE}
    step = steps.get(STATES(submission.state))
    return _able(submission, step) if step else User.objects.none()


def _able(submission: Submission, permission: Permission) -> QuerySet[User]:
    found = holders(permission)
    able = [each.pk for each in found if has_permission(each, permission, submission)]
    seen = [each.pk for each in found.filter(pk__in=able) if submissions(each).filter(pk=submission.pk).exists()]
    return found.filter(pk__in=seen)


def overdue(user: User, at: dt.datetime) -> QuerySet[Submission]:
    """Return the undecided submissions whose clock ran out."""
    return submissions(user).filter(state__in=OPEN, due_at__lt=at)


def with_open_question() -> Q:
    """Return the filter of transmissions whose body asked something that the office has not replied to."""
    said = Message.objects.filter(transmission=OuterRef("pk"), kind__in=["question", "reply"], withdrawn_at=None)
    last = said.order_by("-at", "-pk").values("kind")[:1]
    return Q(Exact(Subquery(last), Value("question")))


def transmissions(user: User) -> QuerySet[Transmission]:
    """Return what was sent: to a liaison, what went to the liaison's body at a marking the clearance covers.

    Membership is not asked of a liaison: a body receives, the person who speaks for it.
    """
    found = Transmission.objects.select_related("decision__submission")
    if has_permission(user, Permission.TRANSMISSION_RECEIVE):
        left = Q(leaves_at=None) | Q(leaves_at__lte=Now())
        return found.filter(left, recalled_at=None, body=user.body, tlp__in=readable(user.clearance))
    if has_permission(user, Permission.TRANSMISSION_READ):
        seen = found.visible_to(user)
        mine = _situations(user)
        return seen.filter(Q(decision__submission__assessment__situation__in=mine) | Q(situation__in=mine))
    return found.none()


def open_question(transmission: Transmission) -> Message | None:
    """Return the question of a body that the office has not replied to, None where there is none."""
    asked = Transmission.objects.filter(with_open_question(), pk=transmission.pk).exists()
    questions = transmission.messages.filter(kind=Message.Kind.QUESTION, withdrawn_at=None)
    return questions.order_by("-at", "-pk").first() if asked else None


def is_recallable(transmission: Transmission, at: dt.datetime) -> bool:
    """Whether a copy can still be recalled: before the hour at which its body sees it."""
    leaves = transmission.leaves_at
    return leaves is not None and at < leaves and transmission.recalled_at is None


def waiting_outside(who: Outsider, *, at: dt.datetime) -> QuerySet[Submission]:
    """Return the submission of a link that was not used, has not expired and may still be shown; none for any other."""
    found = Submission.objects.filter(outside_key=who.key, outside_until__gt=at, state=Submission.State.SUBMITTED)
    found = found.filter(assessment__situation__tlp__in=SHARED, assessment__situation__need_to_know=False)
    return found.select_related("assessment__situation", "assessment__author", "submitted_by", "paper")


def standing_positions(situation: Situation) -> QuerySet[Position]:
    """Return the positions on a situation that were not withdrawn, the newest first."""
    return situation.positions.filter(withdrawn_at=None)


def agendas(situation: Situation, on: dt.date) -> dict[str, Position]:
    """Return, by body, what was last known on a day of its agenda; a body that is not named is unknown."""
    found = standing_positions(situation).filter(kind__in=AGENDA, on__lte=on).order_by("on", "pk")
    return {each.body: each for each in found}
