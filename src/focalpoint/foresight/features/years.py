"""What a calendar year adds for the onset of one-sided killing: the official country-year record up to that year."""

import numpy as np

from focalpoint.foresight.features.inputs import log1p
from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.features.windows import Array, carried, rolling_sum, since
from focalpoint.foresight.panel.shape import Panel, year_matrix

EVER = 40  # years: longer than the record


def record(panel: Panel) -> dict[str, Array]:
    """One-sided killing and war over one to ten years; arrays [units, years], a year included in its own windows."""
    killed, most = year_matrix(panel, "osv_best"), year_matrix(panel, "osv_high")
    found = {f"year_osv_{w}": log1p(rolling_sum(killed, w)) for w in (1, 3, 5, 10)}
    found |= {
        "year_osv_high": log1p(most),
        "year_osv_worst": log1p(_past_max(killed)),
        "year_osv_since_severe": since(killed, settings().severe_year, EVER),
        "year_osv_government_3": log1p(rolling_sum(year_matrix(panel, "osv_gov_best"), 3)),
        "year_osv_other_groups_3": log1p(rolling_sum(year_matrix(panel, "osv_nongov_best"), 3)),
    }
    for name in ("sb", "ns", "ov"):
        found[f"year_{name}_3"] = log1p(rolling_sum(year_matrix(panel, f"{name}_best"), 3))
    return found


def optional(panel: Panel) -> dict[str, Array]:
    """Exclusion, coups and infant mortality from files the user adds; unknown without them."""
    carry = settings().carry_years
    coups = year_matrix(panel, "coup_attempts")
    return {
        "year_excluded_share": carried(year_matrix(panel, "excluded_share"), carry),
        "year_discriminated_share": carried(year_matrix(panel, "discriminated_share"), carry),
        "year_coups_5": rolling_sum(coups, 5),
        "year_infant_mortality_igme": log1p(carried(year_matrix(panel, "infant_mortality"), carry)),
    }


def _past_max(values: Array) -> Array:
    low = np.maximum.accumulate(np.where(np.isnan(values), -np.inf, values), axis=1)
    return np.where(np.isfinite(low), low, np.nan)
