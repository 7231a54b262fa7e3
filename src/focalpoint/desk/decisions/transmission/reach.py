"""Which bodies reach the States of a situation, as far as members are recalled: it sorts and folds nothing away."""

import dataclasses
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


def reached(iso3s: Iterable[str]) -> list[Reached]:
    """Return every body: those that reach one of some States first, each group in the order of the catalogue."""
    places = set(iso3s)
    found = [_reached(way, places) for way in ways().values()]
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


def _names(iso3s: Iterable[str]) -> str:
    """Return the names of States, in their order."""
    wanted = set(iso3s)
    return ", ".join(sorted(_(each.name) for each in watched() if each.iso3 in wanted))
