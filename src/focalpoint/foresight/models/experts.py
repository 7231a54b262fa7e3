"""Experts that only look back: each is a set of weights on past months, read as a distribution of the next ones."""

from collections.abc import Callable

import numpy as np

from focalpoint.foresight.models.spec import Expert, Floats

# Weights that should be equal sum differently in another order; a level is reached within this.
ROUNDING = 1e-9


def window(expert: Expert, length: int) -> Floats:
    """Equal weights on the last ``months`` months.

    >>> window(Expert(kind="window", months=2), 3)
    array([0., 1., 1.])
    """
    age = np.arange(length)[::-1]
    return (age < expert.months).astype(np.float64)


def decay(expert: Expert, length: int) -> Floats:
    """Weights that halve with every ``half_life`` months of age, over the last ``months`` months.

    >>> decay(Expert(kind="decay", half_life=1, months=2), 3)
    array([0. , 0.5, 1. ])
    """
    age = np.arange(length)[::-1]
    return np.asarray(np.where(age < expert.months, 0.5 ** (age / expert.half_life), 0.0), dtype=np.float64)


WEIGHTS: dict[str, Callable[[Expert, int], Floats]] = {"window": window, "decay": decay}


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Smallest value of each row whose share of the weight reaches each level.

    Parameters
    ----------
    values : [units, months], deaths; NaN where unknown, which then has no weight.
    weights : [months], not negative.
    levels : [levels], between 0 and 1.

    Returns
    -------
    [units, levels], deaths; NaN for a unit of which no month with weight is known.

    Examples
    --------
    >>> weighted_quantiles(np.array([[5.0, 1.0, np.nan]]), np.array([1.0, 3.0, 9.0]), np.array([0.5, 0.9]))
    array([[1., 5.]])
    """
    used = weights > 0
    kept = values[:, used]
    if not kept.shape[1]:
        return np.full((len(values), len(levels)), np.nan)
    order = np.argsort(kept, axis=1, kind="stable")
    ranked = np.take_along_axis(kept, order, axis=1)
    mass = np.where(np.isnan(ranked), 0.0, weights[used][order]).cumsum(axis=1)
    total = mass[:, -1:]
    place = (mass[:, :, None] < total[:, :, None] * levels - ROUNDING).sum(axis=1)
    found = np.take_along_axis(ranked, np.minimum(place, kept.shape[1] - 1), axis=1)
    return np.where(total > 0, found, np.nan)


def look_back(history: Floats, expert: Expert, levels: Floats) -> Floats:
    """Quantiles that an expert of kind window, decay or zero gives for every month ahead.

    Parameters
    ----------
    history : [units, months] to the origin, deaths; NaN where unknown.
    expert : which months count, and how much.
    levels : [levels].

    Returns
    -------
    [units, levels], deaths; NaN for a unit of which nothing is known.

    Examples
    --------
    >>> look_back(np.array([[9.0, 2.0, 4.0]]), Expert(kind="window", months=2), np.array([0.25, 0.75]))
    array([[2., 4.]])
    """
    if expert.kind == "zero":
        return np.zeros((len(history), len(levels)))
    reach = min(expert.months, history.shape[1])
    recent = history[:, history.shape[1] - reach :]
    return weighted_quantiles(recent, WEIGHTS[expert.kind](expert, reach), levels)
