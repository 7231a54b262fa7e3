"""The recorded months of a State, summed over stretches, with what each sum rests on: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoint.desk.design.templatetags.figures import figure

Rows = Sequence[dict[str, Any]]
YEAR = 12
# Shipped with the snapshot's own comparison of both editions; a release that learned its own says so itself.
LATE = gettext_lazy(
    "Candidate figures will change: for 2025 the final release had 35 % more deaths than the candidate release, and "
    "fewer months above zero."
)


@dataclass(frozen=True)
class Stretch:
    """Civilians recorded killed in some months; None where a month of them is unknown."""

    first: int
    last: int
    low: float | None
    best: float | None
    high: float | None
    one_sided: float | None = None
    bases: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_range(self) -> bool:
        """Whether low and high say more than the best estimate does."""
        return self.low is not None and self.high is not None and self.low != self.high

    @property
    def marks(self) -> list[str]:
        """What must be read with the figure and its range: that it will change, is an estimate, or was spread."""
        found = []
        if "estimate" in self.bases:
            found.append(_estimate(self))
        if "candidate" in self.bases:
            found.append(_("candidate: will change"))
        if "spread" in self.bases:
            found.append(_("spread from the yearly total"))
        return found


def _estimate(row: Stretch) -> str:
    if row.one_sided is None:
        return _("estimate")
    return _("estimate; known part: one-sided %(part)s") % {"part": figure(row.one_sided)}


def stretch(history: Rows, first: int, last: int) -> Stretch:
    """Sum the months of a stretch.

    >>> rows = [{"month": month, "best": 2.0, "low": None, "high": None, "status": "recorded"} for month in (1, 2)]
    >>> stretch(rows, 1, 2).best, stretch(rows, 1, 3).best
    (4.0, None)
    """
    rows = [row for row in history if first <= row["month"] <= last]
    whole = len(rows) == last - first + 1

    def total(name: str) -> float | None:
        values = [0.0 if row["status"] == "zero" else row.get(name) for row in rows]
        known = [value for value in values if value is not None]
        return float(sum(known)) if whole and len(known) == len(values) else None

    bases = frozenset(row["basis"] for row in rows if row.get("basis"))
    return Stretch(first, last, total("low"), total("best"), total("high"), total("one_sided"), bases)


def twelve_months(history: Rows, origin: int, count: int) -> list[Stretch]:
    """Return so many stretches of twelve months that end in the month of the origin, oldest first."""
    return [stretch(history, origin - YEAR * (k + 1) + 1, origin - YEAR * k) for k in reversed(range(count))]


def is_provisional(rows: Sequence[Stretch]) -> bool:
    """Whether a figure rests on candidate events or on an estimate."""
    return any(row.bases & {"candidate", "estimate"} for row in rows)
