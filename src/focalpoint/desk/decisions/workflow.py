"""The one table of a submission's life: state, act, next state, who has the next step, and the clock.

Guards of actions, the queue, the badges and the pages read it. Who may take a step, and on which conditions, is said by
the permission of the step (``people/permissions.py``); here each condition is also a filter of the database.
"""

import dataclasses
import datetime as dt
import enum
from collections.abc import Callable

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.people import conditions as only
from focalpoint.desk.people.conditions import Condition
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import TABLE, Permission, has_permission
from focalpoint.reference.errors import FocalpointError

State = Submission.State


class Act(enum.StrEnum):
    """One thing that a person does to a submission."""

    SUBMIT = "submit"
    SUBMIT_AGAIN = "submit again"
    RETURN = "return"
    SIGN = "sign"
    DECIDE = "decide"
    TRANSMIT = "transmit"


@dataclasses.dataclass(frozen=True)
class Step:
    """A row of the table: ``waits`` when a person is expected to take the step, ``clock`` is the time it sets.

    ``otherwise`` is what a person reads who comes when the submission is in another state.
    """

    state: State | None
    act: Act
    becomes: State
    permission: Permission
    waits: bool = True
    clock: dt.timedelta | None = None
    otherwise: str | Promise = ""


_NOT_WITH_REVIEWER = _("This submission is not with the reviewer.")
_NOT_WITH_PRINCIPAL = _("This submission is not signed, or is decided already.")
_NOT_DECIDED = _("Nothing was decided on this submission yet.")

STEPS = (
    Step(None, Act.SUBMIT, State.SUBMITTED, Permission.SUBMISSION_MAKE, waits=False, clock=dt.timedelta(days=3)),
    Step(State.SUBMITTED, Act.SIGN, State.SIGNED, Permission.SUBMISSION_SIGN, otherwise=_NOT_WITH_REVIEWER),
    Step(State.SUBMITTED, Act.RETURN, State.RETURNED, Permission.SUBMISSION_RETURN, otherwise=_NOT_WITH_REVIEWER),
    Step(State.RETURNED, Act.SUBMIT_AGAIN, State.SUBMITTED, Permission.SUBMISSION_MAKE),
    Step(State.SIGNED, Act.DECIDE, State.DECIDED, Permission.DECISION_TAKE, otherwise=_NOT_WITH_PRINCIPAL),
    Step(State.DECIDED, Act.TRANSMIT, State.DECIDED, Permission.DECISION_TAKE, waits=False, otherwise=_NOT_DECIDED),
)
OPEN = tuple(dict.fromkeys(step.state for step in STEPS if step.waits and step.state))

CONDITIONS: dict[Condition, Callable[[User], Q]] = {
    only.OWN: lambda user: Q(assessment__author=user) | Q(submitted_by=user),
    only.NOT_OWN: lambda user: ~Q(assessment__author=user) & ~Q(submitted_by=user),
    only.NOT_REVIEWER: lambda user: ~Q(assessment__reviewer=user),
}


class NotNow(FocalpointError):
    """An act that does not fit the state that the submission is in."""


def step_of(act: Act) -> Step:
    """Return the row of an act."""
    return next(step for step in STEPS if step.act == act)


def next_state(submission: Submission, act: Act) -> State:
    """Return the state that an act leads to.

    Raises
    ------
    NotNow : the submission is in a state that the act does not start from.
    """
    step = step_of(act)
    if submission.state != step.state:
        raise NotNow(str(step.otherwise), todo=str(_("Open it again to see its state.")))
    return step.becomes


def is_turn_of(submission: Submission, user: User) -> bool:
    """Whether a user has the next step on a submission."""
    steps = [step for step in STEPS if step.waits and step.state == submission.state]
    return any(has_permission(user, step.permission, submission) for step in steps)


def turns(user: User) -> Q | None:
    """Return ``is_turn_of`` as a filter of submissions; None for a user who never has the next step."""
    steps = [step for step in STEPS if step.waits and has_permission(user, step.permission)]
    if not steps:
        return None
    found = Q()
    for step in steps:
        found |= Q(state=step.state) & _conditions(step.permission, user)
    return found


def _conditions(permission: Permission, user: User) -> Q:
    found = Q()
    for condition in TABLE[permission].conditions:
        found &= CONDITIONS[condition](user)
    return found
