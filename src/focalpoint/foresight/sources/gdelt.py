"""What both GDELT event readers share: the columns they need, CAMEO roots, and the count by country and month."""

from collections.abc import Sequence

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import units
from focalpoint.foresight.sources.columns import Column, Context, Typed
from focalpoint.foresight.sources.events import as_events
from focalpoint.reference.calendar import EPOCH_YEAR

PROTEST = ("14",)
CONFLICT = ("18", "19", "20")
# ActionGeo_Type on UCDP's scale: country, US state, US city, city, province. A province or country is never a point.
WHERE_PREC = {"0": "7", "1": "6", "2": "4", "3": "1", "4": "1", "5": "4"}
NOWHERE = 7
# "Madeupville, Plateaux, Togo" ends with the country; "Vietnam, Republic Of" turns it round.
COUNTRY = r"(?i)([^,]+?)\s*(?:,\s*Republic of\s*)?$"


def read_events(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn GDELT rows into canonical events, with ``root`` (CAMEO root code), ``goldstein`` and ``mentions`` behind.

    GDELT counts reports, not deaths: low, best, high and civilians are null and every kind is "other". The State is the
    one in which the action took place, by the last part of the name of the place.
    """
    rows, found = c.typed(raw, _described(context), context, [c.unique("GLOBALEVENTID", what="id")])
    rows = rows.with_columns(_country=pl.col("place").str.extract(COUNTRY, 1).str.strip_chars())
    rows, strangers = units.locate(rows, "name", "_country", pl.lit(None), column="ActionGeo_FullName")
    vague = pl.col("where_prec").cast(pl.Int64)
    rows = rows.with_columns(
        date_end=pl.col("date_start"),
        date_prec=pl.lit(1),
        where_prec=pl.when(vague != NOWHERE).then(vague),
        kind=pl.lit("other"),
    )
    events = as_events(rows, context.source.id)
    extra = rows.select("root", "goldstein", "mentions")
    return Typed(pl.concat([events, extra], how="horizontal"), pl.concat([found, strangers]))


def by_month(events: pl.DataFrame) -> pl.DataFrame:
    """Count GDELT events by State and month: material conflict (roots 18 to 20) and protest (root 14).

    Returns
    -------
    iso3, month, media_conflict, media_protest, media_goldstein (mean over the conflict events; null when none); sorted.

    Examples
    --------
    >>> import datetime as dt
    >>> rows = pl.DataFrame({"iso3": ["TGO"] * 3, "date_start": [dt.date(2016, 3, 1)] * 3, "root": ["19", "14", "04"],
    ...                      "goldstein": [-10.0, -6.5, 1.0]})
    >>> by_month(rows).rows()
    [('TGO', 435, 1, 1, -10.0)]
    """
    start, conflict = pl.col("date_start").dt, pl.col("root").is_in(CONFLICT)
    return (
        events.filter(pl.col("iso3").is_not_null())
        .group_by("iso3", month=(start.year() - EPOCH_YEAR).cast(pl.Int64) * 12 + start.month())
        .agg(
            media_conflict=conflict.sum().cast(pl.Int64),
            media_protest=pl.col("root").is_in(PROTEST).sum().cast(pl.Int64),
            media_goldstein=pl.col("goldstein").filter(conflict).mean(),
        )
        .sort("iso3", "month")
    )


def _described(context: Context) -> Sequence[Column]:
    return [
        c.text("event_id", raw="GLOBALEVENTID", required=True),
        c.day("date_start", raw="SQLDATE", required=True, formats=(c.COMPACT, c.ISO), known_at=context.known_at),
        c.text("root", raw="EventRootCode", required=True),
        c.number("goldstein", raw="GoldsteinScale", low=-10, high=10, severity="warning"),
        c.whole("mentions", raw="NumMentions", low=0),
        c.text("actor_a", raw="Actor1Name"),
        c.text("actor_b", raw="Actor2Name"),
        c.choice("where_prec", WHERE_PREC, raw="ActionGeo_Type", required=False),
        c.text("place", raw="ActionGeo_FullName"),
        c.number("lat", raw="ActionGeo_Lat", low=-90, high=90, severity="warning"),
        c.number("lon", raw="ActionGeo_Long", low=-180, high=180, severity="warning"),
    ]
