"""Tables of UCDP events that come already added up by country and month: the months they give, and on what basis."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from focalpoint.foresight.panel.candidate_table import candidate_months
from focalpoint.foresight.panel.columns import EVENTS
from focalpoint.foresight.panel.estimate import TYPES, civilian_shares, settings
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.rules import CountedUnder, rules
from focalpoint.foresight.panel.spread import TOTALS, separated
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import EPOCH_YEAR, parse_month
from focalpoint.reference.countries import watched

YEAR = (pl.col("month") - 1).floordiv(12) + EPOCH_YEAR
Months = tuple[pl.DataFrame, pl.DataFrame]


def final_months(store: Store, vintage: Vintage, known_at: dt.date, *, separate: bool) -> Months:
    """Return what a table of a yearly release says, and the unit-months it speaks for.

    A State that the table counts under another one has months of its own where UCDP's country-year file of the same
    release gives its totals (``counted_under`` in rules.yaml); elsewhere its ``basis`` is null: nothing is known.

    Parameters
    ----------
    store, vintage : the table.
    known_at : day on which the country-year file must have been known.
    separate : false leaves the table as it was published.

    Returns
    -------
    figures : unit, month, the columns of ``EVENTS``; cover : unit, month, basis.
    """
    given = store.frame(vintage).filter(pl.col("iso3").is_not_null() & (pl.col("ged_events") > 0))
    present = given.collect_schema().names()
    figures = given.select(
        pl.col("iso3").alias("unit"),
        pl.col("month").cast(pl.Int32),
        *(pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in EVENTS),
    ).with_columns(civilians_coded="civilians")
    found, cover = figures.collect(), _everywhere(vintage).with_columns(basis=pl.lit("final"))
    for rule in rules().counted_under:
        if (rule.source, rule.release) == (vintage.source, vintage.release):
            found, cover = _of_rule(found, cover, rule, _totals(store, rule, known_at), separate=separate)
    return found, cover


def _of_rule(
    figures: pl.DataFrame, cover: pl.DataFrame, rule: CountedUnder, totals: pl.DataFrame, *, separate: bool
) -> Months:
    apart, years = separated(figures, totals, rule.unit, rule.under)
    if not separate:
        apart, years = figures, years.filter(pl.col("basis") != "spread")
    own, others = cover.filter(pl.col("unit") == rule.unit), cover.filter(pl.col("unit") != rule.unit)
    known = own.drop("basis").with_columns(year=YEAR).join(years, on="year", how="left").drop("year")
    return apart, pl.concat([others, known])


def _totals(store: Store, rule: CountedUnder, known_at: dt.date) -> pl.DataFrame:
    """The published yearly totals of the table's own release: those of another one need not fit its months."""
    for vintage in store.known(rule.totals, known_at):
        if vintage.release == rule.release:
            return _yearly(store, vintage, TOTALS)
    return _no_years(TOTALS)


def provisional_months(store: Store, vintage: Vintage, known_at: dt.date) -> Months:
    """Return what a table of candidate events says, and the unit-months it speaks for; civilians estimated if need be.

    The estimate of a year looks at the years before it in the newest country-year file that was known.

    Parameters
    ----------
    store, vintage : the table.
    known_at : day on which the country-year file must have been known.

    Returns
    -------
    figures : unit, month, the columns of ``EVENTS``; cover : unit, month, basis.
    """
    table = store.frame(vintage).filter(pl.col("iso3").is_not_null()).collect()
    columns = [f"{kind}_{name}" for kind in TYPES for name in ("best", "civilians")]
    official = next(iter(store.known("ucdp_ov", known_at)), None)
    # Without the country-year file nothing is known of shares, and civilians of such months are unknown.
    units = _units() if official else ()
    years = _yearly(store, official, columns) if official else _no_years(columns)
    parts = [
        candidate_months(rows, civilian_shares(years, units, int(str(when)), settings()), settings())
        for (when,), rows in table.with_columns(year=YEAR).group_by("year", maintain_order=True)
    ]
    made = pl.concat(parts)
    cover = _everywhere(vintage).join(made.select("unit", "month", "basis"), on=["unit", "month"], how="left")
    return made.drop("basis"), cover.with_columns(pl.col("basis").fill_null("candidate"))


def _yearly(store: Store, vintage: Vintage, columns: Sequence[str]) -> pl.DataFrame:
    frame = store.frame(vintage).filter(pl.col("iso3").is_not_null())
    present = frame.collect_schema().names()
    values = (pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in columns)
    return frame.select(pl.col("iso3").alias("unit"), pl.col("year").cast(pl.Int32), *values).collect()


def _no_years(columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={"unit": pl.String, "year": pl.Int32} | dict.fromkeys(columns, pl.Float64))


def _everywhere(vintage: Vintage) -> pl.DataFrame:
    months = range(parse_month(vintage.first), parse_month(vintage.last) + 1)
    return grid(_units(), months, "month")


def _units() -> tuple[str, ...]:
    return tuple(state.iso3 for state in watched())
