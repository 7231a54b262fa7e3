"""Months that no file of UCDP events covers, between the last final month and the newest one."""

from collections.abc import Iterable

from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.provenance import AGGREGATED, EVENTS, is_extract, is_final
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import parse_month

AGGREGATES = {AGGREGATED, "ucdp_candidate_panel"}


def missing_months(vintages: Iterable[Vintage]) -> list[int]:
    """Return the months after the last final one that no file covers, though a later month is covered.

    Examples
    --------
    >>> yearly = Vintage("a", source="ucdp_ged_panel", release="26.1", first="1989-01", last="2025-12")
    >>> march = Vintage("b", source="ucdp_candidate", release="26.0.3", first="2026-01", last="2026-03")
    >>> [month - parse_month("2025-12") for month in missing_months([yearly, march])]
    [1, 2]
    """
    known = list(vintages)
    covered = {month for one in known for month in covers(one)}
    final = {month for one in known if is_final(one) for month in covers(one)}
    return [month for month in range(max(final or covered, default=0), max(covered, default=0)) if month not in covered]


def covers(vintage: Vintage) -> range:
    """Return the months for which a file speaks of the whole world; its events of other months only revise."""
    if vintage.source in AGGREGATES and vintage.first:
        return range(parse_month(vintage.first), parse_month(vintage.last) + 1)
    if vintage.source not in EVENTS or is_extract(vintage):
        return range(0)
    said = edition_of(vintage)
    return range(said.first, said.last + 1)
