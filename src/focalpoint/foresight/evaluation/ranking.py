"""How well a ranking finds rare events, with intervals from resampling whole countries.

Years of one country resemble each other, so a country is drawn as a whole, with all its years: the cluster bootstrap.
Every measure here takes weights [replicates, cases], how often each case is in each replicate; with one row of ones
it is the measure itself, equal to the plain formula in ``focalpoint.foresight.scoring``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from focalpoint.reference.errors import FocalpointError

Floats = npt.NDArray[np.float64]
Weighted = Callable[[Floats], Floats]
# Replicates worked on at once, so that memory stays near 10 MB a measure for 5,000 cases.
BLOCK = 50


class NoEvents(FocalpointError):
    """A ranking without a single event cannot be judged."""


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


def auc(risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> Weighted:
    """Area under the ROC curve of every replicate.

    >>> auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])(np.ones((1, 4)))
    array([0.875])
    """
    tally = _Tally.of(risks, outcomes)

    def measure(weights: Floats) -> Floats:
        positives, negatives = tally(weights)
        below = negatives.sum(axis=1, keepdims=True) - np.cumsum(negatives, axis=1)
        pairs = positives.sum(axis=1) * negatives.sum(axis=1)
        result: Floats = (positives * (below + negatives / 2)).sum(axis=1) / pairs
        return result

    return measure


def average_precision(risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> Weighted:
    """Average precision of every replicate.

    >>> average_precision([4, 3, 2, 1], [0, 1, 0, 1])(np.ones((1, 4)))
    array([0.5])
    """
    tally = _Tally.of(risks, outcomes)

    def measure(weights: Floats) -> Floats:
        positives, negatives = tally(weights)
        hits = np.cumsum(positives, axis=1)
        alarms = np.maximum(hits + np.cumsum(negatives, axis=1), np.finfo(np.float64).tiny)
        result: Floats = (positives * hits / alarms).sum(axis=1) / hits[:, -1]
        return result

    return measure


def false_alarms_per_hit(risks: npt.ArrayLike, outcomes: npt.ArrayLike, recall: float) -> Weighted:
    """False alarms for each hit where ``recall`` of the events is first reached, in every replicate.

    >>> false_alarms_per_hit([5, 4, 3, 2, 1], [0, 1, 0, 0, 1], 1.0)(np.ones((1, 5)))
    array([1.5])
    """
    tally = _Tally.of(risks, outcomes)

    def measure(weights: Floats) -> Floats:
        positives, negatives = tally(weights)
        hits, false_alarms = np.cumsum(positives, axis=1), np.cumsum(negatives, axis=1)
        place = np.argmax(hits >= recall * hits[:, -1:], axis=1)
        rows = np.arange(len(weights))
        result: Floats = false_alarms[rows, place] / hits[rows, place]
        return result

    return measure


def recall_at_k(ranks: npt.ArrayLike, outcomes: npt.ArrayLike, k: int) -> Weighted:
    """Share of the events that stood among the first ``k`` of their list, in every replicate.

    >>> recall_at_k([3, 31, 12, 1], [1, 1, 0, 0], 30)(np.ones((1, 4)))
    array([0.5])
    """
    happened = _events(outcomes)
    caught = happened * (np.asarray(ranks) <= k)
    return lambda weights: np.asarray(weights @ caught / (weights @ happened))


def brier_skill(chances: npt.ArrayLike, outcomes: npt.ArrayLike, reference: npt.ArrayLike | None = None) -> Weighted:
    """Brier skill in every replicate against ``reference`` or, without one, the replicate's own rate of events.

    The rate of events in the years judged is known to nobody in advance: the harder of the two references.

    >>> brier_skill([0.0, 0.5], [0, 1])(np.ones((1, 2)))
    array([0.5])
    """
    happened = _events(outcomes)
    loss = (np.asarray(chances, dtype=np.float64) - happened) ** 2
    base = None if reference is None else (np.asarray(reference, dtype=np.float64) - happened) ** 2

    def measure(weights: Floats) -> Floats:
        total = weights.sum(axis=1)
        rate = weights @ happened / total
        reference_loss = rate * (1 - rate) if base is None else weights @ base / total
        return np.asarray(1 - weights @ loss / total / reference_loss)

    return measure


@dataclass(frozen=True)
class _Tally:
    """Weights of events and of the others at each distinct risk, from the highest risk down."""

    order: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    happened: Floats

    @classmethod
    def of(cls, risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> "_Tally":
        risk, happened = np.asarray(risks, dtype=np.float64), _events(outcomes)
        order = np.argsort(-risk, kind="stable")
        starts = np.flatnonzero(np.concatenate(([True], np.diff(risk[order]) != 0)))
        return cls(order, starts, happened[order])

    def __call__(self, weights: Floats) -> tuple[Floats, Floats]:
        sorted_weights = weights[:, self.order]
        positives = np.add.reduceat(sorted_weights * self.happened, self.starts, axis=1)
        return positives, np.add.reduceat(sorted_weights, self.starts, axis=1) - positives


def _events(outcomes: npt.ArrayLike) -> Floats:
    happened = np.asarray(outcomes, dtype=np.float64)
    if not happened.any():
        raise NoEvents("No case is an event.", todo="Judge a period with at least one event.")
    return happened
