"""The structural profile of each State: its last known figures, where they are in the world, and what is unknown."""

import functools
from dataclasses import replace
from importlib.resources import files

import numpy as np
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.features.dating import last_published, newest
from focalpoint.foresight.panel.columns import YEARLY
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import year_of


class Indicator(BaseModel):
    """One figure of the profile."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    label: str
    unit: str
    source: str


class Choice(BaseModel):
    """What a profile shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    carry_years: int
    indicators: tuple[Indicator, ...]


@functools.cache
def choice() -> Choice:
    """Read ``settings/profile.yaml``.

    >>> choice().version
    'profile-1'
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "profile.yaml").read_text(encoding="utf-8")
    return Choice.model_validate(yaml.safe_load(text))


def profile(panel: Panel, chosen: Choice) -> pl.DataFrame:
    """Lay out the last known figure of every State and indicator.

    Parameters
    ----------
    panel : the panel; an indicator it has no column for is unknown everywhere. Of a past origin, a figure counts as
        known only when it was published by then (``features/settings.yaml``); of the newest, when it is there.
    chosen : which indicators, and how old a figure may be.

    Returns
    -------
    unit, indicator, label, value, year, unit_text, world_rank_share (share of the other known States with a smaller
    figure, ties half; null when unknown or alone), status ("known" | "unknown"), source.
    """
    settled = _published(panel)
    return pl.concat(_one(settled, indicator, chosen.carry_years) for indicator in chosen.indicators)


def _published(panel: Panel) -> Panel:
    """Leave out country-years that are sums of candidate months: a profile does not say that a figure will change."""
    if "provisional" not in panel.yearly.columns:
        return panel
    held = [name for name in YEARLY["ucdp_ov"] if name in panel.yearly.columns]
    kept = (pl.when(~pl.col("provisional")).then(pl.col(name)).alias(name) for name in held)
    return replace(panel, yearly=panel.yearly.with_columns(kept))


def _one(panel: Panel, indicator: Indicator, carry: int) -> pl.DataFrame:
    units, oldest = len(panel.units), year_of(panel.origin) - carry
    value, year = np.full(units, np.nan), np.full(units, np.nan)
    if indicator.column in panel.yearly.columns:
        last = last_published(panel, indicator.column, panel.origin) if panel.revised else year_of(panel.origin)
        value, found = newest(panel, indicator.column, oldest, last)
        year = np.where(found > 0, found, np.nan)
    columns = {"value": value, "year": year, "world_rank_share": standing(value)}
    return (
        pl.DataFrame({"unit": panel.units, **columns})
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(
            pl.col("year").cast(pl.Int32),
            pl.when(pl.col("value").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("known")).alias("status"),
            indicator=pl.lit(indicator.column),
            label=pl.lit(indicator.label),
            unit_text=pl.lit(indicator.unit),
            source=pl.lit(indicator.source),
        )
        .select("unit", "indicator", "label", "value", "year", "unit_text", "world_rank_share", "status", "source")
    )


def standing(values: np.ndarray) -> np.ndarray:
    """Share of the other known values that are smaller, ties counting half; NaN for an unknown or a lone value.

    >>> standing(np.array([5.0, 1.0, np.nan, 5.0, 9.0])).round(3)
    array([0.5, 0. , nan, 0.5, 1. ])
    """
    known = ~np.isnan(values)
    found = np.full(len(values), np.nan)
    if known.sum() < 2:
        return found
    held = np.sort(values[known])
    under, upto = np.searchsorted(held, values[known]), np.searchsorted(held, values[known], side="right")
    found[known] = (under + 0.5 * (upto - under - 1)) / (len(held) - 1)
    return found
