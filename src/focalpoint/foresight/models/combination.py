"""Many experts, one forecast: halfway between the average of their quantiles and the pool of their distributions."""

import numpy as np

from focalpoint.foresight.models.experts import ROUNDING
from focalpoint.foresight.models.spec import Floats, Numbers, Weights

LEAST_WEIGHT = 1e-12


def average(quantiles: Numbers, weights: Floats) -> Floats:
    """Weighted mean of the experts' quantiles, level by level (Vincent averaging): keeps the experts' sharpness.

    >>> average(np.array([[[0.0, 2.0]], [[4.0, 8.0]]]), np.array([0.5, 0.5]))
    array([[2., 5.]])
    """
    return np.asarray(np.tensordot(weights, quantiles, axes=1), dtype=np.float64)


def pool(quantiles: Numbers, weights: Floats) -> Floats:
    """Quantiles of the mixture of the experts' distributions (linear pool): keeps their disagreement.

    Parameters
    ----------
    quantiles : [experts, cases, levels], deaths, rising, at the middle of equally likely parts; no NaN.
    weights : [experts], sum 1.

    Returns
    -------
    [cases, levels], at the same levels.

    References
    ----------
    Lichtendahl, Grushka-Cockayne and Winkler (2013), Is it better to average probabilities or quantiles?, Management
    Science 59.

    Examples
    --------
    >>> pool(np.array([[[0.0, 2.0]], [[4.0, 8.0]]]), np.array([0.5, 0.5]))
    array([[0., 4.]])
    """
    _, cases, levels = quantiles.shape
    found = np.zeros((cases, levels))
    busy = np.flatnonzero(quantiles.max(axis=(0, 2)) > 0)
    if not len(busy):
        return found
    values = np.ascontiguousarray(quantiles[:, busy].transpose(1, 0, 2)).reshape(len(busy), -1)
    order = np.argsort(values, axis=1, kind="stable")
    mass = np.repeat(weights / levels, levels)[order].cumsum(axis=1)
    asked = (np.arange(levels) + 0.5) / levels
    row = np.arange(len(busy))
    for k, level in enumerate(asked):
        place = np.minimum((mass < level - ROUNDING).sum(axis=1), values.shape[1] - 1)
        found[busy, k] = values[row, order[row, place]]
    return found


def combine(quantiles: Numbers, weights: Floats, pooling: float) -> Floats:
    """Mix of ``pool`` (share ``pooling``) and ``average`` (the rest), in whole deaths.

    Parameters
    ----------
    quantiles : [experts, units, horizons, levels], deaths; NaN in all or none of the experts of a unit.
    weights : [experts], sum 1.
    pooling : 0 to 1.

    Returns
    -------
    [units, horizons, levels], whole deaths, rising; NaN where the experts are.

    Examples
    --------
    >>> combine(np.array([[[[0.0, 2.0]]], [[[4.0, 8.0]]]]), np.array([0.5, 0.5]), 0.5)
    array([[[1., 4.]]])
    """
    experts, units, horizons, levels = quantiles.shape
    cases = quantiles.reshape(experts, units * horizons, levels)
    known = ~np.isnan(cases).any(axis=(0, 2))
    found = np.full(cases.shape[1:], np.nan)
    mixed = pooling * pool(cases[:, known], weights) + (1 - pooling) * average(cases[:, known], weights)
    found[known] = np.rint(mixed)
    return found.reshape(units, horizons, levels)


def equal(experts: int) -> Floats:
    """Equal weights.

    >>> equal(4)
    array([0.25, 0.25, 0.25, 0.25])
    """
    return np.full(experts, 1 / experts)


def learn(quantiles: Numbers, outcomes: Floats, scale: Floats, levels: Floats, chosen: Weights) -> Floats:
    """Weights that would have served best in past windows, pulled towards equal ones.

    Minimises ``sum_i CRPS_i(w) / scale_i + shrinkage * KL(w || equal)`` over the simplex by exponentiated gradient,
    where ``CRPS_i(w)`` is the quantile score of the average of quantiles: convex, so there is one answer.

    Parameters
    ----------
    quantiles : [experts, cases, levels], deaths, of past windows alone.
    outcomes : [cases], deaths.
    scale : [cases], for example cases x benchmark CRPS of the window, so that every window counts alike.
    levels : [levels], of ``quantiles``.
    chosen : shrinkage, steps and size of the first step.

    Returns
    -------
    [experts], sum 1.

    References
    ----------
    Kivinen and Warmuth (1997), Exponentiated gradient versus gradient descent for linear predictors, Information and
    Computation 132; Claeskens et al. (2016), The forecast combination puzzle, Int. J. Forecasting 32, on the pull.
    """
    experts, size = len(quantiles), quantiles.dtype
    prior, weights = equal(experts), equal(experts)
    flat = np.ascontiguousarray(quantiles).reshape(experts, -1)
    happened = np.repeat(outcomes.astype(size), len(levels))
    level = np.tile(levels.astype(size), len(outcomes))
    share = np.repeat((2 / (len(levels) * scale)).astype(size), len(levels))
    for step in range(chosen.steps):
        slope = ((weights.astype(size) @ flat > happened) - level) * share
        gradient = flat @ slope + chosen.shrinkage * np.log(weights / prior)
        weights = weights * np.exp(-chosen.step / (1 + step / 10) * (gradient - gradient.min()))
        # An expert that was wildly off keeps a trace of weight, so that its logarithm is a number.
        weights = np.maximum(weights / weights.sum(), LEAST_WEIGHT)
    weights /= weights.sum()
    return np.asarray(weights, dtype=np.float64)
