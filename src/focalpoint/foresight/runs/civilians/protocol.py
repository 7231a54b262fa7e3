"""The choices of the back-test, read from ``settings/backtest.yaml``."""

import functools
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class Protocol(BaseModel):
    """See the comments in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    origin_month: int
    year: tuple[int, int]
    first_window: int
    refit_every: int
    first_scored: int
    coverage: tuple[float, float]
    coverage_50: tuple[float, float]
    published_levels: tuple[float, ...]
    calibration_levels: tuple[float, ...]
    miss_below: float
    alarm_above: float
    listed: int
    reliability_edges: tuple[float, ...]
    recall_lengths: tuple[int, ...]
    base_rate_months: int
    replicates: int
    interval: float
    seed: int
    published: dict[str, float]


@functools.cache
def protocol(name: str = "backtest") -> Protocol:
    """Read one settings file of this package.

    >>> protocol().year
    (3, 14)
    """
    text = (files("focalpoint.foresight.runs") / "settings" / f"{name}.yaml").read_text(encoding="utf-8")
    return Protocol.model_validate(yaml.safe_load(text))
