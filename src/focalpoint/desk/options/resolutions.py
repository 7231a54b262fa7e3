"""Symbols of the Security Council's resolutions: how one is written, and whether its number fits its year."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.doctrine import catalogue, per_catalogue

SYMBOL = re.compile(r"S/RES/([1-9]\d{0,3}) ?\((19[4-9]\d|20\d\d)\)")
NAMED = re.compile(r"(?:S/RES/|SC res(?:olution)? ?)(\d{1,4}) ?\((\d{4})\)")
FIRST_YEAR = 1946
MOST_IN_A_YEAR = 100  # the Council has never adopted as many


@per_catalogue
def known() -> Mapping[int, int]:
    """Return the year of each resolution that the catalogues name: numbers run on from year to year.

    >>> known()[1973]
    2011
    """
    here = catalogue()
    written = "".join(each.model_dump_json() for each in (here.measures, here.bodies, here.cases))
    return {int(number): int(year) for number, year in NAMED.findall(written)}


def year_of(symbol: str) -> int | None:
    """Return the year in a symbol; None where it is none.

    >>> year_of("S/RES/1973 (2011)"), year_of("1973")
    (2011, None)
    """
    found = SYMBOL.fullmatch(symbol)
    return int(found[2]) if found else None


def problem_of_symbol(symbol: str) -> str | Promise:
    """Return why a symbol can be no resolution's; empty where it may be one."""
    found = SYMBOL.fullmatch(symbol)
    if not found:
        return _("Write the symbol as the UN does: S/RES/1973 (2011).")
    number, year = int(found[1]), int(found[2])
    if _fits(number, year):
        return ""
    return _("No resolution of %(year)s has the number %(number)s: compare the symbol with the document.") % {
        "year": year,
        "number": number,
    }


def _fits(number: int, year: int) -> bool:
    """Whether a number can be of a year, between the nearest numbers whose years are known."""
    below, since = max(((n, y) for n, y in known().items() if n <= number), default=(0, FIRST_YEAR))
    if below == number:
        return since == year
    until = min(((n, y) for n, y in known().items() if n > number), default=(0, year))[1]
    return since <= year <= until and number - below <= MOST_IN_A_YEAR * (year - since + 1)
