"""Counts of what media reported, by country and month."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import country_month
from focalpoint.foresight.sources.columns import Context, Typed


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into media_conflict, media_protest and media_goldstein by State and month."""
    return country_month.table(
        raw,
        context,
        [
            c.whole("media_conflict", raw="gdelt_conflict_event_count", required=True, low=0),
            c.whole("media_protest", raw="gdelt_protest_event_count", required=True, low=0),
            c.number("media_goldstein", raw="gdelt_goldstein_mean", low=-10, high=10, severity="warning"),
        ],
    )
