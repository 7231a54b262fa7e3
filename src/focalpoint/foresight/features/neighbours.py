"""What happens around a State: in its land neighbours and in its part of the world."""

import datetime as dt
import functools

import numpy as np

from focalpoint.foresight.features.inputs import log1p, monthly_values
from focalpoint.foresight.features.windows import Array, rolling_sum
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import year_of
from focalpoint.reference.countries import neighbours as bordering
from focalpoint.reference.countries import state


@functools.lru_cache(maxsize=128)
def borders(units: tuple[str, ...], year: int) -> Array:
    """Return who borders whom on 1 January of a year, array [units, units] of 0 and 1.

    >>> borders(("SDN", "SSD", "UGA"), 2012)[0].tolist(), borders(("SDN", "SSD", "UGA"), 2011)[0].tolist()
    ([0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
    """
    place = {unit: number for number, unit in enumerate(units)}
    touching = np.zeros((len(units), len(units)))
    for unit, row in place.items():
        near = [place[other] for other in bordering(unit, dt.date(year, 1, 1)) if other in place]
        touching[row, near] = 1
    return touching


def _over_borders(panel: Panel, values: Array) -> Array:
    """Add up, month by month, the values of the neighbours a State has in that year."""
    years = np.array([year_of(month) for month in panel.months])
    parts = [borders(panel.units, int(year)) @ values[:, years == year] for year in np.unique(years)]
    return np.concatenate(parts, axis=1)


def neighbours(panel: Panel) -> dict[str, Array]:
    """Civilians killed and events in States that share a land border, and how many of these States are unknown.

    A State without land neighbours has zero; one whose neighbours are all unknown has an unknown value.
    """
    civilians, events = monthly_values(panel, "civilians"), monthly_values(panel, "ged_events")
    known = _over_borders(panel, np.isfinite(civilians).astype(np.float64))
    all_of_them = _over_borders(panel, np.ones_like(civilians))
    blind = (known == 0) & (all_of_them > 0)
    killed, seen = (
        np.where(blind, np.nan, _over_borders(panel, np.nan_to_num(values))) for values in (civilians, events)
    )
    return {
        "neighbours_civilians_3": log1p(rolling_sum(killed, 3)),
        "neighbours_civilians_12": log1p(rolling_sum(killed, 12)),
        "neighbours_civilians_60": log1p(rolling_sum(killed, 60)),
        "neighbours_events_12": log1p(rolling_sum(seen, 12)),
        "neighbours_unknown": all_of_them - known,
    }


def region(panel: Panel) -> dict[str, Array]:
    """Civilians killed in the other States of the same part of the world (UN M49 subregion)."""
    parts = [state(unit).subregion for unit in panel.units]
    together = np.array([[a == b for b in parts] for a in parts], dtype=np.float64) - np.eye(len(parts))
    killed = together @ np.nan_to_num(monthly_values(panel, "civilians"))
    return {f"region_civilians_{w}": log1p(rolling_sum(killed, w)) for w in (3, 12, 60)}
