"""What every table of countries by year needs: a year that has been, one row a unit and year, one unit a State."""

from collections.abc import Sequence

import polars as pl

from focalpoint.foresight.sources import issues, units
from focalpoint.foresight.sources.columns import RAW, Check, Column, Context, Typed, text, typed, whole
from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.units import Scheme
from focalpoint.reference import countries

EARLIEST_YEAR, LATEST_YEAR = 1700, 2100
Both = tuple[pl.DataFrame, pl.DataFrame]


def year(raw: str = "year") -> Column:
    """Describe a column of years; ``2001.0`` is one.

    Examples
    --------
    >>> year("Year").raw
    'Year'
    """
    return whole("year", raw=raw, required=True, low=EARLIEST_YEAR, high=LATEST_YEAR)


def not_ahead(context: Context, raw: str = "year") -> tuple[Check, ...]:
    """Describe years after the day on which the file was known; nothing when that day is not given."""
    if context.known_at is None:
        return ()
    last = context.known_at.year
    expected = f"a year up to {last}, when the file was known"
    return (Check("date-in-future", raw, pl.col("year") > last, expected, "Check the year; wait, or correct it."),)


def once(*key: str) -> Check:
    """Describe a unit (raw columns) and year that come twice: the first row is kept."""
    both = pl.struct(*[pl.col(RAW + name).str.strip_chars() for name in key], pl.col("year"))
    return Check(
        "duplicate-unit-year",
        key[0],
        pl.col("year").is_not_null() & ~both.is_first_distinct(),
        "every unit and year once",
        "The first row was kept; delete the one that is wrong.",
    )


def located(rows: pl.DataFrame, scheme: Scheme, code: str, *, dated: bool, column: str) -> Both:
    """Add ``iso3`` to every row and drop none.

    Parameters
    ----------
    rows : with ``_line``, ``year`` and the column ``code``.
    scheme, code : which code is in which column; "name" for names in words.
    dated : whether the code must have meant the State in that year. False for producers who give figures of the
        past for the territory of today.
    column : the file's own name of the column.

    Returns
    -------
    All rows, with iso3 null where there is no State of the watch list, and one issue a unit that says why.

    Examples
    --------
    >>> rows = pl.DataFrame({"_line": [2, 3], "cow": ["565", "565"], "year": [1985, 1995]})
    >>> kept, found = located(rows, "cow", "cow", dated=True, column="ccode")
    >>> kept["iso3"].to_list(), found["code"].to_list(), found["severity"].to_list()
    ([None, 'NAM'], ['not-yet-a-state'], ['note'])
    """
    kept, found = units.locate(rows, scheme, code, "year" if dated else pl.lit(None), column=column)
    late = found["code"] == "country-not-on-date"
    back = rows.join(found.filter(late).select(pl.col("line").alias(LINE)), on=LINE, how="semi")
    everything = pl.concat([kept, back.with_columns(iso3=pl.lit(None, pl.String))]).sort(LINE, maintain_order=True)
    return everything, pl.concat([found.filter(~late), _before(back, code, column)])


def _before(rows: pl.DataFrame, code: str, column: str) -> pl.DataFrame:
    """Give one note for the years in which a code meant no State: before independence or after the end."""
    spans = rows.group_by(code, maintain_order=True).agg(
        pl.col(LINE).min(), first=pl.col("year").min(), last=pl.col("year").max()
    )
    return issues.table(
        {
            "line": span[LINE],
            "column": column,
            "code": "not-yet-a-state",
            "severity": "note",
            "value": f"{span[code]} ({span['first']} to {span['last']})",
            "expected": "years in which the unit was a State of the watch list",
            "todo": "The rows are kept without a State and count for none.",
        }
        for span in spans.iter_rows(named=True)
    )


def one_unit_a_state(rows: pl.DataFrame, scheme: Scheme, code: str, *, column: str) -> Both:
    """Keep one unit for each State and year: of two, the one with the State's present code.

    Yugoslavia and Serbia both have rows for 2006, and both are Serbia of the watch list. The other row is kept without
    a State, with a warning.

    Examples
    --------
    >>> rows = pl.DataFrame({"_line": [2, 3], "gw": [345, 340], "iso3": ["SRB", "SRB"], "year": [2006, 2006]})
    >>> kept, found = one_unit_a_state(rows, "gw", "gw", column="gwid")
    >>> kept["iso3"].to_list(), found["code"].to_list()
    ([None, 'SRB'], ['second-unit-of-state'])
    """
    present = {state.iso3: str(getattr(state, scheme)) for state in countries.watched()} if scheme != "name" else {}
    own = pl.col(code).cast(pl.String).str.strip_suffix(".0") == pl.col("iso3").replace_strict(present, default=None)
    ranked = rows.with_columns(_own=own.fill_null(False)).sort("_own", descending=True, maintain_order=True)
    second = pl.col("iso3").is_not_null() & ~pl.struct("iso3", "year").is_first_distinct()
    marked = ranked.with_columns(_second=second).sort(LINE, maintain_order=True)
    found = issues.table(
        {
            "line": row[LINE],
            "column": column,
            "code": "second-unit-of-state",
            "severity": "warning",
            "value": f"{row[code]} in {row['year']}",
            "expected": f"one unit for {row['iso3']} in a year",
            "todo": "The row is kept without a State; the unit with the State's present code counts.",
        }
        for row in marked.filter("_second").iter_rows(named=True)
    )
    kept = marked.with_columns(iso3=pl.when(~pl.col("_second")).then("iso3")).drop("_own", "_second")
    return kept, found


def table(
    raw: pl.DataFrame,
    context: Context,
    values: Sequence[Column],
    *,
    scheme: Scheme,
    code: str,
    dated: bool,
    when: str = "year",
    checks: Sequence[Check] = (),
) -> Typed:
    """Read a table that has one row a unit and year.

    Parameters
    ----------
    raw, context : as every reader gets them.
    values : the value columns.
    scheme, code, dated : how the unit is named, in which raw column, and whether by the codes of the time.
    when : the raw column of the year.
    checks : further checks over the values.

    Returns
    -------
    iso3, year and the values, one row for each row that is free of errors, and the issues.
    """
    unit = text("_unit", raw=code, required=True)
    every = (once(code), *not_ahead(context, when), *checks)
    rows, wrong = typed(raw, [unit, year(when), *values], context, every)
    rows, off = located(rows, scheme, "_unit", dated=dated, column=code)
    rows, second = one_unit_a_state(rows, scheme, "_unit", column=code)
    frame = rows.select("iso3", "year", *[column.name for column in values])
    return Typed(frame, pl.concat([wrong, off, second]))
