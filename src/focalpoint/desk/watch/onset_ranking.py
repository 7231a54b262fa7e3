"""Where killing may begin: States in which it is not under way, by the chance that it begins. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.likelihood import percent
from focalpoint.desk.design.templatetags.figures import figure, share
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.ranking import Rated
from focalpoint.desk.watch.reasons import ONSET, Reasons, reasons
from focalpoint.reference.calendar import month_of, year_of

MASS = "onset_mass_pooled"
NAMES = ("iso3", "name", "region", "subregion", "note", "killed_low", "killed_best", "killed_high")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Outlook(Rated):
    """The chance that killing begins in one State within two calendar years, and what speaks for and against it.

    ``value`` is None where killing is under way or where the chance is not known; ``mass`` is the chance of mass
    killing, the same for all States where that is not under way.
    """

    iso3: str
    name: str
    region: str
    subregion: str
    note: str
    value: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    mass: tuple[float, float, float] | None
    years: tuple[int, int]
    killed_low: float | None
    killed_best: float | None
    killed_high: float | None
    basis: frozenset[str] = frozenset()
    reasons: Reasons = field(default_factory=Reasons)
    rank: int | None = None


def years_of(row: Mapping[str, Any] | None, origin: int) -> tuple[int, int]:
    """Return the calendar years an onset is spoken of: two, after the last year that the data hold whole.

    >>> years_of({"month": 564, "window": 24}, 540), years_of(None, 540), years_of(None, 542)
    ((2025, 2026), (2025, 2026), (2025, 2026))
    """
    if row and row.get("month"):
        return year_of(row["month"] - int(row["window"]) + 1), year_of(row["month"])
    whole = year_of(origin) if month_of(origin) == 12 else year_of(origin) - 1
    return whole + 1, whole + 2


def outlook(state: Mapping[str, Any], origin: int, basis: frozenset[str]) -> Outlook:
    """Return the outlook of one State from what a release says of it."""
    onset = {row["target"]: row for row in state["document__onset"]}
    own, mass = onset.get(ONSET), onset.get(MASS)
    drivers = state["document__drivers"]
    mine = drivers.get(ONSET, []) if isinstance(drivers, Mapping) else []
    value = own["value"] if own else None
    return Outlook(
        **{name: state[name] for name in NAMES},
        value=value,
        low=own["low"] if own else None,
        high=own["high"] if own else None,
        base_rate=own["base_rate"] if own else None,
        mass=(mass["value"], mass["low"], mass["high"]) if mass else None,
        years=years_of(own or mass, origin),
        basis=basis,
        reasons=reasons(mine, value) if own else Reasons(),
    )


def placed(rows: Iterable[Outlook]) -> list[Outlook]:
    """Give every State with a chance its place, likeliest first; the others follow by name and have none."""
    known = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0.0), row.name))
    return [replace(row, rank=place) if row.value is not None else row for place, row in enumerate(known, start=1)]


def period(rows: Sequence[Outlook]) -> str:
    """Name the two calendar years."""
    first, last = rows[0].years if rows else (0, 0)
    return f"{first}–{last}"


def ahead_sentence(rows: Sequence[Outlook], place: str = "") -> str:
    """Say in how many States killing is not under way, and in how many of them the chance is raised.

    ``place`` is a region or a part of one, empty for the world.
    """
    known = [row for row in rows if row.value is not None]
    raised = sum(1 for row in known if (row.times or 0) >= choices().raised_from_times)
    said = {
        "place": _(place) if place else "",
        "all": figure(len(known)),
        "raised": figure(raised),
        "times": f"{choices().raised_from_times:g}",
        "years": period(rows),
        "base": percent(next((row.base_rate for row in known if row.base_rate), None)),
    }
    if not known:
        return _("There is no State here of which an onset can be spoken: killing is under way, or unknown.")
    if place:
        text = ngettext(
            "In %(place)s deliberate killing of civilians is not under way in %(all)s States. In %(raised)s of them "
            "the chance that it begins in %(years)s is at least %(times)s times the base rate of %(base)s %%.",
            "In %(place)s deliberate killing of civilians is not under way in %(all)s States. In %(raised)s of them "
            "the chance that it begins in %(years)s is at least %(times)s times the base rate of %(base)s %%.",
            raised,
        )
        return text % said
    text = ngettext(
        "Deliberate killing of civilians is not under way in %(all)s States. In %(raised)s of them the chance that it "
        "begins in %(years)s is at least %(times)s times the base rate of %(base)s %%.",
        "Deliberate killing of civilians is not under way in %(all)s States. In %(raised)s of them the chance that it "
        "begins in %(years)s is at least %(times)s times the base rate of %(base)s %%.",
        raised,
    )
    return text % said


def mass_sentence(rows: Sequence[Outlook], scores: Rows) -> str:
    """Say the one chance of mass killing, which orders nothing, and what it amounts to in the world."""
    pooled = next((row.mass for row in rows if row.mass), None)
    if pooled is None:
        return ""
    expected = next((row["value"] for row in scores if row["metric"] == "mass_expected"), None)
    said = {
        "chance": _percents(pooled[0]),
        "low": _percents(pooled[1]),
        "high": _percents(pooled[2]),
        "years": period(rows),
        "count": figure(sum(1 for row in rows if row.mass)),
        "expected": figure(expected, 1),
    }
    text = _(
        "Mass killing (1,000 or more in a year) is too rare to distinguish States before it begins: the release has "
        "one chance for each of the %(count)s States where it is not under way, %(chance)s %% for %(years)s "
        "(%(low)s–%(high)s %%), so it ranks none of them."
    )
    more = _("All together, %(expected)s such onsets are expected in the world.") if expected is not None else ""
    return f"{text} {more}".strip() % said


def _percents(value: float) -> str:
    """Write a small chance with one decimal: it is one figure for all, and its size is what it says.

    >>> _percents(0.0104), _percents(0.0003)
    ('1.0', '<0.1')
    """
    return f"{100 * value:.1f}" if value >= 0.001 else "<0.1"


@dataclass(frozen=True)
class Held:
    """How many onsets of the back-test were among the first of that year's list: a share with its interval."""

    first: int
    share: str
    range: str
    benchmark: str


def is_held(scores: Rows) -> list[Held]:
    """Return how the first 10, 20 and 30 of such lists did in the back-test, and the benchmark's."""
    found = {(row["metric"], row["model"]): row for row in scores if row["value"] is not None}
    lines = []
    for first in (10, 20, 30):
        own, other = (found.get((f"recall_at_{first}", model)) for model in ("combination", "benchmark"))
        if own:
            reach = "" if own["low"] is None else f"{share(own['low'])}–{share(own['high'])}"
            lines.append(Held(first, share(own["value"]), reach, share(other["value"]) if other else ""))
    return lines


def missed_sentence(scores: Rows) -> str:
    """Say how many onsets of the back-test such lists missed."""
    row = next((each for each in scores if each["metric"] == "onsets_missed" and each["value"] is not None), None)
    if row is None:
        return ""
    text = ngettext(
        "%(missed)s of the %(all)s onsets of the back-test was never among the first 30 before it began.",
        "%(missed)s of the %(all)s onsets of the back-test were never among the first 30 before they began.",
        int(row["value"]),
    )
    return text % {"missed": figure(row["value"]), "all": figure(row["n"])}
