"""Chances in words and in figures: one yardstick, and never 0 or 100 per cent."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from focalpoint.doctrine import catalogue, per_catalogue
from focalpoint.doctrine.yardsticks import Likelihood

LEAST, MOST = 0.01, 0.99
YARDSTICK = "ICD203"
# Each word of the catalogue's two rows, and how a sentence with it begins.
OPENINGS = {
    "almost no chance": (_("almost no chance"), _("There is almost no chance")),
    "very unlikely": (_("very unlikely"), _("It is very unlikely")),
    "unlikely": (_("unlikely"), _("It is unlikely")),
    "roughly even chance": (_("roughly even chance"), _("There is a roughly even chance")),
    "likely": (_("likely"), _("It is likely")),
    "very likely": (_("very likely"), _("It is very likely")),
    "almost certain": (_("almost certain"), _("It is almost certain")),
    "remote": (_("remote"), _("There is a remote chance")),
    "highly improbable": (_("highly improbable"), _("It is highly improbable")),
    "improbable": (_("improbable"), _("It is improbable")),
    "roughly even odds": (_("roughly even odds"), _("There are roughly even odds")),
    "probable": (_("probable"), _("It is probable")),
    "highly probable": (_("highly probable"), _("It is highly probable")),
    "nearly certain": (_("nearly certain"), _("It is nearly certain")),
}


@dataclass(frozen=True)
class Band:
    """One band of the yardstick: its place on the ramp (0 to 6), its range in per cent, its word, and an opening."""

    step: int
    low: int
    high: int
    word: Any
    opening: Any

    @property
    def range(self) -> str:
        """The range as it is printed, for example ``5–20``."""
        return f"{self.low}–{self.high}"


def bands() -> tuple[Band, ...]:
    """Return the yardstick in the installation's row of words, lowest band first."""
    return _bands(settings.FOCALPOINT_LIKELIHOOD_WORDS)


def band(chance: float) -> Band:
    """Return the band a chance (0 to 1) falls in; an edge belongs to the band that begins there.

    >>> [band(chance).range for chance in (0.0, 0.05, 0.5, 0.8, 1.0)]
    ['1–5', '5–20', '45–55', '80–95', '95–99']
    """
    place = _yardstick().place(min(max(chance, LEAST), MOST))
    if place is None:
        raise LookupError(f"{YARDSTICK} has no word for {chance}.")
    return bands()[place]


@per_catalogue
def _yardstick() -> Likelihood:
    return next(each for each in catalogue().yardsticks.likelihood if each.id == YARDSTICK)


@per_catalogue
def _bands(row: str) -> tuple[Band, ...]:
    """Return the bands in the row of words that has a given word in it."""
    found = _yardstick().bands
    column = next(each.words.index(row) for each in found if row in each.words)
    return tuple(Band(step, each.low, each.high, *OPENINGS[each.words[column]]) for step, each in enumerate(found))


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
