"""The panel from the vintages of a store."""

import datetime as dt

import polars as pl

from focalpoint.foresight.panel.columns import EVENTS, MONTHLY, YEARLY
from focalpoint.foresight.panel.grid import grid, lifetimes
from focalpoint.foresight.panel.layers import event_vintages, layers, stack
from focalpoint.foresight.panel.rules import rules
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import parse_month, year_of
from focalpoint.reference.countries import recorded_under, state, watched
from focalpoint.reference.errors import FocalpointError


class NothingKnown(FocalpointError):
    """No vintage with killings by month was known on the day asked."""


def panel(store: Store, *, origin: int | None = None, known_at: dt.date) -> Panel:
    """Lay out everything that was known on a day, up to a last month of data.

    Parameters
    ----------
    store : the vintages.
    origin : last month of data to hold; the last month covered by UCDP data everywhere when not given.
    known_at : leave out every vintage that was not known on this day.

    Raises
    ------
    NothingKnown
        When no vintage with killings by month was known.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as home:
    ...     panel(Store(Path(home), snapshot=None), known_at=dt.date(2025, 1, 1))
    Traceback (most recent call last):
    focalpoint.foresight.panel.build.NothingKnown: No UCDP data were known on 2025-01-01. ...
    """
    used = [vintage for vintage in event_vintages(store) if vintage.known_at <= known_at]
    if not used:
        raise NothingKnown(
            f"No UCDP data were known on {known_at.isoformat()}.",
            todo="Ask for a later day, or add data that were known then: focalpoint add FILE --known-at DATE.",
        )
    figures, differences = stack(layers(store, used))
    covered = _covered(figures)
    last = covered[-1] if origin is None else origin
    months = range(covered[0], last + 1)
    yearly, yearly_used = _yearly(store, known_at, year_of(last))
    monthly, monthly_used = _monthly(store, known_at, _events(figures, months, yearly, used))
    return Panel(
        origin=last,
        known_at=known_at,
        first=covered[0],
        units=tuple(unit.iso3 for unit in watched()),
        monthly=monthly,
        yearly=yearly,
        inputs=(*used, *monthly_used, *yearly_used),
        revised=any(parse_month(vintage.last) > last for vintage in used),
        differences=differences.filter(pl.col("month") <= last),
    )


def _covered(figures: pl.DataFrame) -> list[int]:
    """The months in which the data speak of every unit, first to last."""
    everywhere = figures.group_by("month").len().filter(pl.col("len") == len(watched()))
    months = everywhere if not everywhere.is_empty() else figures
    return [int(month) for month in months["month"].unique().sort()]


def _events(figures: pl.DataFrame, months: range, yearly: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """Put UCDP's figures on the grid and say of each month what kind of figure it is."""
    units = tuple(unit.iso3 for unit in watched())
    rows = (
        grid(units, months, "month")
        .join(figures, on=["unit", "month"], how="left")
        .join(lifetimes(watched()), on="unit", how="left")
        .join(_hidden(figures, yearly, used), on=["unit", "month"], how="left")
    )
    alive = pl.col("month").is_between("born", "gone")
    status = (
        pl.when(pl.col("note").is_not_null())
        .then(pl.lit("unknown"))
        .when(pl.col("ged_events") > 0)
        .then(pl.lit("recorded"))
        .when(pl.col("ged_events").is_null() | ~alive)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("zero"))
    )
    known = pl.col("status").is_in(["recorded", "zero"])
    return (
        rows.with_columns(status.alias("status"))
        .with_columns(pl.when(known).then(pl.col(column)).alias(column) for column in (*EVENTS, "input"))
        .select("unit", "month", *EVENTS, "status", "note", "input")
        .sort("unit", "month")
    )


def _hidden(figures: pl.DataFrame, yearly: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """The unit-months whose events stand under another State, with the words that say so: unit, month, note."""
    under = {unit.iso3: recorded_under(unit.iso3) for unit in watched()}
    notes = pl.DataFrame(
        [(iso3, f"recorded under {state(other).name}") for iso3, other in under.items() if other],
        schema={"unit": pl.String, "note": pl.String},
        orient="row",
    )
    everywhere = figures.filter(pl.col("ged_events") == 0).join(notes, on="unit").select("unit", "month", "note")
    return pl.concat([everywhere, *(_counted_under(figures, yearly, vintage) for vintage in used)])


def _counted_under(figures: pl.DataFrame, yearly: pl.DataFrame, vintage: Vintage) -> pl.DataFrame:
    empty = pl.DataFrame(schema={"unit": pl.String, "month": pl.Int32, "note": pl.String})
    tables = [empty]
    for rule in rules().counted_under:
        if (vintage.source, vintage.release) != (rule.source, rule.release):
            continue
        said = figures.filter((pl.col("unit") == rule.unit) & (pl.col("input") == vintage.id))
        quiet = yearly.filter((pl.col("unit") == rule.unit) & (pl.col("ov_best") == 0))["year"].to_list()
        year = (pl.col("month") - 1).floordiv(12) + 1980
        tables.append(
            said.filter(~year.is_in(quiet)).select("unit", "month", pl.lit(rule.note).alias("note")),
        )
    return pl.concat(tables)


def _monthly(store: Store, known_at: dt.date, events: pl.DataFrame) -> tuple[pl.DataFrame, list[Vintage]]:
    used: list[Vintage] = []
    for source, columns in MONTHLY.items():
        table, vintages = _newest(store, source, known_at, "month", columns)
        events = events.join(table, on=["unit", "month"], how="left")
        used += vintages
    return events.sort("unit", "month"), used


def _yearly(store: Store, known_at: dt.date, last: int) -> tuple[pl.DataFrame, list[Vintage]]:
    units = tuple(unit.iso3 for unit in watched())
    table, used = grid(units, range(rules().first_year, last + 1), "year"), list[Vintage]()
    for source, columns in YEARLY.items():
        given, vintages = _newest(store, source, known_at, "year", columns)
        table = table.join(given, on=["unit", "year"], how="left")
        used += vintages
    return table.sort("unit", "year"), used


def _newest(
    store: Store, source: str, known_at: dt.date, period: str, columns: tuple[str, ...]
) -> tuple[pl.DataFrame, list[Vintage]]:
    """Return one source's table, each row from the newest vintage that has it."""
    schema = {"unit": pl.String, period: pl.Int32} | dict.fromkeys(columns, pl.Float64)
    vintages = store.known(source, known_at)
    parts = [pl.DataFrame(schema=schema).lazy()]
    for vintage in vintages:
        frame = store.frame(vintage)
        present = frame.collect_schema().names()
        parts.append(
            frame.filter(pl.col("iso3").is_not_null()).select(
                pl.col("iso3").alias("unit"),
                pl.col(period).cast(pl.Int32),
                *(pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in columns),
            )
        )
    merged = pl.concat(parts).collect().unique(["unit", period], keep="first", maintain_order=True)
    return merged, vintages
