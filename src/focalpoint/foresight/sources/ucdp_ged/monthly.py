"""From a GED file to the monthly panel in one go: the fast road that the benchmark measures."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from focalpoint.foresight.sources import reading
from focalpoint.reference.calendar import EPOCH_YEAR

NEEDED = (
    "id",
    "code_status",
    "type_of_violence",
    "country_id",
    "date_start",
    "date_end",
    "deaths_civilians",
    "low",
    "best",
    "high",
)


@dataclass(frozen=True)
class Monthly:
    """Country-months with at least one event, and the issues of the file they are from."""

    frame: pl.DataFrame
    issues: pl.DataFrame
    release: str | None
    rows_read: int
    rows_kept: int


def monthly(path: Path, *, known_at: dt.date | None = None) -> Monthly:
    """Read, check and add up a GED file.

    Parameters
    ----------
    path : a yearly or candidate release, in any container that ``reading.read`` opens.
    known_at : the day the file was known; later events are issues.

    Returns
    -------
    Columns of ``by_month``. Every row is checked, in the columns that the panel needs; only rows that fail cost time.

    Raises
    ------
    FocalpointError : the file cannot be opened, or is not GED.
    """
    first = reading.read(path, known_at=known_at, only=NEEDED)[0]
    return Monthly(by_month(first.frame), first.issues, first.release, first.rows_read, first.rows_kept)


def by_month(events: pl.DataFrame) -> pl.DataFrame:
    """Add canonical UCDP events up by State and month.

    The month of an event is the month of its first day; deaths of an event of several days are not split. Events of
    units off the watch list (iso3 null) are left out; their note is in the issues table.

    Returns
    -------
    iso3, month, ged_events, ged_deaths_low, ged_deaths_best, ged_deaths_high, civilians, civilians_low,
    civilians_high, ged_peak_event (deaths), ged_state_based, ged_non_state, ged_one_sided (events); sorted. UCDP codes
    civilian deaths with a best figure only. Where killing is one-sided every death is a civilian's, so the event's low
    and high are theirs; elsewhere the bounds are ``min(civilians, low)`` and ``civilians`` plus
    what ``high`` has over ``best``.

    Examples
    --------
    >>> events = pl.DataFrame({"iso3": ["MMR"] * 2, "date_start": [dt.date(1992, 2, 29), dt.date(1992, 2, 1)],
    ...                        "kind": ["one_sided", "state_based"], "low": [30, 2], "best": [34, 4],
    ...                        "high": [40, 9], "civilians": [34, 1]})
    >>> by_month(events).select("iso3", "month", "ged_events", "ged_deaths_best", "civilians", "civilians_high").rows()
    [('MMR', 146, 2, 38, 35, 46)]
    """
    start, one_sided = pl.col("date_start").dt, pl.col("kind") == "one_sided"
    low, best, high, civilians = (pl.col(name) for name in ("low", "best", "high", "civilians"))
    month = (start.year() - EPOCH_YEAR).cast(pl.Int64) * 12 + start.month()
    return (
        events.lazy()
        .filter(pl.col("iso3").is_not_null())
        .group_by("iso3", month.alias("month"))
        .agg(
            ged_events=pl.len().cast(pl.Int64),
            ged_deaths_low=low.sum(),
            ged_deaths_best=best.sum(),
            ged_deaths_high=high.sum(),
            civilians=civilians.sum(),
            civilians_low=pl.when(one_sided).then(low).otherwise(pl.min_horizontal(civilians, low)).sum(),
            civilians_high=pl.when(one_sided).then(high).otherwise(civilians + pl.max_horizontal(high - best, 0)).sum(),
            ged_peak_event=best.max(),
            ged_state_based=(pl.col("kind") == "state_based").sum().cast(pl.Int64),
            ged_non_state=(pl.col("kind") == "non_state").sum().cast(pl.Int64),
            ged_one_sided=one_sided.sum().cast(pl.Int64),
        )
        .sort("iso3", "month")
        .collect()
    )
