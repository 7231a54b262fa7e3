"""Reading submissions, decisions and transmissions, and the clocks that run on them."""

import datetime as dt

from django.db.models import QuerySet

from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.marking.rule import readable
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations

STATES = Submission.State
ONCE_SIGNED = (Role.PRINCIPAL, Role.AIDE)  # an aide prepares the principal's desk and sees what stands on it
OPEN = (STATES.SUBMITTED, STATES.RETURNED, STATES.SIGNED)


def submissions(user: User) -> QuerySet[Submission]:
    """Return the submissions a user may see, the one due first on top; principal and aide see them once signed."""
    found = Submission.objects.filter(assessment__situation__in=_situations(user))
    found = found.select_related("assessment__situation", "assessment__author", "paper")
    return found.filter(state__in=[STATES.SIGNED, STATES.DECIDED]) if user.role in ONCE_SIGNED else found


def _situations(user: User) -> QuerySet[Situation]:
    """Return the situations whose submissions a user may see."""
    return Situation.objects.visible_to(user) if user.role == Role.AIDE else situations(user)


def overdue(user: User, at: dt.datetime) -> QuerySet[Submission]:
    """Return the undecided submissions whose clock ran out."""
    return submissions(user).filter(state__in=OPEN, due_at__lt=at)


def transmissions(user: User) -> QuerySet[Transmission]:
    """Return what was sent: to a liaison, what went to the liaison's body at a marking the clearance covers.

    Membership is not asked of a liaison: a body receives, whoever speaks for it.
    """
    found = Transmission.objects.select_related("decision__submission")
    if user.role == Role.LIAISON:
        return found.filter(body=user.body, tlp__in=readable(user.clearance))
    if user.role in (Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.AIDE):
        seen = found.visible_to(user)
        return seen.filter(decision__submission__assessment__situation__in=_situations(user))
    return found.none()
