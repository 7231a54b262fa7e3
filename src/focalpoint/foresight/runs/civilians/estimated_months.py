"""The last months before an origin as they are known before the yearly release: what is hidden, and what replaces it.

From one-sided dead and all dead of a month the civilians are estimated as for the embedded months of 2025. The
snapshot has one-sided dead by year alone, so the months of a past year are given theirs by their one-sided events.
"""

import functools
from dataclasses import replace
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.panel.columns import MONTHLY, YEARLY
from focalpoint.foresight.panel.estimate import civilian_shares, estimated_civilians, settings
from focalpoint.foresight.panel.shape import Panel, until
from focalpoint.reference.calendar import EPOCH_YEAR, year_of

Floats = npt.NDArray[np.float64]
YEAR = (pl.col("month") - 1).floordiv(12) + EPOCH_YEAR
PASSES = 6
MEDIA, BY_YEAR = "gdelt_panel", "ucdp_ov"


class Hiding(BaseModel):
    """See the comments in ``settings/estimated_months.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    months: int
    not_yet_recorded: float


@functools.cache
def hiding() -> Hiding:
    """Read ``settings/estimated_months.yaml``.

    >>> hiding().months
    14
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "estimated_months.yaml").read_text(encoding="utf-8")
    return Hiding.model_validate(yaml.safe_load(text))


def with_estimated_months(panel: Panel, origin: int, chosen: Hiding, *, recorded: float = 1.0) -> Panel:
    """Return the panel up to an origin as if the last months before it were not final yet.

    In these months civilians are estimated, media reports are unknown, and UCDP's country-year record of their years is
    not published.

    Parameters
    ----------
    panel : goes on to the end of the year of the origin.
    origin : last month of data.
    chosen : how many months.
    recorded : share of the dead that are on record in these months.
    """
    held, first = until(panel, origin), origin - chosen.months + 1
    found = _estimated(panel, first, origin, recorded)
    late, open_years = pl.col("month") >= first, pl.col("year") >= year_of(first)
    monthly = held.monthly.join(found, on=["unit", "month"], how="left", maintain_order="left").with_columns(
        pl.when(late & pl.col("civilians").is_not_null()).then("estimate").otherwise("civilians").alias("civilians"),
        *(pl.when(~late).then(pl.col(name)).alias(name) for name in MONTHLY[MEDIA]),
    )
    yearly = held.yearly.with_columns(pl.when(~open_years).then(pl.col(name)).alias(name) for name in YEARLY[BY_YEAR])
    return replace(held, monthly=monthly.drop("estimate"), yearly=yearly)


def _estimated(panel: Panel, first: int, origin: int, recorded: float) -> pl.DataFrame:
    """Estimates of the months from ``first`` on: unit, month, estimate."""
    years = list(range(year_of(first), year_of(origin) + 1))
    official = panel.yearly.filter(pl.col("year").is_in(years))
    rows = (
        panel.monthly.with_columns(year=YEAR)
        .filter(pl.col("year").is_in(years))
        .join(official.select("unit", "year", "osv_best", "sb_best", "ns_best"), on=["unit", "year"], how="left")
        .with_columns(pl.col("osv_best", "sb_best", "ns_best").fill_null(0))
    )
    one_sided = pl.concat([_one_sided(part) for _, part in rows.group_by("unit", "year", maintain_order=True)])
    others, battle = pl.col("ged_deaths_best") - pl.col("os_best"), pl.col("sb_best") + pl.col("ns_best")
    share = pl.when(battle > 0).then(pl.col("sb_best") / battle).otherwise(1.0)
    typed = one_sided.filter(pl.col("month").is_between(first, origin)).select(
        "unit",
        "month",
        (pl.col("os_best") * recorded).round(0).alias("os_best"),
        (others * share * recorded).alias("sb_best"),
        (others * (1 - share) * recorded).alias("ns_best"),
    )
    shares = civilian_shares(panel.yearly.fill_null(0), panel.units, year_of(first), settings())
    made = estimated_civilians(typed, shares, settings())
    return made.select("unit", "month", pl.col("civilians").alias("estimate"))


def _one_sided(months: pl.DataFrame) -> pl.DataFrame:
    """Give the months of one State and year their one-sided dead."""
    dead, events = (
        months[name].fill_null(0).to_numpy().astype(np.float64) for name in ("ged_deaths_best", "ged_one_sided")
    )
    return months.with_columns(pl.Series("os_best", fill(float(months["osv_best"].item(0)), events, dead)))


def fill(total: float, weights: Floats, room: Floats) -> Floats:
    """Lay a total over places by weight, none above its room; what does not fit goes to those that have room left.

    Parameters
    ----------
    total : to be laid out; what finds no room is left over.
    weights, room : [places].

    Examples
    --------
    >>> fill(9, np.array([1.0, 1.0, 0.0]), np.array([2.0, 5.0, 9.0]))
    array([2., 5., 2.])
    """
    given = np.zeros_like(room)
    for weight in (*([weights] * PASSES), room):
        left, free = total - given.sum(), room - given
        open_weights = np.where(free > 0, weight, 0.0)
        if left <= 0 or open_weights.sum() == 0:
            continue
        given = given + np.minimum(free, left * open_weights / open_weights.sum())
    return given
