"""Editions of UCDP's events: what a release number says about the months a file covers, and which one is newer."""

import dataclasses
import re
from typing import Literal

from focalpoint.reference.calendar import month_id
from focalpoint.reference.errors import FocalpointError

Kind = Literal["yearly", "cumulative", "monthly", "extract"]
YEARLY_SOURCE, CANDIDATE_SOURCE = "ucdp_ged", "ucdp_candidate"
FIRST_YEAR = 1989
FIRST_NAMED_AFTER_ITS_YEAR = 17  # 17.1 holds data to 2016; 5.0 and before were counted otherwise
EXTRACT = "extract"
EXAMPLES = "26.1 (yearly), 26.01.26.06 (cumulative, January to June 2026) or 26.0.7 (monthly, July 2026)"
_NAMED = re.compile(
    r"(?:ged(?:event)?s?[-_ ]?v?|[-_ ]v)(\d\d)[._-](\d{1,2})[._-](\d{1,2})(?:[._-](\d{1,2}))?(?!\d)", re.IGNORECASE
)
_NAMED_YEARLY = re.compile(r"(?:ged(?:event)?s?[-_ ]?v?|[-_ ]v)(\d\d)[._-]?([1-9])(?![\d._-]*\d)", re.IGNORECASE)


class UnknownEdition(FocalpointError):
    """A release that is not written as UCDP writes its releases."""


@dataclasses.dataclass(frozen=True, slots=True)
class Edition:
    """One edition of UCDP's events.

    Attributes
    ----------
    source : ``ucdp_ged`` or ``ucdp_candidate``.
    release : the number as UCDP writes it; None for an extract of an edition that is not known.
    kind : yearly (final), cumulative or monthly (candidate), or an extract of any of them.
    first, last : first and last month that it covers (month numbers). A candidate file holds a few late events of
        months before ``first``: they revise those months and do not cover them.
    number : the release as whole numbers.
    """

    source: str
    release: str | None
    kind: Kind
    first: int
    last: int
    number: tuple[int, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether its figures are checked and final."""
        return self.source == YEARLY_SOURCE

    @property
    def rank(self) -> tuple[int, ...]:
        """Return what editions are sorted by; the higher one speaks.

        A final edition above every candidate one. Among final ones the later year, then the number. Among candidate
        ones the one that reaches further; of two that end with the same month the cumulative one, and of those the
        longer. The day on which a file was added plays no part.

        >>> ranked = sorted((edition("ucdp_candidate", r) for r in ("25.0.12", "25.0.2", "25.01.25.12")),
        ...                 key=lambda one: one.rank)
        >>> [one.release for one in ranked]
        ['25.0.2', '25.0.12', '25.01.25.12']
        """
        reach = 0 if self.is_final else -self.first
        return (int(self.is_final), self.last, reach, *self.number)


def edition(source: str, release: str) -> Edition:
    """Return the edition with this number.

    Parameters
    ----------
    source : ``ucdp_ged`` for yearly releases, ``ucdp_candidate`` for monthly and cumulative ones.
    release : as UCDP writes it.

    Raises
    ------
    UnknownEdition
        When UCDP has no such number.

    Examples
    --------
    >>> from focalpoint.reference.calendar import month_label
    >>> one = edition("ucdp_candidate", "26.01.26.06")
    >>> one.kind, month_label(one.first), month_label(one.last)
    ('cumulative', '2026-01', '2026-06')
    >>> edition("ucdp_candidate", "26.0.7").kind, month_label(edition("ucdp_ged", "26.1").last)
    ('monthly', '2025-12')
    """
    found = of_release(release)
    if found.source != source:
        raise UnknownEdition(
            f"{release} is not a release of {source}, but of {found.source}.", todo=f"Give {EXAMPLES}."
        )
    return found


def of_release(release: str) -> Edition:
    """Return the edition with this number, whichever source it is of.

    Raises
    ------
    UnknownEdition
        When UCDP has no such number.
    """
    try:
        number = tuple(int(part) for part in release.strip().split("."))
    except ValueError:
        number = ()
    found = {2: _yearly, 3: _monthly, 4: _cumulative}.get(len(number), _none)(release.strip(), number)
    if found is None:
        raise UnknownEdition(f"{release} is not a release of UCDP events.", todo=f"Give a number such as {EXAMPLES}.")
    return found


def named_release(name: str) -> str | None:
    """Return the release that a file's name states in the publisher's way; None when it states none.

    >>> named_release("GEDEvent_v26_01_26_06.csv"), named_release("GEDEvent_v26_0_7 (1).csv")
    ('26.01.26.06', '26.0.7')
    >>> named_release("ged251-csv.zip"), named_release("GEDEvent_v25_1.csv"), named_release("events 2026.csv")
    ('25.1', '25.1', None)
    """
    if found := _NAMED.search(name):
        return ".".join(part for part in found.groups() if part is not None)
    found = _NAMED_YEARLY.search(name)
    return f"{found[1]}.{found[2]}" if found else None


def _none(release: str, number: tuple[int, ...]) -> None:
    return None


def _yearly(release: str, number: tuple[int, ...]) -> Edition | None:
    year, turn = number
    if not FIRST_NAMED_AFTER_ITS_YEAR <= year < 100 or not 1 <= turn <= 9:
        return None
    return Edition(YEARLY_SOURCE, release, "yearly", month_id(FIRST_YEAR, 1), month_id(1999 + year, 12), number)


def _monthly(release: str, number: tuple[int, ...]) -> Edition | None:
    year, zero, month = number
    if zero != 0 or not _is_month(year, month):
        return None
    only = month_id(2000 + year, month)
    return Edition(CANDIDATE_SOURCE, release, "monthly", only, only, number)


def _cumulative(release: str, number: tuple[int, ...]) -> Edition | None:
    if not (_is_month(*number[:2]) and _is_month(*number[2:])):
        return None
    first, last = (month_id(2000 + year, month) for year, month in (number[:2], number[2:]))
    return Edition(CANDIDATE_SOURCE, release, "cumulative", first, last, number) if first <= last else None


def _is_month(year: int, month: int) -> bool:
    return FIRST_NAMED_AFTER_ITS_YEAR <= year < 100 and 1 <= month <= 12
