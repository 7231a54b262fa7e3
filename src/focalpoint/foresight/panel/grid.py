"""The empty panel: every unit in every month and year, and whether the State was there."""

import datetime as dt

import polars as pl

from focalpoint.reference.calendar import month_of_day
from focalpoint.reference.countries import State


def grid(units: tuple[str, ...], periods: range, name: str) -> pl.DataFrame:
    """Return every unit in every period, sorted.

    >>> grid(("AAA", "BBB"), range(1, 3), "month").rows()
    [('AAA', 1), ('AAA', 2), ('BBB', 1), ('BBB', 2)]
    """
    left = pl.DataFrame({"unit": sorted(units)}, schema={"unit": pl.String})
    return left.join(pl.DataFrame({name: periods}, schema={name: pl.Int32}), how="cross").sort("unit", name)


def lifetimes(states: tuple[State, ...]) -> pl.DataFrame:
    """Return the first and last month in which each State existed for at least a day: unit, born, gone."""
    rows = [(s.iso3, month_of_day(s.start), month_of_day(s.end or dt.date.max)) for s in states]
    return pl.DataFrame(rows, schema={"unit": pl.String, "born": pl.Int32, "gone": pl.Int32}, orient="row")
