"""When leaders are reminded of what binds them on incitement (mechanism M46), and of what.

A draft of the message is built from these facts where the messages to leaders are, in ``decisions/transmission``.
"""

import dataclasses
from typing import Any

from focalpoint.desk.situations.models import ScopeTest, Situation, Speech
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import counted_speeches, outcome_of

NORMS = ("RF7.n2", "RF7.n1", "RF4.n3", "RF12.n2")  # of the catalogue's framework: those that speak of incitement


@dataclasses.dataclass(frozen=True)
class Reminder:
    """The States of a situation by ISO3, the speeches that reach the threshold, and the ids of the norms.

    The words of a speech may rest on an item whose source did not consent that a body reads them.
    """

    iso3s: tuple[str, ...]
    speeches: tuple[Speech, ...] = ()
    norms: tuple[str, ...] = NORMS


def reminder_of(situation: Situation, assessment: Any) -> Reminder | None:
    """Return what leaders are to be reminded of; None without incitement, by the outcome or by a speech that is rated.

    Parameters
    ----------
    assessment : with whose factors the scope test is read; None where there is none.
    """
    test = scope(situation)
    speeches = counted_speeches(situation, assessment)
    is_in_scope = test is not None and outcome_of(test, assessment) == ScopeTest.Outcome.INCITEMENT
    if not is_in_scope and not speeches:
        return None
    iso3s = situation.places.order_by("iso3").values_list("iso3", flat=True)
    return Reminder(tuple(iso3s), tuple(speeches))
