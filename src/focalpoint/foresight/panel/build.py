"""The panel from the vintages of a store."""

import datetime as dt

import polars as pl

from focalpoint.foresight.panel.columns import AGGREGATED, EVENTS
from focalpoint.foresight.panel.grid import grid, lifetimes
from focalpoint.foresight.panel.hidden import hidden, includes
from focalpoint.foresight.panel.layers import event_vintages, layers
from focalpoint.foresight.panel.provisional import with_provisional_years
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.panel.stack import Stacked, cover_of, stack
from focalpoint.foresight.panel.tables import monthly_tables, yearly_tables
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import month_label, parse_month, year_of
from focalpoint.reference.countries import watched
from focalpoint.reference.errors import FocalpointError


class NothingKnown(FocalpointError):
    """No vintage with killings by month was known on the day asked."""


def data_end(store: Store, known_at: dt.date) -> tuple[int, int]:
    """Return the last month to which UCDP data cover every State without a gap, and the last month with any.

    The two differ when a month in between is missing, or when newer files speak of some States only.

    Raises
    ------
    NothingKnown
        When there are none.
    """
    cover = cover_of(layers(store, known_at))
    if cover.is_empty():
        raise _nothing_known(known_at)
    return _covered(cover)[1], int(cover["month"].sort().item(-1))


def panel(store: Store, *, origin: int | None = None, known_at: dt.date, separate: bool = True) -> Panel:
    """Lay out everything that was known on a day, up to a last month of data.

    Parameters
    ----------
    store : the vintages.
    origin : last month of data to hold; the last one to which UCDP data cover every State without a gap if not given.
    known_at : leave out every vintage that was not known on this day.
    separate : give a State that a table counts under another one months of its own; false leaves tables as published.

    Raises
    ------
    NothingKnown
        When no vintage with killings by month was known, or none of those known reaches back to the origin.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as home:
    ...     panel(Store(Path(home), snapshot=None), known_at=dt.date(2025, 1, 1))
    Traceback (most recent call last):
    focalpoint.foresight.panel.build.NothingKnown: No UCDP data of whole months were known on 2025-01-01. ...
    """
    found, used = _stacked(store, known_at, separate=separate), event_vintages(store, known_at)
    figures = found.figures
    first, covered = _covered(figures)
    last = covered if origin is None else origin
    if last < first:
        raise NothingKnown(
            f"The UCDP data begin after that month, in {month_label(first)}.",
            todo="Choose an origin some years later, so that there is something to learn from.",
        )
    yearly, yearly_used = yearly_tables(store, known_at, year_of(last))
    events = _events(figures, range(first, max(last, covered) + 1), hidden(figures, used), includes(figures, used))
    monthly, monthly_used = monthly_tables(store, known_at, events.filter(pl.col("month") <= last))
    return Panel(
        origin=last,
        known_at=known_at,
        first=first,
        units=tuple(state.iso3 for state in watched()),
        monthly=monthly,
        yearly=with_provisional_years(yearly, events, [v.id for v in used if v.source == AGGREGATED]),
        inputs=(*(v for v in used if _begins(v) <= last), *monthly_used, *yearly_used),
        revised=_revised(figures, last),
        differences=found.differences.filter(pl.col("month") <= last),
        events=found.events.filter(pl.col("month").is_between(first, last)),
        uncounted=found.uncounted.filter(pl.col("month") <= last),
    )


def _begins(vintage: Vintage) -> int:
    """The month in which a vintage begins: one that begins after the origin was not read."""
    return parse_month(vintage.first) if vintage.first else 0


def _revised(figures: pl.DataFrame, last: int) -> bool:
    """Whether what speaks of the last month also speaks of later ones, and so was known only after them."""
    speaking = figures.filter(pl.col("month") == last).select("input").unique()
    ends = figures.join(speaking, on="input", how="semi")["month"].max()
    return ends is not None and int(str(ends)) > last


def _stacked(store: Store, known_at: dt.date, *, separate: bool = True) -> Stacked:
    """UCDP's figures known on a day, laid over one another."""
    found = stack(layers(store, known_at, separate=separate))
    if found.figures.is_empty():
        raise _nothing_known(known_at)
    return found


def _nothing_known(known_at: dt.date) -> NothingKnown:
    return NothingKnown(
        f"No UCDP data of whole months were known on {known_at.isoformat()}.",
        todo="Ask for a later day, or add data that were known then: focalpoint add FILE --known-at DATE. An extract"
        " counts where you say which States it is complete for: --complete-for ISO3.",
    )


def _covered(cover: pl.DataFrame) -> tuple[int, int]:
    """The first month in which the data speak of every State, and the last one before a month in which they do not.

    When they never speak of all, the months in which they speak of any count. A month behind a gap is no origin: what
    happened in between is missing.
    """
    everywhere = cover.group_by("month").len().filter(pl.col("len") == len(watched()))
    months = set((cover if everywhere.is_empty() else everywhere)["month"].to_list())
    first = last = min(months)
    while last + 1 in months:
        last += 1
    return first, last


def _events(figures: pl.DataFrame, months: range, *words: pl.DataFrame) -> pl.DataFrame:
    """Put UCDP's figures on the complete grid, with the status of each month and words on what it includes."""
    units = tuple(state.iso3 for state in watched())
    rows = grid(units, months, "month").join(figures, on=["unit", "month"], how="left")
    for more in words:
        rows = rows.join(more, on=["unit", "month"], how="left")
    return _with_status(rows.join(lifetimes(watched()), on="unit", how="left"))


def _with_status(events: pl.DataFrame) -> pl.DataFrame:
    """Say of each month what kind of figure it has; a figure that is missing or unknown is null."""
    alive = pl.col("month").is_between("born", "gone")
    status = (
        pl.when(pl.col("note").is_not_null())
        .then(pl.lit("unknown"))
        .when(pl.any_horizontal(pl.col("ged_events", "ged_deaths_best", "ged_deaths_high") > 0))
        .then(pl.lit("recorded"))
        .when(pl.col("ged_events").is_null() | ~alive)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("zero"))
    )
    known = pl.col("status").is_in(["recorded", "zero"])
    return (
        events.with_columns(status.alias("status"))
        .with_columns(
            pl.when(known).then(pl.col(column)).alias(column) for column in (*EVENTS, "input", "basis", "includes")
        )
        .with_columns(note=pl.coalesce("note", "includes"))
        .select("unit", "month", *EVENTS, "status", "note", "input", "basis")
        .sort("unit", "month")
    )
