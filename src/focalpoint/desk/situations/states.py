"""The one table of a situation's life: which act starts from which states, and the state it leads to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.situations.models import LifeChange, Situation
from focalpoint.reference.errors import FocalpointError

State = Situation.State
Act = LifeChange.Act
LIVE = (State.OPEN, State.MONITORING)


@dataclass(frozen=True)
class Step:
    """A row of the table; an act that changes no state ``becomes`` nothing."""

    starts: tuple[State, ...]
    becomes: State | None


STEPS = {
    Act.MONITOR: Step((State.OPEN,), State.MONITORING),
    Act.CLOSE: Step(LIVE, State.CLOSED),
    Act.REOPEN: Step((State.MONITORING, State.CLOSED), State.OPEN),
    Act.MERGE: Step(LIVE, State.MERGED),
    Act.HAND_OVER: Step((*LIVE, State.CLOSED), None),
}


class NotLive(FocalpointError):
    """Work in a situation that is closed or merged."""


class WrongState(FocalpointError):
    """An act that does not start from the present state of a situation."""


def possible_acts(situation: Situation) -> list[Act]:
    """Return the acts that start from the present state of a situation."""
    return [act for act, step in STEPS.items() if situation.state in step.starts]


def ensure_starts(situation: Situation, act: Act) -> None:
    """Lock a situation, and refuse an act that does not start from its present state.

    Raises
    ------
    WrongState : another person changed it, or the act never starts there.
    """
    lock_row(situation)
    if situation.state not in STEPS[act].starts:
        said = _("The state of this situation is: %(state)s.") % {"state": situation.get_state_display()}
        raise WrongState(said, todo=_("Open its page again and choose what fits that state."))


def ensure_live(situation: Situation) -> None:
    """Lock a situation, and refuse work in one that is closed or merged.

    Raises
    ------
    NotLive : it is closed or merged.
    """
    lock_row(situation)
    if situation.state == State.CLOSED:
        raise NotLive(_("This situation is closed."), todo=_("Open it again first."))
    if situation.state == State.MERGED:
        raise NotLive(
            _("This situation was merged into another."), todo=_("Work in the situation that it was merged into.")
        )
