"""UCDP georeferenced events, yearly and candidate: low, best and high kept, one row an event."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources import units
from focalpoint.foresight.sources.columns import Check, Column, Context, Typed
from focalpoint.foresight.sources.events import as_events
from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.losses import deaths_aside, repeats

KINDS = {"1": "state_based", "2": "non_state", "3": "one_sided"}
COMPARE = "Compare with the producer's file."
KEPT = "The row was kept as it is published; compare with the producer's codebook."
RAISED = "The row was kept as it is published; where it is counted, high is raised to best."
LOWERED = "The row was kept as it is published; where it is counted, low is lowered to best."
IN_FULL = "Export it in full: in R with options(scipen = 999), in a spreadsheet as a number without decimals."
NAME_IT = "Fill in country_id or country, or delete the row."
CLEAR = "Clear"
WHAT_HAPPENED = ("kind", "country_id", "date_start", "low", "best", "high", "civilians")
_ROUNDED = r"^\d(\.\d+)?[eE]\+?\d+$"


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings in the 49-column layout into canonical events.

    Parameters
    ----------
    raw : strings under UCDP's column names, and ``_line``.

    Returns
    -------
    Events; issues; the source that the coding shows: candidate events are those of a file whose coding is not done, or
    that comes without a header. Which edition a file is, content alone does not say: see ``vintages.identification``.
    """
    rows, found = c.typed(raw, described(context), context, consistent())
    rows, strangers = units.locate_or_name(rows, "gw", "country_id", "country", pl.col("date_start").dt.year())
    rows = rows.with_columns(clear=pl.col("code_status").fill_null(CLEAR) == CLEAR)
    candidate = context.headerless or not rows["clear"].all()
    source = "ucdp_candidate" if candidate else "ucdp_ged"
    frame = as_events(rows.drop(LINE), source, "candidate" if candidate else "yearly")
    aside = deaths_aside(raw, rows[LINE], found, "best", "low")
    return Typed(frame, pl.concat([found, strangers]), source_id=source, deaths_aside=aside)


def described(context: Context) -> list[Column]:
    """Describe the columns."""
    return [
        c.text("event_id", raw="id", required=True),
        c.text("country_id"),
        c.text("country"),
        c.text("code_status"),
        c.choice("kind", KINDS, raw="type_of_violence"),
        c.day("date_start", required=True, known_at=context.known_at),
        c.day("date_end", required=True, known_at=context.known_at),
        c.whole("date_prec", low=1, high=5, severity="warning"),
        c.whole("where_prec", low=1, high=7, severity="warning"),
        c.number("lat", raw="latitude", low=-90, high=90, severity="warning"),
        c.number("lon", raw="longitude", low=-180, high=180, severity="warning"),
        *(deaths(name) for name in ("low", "best", "high")),
        deaths("civilians", raw="deaths_civilians", required=False),
        deaths("unknown", raw="deaths_unknown", required=False),
        deaths("deaths_a", required=False),
        deaths("deaths_b", required=False),
        c.text("actor_a", raw="side_a"),
        c.text("actor_b", raw="side_b"),
        c.text("place", raw="where_coordinates"),
        c.text("area", raw="adm_1"),
    ]


def deaths(name: str, raw: str | None = None, *, required: bool = True) -> Column:
    """Describe a count of deaths."""
    return c.whole(name, raw=raw, required=required, low=0, negative="negative-deaths")


def consistent() -> list[Check]:
    """Describe what must agree between columns."""
    v, whole = pl.col, c.raw("id").cast(pl.Int64, strict=False).null_count() == 0
    return [
        *repeats("id", *WHAT_HAPPENED),
        Check(
            "not-an-id", "id", c.raw("id").str.contains(_ROUNDED), "a number without an exponent", IN_FULL, clear=whole
        ),
        Check("missing-value", "country_id", v("country_id").is_null() & v("country").is_null(), "some text", NAME_IT),
        Check("best-over-high", "best", v("best") > v("high"), "best no higher than high", RAISED, "warning"),
        Check("low-over-best", "low", v("low") > v("best"), "low no higher than best", LOWERED, "warning"),
        Check(
            "end-before-start", "date_end", v("date_end") < v("date_start"), "an end on or after date_start", COMPARE
        ),
        Check(
            "civilians-over-best",
            "deaths_civilians",
            v("civilians") > v("best"),
            "no more civilian deaths than best",
            KEPT,
            "warning",
        ),
    ]
