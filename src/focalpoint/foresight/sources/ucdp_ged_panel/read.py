"""UCDP events already added up by country and month."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import country_month
from focalpoint.foresight.sources.columns import Check, Context, Typed
from focalpoint.reference.calendar import month_of, year_of

KEPT = "The row was kept as it is; compare with the producer's file."
DECEMBER = 12


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into counts of events and deaths by State and month; a table to December 2024 is release 25.1."""
    values = [
        c.whole("ged_events", raw="ucdp_event_count", required=True, low=0),
        c.whole("ged_deaths_best", raw="ucdp_fatalities_best", required=True, low=0, negative="negative-deaths"),
        c.whole("ged_deaths_high", raw="ucdp_fatalities_high", required=True, low=0, negative="negative-deaths"),
        c.whole("civilians", raw="ucdp_civilian_deaths", required=True, low=0, negative="negative-deaths"),
        c.whole("ged_peak_event", raw="ucdp_peak_event_fatalities", low=0, negative="negative-deaths"),
        c.whole("ged_state_based", raw="ucdp_state_based_events", low=0),
        c.whole("ged_non_state", raw="ucdp_non_state_events", low=0),
        c.whole("ged_one_sided", raw="ucdp_one_sided_events", low=0),
    ]
    best, high = pl.col("ged_deaths_best"), pl.col("ged_deaths_high")
    order = Check("best-over-high", "ucdp_fatalities_best", best > high, "best no higher than high", KEPT, "warning")
    done = country_month.table(raw, context, values, [order])
    return done._replace(release=_release(done.frame))


def _release(frame: pl.DataFrame) -> str | None:
    last = frame["month"].max()
    if not isinstance(last, int) or month_of(last) != DECEMBER:
        return None
    return f"{year_of(last) - 1999}.1"
