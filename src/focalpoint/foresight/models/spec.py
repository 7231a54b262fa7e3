"""The choices behind a forecast of deaths by month, read from ``settings/<target>.yaml``."""

import functools
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import yaml
from pydantic import BaseModel, ConfigDict

Floats = npt.NDArray[np.float64]
# Single precision is let in where an array is large.
Numbers = npt.NDArray[np.floating[Any]]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expert(_Settings):
    """One expert: the last months, months that fade by half-life, zero, or boosted trees on groups of features."""

    kind: Literal["window", "decay", "zero", "boosted"]
    months: int = 0
    half_life: float = 0
    groups: tuple[str, ...] = ()


class Weights(_Settings):
    """How the experts' weights are learnt from past windows."""

    shrinkage: float
    fewest_windows: int
    every_level: int
    steps: int
    step: float


class Boosting(_Settings):
    """How the boosted experts are trained."""

    rounds: int
    every: int
    first_month: int
    horizons: tuple[int, ...]
    active_months: int
    quiet_every: int
    bins: int
    extreme_bins: tuple[float, ...]
    base_half_life: float
    base_months: int
    parameters: dict[str, Any]


class Structural(_Settings):
    """How the structural chance, whose parts are the drivers, is trained."""

    threshold: float
    window: int
    rounds: int
    every: int
    first_month: int
    parameters: dict[str, Any]


class Paths(_Settings):
    """Which past stretches lend the paths their order."""

    own: int
    neighbours: int
    each: int
    level_months: int
    before: int


class Calibration(_Settings):
    """Beliefs before any past window is known, and the interval of a chance."""

    shift_sd: float
    path_sd: float
    structural_sd: float
    smallest: float
    interval: float


class Spec(_Settings):
    """Every choice of one version."""

    version: str
    seed: int
    levels: int
    horizons: int
    thresholds: tuple[float, ...]
    windows: tuple[int, ...]
    experts: dict[str, Expert]
    benchmark: Expert
    pooling: float
    weights: Weights
    boosting: Boosting
    structural: Structural
    paths: Paths
    calibration: Calibration

    def quantile_levels(self) -> Floats:
        """Middle of each of the equally likely parts.

        >>> spec().quantile_levels()[[0, -1]].round(4)
        array([0.0083, 0.9917])
        """
        return (np.arange(self.levels) + 0.5) / self.levels

    def leading(self) -> list[tuple[int, int]]:
        """First and last month ahead of each window that begins with the first month, the shorter first.

        >>> spec().leading()
        [(1, 3), (1, 6), (1, 12)]
        """
        return [(1, months) for months in self.windows]

    def remaining(self) -> list[tuple[int, int]]:
        """First and last month ahead of what remains of the longest window as its months pass, the longer first.

        >>> spec().remaining()[0], spec().remaining()[-1], len(spec().remaining())
        ((2, 12), (12, 12), 11)
        """
        last = max(self.windows)
        return [(first, last) for first in range(2, last + 1)]


@functools.cache
def spec(name: str = "civilians") -> Spec:
    """Read one settings file of this package.

    >>> spec().version
    'civilians-1'
    """
    text = (files("focalpoint.foresight.models") / "settings" / f"{name}.yaml").read_text(encoding="utf-8")
    return Spec.model_validate(yaml.safe_load(text))
