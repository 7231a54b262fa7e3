"""ACLED events from a user's own export."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import units
from focalpoint.foresight.sources.columns import Check, Column, Context, Typed
from focalpoint.foresight.sources.events import as_events
from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.losses import deaths_aside, repeats

# ACLED's scales on UCDP's: a week is 3 and a month 4; the middle of a larger region is 4, which is never a point.
DATE_PREC = {"1": "1", "2": "3", "3": "4"}
WHERE_PREC = {"1": "1", "2": "2", "3": "4"}
STATE_FORCES = ("1", "State Forces")
AGAINST_CIVILIANS = "Violence against civilians"
ARMED = ("Battles", "Explosions/Remote violence", AGAINST_CIVILIANS)


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into canonical events; low and high are null, since ACLED gives one count of deaths."""
    rows, found = c.typed(raw, _described(context), context, _checks())
    aside = deaths_aside(raw, rows[LINE], found, "fatalities")
    rows, strangers = units.locate_or_name(rows, "m49", "iso", "country", pl.col("date_start").dt.year())
    targeted = pl.col("targeted").is_not_null() | (pl.col("event_type") == AGAINST_CIVILIANS)
    states = pl.any_horizontal(pl.col("inter1", "inter2").is_in(STATE_FORCES).fill_null(False))
    armed = pl.col("event_type").is_in(ARMED)
    rows = rows.with_columns(
        date_end=pl.col("date_start"),
        date_prec=pl.col("date_prec").cast(pl.Int64),
        where_prec=pl.col("where_prec").cast(pl.Int64),
        civilians=pl.when(targeted).then("best"),
        kind=pl.when(~armed).then(pl.lit("other"))
        .when(targeted).then(pl.lit("one_sided"))
        .when(states).then(pl.lit("state_based"))
        .otherwise(pl.lit("non_state")),
    )  # fmt: skip
    return Typed(as_events(rows, "acled"), pl.concat([found, strangers]), deaths_aside=aside)


def _checks() -> list[Check]:
    neither = pl.col("iso").is_null() & pl.col("country").is_null()
    return [
        *repeats("event_id_cnty", "event_type", "iso", "country", "date_start", "best"),
        Check("missing-value", "iso", neither, "some text", "Fill in iso or country, or delete the row."),
    ]


def _described(context: Context) -> list[Column]:
    return [
        c.text("event_id", raw="event_id_cnty", required=True),
        c.day("date_start", raw="event_date", required=True, formats=(c.ISO, c.SPELLED), known_at=context.known_at),
        c.choice("date_prec", DATE_PREC, raw="time_precision", required=False),
        c.text("event_type", required=True),
        c.text("actor_a", raw="actor1"),
        c.text("actor_b", raw="actor2"),
        c.text("inter1"),
        c.text("inter2"),
        c.text("targeted", raw="civilian_targeting"),
        c.text("iso"),
        c.text("country"),
        c.text("place", raw="location"),
        c.text("area", raw="admin1"),
        c.number("lat", raw="latitude", low=-90, high=90, severity="warning"),
        c.number("lon", raw="longitude", low=-180, high=180, severity="warning"),
        c.choice("where_prec", WHERE_PREC, raw="geo_precision", required=False),
        c.whole("best", raw="fatalities", required=True, low=0, negative="negative-deaths"),
    ]
