"""What became known after a release: deaths by State in the months of a window, and what kind of figure that is."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import month_id, year_of

Kind = Literal["one-sided", "estimate", "final"]
KINDS: tuple[Kind, ...] = ("one-sided", "estimate", "final")
# Months whose figures no later file of the publisher is expected to change.
FINAL = frozenset({"final", "spread"})


@dataclass(frozen=True)
class Span:
    """Months that a release speaks of, and how many of them are over."""

    first: int
    last: int
    over: int

    @property
    def months(self) -> int:
        """How many months there are in all."""
        return self.last - self.first + 1

    @property
    def is_whole(self) -> bool:
        """Whether all its months are over."""
        return self.over == self.months


@dataclass(frozen=True)
class Outcomes:
    """Deaths by State, null where a month is unknown: ``table`` has unit, deaths, civilians, all_deaths.

    ``basis`` is "final" when every month is, else "candidate"; ``as_of`` the day on which the newest input was known.
    """

    kind: Kind
    basis: str
    as_of: dt.date
    table: pl.DataFrame


def span(panel: Panel, first: int, last: int) -> Span:
    """Say how much of a window the panel knows."""
    return Span(first, last, min(max(panel.origin - first + 1, 0), last - first + 1))


def outcomes(panel: Panel, asked: Span) -> list[Outcomes]:
    """Sum what is known of the months of a window that are over, for every kind of truth that the panel holds.

    Parameters
    ----------
    panel : what is known today.
    asked : the window.

    Returns
    -------
    One-sided deaths first, a floor: they count deliberate killing alone. Then all civilians killed: "final" when every
    month comes from a yearly release, else "estimate". A kind of which no State is known is left out.
    """
    months = panel.monthly.filter(pl.col("month").is_between(asked.first, asked.first + asked.over - 1))
    if months.is_empty() or "basis" not in months.columns:
        return []
    whole = set(months["basis"].drop_nulls()) <= FINAL
    kinds: list[tuple[Kind, str]] = [("one-sided", "one_sided"), ("final" if whole else "estimate", "civilians")]
    basis, day = "final" if whole else "candidate", _as_of(panel, months)
    found = [Outcomes(kind, basis, day, _sums(months, column)) for kind, column in kinds]
    return [one for one in found if one.table["deaths"].count()]


def _sums(months: pl.DataFrame, column: str) -> pl.DataFrame:
    """Sum a column; a State with one unknown month is unknown."""
    return (
        months.group_by("unit")
        .agg(
            pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(alias)
            for name, alias in ((column, "deaths"), ("civilians", "civilians"), ("ged_deaths_best", "all_deaths"))
        )
        .sort("unit")
    )


def _as_of(panel: Panel, months: pl.DataFrame) -> dt.date:
    """Return the day on which the newest input behind some months was known."""
    named = {name for text in months["input"].drop_nulls().unique() for name in text.split(", ")}
    return max((one.known_at for one in panel.inputs if one.id in named), default=panel.known_at)


def onsets(panel: Panel, asked: Span, *, threshold: float, quiet: int) -> pl.DataFrame:
    """Say in which States one-sided killing began in the years of a window, as far as they are over.

    A year that has no yearly figure yet is summed from its months; a year that is not over counts once it has reached
    the threshold, and as not yet begun until then.

    Parameters
    ----------
    panel : what is known today.
    asked : whole calendar years, perhaps only partly over.
    threshold : people killed in one-sided violence in a State and calendar year.
    quiet : years below the threshold before.

    Returns
    -------
    unit, came (null where it is unknown), reached (whether a year reached the threshold, after whatever years),
    deaths (one-sided, in the months that are over), civilians, all_deaths.
    """
    first, last = year_of(asked.first), year_of(asked.first + asked.over - 1)
    years = range(first - quiet, last + 1)
    killed = np.column_stack([_one_sided(panel, year) for year in years])
    begun = definition.onsets(killed, threshold, quiet)[:, quiet:]
    months = panel.monthly.filter(pl.col("month").is_between(asked.first, asked.first + asked.over - 1))
    came = np.where((begun == 1).any(axis=1), 1.0, np.where(np.isnan(begun).any(axis=1), np.nan, 0.0))
    table = pl.DataFrame(
        {
            "unit": panel.units,
            "came": pl.Series(came, nan_to_null=True).cast(pl.Boolean),
            "reached": (killed[:, quiet:] >= threshold).any(axis=1),
        }
    )
    return table.join(_sums(months, "one_sided"), on="unit", how="left")


def _one_sided(panel: Panel, year: int) -> np.ndarray:
    """One-sided deaths of a year by State: the yearly figure, or the sum of the months that are there."""
    yearly = panel.yearly.filter(pl.col("year") == year).select("unit", "osv_best")
    months = panel.monthly.filter(pl.col("month").is_between(month_id(year, 1), min(month_id(year, 12), panel.origin)))
    rows = pl.DataFrame({"unit": panel.units}).join(yearly, on="unit", how="left", maintain_order="left")
    sums = _sums(months, "one_sided").select("unit", "deaths")
    both = rows.join(sums, on="unit", how="left", maintain_order="left")
    return both.select(pl.coalesce("osv_best", "deaths").cast(pl.Float64)).to_series().to_numpy()
