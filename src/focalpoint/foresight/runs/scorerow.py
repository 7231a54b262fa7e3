"""One row of the ``scores`` table of a release."""

from typing import Any

import polars as pl

from focalpoint.foresight.evaluation.inference import Interval

SCHEMA: dict[str, Any] = {
    "section": pl.String,
    "unit": pl.String,
    "year": pl.Int32,
    "window": pl.Int32,
    "threshold": pl.Float64,
    "model": pl.String,
    "metric": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
}
Row = dict[str, Any]


def row(section: str, metric: str, value: float | Interval, *, model: str = "combination", **more: Any) -> Row:
    """Return one row; what is not given is null.

    >>> row("yearly", "crps", 2.5, year=2020)["year"]
    2020
    """
    if isinstance(value, Interval):
        more = {"low": value.low, "high": value.high, "n": value.n} | more
        value = value.value
    return {**dict.fromkeys(SCHEMA), "section": section, "model": model, "metric": metric, "value": value} | more
