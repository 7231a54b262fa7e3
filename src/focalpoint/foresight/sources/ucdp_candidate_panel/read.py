"""UCDP candidate events already added up by country, month and type of violence."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import country_month
from focalpoint.foresight.sources.columns import Column, Context, Typed

TYPES = {"sb": "state-based", "ns": "non-state", "os": "one-sided"}
GIVEN = ("events", "best")
WHERE_KNOWN = ("low", "high", "civilians", "unknown")


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into events and deaths by State, month and type; what was not at hand for a month is unknown.

    The release of the table is the list of the releases of its rows.
    """
    values = [
        c.text("edition", raw="release", required=True),
        *(_count(f"{kind}_{name}", required=True) for name in GIVEN for kind in TYPES),
        *(_count(f"{kind}_{name}", required=False) for name in WHERE_KNOWN for kind in TYPES),
        _count("events_not_clear", required=False),
    ]
    done = country_month.table(raw.rename({"iso3": country_month.CODE}), context, values)
    named = done.frame["edition"].drop_nulls().unique(maintain_order=True)
    return done._replace(release="+".join(named.sort()) or None)


def _count(name: str, *, required: bool) -> Column:
    return c.whole(name, required=required, low=0, negative="negative-deaths")
