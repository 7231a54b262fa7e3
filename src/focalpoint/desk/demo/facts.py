"""Facts of a worked situation, as the catalogue of cases has them: each says how far it was checked, and where."""

import re
from dataclasses import dataclass

from focalpoint.doctrine import SAYS, Checked, catalogue
from focalpoint.doctrine.cases import Case, Dated


@dataclass(frozen=True)
class FoundFact:
    """One fact: what it says, its flag, the ids of its sources, and its day when it is known."""

    id: str
    text: str
    checked: Checked
    src: tuple[str, ...]
    note: str | None = None
    day: str | None = None


def case(name: str) -> Case:
    """Return a case of the catalogue."""
    return next(each for each in catalogue().cases.cases if each.id == name)


def find_fact(name: str) -> FoundFact:
    """Return a fact by its id.

    It is an entry of a timeline ("CS21.t2"), the early sign of a factor ("CS21.RF2"), or what one side says on a point
    on which accounts differ ("CS22.d1s2": the second position on the first point).

    >>> find_fact("CS21.RF8").checked
    'true'
    """
    found = case(name.split(".")[0])
    part = name.split(".")[1]
    if said := re.fullmatch(r"d(\d+)s(\d+)", part):
        return _position(found, name, int(said[1]), int(said[2]))
    if part.startswith("RF"):
        sign = next(each for each in found.risk_factors_early if each.rf == part)
        return FoundFact(name, sign.sign, sign.checked, sign.src, sign.checked_note)
    entry = next(each for each in found.timeline if each.id == name)
    day = entry.date if entry.precision == "day" else None
    return FoundFact(name, _sentence(entry), entry.checked, entry.src, entry.checked_note, day)


def _position(found: Case, name: str, number: int, side_number: int) -> FoundFact:
    """Return what one side says on a point, as the catalogue has it."""
    point = found.contested[number - 1]
    side = point.positions[side_number - 1]
    text = f"{point.point}, as said by the {side.who}: {side.says}. Other accounts say otherwise."
    return FoundFact(name, text, point.checked, point.src)


def flag(fact: FoundFact) -> str:
    """Say how far a fact was checked.

    >>> flag(find_fact("CS21.t1"))
    'Recalled, unverified.'
    """
    note = f" ({fact.note})" if fact.note else ""
    return f"{SAYS[fact.checked].capitalize()}{note}."


def seen_in(fact: FoundFact) -> str:
    """Name the published sources of a fact."""
    titles = {each.id: f"{each.title} ({each.publisher})" for each in catalogue().cases.sources}
    return "; ".join(titles[each] for each in fact.src) or "no source was seen"


def _sentence(entry: Dated) -> str:
    to = f" (to {entry.to})" if entry.to else ""
    return f"{entry.date}: {entry.actor}{to}. {entry.text}"
