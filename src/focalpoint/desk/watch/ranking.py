"""The ranking of Watch: rows, views, regions and orders. Pure functions; unknown always comes last."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.translation import gettext as _

from focalpoint.desk.design.likelihood import Band, band, interval, percent
from focalpoint.desk.watch.choices import choices
from focalpoint.reference.gazetteer import loose

# Where killing may begin comes second: it is the one list that looks ahead, and the world is read first.
AHEAD = "ahead"
VIEWS = ("highest", AHEAD, "surprises", "risers", "ongoing")
FIRST_ORDER = {
    "highest": "chance",
    AHEAD: "chance",
    "surprises": "chance",
    "risers": "change",
    "ongoing": "killed",
}


class Rated:
    """A chance with its interval and base rate, and each as it is printed."""

    value: float | None
    low: float | None
    high: float | None
    base_rate: float | None

    @property
    def percent(self) -> str:
        """The chance as it is printed."""
        return percent(self.value)

    @property
    def interval(self) -> str:
        """The 90 % interval as it is printed."""
        return interval(self.low, self.high)

    @property
    def band(self) -> Band | None:
        """The band of the yardstick, or None where the chance is not known."""
        return None if self.value is None else band(self.value)

    @property
    def times(self) -> float | None:
        """The chance as a multiple of the base rate."""
        return None if self.value is None or not self.base_rate else self.value / self.base_rate

    @property
    def multiple(self) -> str:
        """The multiple as it is printed."""
        return multiple(self.times)


@dataclass(frozen=True)
class Row(Rated):
    """One State in the ranking: raw figures, None where they are not known.

    ``value`` is the chance for the months that are shown, ``whole`` and ``before`` those for the whole windows of this
    release and of the one before; ``basis`` is what the killed of twelve months rest on.
    """

    iso3: str
    name: str
    region: str
    subregion: str
    value: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    before: float | None
    killed_low: float | None
    killed_best: float | None
    killed_high: float | None
    observability: float | None
    spark: str
    recent: str
    note: str = ""
    whole: float | None = None
    basis: frozenset[str] = frozenset()
    rank: int | None = None

    @property
    def change(self) -> int | None:
        """The change since the last release, in points; None without an earlier figure."""
        return None if self.exact_change is None else round(100 * self.exact_change)

    @property
    def exact_change(self) -> float | None:
        """The change since the last release as a difference of chances, each for the whole window of its release."""
        whole = self.value if self.whole is None else self.whole
        return None if whole is None or self.before is None else whole - self.before

    @property
    def known(self) -> int | None:
        """The observability in whole per cent."""
        return None if self.observability is None else round(100 * self.observability)


def multiple(times: float | None) -> str:
    """Write a multiple of the base rate.

    >>> multiple(44.2), multiple(1.26), multiple(0.01), multiple(None)
    ('44×', '1.3×', '<0.1×', '–')
    """
    if times is None:
        return "–"
    if times < 0.1:
        return "<0.1×"
    return f"{times:.0f}×" if times >= 10 else f"{times:.1f}×"


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Give every row its place in the world by chance; a State whose chance is unknown has none."""
    known = sorted((row for row in rows if row.value is not None), key=_by_chance)
    places = {row.iso3: place for place, row in enumerate(known, start=1)}
    return [replace(row, rank=places.get(row.iso3)) for row in rows]


class Placed(Protocol):
    """A State with its region, such as Africa, and the part of it, such as Middle Africa."""

    @property
    def region(self) -> str: ...

    @property
    def subregion(self) -> str: ...


def in_region(row: Placed, region: str) -> bool:
    """Whether a row belongs to a region or a part of one; the empty region is the world."""
    return region in {"", row.region, row.subregion}


def _by_chance(row: Row) -> tuple[float, float, str]:
    return (-(row.value or 0.0), -(row.killed_best or 0.0), row.iso3)


def in_view(row: Row, view: str) -> bool:
    """Whether a row belongs to a view of the ranking; the list that looks ahead has rows of its own."""
    if view == "risers":
        return (row.exact_change or 0.0) > 0
    killed = row.killed_best
    if view == "surprises":
        quiet = killed is not None and killed < choices().surprise_killed_below
        return quiet and row.times is not None and row.times >= 1
    return view != "ongoing" or (killed is not None and killed >= choices().ongoing_killed_from)


ORDERS: dict[str, Callable[[Row], float | None]] = {
    "chance": lambda row: row.value,
    "base": lambda row: row.times,
    "change": lambda row: row.exact_change,
    "killed": lambda row: row.killed_best,
    "known": lambda row: row.observability,
}


def ordered(rows: Iterable[Row], by: str, falling: bool) -> list[Row]:
    """Sort rows by a column; equal rows are ordered by rank, unknown ones come last whichever way the column runs."""
    if by == "state":
        return sorted(rows, key=lambda row: loose(_(row.name)), reverse=falling)
    key = ORDERS[by]
    known = [(key(row), row) for row in rows]
    sign = -1 if falling else 1
    placed = sorted(
        ((value, row) for value, row in known if value is not None),
        key=lambda pair: (sign * pair[0], pair[1].rank or 0, pair[1].iso3),
    )
    lost = sorted((row for value, row in known if value is None), key=lambda row: (row.rank or 999, loose(_(row.name))))
    return [row for _value, row in placed] + lost
