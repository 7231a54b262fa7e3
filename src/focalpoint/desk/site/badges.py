"""How much waits for whoever reads: what they may see and whose turn it is, in one query; nothing else is counted."""

from collections.abc import Callable

from django.db.models import Q

from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.queries import submissions, transmissions
from focalpoint.desk.intake.queries import to_compare, waiting
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission

STATES = Submission.State


def of_submissions(user: User) -> int:
    """Count the submissions on which this user has the next step: to review, to mend, or to decide."""
    own = Q(assessment__author=user) | Q(submitted_by=user)
    steps = Q(pk=None)
    if has_permission(user, Permission.DECISION_TAKE):
        steps |= Q(state=STATES.SIGNED) & ~own & ~Q(assessment__reviewer=user)
    if has_permission(user, Permission.SUBMISSION_SIGN):
        steps |= Q(state=STATES.SUBMITTED) & ~own | Q(state=STATES.RETURNED) & own
    if has_permission(user, Permission.SUBMISSION_MAKE):
        steps |= Q(state=STATES.RETURNED) & own
    if steps == Q(pk=None):
        return 0
    return submissions(user).filter(steps).count()


def of_transmissions(user: User) -> int:
    """Count what a body's liaison has not answered yet."""
    return (
        transmissions(user).filter(answered_at=None).count()
        if has_permission(user, Permission.TRANSMISSION_ANSWER)
        else 0
    )


def of_comparisons(user: User) -> int:
    """Count what waits for a custodian to compare."""
    return len(waiting(user)) + len(to_compare(user))


# The pages beside whose name a number stands.
COUNTS: dict[str, Callable[[User], int]] = {
    "submissions": of_submissions,
    "transmissions": of_transmissions,
    "comparisons": of_comparisons,
}
