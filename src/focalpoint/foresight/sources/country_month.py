"""What every table of countries by month needs: a month that has been, and one row a State and month."""

from collections.abc import Sequence

import polars as pl

from focalpoint.foresight.sources import units
from focalpoint.foresight.sources.columns import RAW, Check, Column, Context, Typed, text, typed
from focalpoint.reference import countries
from focalpoint.reference.calendar import EPOCH_YEAR, month_of_day

CODE, MONTH = "country_iso3", "year_month"
MONTHS = 12
_FORM = r"^(\d{4})-(0[1-9]|1[0-2])$"


def table(raw: pl.DataFrame, context: Context | None, values: Sequence[Column], checks: Sequence[Check] = ()) -> Typed:
    """Read a table that has one row a State (``country_iso3``, the code of today) and month (``year_month``, YYYY-MM).

    Returns
    -------
    iso3, month (a month number) and the values, one row for each row free of errors, and the issues.

    Examples
    --------
    >>> from focalpoint.foresight.sources.columns import whole
    >>> raw = pl.DataFrame({"_line": [2, 3], "country_iso3": ["TGO", "TGO"], "year_month": ["1989-01", "1989-13"],
    ...                     "events": ["4", "1"]})
    >>> done = table(raw, None, [whole("events")])
    >>> done.frame.rows(), done.issues["code"].to_list()
    ([('TGO', 109, 4)], ['not-a-month'])
    """
    described = [text("_unit", raw=CODE, required=True), _month(), *values]
    every = [_once(), *_not_ahead(context), *checks]
    rows, found = typed(raw, described, context, every)
    rows, strangers = units.locate(rows, "iso3", "_unit", _year_of_unit(), column=CODE)
    return Typed(rows.select("iso3", "month", *[column.name for column in values]), pl.concat([found, strangers]))


def _year_of_unit() -> pl.Expr:
    """Give the year in which a code must have meant a State: any for the codes of today."""
    today = [state.iso3 for state in countries.watched()]
    year = (pl.col("month") - 1).floordiv(MONTHS) + EPOCH_YEAR
    return pl.when(~pl.col("_unit").is_in(today)).then(year)


def _month() -> Column:
    given = pl.col(RAW + MONTH).str.strip_chars()
    year, number = (given.str.extract(_FORM, group).cast(pl.Int64) for group in (1, 2))
    wrong = pl.col("month").is_null()
    check = Check("not-a-month", MONTH, wrong, "a month like 2024-03", "Write the month as YYYY-MM.")
    return Column("month", MONTH, (year - EPOCH_YEAR) * 12 + number, (check,))


def _once() -> Check:
    both = pl.struct(pl.col(RAW + CODE).str.strip_chars(), pl.col("month"))
    return Check(
        "duplicate-unit-month",
        CODE,
        pl.col("month").is_not_null() & ~both.is_first_distinct(),
        "every country and month once",
        "The first row was kept; delete the one that is wrong.",
    )


def _not_ahead(context: Context | None) -> tuple[Check, ...]:
    if context is None or context.known_at is None:
        return ()
    last = month_of_day(context.known_at)
    expected = f"a month up to {context.known_at:%Y-%m}, when the file was known"
    return (Check("date-in-future", MONTH, pl.col("month") > last, expected, "Correct the month, or wait."),)
