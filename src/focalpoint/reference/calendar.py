"""Months as whole numbers: month 1 is January 1980, the numbering of the VIEWS project.

Whole numbers make horizons plain sums and keep time zones out of the domain.
"""

import calendar as _calendar
import datetime as dt
import re

from focalpoint.reference.errors import FocalpointError

EPOCH_YEAR = 1980
_LABEL = re.compile(r"(\d{4})-(\d{2})")


class BadMonth(FocalpointError):
    """A month that is not written YYYY-MM."""


def month_id(year: int, month: int) -> int:
    """Return the number of a calendar month; may be negative or zero before 1980.

    Examples
    --------
    >>> month_id(1980, 1), month_id(2024, 12), month_id(1979, 12)
    (1, 540, 0)
    """
    return (year - EPOCH_YEAR) * 12 + month


def year_of(month: int) -> int:
    """Return the calendar year a month number falls in.

    >>> year_of(540), year_of(1), year_of(0)
    (2024, 1980, 1979)
    """
    return EPOCH_YEAR + (month - 1) // 12


def month_of(month: int) -> int:
    """Return the month of the year, 1 to 12.

    >>> month_of(540), month_of(541)
    (12, 1)
    """
    return (month - 1) % 12 + 1


def parse_month(text: str) -> int:
    """Read ``YYYY-MM``.

    >>> parse_month("2024-12")
    540
    """
    match = _LABEL.fullmatch(text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise BadMonth(f"{text!r} is not a month.", todo="Write it as YYYY-MM, for example 2024-12.")
    return month_id(int(match[1]), int(match[2]))


def month_label(month: int) -> str:
    """Write a month number as ``YYYY-MM``.

    >>> month_label(540)
    '2024-12'
    """
    return f"{year_of(month):04d}-{month_of(month):02d}"


def month_in_words(month: int) -> str:
    """Write a month in English, as the command line says it.

    >>> month_in_words(540)
    'December 2024'
    """
    return f"{_calendar.month_name[month_of(month)]} {year_of(month)}"


def first_day(month: int) -> dt.date:
    """Return the first day of a month.

    >>> first_day(541)
    datetime.date(2025, 1, 1)
    """
    return dt.date(year_of(month), month_of(month), 1)


def last_day(month: int) -> dt.date:
    """Return the last day of a month.

    >>> last_day(month_id(2024, 2))
    datetime.date(2024, 2, 29)
    """
    year, number = year_of(month), month_of(month)
    return dt.date(year, number, _calendar.monthrange(year, number)[1])


def month_of_day(day: dt.date) -> int:
    """Return the number of the month a day falls in.

    >>> month_of_day(dt.date(2024, 12, 31))
    540
    """
    return month_id(day.year, day.month)


def months_over(first: int, last: int, day: dt.date) -> int:
    """Return how many months of a window are over on a day; the month of the day itself is not.

    Parameters
    ----------
    first, last : first and last month of the window, as month numbers.

    Examples
    --------
    >>> window = month_id(2026, 3), month_id(2027, 2)
    >>> [months_over(*window, dt.date(*day)) for day in ((2026, 3, 1), (2026, 11, 27), (2027, 3, 1), (2025, 1, 1))]
    [0, 8, 12, 0]
    """
    return min(max(month_of_day(day) - first, 0), last - first + 1)
