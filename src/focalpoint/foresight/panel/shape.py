"""The panel as a value: one row a unit and month, one row a unit and year, and where each came from."""

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from focalpoint.foresight.panel.events import no_events
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import month_label, year_of
from focalpoint.reference.errors import FocalpointError

PROVISIONAL = ("candidate", "estimate")


class BeyondThePanel(FocalpointError):
    """A month that the panel does not hold."""


@dataclasses.dataclass(frozen=True, slots=True)
class Panel:
    """Everything that is known of every unit, month by month and year by year, up to ``origin``.

    Parameters
    ----------
    origin : last month of data the panel holds (month number).
    known_at : the day on which its inputs were known; not the same thing as ``origin``.
    first : first month of the grid.
    units : ISO3 codes in the order of the rows.
    monthly : unit, month, figures, status, note, input; complete grid, sorted by unit and month.
    yearly : unit, year, figures; complete grid, sorted by unit and year, to the year of ``origin``. ``provisional`` is
        true of a year that was built from months which will change: see ``provisional.py``.
    inputs : the vintages that were read.
    revised : true when the figures of these months were known only later than the months that follow the origin,
        as in any back-test on one vintage.
    differences : unit, month, column, used, other, used_from, other_from: where two vintages disagree.
    events : the events that the figures count, up to ``origin``: the canonical columns, ``civilians_low``,
        ``civilians``, ``civilians_high`` by the rule of ``civilian_dead``, ``civilians_coded`` as UCDP's coders put it,
        ``unit``, ``month`` and ``edition`` (id of the vintage). Not one row without event files.
    uncounted : in the same columns, events of extracts that do not count, since the extract does not hold everything of
        their State and year.

    ``status`` of a month: ``recorded`` (an event is on record), ``zero`` (the month is covered and has none),
    ``missing`` (no data cover it, or the State did not exist), ``unknown`` (recorded under another State).
    Figures of missing and unknown months are null. ``note`` says why a month is unknown, or what else a State's figures
    include. ``basis`` of a known month: ``final`` (a yearly release), ``candidate`` (candidate events: will change),
    ``estimate`` (civilians estimated from one-sided and other dead), ``spread`` (an exact yearly total over months).
    """

    origin: int
    known_at: dt.date
    first: int
    units: tuple[str, ...]
    monthly: pl.DataFrame
    yearly: pl.DataFrame
    inputs: tuple[Vintage, ...]
    revised: bool
    differences: pl.DataFrame
    events: pl.LazyFrame = dataclasses.field(default_factory=no_events)
    uncounted: pl.LazyFrame = dataclasses.field(default_factory=no_events)

    @property
    def months(self) -> range:
        """The months of the grid, first to origin."""
        return range(self.first, self.origin + 1)

    @property
    def years(self) -> range:
        """The years of the grid."""
        return range(int(self.yearly["year"].item(0)), year_of(self.origin) + 1)


def matrix(panel: Panel, column: str) -> NDArray[np.float64]:
    """Return a monthly column as an array, NaN where unknown or missing.

    Returns
    -------
    array [units, months]
    """
    return _square(panel.monthly[column], len(panel.units))


def year_matrix(panel: Panel, column: str) -> NDArray[np.float64]:
    """Return a yearly column as an array, NaN where unknown or missing.

    Returns
    -------
    array [units, years]
    """
    return _square(panel.yearly[column], len(panel.units))


def _square(values: pl.Series, units: int) -> NDArray[np.float64]:
    return values.cast(pl.Float64).to_numpy().reshape(units, -1)


def final_month(panel: Panel) -> int:
    """Return the last month before the first one with a candidate or estimated figure; the origin where there is none.

    What comes after it is known only for now: it may be forecast from, and is no truth to score a forecast with.
    """
    provisional = panel.monthly.filter(pl.col("basis").is_in(PROVISIONAL))["month"].min()
    return panel.origin if provisional is None else int(str(provisional)) - 1


def until(panel: Panel, origin: int) -> Panel:
    """Return the panel cut off after the month ``origin``; figures keep their later revisions.

    Raises
    ------
    BeyondThePanel
        When the panel does not reach that month.
    """
    if not panel.first <= origin <= panel.origin:
        raise BeyondThePanel(
            f"The panel runs from {month_label(panel.first)} to {month_label(panel.origin)}; "
            f"{month_label(origin)} is outside it.",
            todo="Choose a month inside, or add data that reach it: focalpoint add FILE.",
        )
    return dataclasses.replace(
        panel,
        origin=origin,
        monthly=panel.monthly.filter(pl.col("month") <= origin),
        yearly=panel.yearly.filter(pl.col("year") <= year_of(origin)),
        differences=panel.differences.filter(pl.col("month") <= origin),
        events=panel.events.filter(pl.col("month") <= origin),
        uncounted=panel.uncounted.filter(pl.col("month") <= origin),
        revised=panel.revised or origin < panel.origin,
    )
