"""Which bodies reach the States of a situation, as far as members are recalled: it sorts and folds nothing away."""

import dataclasses
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.transmission.bodies import Way, ways
from focalpoint.reference.countries import watched

MEMBERS_FILE = Path(__file__).with_name("members.yaml")


@dataclasses.dataclass(frozen=True)
class Reached:
    """A body with why it does, or does not, reach the States of a situation."""

    way: Way
    is_near: bool
    why: str


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(MEMBERS_FILE.read_text(encoding="utf-8"))
    return found


@cache
def members(body: str) -> frozenset[str] | None:
    """Return the States that are recalled as members of a body, by ISO3; None for a body of the whole world.

    >>> "KEN" in members("IGAD"), members("SC")
    (True, None)
    """
    known = _file()["bodies"].get(body)
    if known is None:
        return None
    regions = set(known.get("regions", ()))
    of_regions = {each.iso3 for each in watched() if each.region in regions} - set(known.get("except", ()))
    return frozenset(of_regions | set(known.get("states", ())))


def reached(iso3s: Iterable[str]) -> list[Reached]:
    """Return every body: those that reach one of some States first, each group in the order of the catalogue."""
    places = set(iso3s)
    found = [_reached(way, places) for way in ways().values()]
    return sorted(found, key=lambda each: not each.is_near)


def _reached(way: Way, places: set[str]) -> Reached:
    of_body = members(way.body.id)
    if of_body is None:
        return Reached(way, True, "")
    inside = sorted(_(each.name) for each in watched() if each.iso3 in of_body & places)
    words = {"year": _file()["as_of"], "states": ", ".join(inside)}
    if inside:
        return Reached(way, True, _("Member: %(states)s (recalled, as of %(year)d).") % words)
    return Reached(way, False, _("No State of this situation is a member (recalled, as of %(year)d).") % words)
