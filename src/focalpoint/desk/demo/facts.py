"""Facts of a worked situation: of the catalogue of cases, or given by the script. Each has its flag and its source."""

import re
from dataclasses import dataclass, field

from focalpoint.desk.demo.script import OwnFact
from focalpoint.doctrine import SAYS, Checked, catalogue
from focalpoint.doctrine.cases import Case, Dated


@dataclass(frozen=True)
class FoundFact:
    """One fact: what it says, its flag, where it was seen, how it was obtained, its day and its counts where known."""

    id: str
    text: str
    checked: Checked
    seen_in: str
    compiled: str
    note: str | None = None
    day: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


def case(name: str) -> Case:
    """Return a case of the catalogue."""
    return next(each for each in catalogue().cases.cases if each.id == name)


def find_fact(name: str) -> FoundFact:
    """Return a fact of the catalogue by its id.

    It is an entry of a timeline ("CS21.t2"), the early sign of a factor ("CS21.RF2"), what one side says on a point on
    which accounts differ ("CS22.d1s2": the second position on the first point), or the count of a year ("CS06.y2024").

    >>> find_fact("CS21.RF8").checked
    'true'
    >>> find_fact("CS06.y2024").counts
    {'low': 1627, 'best': 2316, 'high': 2387}
    """
    found = case(name.split(".")[0])
    part = name.split(".")[1]
    if said := re.fullmatch(r"d(\d+)s(\d+)", part):
        return _position(found, name, int(said[1]), int(said[2]))
    if year := re.fullmatch(r"y(\d{4})", part):
        return _count(found, name, int(year[1]))
    if part.startswith("RF"):
        sign = next(each for each in found.risk_factors_early if each.rf == part)
        return FoundFact(name, sign.sign, sign.checked, _titles(sign.src), _entry(name), sign.checked_note)
    entry = next(each for each in found.timeline if each.id == name)
    day = entry.date if entry.precision == "day" else None
    seen = _titles(entry.src)
    return FoundFact(name, _sentence(entry), entry.checked, seen, _entry(name), entry.checked_note, day)


def own_fact(name: str, own: OwnFact) -> FoundFact:
    """Return a fact that a script gives with its public source, or one that was made up for it and says so."""
    if own.fictitious:
        compiled = "Made up for this exercise: no such report was made, and no person is behind it."
        return FoundFact(name, f"Fictitious. {own.text}", "recalled", "none, this report is fictitious", compiled)
    day = own.day.isoformat() if own.day else None
    return FoundFact(name, own.text, "recalled", own.source, f"Compiled from a public source: {own.source}.", None, day)


def _position(found: Case, name: str, number: int, side_number: int) -> FoundFact:
    """Return what one side says on a point, as the catalogue has it."""
    point = found.contested[number - 1]
    side = point.positions[side_number - 1]
    text = f"{point.point}, as said by the {side.who}: {side.says}. Other accounts say otherwise."
    return FoundFact(name, text, point.checked, _titles(point.src), _entry(name))


def _count(found: Case, name: str, year: int) -> FoundFact:
    """Return how many civilians were killed in one-sided violence in a year, by the dataset that the case names."""
    severity = found.severity
    low, best, high = next(each.one_sided for each in severity.by_year if each.year == year)
    text = (
        f"{year}: {best:,} civilians killed in one-sided violence in {severity.located_under}, "
        f"best estimate (lowest {low:,}, highest {high:,})."
    )
    counts = {"low": low, "best": best, "high": high}
    return FoundFact(name, text, severity.checked, severity.source, _entry(name), counts=counts)


def flag(fact: FoundFact) -> str:
    """Say how far a fact was checked.

    >>> flag(find_fact("CS21.t1"))
    'Recalled, unverified.'
    """
    note = f" ({fact.note})" if fact.note else ""
    return f"{SAYS[fact.checked].capitalize()}{note}."


def _titles(sources: tuple[str, ...]) -> str:
    """Name published sources."""
    titles = {each.id: f"{each.title} ({each.publisher})" for each in catalogue().cases.sources}
    return "; ".join(titles[each] for each in sources) or "no source was seen"


def _entry(name: str) -> str:
    return f"Entry {name} of the catalogue of cases, compiled from public sources."


def _sentence(entry: Dated) -> str:
    to = f" (to {entry.to})" if entry.to else ""
    return f"{entry.date}: {entry.actor}{to}. {entry.text}"
