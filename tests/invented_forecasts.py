"""Forecasts that no model made, for tests of what comes before and after the models."""

from dataclasses import dataclass
from typing import Any

import polars as pl

import bundles
from focalpoint.foresight.panel.shape import Panel


@dataclass(frozen=True)
class Made:
    """What the models would make."""

    forecasts: pl.DataFrame
    drivers: pl.DataFrame
    profile: pl.DataFrame
    scores: pl.DataFrame
    settings: dict[str, Any]


def invented(panel: Panel, *, jobs: int, progress: Any) -> Made:
    """Invent forecasts for every unit whose record is not dark, as quickly as a test needs them."""
    progress(1, 2)
    last = panel.monthly.filter(pl.col("month") == panel.origin)
    dark = last.filter(pl.col("status").is_in(["unknown", "missing"]))["unit"].to_list()
    silent = pl.col("unit").is_in(dark)
    forecasts = bundles.forecasts(origin=panel.origin).with_columns(
        pl.when(~silent).then(name).alias(name) for name in ("value", "low", "high")
    )
    progress(2, 2)
    return Made(forecasts, bundles.drivers(), bundles.profile(), bundles.scores(), {"levels": list(bundles.LEVELS)})
