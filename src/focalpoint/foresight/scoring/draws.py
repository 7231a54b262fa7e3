"""Scores of a forecast given as draws (an ensemble): CRPS, ignorance, interval score."""

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.scoring.shapes import BadScoreInput, Floats, numbers, same_length

# Sorted in blocks that fit the processor's cache: faster than one call, and memory does not grow with the table.
BLOCK = 1024

# Lower edges of the prediction challenge's bins 0, 1-2, 3-5, 6-10, 11-25, 26-50, 51-100, 101-250, 251-500, 501-1000,
# 1001+, half-way between whole numbers so that a draw of 2.4 deaths counts as 2.
BINS = np.array([0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])


def crps_draws(draws: npt.ArrayLike, outcomes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Continuous ranked probability score of the empirical distribution of draws.

    ``CRPS = mean_i |x_i - y| - 1/2 mean_ij |x_i - x_j|``, the second term from the sorted draws as
    ``sum_i (2 i - 1 - m) x_(i) / m^2``: one sort instead of all pairs.

    Parameters
    ----------
    draws : [cases, draws], in the unit of the outcome; at least one draw.
    outcomes : [cases].

    Returns
    -------
    [cases], in the unit of the outcome; 0 is perfect, smaller is better.

    Raises
    ------
    BadScoreInput : shapes differ, or a value is missing.

    References
    ----------
    Gneiting and Raftery (2007), Strictly proper scoring rules, prediction, and estimation, JASA 102, eq. 20-21.
    This is the score of the draws as they are; the "fair" version (``m (m - 1)`` below the second term) scores the
    distribution that they were drawn from, and is smaller.

    Examples
    --------
    >>> crps_draws([[0.0, 2.0, 4.0, 6.0]], [3.0])
    array([0.75])
    """
    x, y = numbers("draws", draws, 2), numbers("outcomes", outcomes, 1)
    same_length("rows of draws", x, y)
    m = x.shape[1]
    weights = (2 * np.arange(1, m + 1) - 1 - m) / m**2
    scores = np.empty(len(y))
    for start in range(0, len(y), BLOCK):
        # Differences to the outcome in double precision: |x - y| and the spread are both unchanged by the shift.
        block = x[start : start + BLOCK] - y[start : start + BLOCK, None].astype(np.float64)
        block.sort(axis=1)
        spread = block @ weights
        scores[start : start + BLOCK] = np.abs(block, out=block).mean(axis=1) - spread
    return np.maximum(scores, 0.0)


def ignorance(draws: npt.ArrayLike, outcomes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Ignorance (logarithmic) score on the bins of the VIEWS prediction challenge.

    ``IGN = -log2((n + 1) / (m + 11))`` where ``n`` of ``m`` draws fall in the outcome's bin, of eleven: 0, 1-2, 3-5,
    6-10, 11-25, 26-50, 51-100, 101-250, 251-500, 501-1000, 1001 and more. One draw is added to each bin, so that an
    outcome that no draw has costs much and not infinitely much.

    Parameters
    ----------
    draws : [cases, draws], deaths, not negative.
    outcomes : [cases], deaths, not negative.

    Returns
    -------
    [cases], bits; smaller is better, and even certainty costs ``log2((m + 11) / (m + 1))``.

    Raises
    ------
    BadScoreInput : shapes differ, a value is missing or negative.

    References
    ----------
    Good (1952), Rational decisions, JRSS B 14; Roulston and Smith (2002), Monthly Weather Review 130; bins of Hegre
    et al. (2025), The 2023/24 VIEWS prediction challenge.

    Examples
    --------
    >>> ignorance([[0, 0, 0, 1, 9]], [0]).round(3)
    array([2.])
    """
    x, y = numbers("draws", draws, 2), numbers("outcomes", outcomes, 1)
    same_length("rows of draws", x, y)
    if x.min() < 0 or y.min() < 0:
        raise BadScoreInput("A number of deaths is negative.", todo="Deaths are 0 or more: correct the table.")
    edges = np.concatenate(([-np.inf], BINS, [np.inf]))
    place = np.searchsorted(BINS, y, side="right")
    low, high = edges[place][:, None], edges[place + 1][:, None]
    within = np.count_nonzero((x >= low) & (x < high), axis=1)
    result: npt.NDArray[np.float64] = -np.log2((within + 1) / (x.shape[1] + len(BINS) + 1))
    return result


def interval_score(draws: npt.ArrayLike, outcomes: npt.ArrayLike, alpha: float) -> npt.NDArray[np.float64]:
    """Interval (Winkler) score of the central ``1 - alpha`` interval of the draws.

    ``IS = (u - l) + 2/alpha (l - y)+ + 2/alpha (y - u)+`` with ``l`` and ``u`` the ``alpha/2`` and ``1 - alpha/2``
    quantiles of the draws, interpolated linearly. Its mean is the prediction challenge's MIS: at ``alpha = 0.1`` by its
    rules, at 0.05 in the tables it printed.

    Parameters
    ----------
    draws : [cases, draws].
    outcomes : [cases].
    alpha : share left outside the interval, between 0 and 1.

    Returns
    -------
    [cases], in the unit of the outcome; smaller is better.

    Raises
    ------
    BadScoreInput : shapes differ, a value is missing, ``alpha`` is not between 0 and 1.

    References
    ----------
    Gneiting and Raftery (2007), eq. 43; Winkler (1972), JASA 67.

    Examples
    --------
    >>> interval_score([[0.0, 10.0, 20.0]], [21.0], 0.1).round(6)
    array([58.])
    """
    x, y = _floats("draws", draws, 2), _floats("outcomes", outcomes, 1)
    same_length("rows of draws", x, y)
    if not 0 < alpha < 1:
        raise BadScoreInput(f"alpha is {alpha}.", todo="Give the share left outside, for example 0.1 for 90 %.")
    low, high = _central(x, alpha / 2)
    result: npt.NDArray[np.float64] = (
        (high - low) + 2 / alpha * np.maximum(low - y, 0) + 2 / alpha * np.maximum(y - high, 0)
    )
    return result


def _floats(name: str, values: npt.ArrayLike, ndim: int) -> Floats:
    return numbers(name, values, ndim).astype(np.float64, copy=False)


def _central(x: Floats, tail: float) -> tuple[Floats, Floats]:
    """Linear quantiles at ``tail`` and ``1 - tail``; np.quantile sorts column-wise and is ten times slower here."""
    last = x.shape[1] - 1
    ends = np.empty((2, len(x)))
    for start in range(0, len(x), BLOCK):
        block = np.sort(x[start : start + BLOCK], axis=1)
        for row, position in enumerate((tail * last, (1 - tail) * last)):
            below = int(position)
            above, share = min(below + 1, last), position - below
            ends[row, start : start + BLOCK] = block[:, below] * (1 - share) + block[:, above] * share
    return ends[0], ends[1]
