"""Inference: how far a metric might be off, from resampling whole clusters. Apart from what it is computed on.

Assumes that clusters (countries) are independent of each other, which neighbours at war are not, and that the years
at hand are the world: true intervals are wider.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from focalpoint.foresight.evaluation.aggregation import comparable
from focalpoint.foresight.evaluation.metrics import Metric

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """How intervals are made: replicates, share of them inside, seed."""

    replicates: int
    level: float
    seed: int


@dataclass(frozen=True)
class Interval:
    """A metric, the ends of its interval, and the cases behind it."""

    value: float
    low: float
    high: float
    n: int


def intervals(
    cases: pl.DataFrame, values: Sequence[str], metric: Metric, *, by: str, cluster: str, draws: Draws
) -> tuple[dict[object, Interval], Interval]:
    """Metric of each group and the plain mean of the groups' metrics, with percentile intervals.

    Parameters
    ----------
    cases : a row a case, holding values, by and cluster.
    values : statistics that are averaged within a group and given to the metric.
    metric : from means [..., values] to [...].
    by : the group, for example the year.
    cluster : drawn as a whole with replacement, for example the country.
    draws : see ``Draws``.

    Returns
    -------
    Interval of each group, and of the mean over groups.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered errors, Review of
    Economics and Statistics 90.

    Examples
    --------
    >>> from focalpoint.foresight.evaluation.metrics import mean
    >>> table = pl.DataFrame({"year": [1, 1, 2, 2], "unit": ["A", "B", "A", "B"], "x": [1.0, 3.0, 5.0, 5.0]})
    >>> groups, whole = intervals(table, ["x"], mean, by="year", cluster="unit", draws=Draws(50, 0.9, 1))
    >>> groups[1], whole.value
    (Interval(value=2.0, low=1.0, high=3.0, n=2), 3.5)
    """
    kept = comparable(cases, values)
    groups = sorted(kept[by].unique().to_list())
    sums, counts = _by_cluster(kept, values, by, groups, cluster)
    rng = np.random.default_rng(draws.seed)
    share = np.full(len(sums), 1 / len(sums))
    weights = np.vstack([np.ones(len(sums)), rng.multinomial(len(sums), share, size=draws.replicates)])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.tensordot(weights, sums, axes=1) / (weights @ counts)[:, :, None]
    found = metric(means)
    each = {group: _interval(found[:, k], draws, int(counts[:, k].sum())) for k, group in enumerate(groups)}
    return each, _interval(found.mean(axis=1), draws, int(counts.sum()))


def _by_cluster(
    kept: pl.DataFrame, values: Sequence[str], by: str, groups: Sequence[object], cluster: str
) -> tuple[Floats, Floats]:
    """Sums [clusters, groups, values] and counts [clusters, groups]."""
    names, row = np.unique(kept[cluster].to_numpy(), return_inverse=True)
    place = {group: k for k, group in enumerate(groups)}
    column = np.array([place[group] for group in kept[by].to_list()])
    sums, counts = np.zeros((len(names), len(groups), len(values))), np.zeros((len(names), len(groups)))
    np.add.at(sums, (row, column), kept.select(values).to_numpy())
    np.add.at(counts, (row, column), 1)
    return sums, counts


def _interval(found: Floats, draws: Draws, n: int) -> Interval:
    """Value first, replicates after; one in which the metric has no meaning is left out."""
    value, seen = float(found[0]), found[1:][np.isfinite(found[1:])]
    if not len(seen):
        return Interval(value, value, value, n)
    low, high = np.quantile(seen, [(1 - draws.level) / 2, (1 + draws.level) / 2])
    return Interval(value, min(float(low), value), max(float(high), value), n)
