"""Intervals of measures from resampling whole countries.

Years of one country resemble each other, so a country is drawn as a whole, with all its years: the cluster bootstrap.
The measures are those of ``focalpoint.foresight.scoring.weighted``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.scoring.weighted import Floats, Weighted

# Replicates worked on at once, so that memory is near 10 MB a measure for 5,000 cases.
BLOCK = 50


@dataclass(frozen=True)
class Estimate:
    """A measure and the interval that its replicates fill."""

    value: float
    low: float
    high: float


def bootstrap(
    measures: Mapping[str, Weighted], clusters: npt.ArrayLike, *, replicates: int, level: float, seed: int
) -> dict[str, Estimate]:
    """Value of each measure, with the percentile interval of a cluster bootstrap.

    Parameters
    ----------
    measures : functions of weights [replicates, cases] that return [replicates].
    clusters : [cases], for example the country; all cases of a cluster are drawn together.
    replicates : how often to draw as many clusters as there are, with replacement.
    level : share of the replicates inside the interval, for example 0.95.
    seed : of the draws; the same for all measures, which therefore see the same replicates.

    Returns
    -------
    For each measure its value on the cases as they are, and the two ends.

    Notes
    -----
    Assumes that clusters are independent of each other, which neighbours at war are not: true intervals are wider.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered errors, Review of
    Economics and Statistics 90; Efron and Tibshirani (1993), An introduction to the bootstrap, ch. 13.

    Examples
    --------
    >>> rate = lambda weights: weights @ np.array([1.0, 0.0, 0.0, 0.0]) / weights.sum(axis=1)
    >>> found = bootstrap({"rate": rate}, ["A", "A", "B", "B"], replicates=200, level=0.95, seed=1)["rate"]
    >>> found
    Estimate(value=0.25, low=0.0, high=0.5)
    """
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=replicates).astype(np.float64)
    parts: dict[str, list[Floats]] = {name: [] for name in measures}
    with np.errstate(invalid="ignore", divide="ignore"):
        for start in range(0, replicates, BLOCK):
            weights = counts[start : start + BLOCK, place]
            for name, measure in measures.items():
                parts[name].append(measure(weights))
    ends = {name: _ends(np.concatenate(values), level) for name, values in parts.items()}
    once = np.ones((1, len(place)))
    return {name: Estimate(float(measure(once)[0]), *ends[name]) for name, measure in measures.items()}


def _ends(values: Floats, level: float) -> tuple[float, float]:
    """Ends of the interval; a replicate that drew no event has no value and is left out."""
    seen = values[np.isfinite(values)]
    low, high = np.quantile(seen, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
