"""Which bodies reach the States of a situation, as far as members are recalled: it sorts and folds nothing away."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from focalpoint.desk.decisions.transmission.bodies import Way, ways
from focalpoint.reference.countries import watched


@dataclasses.dataclass(frozen=True)
class Reached:
    """A body with why it does, or does not, reach the States of a situation."""

    way: Way
    is_near: bool
    why: str


def reached(iso3s: Iterable[str], on: dt.date) -> list[Reached]:
    """Return every body: those that reach one of some States first, each group in the order of the catalogue."""
    places = set(iso3s)
    found = [_with_seats(_reached(way, places), places, on) for way in ways().values()]
    return sorted(found, key=lambda each: not each.is_near)


def _reached(way: Way, places: set[str]) -> Reached:
    if way.body.territory:
        return _by_mandate(way, places)
    membership = way.body.membership
    if membership is None:
        return Reached(way, True, "")
    inside = _names(membership.iso3s() & places)
    flag = _("recalled") if membership.checked == "recalled" else _("checked")
    words = {"flag": flag, "year": membership.as_of, "states": inside}
    if inside:
        return Reached(way, True, _("Member: %(states)s (%(flag)s, as of %(year)d).") % words)
    return Reached(way, False, _("No State of this situation is a member (%(flag)s, as of %(year)d).") % words)


def _by_mandate(way: Way, places: set[str]) -> Reached:
    """Return a body whose mandate is limited to some States."""
    is_near = bool(places.intersection(way.body.territory))
    return Reached(way, is_near, _("Its mandate covers: %(states)s.") % {"states": _names(way.body.territory)})


def _with_seats(reached: Reached, places: set[str], on: dt.date) -> Reached:
    """Add which of the States hold a seat of the body, and what a party to the matter may not do there."""
    seats, decision = reached.way.body.seats, reached.way.body.decision
    if seats is None:
        return reached
    said = [reached.why] if reached.why else []
    if inside := _names(seats.holders(on) & places):
        said.append(_("Holds a seat: %(states)s.") % {"states": inside})
        if decision and not decision.party_votes:
            said.append(_("A member that is party to the matter neither votes nor takes part in the discussion."))
    if not seats.is_whole(on):
        said.append(_("Not every holder of a seat is known for this day."))
    return dataclasses.replace(reached, why=" ".join(said))


def _names(iso3s: Iterable[str]) -> str:
    """Return the names of States, in their order."""
    wanted = set(iso3s)
    return ", ".join(sorted(_(each.name) for each in watched() if each.iso3 in wanted))
