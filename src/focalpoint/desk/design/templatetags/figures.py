"""Figures as they are printed."""

import datetime as dt
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from focalpoint.desk.design import likelihood
from focalpoint.desk.design.status import status_note
from focalpoint.reference.calendar import first_day
from focalpoint.reference.countries import UnknownState, Unlisted, unit

register = template.Library()


@register.filter
def figure(value: float | None, places: int = 0) -> str:
    """Write a number with grouped thousands; a dash when it is not known."""
    if not isinstance(value, int | float):
        return "–"
    written = number_format(f"{value:.{places}f}", decimal_pos=places, use_l10n=True, force_grouping=True)
    return str(written).replace("-", "−")


@register.filter
def short(value: float | None) -> str:
    """Write a number of any size with about three significant digits."""
    if value is None:
        return "–"
    if abs(value) >= 1e6:
        return figure(value / 1e6, 1 if abs(value) < 1e8 else 0) + "\u00a0M"
    whole = abs(value - round(value)) < 0.005
    return figure(value, 0 if abs(value) >= 100 or whole else 1 if abs(value) >= 10 else 2)


@register.filter
def percent(chance: float | None) -> str:
    """Write a chance: never 0, never 100."""
    return likelihood.percent(chance if isinstance(chance, int | float) else None)


@register.filter
def interval(low: float | None, high: float | None) -> str:
    """Write an interval of chances."""
    return likelihood.interval(low, high)


@register.filter
def share(value: float | None) -> str:
    """Write a share that is no chance as whole per cent."""
    return "–" if value is None else f"{round(value * 100)}"


@register.filter
def month_name(month: int | None) -> str:
    """Write a month number as month and year in the reader's language."""
    from django.utils.dates import MONTHS

    if month is None:
        return "–"
    day = first_day(month)
    return f"{MONTHS[day.month]} {day.year}"


@register.filter
def field(row: dict[str, Any], key: str) -> Any:
    """Read one key of a mapping."""
    return row.get(key)


@register.simple_tag
def direction_of(code: str) -> str:
    """Whether a language runs from the right."""
    return "rtl" if (code or get_language() or "").split("-")[0] in {"ar", "fa", "he", "ur"} else "ltr"


@register.filter
def country(iso3: str) -> str:
    """Write a State or another place by its name; an unknown code is returned as it is, and nothing is a dash."""
    try:
        return _(unit(iso3).name) if iso3 else "–"
    except UnknownState:
        return iso3


@register.filter
def status_on(iso3: str, day: dt.date) -> str:
    """Say what must be said of the status of a place on the day of a record."""
    return status_note(iso3, day)


@register.filter
def place_note(iso3: str) -> str:
    """Say on what it rests that a place is on no list of States; nothing of a State."""
    try:
        found = unit(iso3)
    except UnknownState:
        return ""
    return _(found.reason) if isinstance(found, Unlisted) else ""
