"""Tables that come by month or by year from their producers, each row from the newest vintage that has it."""

import datetime as dt

import polars as pl

from focalpoint.foresight.panel.columns import MONTHLY, NOT_NAMED_IS_ZERO, SAME_FOR_ALL, YEARLY
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.rules import rules
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.countries import watched


def monthly_tables(store: Store, known_at: dt.date, table: pl.DataFrame) -> tuple[pl.DataFrame, list[Vintage]]:
    """Add the monthly columns of other sources to a complete grid; what a source does not have is null.

    Returns
    -------
    The wider table, sorted by unit and month; the vintages that were read.
    """
    used: list[Vintage] = []
    for source, columns in MONTHLY.items():
        given, vintages = _newest(store, source, known_at, "month", columns)
        table = table.join(given, on=["unit", "month"], how="left")
        used += vintages
    return table.sort("unit", "month"), used


def yearly_tables(store: Store, known_at: dt.date, last: int) -> tuple[pl.DataFrame, list[Vintage]]:
    """Lay out every yearly column on the complete grid to a last year; what a source does not have is null.

    Returns
    -------
    unit, year and the columns of every yearly source, sorted; the vintages that were read.
    """
    table, used = grid(tuple(state.iso3 for state in watched()), range(rules().first_year, last + 1), "year"), []
    for source, columns in YEARLY.items():
        given, vintages = _newest(store, source, known_at, "year", columns)
        table = table.join(given, on=["unit", "year"], how="left")
        used += vintages
    return _not_named(_not_listed(_with_life(table.sort("unit", "year")), used)).drop("alive"), used


def _with_life(table: pl.DataFrame) -> pl.DataFrame:
    """Say of each year whether the State existed in it for at least a day: alive."""
    lives = pl.DataFrame(
        [(state.iso3, state.start.year, state.end.year if state.end else 9999) for state in watched()],
        schema={"unit": pl.String, "born": pl.Int32, "gone": pl.Int32},
        orient="row",
    )
    alive = pl.col("year").is_between("born", "gone").alias("alive")
    return table.join(lives, on="unit", how="left", maintain_order="left").with_columns(alive).drop("born", "gone")


def _not_named(table: pl.DataFrame) -> pl.DataFrame:
    """A State that a covered year's general debate does not name was named by no speech, if it existed."""
    filled = table.with_columns(
        pl.when("alive")
        .then(pl.coalesce(pl.col(name), pl.col(name).max().over("year")))
        .otherwise(pl.col(name))
        .alias(name)
        for name in SAME_FOR_ALL
    )
    covered = pl.col("alive") & pl.col("speeches").is_not_null()
    return filled.with_columns(_zero_where(covered, name) for name in NOT_NAMED_IS_ZERO)


def _not_listed(table: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """A State that a complete list does not name in a covered year had no such event, if it existed."""
    for listed in rules().complete_lists:
        over = [min(int(v.last), v.known_at.year - 1) for v in used if v.source == listed.source and v.last]
        if over:
            covered = pl.col("alive") & pl.col("year").is_between(listed.since, max(over))
            table = table.with_columns(_zero_where(covered, listed.column))
    return table


def _zero_where(covered: pl.Expr, name: str) -> pl.Expr:
    return pl.when(covered).then(pl.col(name).fill_null(0.0)).otherwise(pl.col(name)).alias(name)


def _newest(
    store: Store, source: str, known_at: dt.date, period: str, columns: tuple[str, ...]
) -> tuple[pl.DataFrame, list[Vintage]]:
    """Return one source's table, each row from the newest vintage that has it."""
    schema = {"unit": pl.String, period: pl.Int32} | dict.fromkeys(columns, pl.Float64)
    vintages = store.known(source, known_at)
    parts = [pl.LazyFrame(schema=schema), *(_cut(store.frame(vintage), period, columns) for vintage in vintages)]
    merged = pl.concat(parts).collect().unique(["unit", period], keep="first", maintain_order=True)
    return merged, vintages


def _cut(frame: pl.LazyFrame, period: str, columns: tuple[str, ...]) -> pl.LazyFrame:
    present = frame.collect_schema().names()
    return frame.filter(pl.col("iso3").is_not_null()).select(
        pl.col("iso3").alias("unit"),
        pl.col(period).cast(pl.Int32),
        *(pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in columns),
    )
