"""When leaders are reminded of what binds them on incitement (mechanism M46), and of what.

A draft of the message is built from these facts where the messages to leaders are, in ``decisions/transmission``.
"""

import dataclasses
from typing import Any

from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import outcome_of

NORMS = ("RF7.n2", "RF7.n1", "RF4.n3", "RF12.n2")  # of the catalogue's framework: those that speak of incitement


@dataclasses.dataclass(frozen=True)
class Reminder:
    """The States of a situation by ISO3, and the ids of the norms to remind their leaders of."""

    iso3s: tuple[str, ...]
    norms: tuple[str, ...] = NORMS


def reminder_of(situation: Situation, assessment: Any) -> Reminder | None:
    """Return what leaders are to be reminded of; None where the situation is not in scope for incitement.

    Parameters
    ----------
    assessment : with whose factors the scope test is read; None where there is none.
    """
    test = scope(situation)
    if test is None or outcome_of(test, assessment) != ScopeTest.Outcome.INCITEMENT:
        return None
    return Reminder(tuple(situation.places.order_by("iso3").values_list("iso3", flat=True)))
