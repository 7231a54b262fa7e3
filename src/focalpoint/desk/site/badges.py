"""How much waits for whoever reads: what they may see and whose turn it is, in one query; nothing else is counted."""

from collections.abc import Callable

from django.db.models import Q

from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.queries import submissions, transmissions
from focalpoint.desk.intake.queries import to_compare, waiting
from focalpoint.desk.people.models import Role, User

STATES = Submission.State
REVIEWERS = (Role.REVIEWER, Role.HEAD)


def of_submissions(user: User) -> int:
    """Count the submissions on which this user has the next step: to review, to mend, or to decide."""
    own = Q(assessment__author=user) | Q(submitted_by=user)
    if user.role == Role.PRINCIPAL:
        steps = Q(state=STATES.SIGNED)
    elif user.role in REVIEWERS:
        steps = Q(state=STATES.SUBMITTED) & ~own | Q(state=STATES.RETURNED) & own
    elif user.role == Role.ANALYST:
        steps = Q(state=STATES.RETURNED) & own
    else:
        return 0
    return submissions(user).filter(steps).count()


def of_transmissions(user: User) -> int:
    """Count what a body's liaison has not answered yet."""
    return transmissions(user).filter(answered_at=None).count() if user.role == Role.LIAISON else 0


def of_comparisons(user: User) -> int:
    """Count what waits for a custodian to compare."""
    return len(waiting(user)) + len(to_compare(user))


# The pages beside whose name a number stands.
COUNTS: dict[str, Callable[[User], int]] = {
    "submissions": of_submissions,
    "transmissions": of_transmissions,
    "comparisons": of_comparisons,
}
