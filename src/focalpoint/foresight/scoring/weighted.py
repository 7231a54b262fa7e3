"""Scores of chances and rankings over weighted cases: every replicate of a bootstrap in one pass.

Each measure takes weights [replicates, cases], how often each case is in each replicate. One row of ones gives the
measure itself: that is how the plain scores in ``focalpoint.foresight.scoring.chances`` are computed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from focalpoint.reference.errors import FocalpointError

Floats = npt.NDArray[np.float64]
Weighted = Callable[[Floats], Floats]


class NoEvents(FocalpointError):
    """A ranking without a single event cannot be judged."""


def squared_error(chances: npt.ArrayLike, outcomes: npt.ArrayLike) -> Floats:
    """Squared distance of a chance from what happened (0 or 1) in each case; NaN where unknown.

    >>> squared_error([0.2, np.nan], [1.0, 1.0]).round(2)
    array([0.64,  nan])
    """
    return np.asarray(np.square(np.asarray(chances, dtype=np.float64) - np.asarray(outcomes, dtype=np.float64)))


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
    """Share of the events that were among the first ``k`` of their list, in every replicate.

    >>> recall_at_k([3, 31, 12, 1], [1, 1, 0, 0], 30)(np.ones((1, 4)))
    array([0.5])
    """
    happened = _events(outcomes)
    caught = happened * (np.asarray(ranks) <= k)
    return lambda weights: np.asarray(weights @ caught / (weights @ happened))


def brier(chances: npt.ArrayLike, outcomes: npt.ArrayLike) -> Weighted:
    """Brier score of every replicate: the mean squared error of the chances; smaller is better.

    >>> brier([0.0, 0.5], [0, 1])(np.ones((1, 2)))
    array([0.125])
    """
    loss = squared_error(chances, outcomes)
    return lambda weights: np.asarray(weights @ loss / weights.sum(axis=1))


def brier_skill(chances: npt.ArrayLike, outcomes: npt.ArrayLike, reference: npt.ArrayLike | None = None) -> Weighted:
    """Brier skill in every replicate against ``reference`` or, without one, the replicate's own rate of events.

    The rate of events in the years judged is not known in advance: the harder of the two references.

    >>> brier_skill([0.0, 0.5], [0, 1])(np.ones((1, 2)))
    array([0.5])
    """
    happened = _events(outcomes)
    loss = squared_error(chances, happened)
    base = None if reference is None else squared_error(reference, happened)

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
