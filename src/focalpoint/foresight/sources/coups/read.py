"""Coup attempts by State and year: from the list of events, or from a table of countries and years."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import RAW, Check, Context, Typed, choice, text, typed, whole
from focalpoint.foresight.sources.grid import LINE

OUTCOMES = {"1": "failed", "2": "successful"}


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into coup_attempts (a count, or 1 for "at least one") and coup_any (0 or 1) by State and year."""
    if context.layout.name == "events":
        return _events(raw, context)
    values = [choice("coup_attempts", {"0": "0", "1": "1"}, raw="cou.any")]
    done = country_year.table(raw, context, values, scheme="cow", code="ccode", dated=True)
    return done._replace(frame=_with_any(done.frame))


def _events(raw: pl.DataFrame, context: Context) -> Typed:
    described = [
        text("_unit", raw="ccode", required=True),
        country_year.year(),
        whole("month", low=0, high=12, severity="warning"),
        whole("day", low=0, high=31, severity="warning"),
        choice("outcome", OUTCOMES, raw="coup"),
    ]
    same = pl.struct(*[pl.col(RAW + name) for name in ("ccode", "year", "month", "day", "coup")])
    again = Check(
        "duplicate-event",
        "ccode",
        ~same.is_first_distinct(),
        "every coup once",
        "It was counted; delete the row if it is the same coup.",
        "warning",
    )
    rows, wrong = typed(raw, described, context, [again, *country_year.not_ahead(context)])
    yearly = rows.group_by("_unit", "year", maintain_order=True).agg(
        pl.col(LINE).min(), coup_attempts=pl.len().cast(pl.Int64)
    )
    yearly, off = country_year.located(yearly, "cow", "_unit", dated=True, column="ccode")
    yearly, second = country_year.one_unit_a_state(yearly, "cow", "_unit", column="ccode")
    frame = _with_any(yearly.select("iso3", "year", "coup_attempts"))
    return Typed(frame, pl.concat([wrong, off, second]))


def _with_any(frame: pl.DataFrame) -> pl.DataFrame:
    attempts = pl.col("coup_attempts").cast(pl.Int64)
    return frame.with_columns(attempts, coup_any=(attempts > 0).cast(pl.Int64))
