"""Which bodies have competence for the States of a situation, and why.

What is recalled, or known of an earlier year or month, sorts; only a checked fact of this year folds a body away.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.norms import standing_line
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.transmission.bodies import Way, ways
from focalpoint.desk.decisions.transmission.drafts import LEADERS
from focalpoint.doctrine.bodies import Membership
from focalpoint.doctrine.parties import table
from focalpoint.reference.countries import watched

Place = Literal["near", "far", "folded"]
PLACES: tuple[Place, ...] = ("near", "far", "folded")


@dataclasses.dataclass(frozen=True)
class Reached:
    """A body with why it does, or does not, reach the States of a situation; ``folded`` by a checked fact alone."""

    way: Way
    place: Place
    why: str
    agenda: int = 0  # -1 for a body that has the matter on its agenda, 1 for one that does not, 0 where it is unknown

    @property
    def is_near(self) -> bool:
        """Whether it has competence here, as far as is known."""
        return self.place == "near"

    @property
    def reason(self) -> str:
        """Why it is where it is, also where nothing limits it."""
        return self.why or _("Its mandate is not limited to some States.")


def reached(
    iso3s: Iterable[str], on: dt.date, *, is_alleged: bool = False, agendas: Mapping[str, Position] | None = None
) -> list[Reached]:
    """Return every body as of a day: those that reach one of some States first, each in the order of the catalogue.

    Where the State itself ``is_alleged`` to be the perpetrator, what that means is said, and no body is removed. Of the
    bodies with competence, those that by the record of the office have the matter on their ``agendas`` come first.
    """
    states = set(iso3s)
    found = [_with_seats(_with_treaties(_reached(way, states, on), states, on), states, on) for way in ways().values()]
    if is_alleged:
        found = [_with_alleged(each, states, on) for each in found]
    found = [_with_agenda(each, (agendas or {}).get(each.way.body.id)) for each in found]
    return sorted(found, key=lambda each: (PLACES.index(each.place), each.agenda))


def _reached(way: Way, states: set[str], on: dt.date) -> Reached:
    if way.body.id == LEADERS:
        said = _("It bears the first duty to protect: %(states)s.") % {"states": _names(states)}
        return Reached(way, "near", said if states else "")
    if way.body.territory:
        return _by_mandate(way, states)
    return (
        Reached(way, "near", "") if way.body.membership is None else _by_members(way, way.body.membership, states, on)
    )


def _by_members(way: Way, membership: Membership, states: set[str], on: dt.date) -> Reached:
    """Return a body of some States; a membership of another year is known no more."""
    inside = _names(membership.iso3s() & states)
    is_recalled, is_old = membership.checked == "recalled", on.year != membership.as_of
    words = {"flag": _("recalled") if is_recalled else _("checked"), "year": membership.as_of, "states": inside}
    said = [_("Member: %(states)s (%(flag)s, as of %(year)d).") % words] if inside else []
    if not inside:
        said.append(_("No State of this situation is a member (%(flag)s, as of %(year)d).") % words)
    if on.year > membership.as_of:
        said.append(_("Who is a member since is unknown."))
    elif is_old:
        said.append(_("Who was a member in %(year)d is unknown.") % {"year": on.year})
    away: Place = "far" if is_recalled or is_old else "folded"
    return Reached(way, "near" if inside else away, " ".join(said))


def _by_mandate(way: Way, states: set[str]) -> Reached:
    """Return a body whose mandate is limited to some States."""
    away: Place = "far" if way.body.checked == "recalled" else "folded"
    place: Place = "near" if states.intersection(way.body.territory) else away
    return Reached(way, place, _("Its mandate covers: %(states)s.") % {"states": _names(way.body.territory)})


def _with_treaties(found: Reached, states: set[str], on: dt.date) -> Reached:
    """Add how the States stand to the treaties under which a body acts; newer acts are unknown, so that none folds."""
    way, names = found.way, {each.iso3: _(each.name) for each in watched() if each.iso3 in states}
    if not way.treaties or not names:
        return found
    said = [standing_line(treaty, iso3, name, on) for treaty in way.treaties for iso3, name in names.items()]
    kinds = {table().standing(treaty, iso3, on).kind for treaty in way.treaties for iso3 in names}
    is_out = way.parties_only and not kinds & {"party", "unknown"}
    if is_out:
        said.append(_("It deals with parties alone; acts since are unknown."))
    return dataclasses.replace(found, place="far" if is_out else found.place, why=" ".join([found.why, *said]).strip())


def _with_seats(found: Reached, states: set[str], on: dt.date) -> Reached:
    """Add which of the States hold a seat of the body, and what a party to the matter may not do there."""
    seats, decision = found.way.body.seats, found.way.body.decision
    if seats is None:
        return found
    said = [found.why] if found.why else []
    if inside := _names(seats.holders(on) & states):
        said.append(_("Holds a seat: %(states)s.") % {"states": inside})
        if decision and not decision.party_votes:
            said.append(_("A member that is party to the matter neither votes nor takes part in the discussion."))
    if not seats.is_whole(on):
        said.append(_("Not every holder of a seat is known for this day."))
    return dataclasses.replace(found, why=" ".join(said))


def _with_alleged(found: Reached, states: set[str], on: dt.date) -> Reached:
    """Say where the way leads to a State that is the alleged perpetrator, or to a body in which it sits."""
    body = found.way.body
    inside = body.membership.iso3s() & states if body.membership else set()
    if body.id == LEADERS:
        said = _(
            "By the scope test the State, or forces that it backs, are the alleged perpetrator: a message can go to "
            "its leaders, but it is no channel for a confidential copy. Plan the parallel route first."
        )
    elif inside or (body.seats and body.seats.holders(on) & states):
        said = _("The State that is the alleged perpetrator sits in it: plan the parallel route first.")
    else:
        return found
    return dataclasses.replace(found, why=f"{found.why} {said}".strip())


def _with_agenda(found: Reached, known: Position | None) -> Reached:
    """Say whether the body has the matter on its agenda; one that has is competent, and one that has not may be."""
    if known is None:
        return found
    words = {"day": date_format(known.on), "source": known.source}
    if known.kind == Position.Kind.AGENDA:
        said = _("The matter is on its agenda (as of %(day)s: %(source)s).") % words
        return dataclasses.replace(found, place="near", why=f"{said} {found.why}".strip(), agenda=-1)
    said = _("The matter is not on its agenda (as of %(day)s: %(source)s).") % words
    return dataclasses.replace(found, why=f"{found.why} {said}".strip(), agenda=1)


def _names(iso3s: Iterable[str]) -> str:
    """Return the names of States, in their order."""
    wanted = set(iso3s)
    return ", ".join(sorted(_(each.name) for each in watched() if each.iso3 in wanted))
