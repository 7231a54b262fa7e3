"""What was done to civilians in a State: how many, how often, since when, how steadily, by which violence."""

import numpy as np

from focalpoint.foresight.features.inputs import log1p, monthly_values, published, unknown
from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.features.windows import (
    Array,
    earlier,
    known_months,
    rolling_max,
    rolling_sd,
    rolling_sum,
    since,
)
from focalpoint.foresight.panel.shape import Panel

LONG = 60


def history(panel: Panel) -> dict[str, Array]:
    """Civilians killed, events and all deaths over the windows, as log(1 + sum), and how much of it is known."""
    civilians, events, deaths = (monthly_values(panel, name) for name in ("civilians", "ged_events", "ged_deaths_best"))
    found = {f"civilians_{w}": log1p(rolling_sum(civilians, w)) for w in settings().windows}
    found |= {f"events_{w}": log1p(rolling_sum(events, w)) for w in settings().windows}
    found |= {f"deaths_{w}": log1p(rolling_sum(deaths, w)) for w in (3, 12)}
    return found | {"killing_unknown": unknown(civilians), "months_known": known_months(civilians, LONG)}


def calm(panel: Panel) -> dict[str, Array]:
    """Months since civilians were last killed, and since many were killed in one month."""
    civilians = monthly_values(panel, "civilians")
    cap, severe = settings().since_cap, settings().severe_month
    return {"months_since_killing": since(civilians, 1, cap), "months_since_severe": since(civilians, severe, cap)}


def course(panel: Panel) -> dict[str, Array]:
    """Whether killing grows, how unsteady it is, its worst month, and in how many months it happened."""
    civilians = monthly_values(panel, "civilians")
    found = {}
    for half in (3, 6, 12):
        recent = rolling_sum(civilians, half)
        found[f"civilians_trend_{2 * half}"] = log1p(recent) - log1p(earlier(recent, half))
    any_killed = np.where(np.isnan(civilians), np.nan, civilians > 0)
    for window in (12, LONG):
        found[f"civilians_peak_{window}"] = log1p(rolling_max(civilians, window))
        found[f"months_with_killing_{window}"] = rolling_sum(any_killed, window)
    return found | {f"civilians_spread_{w}": rolling_sd(log1p(civilians), w) for w in (12, 24)}


def kinds(panel: Panel) -> dict[str, Array]:
    """Events of one-sided, state-based and non-state violence over windows, as log(1 + count)."""
    windows = {"one_sided": (3, 12, LONG), "state_based": (3, 12, LONG), "non_state": (3, 12)}
    return {
        f"{kind}_{window}": log1p(rolling_sum(monthly_values(panel, f"ged_{kind}"), window))
        for kind, spans in windows.items()
        for window in spans
    }


def perpetrators(panel: Panel) -> dict[str, Array]:
    """One-sided killing in the last published year: in all, by governments, by other groups."""
    columns = {"osv_last": "osv_best", "osv_government": "osv_gov_best", "osv_other_groups": "osv_nongov_best"}
    return {name: log1p(published(panel, column)) for name, column in columns.items()}
