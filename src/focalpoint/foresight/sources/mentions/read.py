"""How often each State is named in the General Debate of the United Nations."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Check, Context, Typed, whole

NAMED = "speeches_by_others_mentioning"
R2P = "speeches_mentioning_responsibility_to_protect"
MEND = "Correct the smaller or the larger figure; one of them is wrong."


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into mentions, speeches and r2p_mentions by State and year."""
    values = [
        whole("mentions", raw=NAMED, required=True, low=0),
        whole("speeches", raw="speeches_total", required=True, low=1),
        whole("r2p_mentions", raw=R2P, low=0, severity="warning"),
    ]
    checks = [
        Check("part-over-whole", name, pl.col(value) > pl.col("speeches"), "no more than speeches_total", MEND)
        for name, value in ((NAMED, "mentions"), (R2P, "r2p_mentions"))
    ]
    return country_year.table(raw, context, values, scheme="iso3", code="iso3", dated=False, checks=checks)
