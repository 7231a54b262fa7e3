"""How much waits for the reader: what they may see, where it is their turn, in one query; nothing else is counted."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from focalpoint.desk.compartments.queries import waiting_count
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.queries import submissions, transmissions, with_open_question
from focalpoint.desk.decisions.workflow import turns
from focalpoint.desk.intake.queries import to_compare, waiting
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission


@dataclass(frozen=True)
class Waiting:
    """How many submissions wait for a user, how many of them are urgent alerts, and since when the oldest does."""

    number: int = 0
    urgent: int = 0
    since: dt.datetime | None = None


def waiting_submissions(user: User) -> Waiting:
    """Return what this user has the next step on: to review, to mend, or to decide. An alert to mend is not urgent."""
    steps = turns(user)
    if steps is None:
        return Waiting()
    urgent = Q(is_urgent=True) & ~Q(state=Submission.State.RETURNED)
    counts = {"urgent": Count("pk", filter=urgent), "since": Min("submitted_at", filter=urgent)}
    return Waiting(**submissions(user).filter(steps).order_by().aggregate(number=Count("pk"), **counts))


def of_submissions(user: User) -> int:
    """Count the submissions on which this user has the next step."""
    return waiting_submissions(user).number


def of_transmissions(user: User) -> int:
    """Count what a body's liaison has not answered yet; for the office, the questions of bodies without a reply."""
    if has_permission(user, Permission.TRANSMISSION_ANSWER):
        return transmissions(user).filter(answered_at=None).count()
    if has_permission(user, Permission.TRANSMISSION_RECORD):
        return transmissions(user).filter(with_open_question()).count()
    return 0


def of_comparisons(user: User) -> int:
    """Count what waits for a custodian to compare."""
    return len(waiting(user)) + len(to_compare(user))


# The pages whose link shows a number.
COUNTS: dict[str, Callable[[User], int]] = {
    "submissions": of_submissions,
    "transmissions": of_transmissions,
    "comparisons": of_comparisons,
    "access": waiting_count,
}
