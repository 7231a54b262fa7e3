"""People displaced inside their country by conflict and violence, at the end of each year."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import RAW, Check, Context, Typed, text, whole

STOCK, RAW_STOCK = "Conflict Stock Displacement", "Conflict Stock Displacement (Raw)"


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into idps_conflict (people) by State and year; an empty cell is unknown, 0 is none."""
    if context.layout.name == "official":
        return _official(raw, context)
    abroad = pl.col(RAW + "coo_iso") != pl.col(RAW + "coa_iso")
    todo = "People displaced inside a country are in that country; correct one of the two codes."
    here = Check("two-countries", "coa_iso", abroad, "the same country as coo_iso", todo)
    values = [whole("idps_conflict", raw="total", required=True, low=0), text("_asylum", raw="coa_iso")]
    done = country_year.table(raw, context, values, scheme="iso3", code="coo_iso", dated=False, checks=[here])
    return done._replace(frame=done.frame.drop("_asylum"))


def _official(raw: pl.DataFrame, context: Context) -> Typed:
    """Take the raw figure where there is one, else the rounded one."""
    figures = [whole("_exact", raw=RAW_STOCK, low=0), whole("_rounded", raw=STOCK, low=0)]
    done = country_year.table(raw, context, figures, scheme="iso3", code="ISO3", dated=False, when="Year")
    people = pl.coalesce("_exact", "_rounded")
    return done._replace(frame=done.frame.select("iso3", "year", idps_conflict=people))
