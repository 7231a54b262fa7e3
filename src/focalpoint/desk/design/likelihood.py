"""Chances in words and in figures: one yardstick, and never 0 or 100 per cent."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

LEAST, MOST = 0.01, 0.99
WORDS = {
    "almost_no_chance": (_("almost no chance"), _("There is almost no chance")),
    "very_unlikely": (_("very unlikely"), _("It is very unlikely")),
    "unlikely": (_("unlikely"), _("It is unlikely")),
    "even": (_("roughly even chance"), _("There is a roughly even chance")),
    "likely": (_("likely"), _("It is likely")),
    "very_likely": (_("very likely"), _("It is very likely")),
    "almost_certain": (_("almost certain"), _("It is almost certain")),
}


@dataclass(frozen=True)
class Band:
    """One band of the yardstick: its place on the ramp (0 to 6), its bounds, its word and the opening of a sentence."""

    step: int
    low: float
    high: float
    word: Any
    opening: Any

    @property
    def range(self) -> str:
        """The bounds as they are printed, for example ``5–20``."""
        return f"{round(self.low * 100)}–{round(self.high * 100)}"


@cache
def bands() -> tuple[Band, ...]:
    """Return the yardstick, lowest band first."""
    rows = yaml.safe_load((Path(__file__).parent / "yardstick.yaml").read_text())["bands"]
    tops = [row["from"] for row in rows[1:]] + [1.0]
    return tuple(
        Band(step, row["from"], top, *WORDS[row["key"]]) for step, (row, top) in enumerate(zip(rows, tops, strict=True))
    )


def band(chance: float) -> Band:
    """Return the band a chance falls in.

    >>> band(0.5).step, band(0.05).step, band(1.0).step
    (3, 1, 6)
    """
    return [each for each in bands() if chance >= each.low][-1]


def percent(chance: float | None) -> str:
    """Write a chance as whole per cent without the sign: never 0, never 100.

    >>> percent(0.0), percent(0.004), percent(0.5), percent(0.999), percent(None)
    ('<1', '<1', '50', '>99', '–')
    """
    if chance is None:
        return "–"
    if chance < LEAST:
        return "<1"
    return ">99" if chance > MOST else str(int(chance * 100 + 0.5))


def interval(low: float | None, high: float | None) -> str:
    """Write an interval of chances; one figure when both ends are written alike.

    >>> interval(0.12, 0.31), interval(0.98, 1.0), interval(0.001, 0.002), interval(None, 0.2)
    ('12–31', '98 – >99', '<1', '')
    """
    if low is None or high is None:
        return ""
    ends = list(dict.fromkeys((percent(low), percent(high))))
    # Next to a < or > the dash needs air to be read as a dash.
    return (" – " if set("".join(ends)) & {"<", ">"} else "–").join(ends)
