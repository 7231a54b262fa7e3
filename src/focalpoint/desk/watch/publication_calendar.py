"""What the publisher of the record has published by a day, from its calendar: pure functions, no network.

UCDP publishes the final year in June of the next, and the candidate events of a month about three weeks after its end.
A month of patience is added to both, so that a banner never asks for what is not there yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from focalpoint.reference.calendar import month_id, month_of, parse_month, year_of

FINAL_FROM = 7  # month of the year in which the final figures of the year before are there
LATE = 2  # months between a month of candidate events and the month in which they are surely there
FINAL = "final"


def final_year(today: int) -> int:
    """Return the newest year whose final figures are published in a month.

    >>> from focalpoint.reference.calendar import month_id
    >>> final_year(month_id(2026, 11)), final_year(month_id(2026, 6))
    (2025, 2024)
    """
    return year_of(today) - (1 if month_of(today) >= FINAL_FROM else 2)


def newer_sentence(origin: int, data: Sequence[Mapping[str, Any]], today: int) -> str:
    """Say which newer data are published; empty when a release has them all.

    Parameters
    ----------
    origin : the last month of data of the release.
    data : its stretches of the record: first and last month as text, and the basis, null where it is not known.
    today : the month it is.
    """
    year = final_year(today)
    is_final = _is_final(month_id(year, 12), origin, data)
    candidates = max(origin, month_id(year, 12)) < today - LATE
    said = {"year": year, "candidates": year_of(today - LATE)}
    if not is_final and candidates:
        return _("Newer data are published: final for %(year)s, candidates of %(candidates)s.") % said
    if not is_final:
        return _("Newer data are published: final for %(year)s.") % said
    return _("Newer data are published: candidates of %(candidates)s.") % said if candidates else ""


def _is_final(month: int, origin: int, data: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the record of a month is final; where its basis is not known, a month that is there is."""
    if month > origin:
        return False
    said = [each["basis"] for each in data if parse_month(each["first"]) <= month <= parse_month(each["last"])]
    return not said or said[-1] in {FINAL, None}
