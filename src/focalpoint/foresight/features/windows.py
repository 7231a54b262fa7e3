"""Windows over the months of each unit; none looks past its own month.

Every function takes an array [units, months] with NaN where a month is unknown, and returns one of the same shape.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST_KNOWN = 0.5  # a window is known when at least this share of its months is


def rolling_sum(values: Array, window: int) -> Array:
    """Sum the known values of the last ``window`` months, this one included; NaN when under half of them are known.

    Examples
    --------
    >>> rolling_sum(np.array([[1.0, 2.0, np.nan, 4.0]]), 2).tolist()
    [[1.0, 3.0, 2.0, 4.0]]
    """
    known = known_months(values, window)
    total = _trailing(np.nan_to_num(values), window)
    return np.where(known >= LEAST_KNOWN * window, total, np.nan)


def known_months(values: Array, window: int) -> Array:
    """Count the known months among the last ``window``.

    >>> known_months(np.array([[np.nan, 2.0, 3.0]]), 2).tolist()
    [[0.0, 1.0, 2.0]]
    """
    return _trailing(np.isfinite(values).astype(np.float64), window)


def rolling_mean(values: Array, window: int) -> Array:
    """Average the known values of the last ``window`` months; NaN when under half of them are known.

    >>> rolling_mean(np.array([[1.0, 3.0]]), 2).tolist()
    [[1.0, 2.0]]
    """
    known = known_months(values, window)
    return rolling_sum(values, window) / np.maximum(known, 1)


def rolling_sd(values: Array, window: int) -> Array:
    """Return the standard deviation (n in the denominator) of the known values of the last ``window`` months.

    >>> rolling_sd(np.array([[1.0, 3.0, 3.0]]), 2).tolist()
    [[0.0, 1.0, 0.0]]
    """
    mean = rolling_mean(values, window)
    spread = rolling_mean(values**2, window) - mean**2
    return np.sqrt(np.where(spread > 1e-9, spread, np.where(np.isnan(spread), np.nan, 0.0)))


def rolling_max(values: Array, window: int) -> Array:
    """Return the largest known value of the last ``window`` months; NaN when under half of them are known.

    >>> rolling_max(np.array([[5.0, 1.0, 2.0]]), 2).tolist()
    [[5.0, 5.0, 2.0]]
    """
    low = np.where(np.isnan(values), -np.inf, values)
    padded = np.concatenate([np.full((len(low), window - 1), -np.inf), low], axis=1)
    largest = np.lib.stride_tricks.sliding_window_view(padded, window, axis=1).max(axis=2)
    return np.where(known_months(values, window) >= LEAST_KNOWN * window, largest, np.nan)


def earlier(values: Array, steps: int) -> Array:
    """Return the value ``steps`` months (or years) before, NaN before the start.

    >>> earlier(np.array([[1.0, 2.0, 3.0]]), 1).tolist()
    [[nan, 1.0, 2.0]]
    """
    width = values.shape[1]
    blank = np.full((len(values), min(steps, width)), np.nan)
    return np.concatenate([blank, values[:, : max(width - steps, 0)]], axis=1)


def since(values: Array, threshold: float, cap: int) -> Array:
    """Count the months since a value last reached a threshold, at most ``cap``; NaN where this month is unknown.

    Where the record holds no such month the count runs from the last unknown month, or from the start of the record:
    what went before is not known, so a longer calm is not claimed.

    >>> since(np.array([[9.0, 0.0, np.nan, 0.0, 0.0]]), 5, 120).tolist()
    [[0.0, 1.0, nan, 1.0, 2.0]]
    """
    place = np.arange(values.shape[1])
    marked = np.isnan(values) | (np.nan_to_num(values) >= threshold)
    last = np.maximum.accumulate(np.where(marked, place, -1), axis=1)
    return np.where(np.isnan(values), np.nan, np.minimum(place - last, cap))


def carried(values: Array, steps: int) -> Array:
    """Carry each known value forward over at most ``steps`` unknown ones.

    >>> carried(np.array([[1.0, np.nan, np.nan, 4.0]]), 1).tolist()
    [[1.0, 1.0, nan, 4.0]]
    """
    place = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, place), axis=1)
    reached = (last >= 0) & (place - last <= steps)
    return np.where(reached, np.take_along_axis(values, np.maximum(last, 0), axis=1), np.nan)


def _trailing(values: Array, window: int) -> Array:
    """Sum the last ``window`` values of each row."""
    total = np.cumsum(values, axis=1)
    total[:, window:] -= total[:, :-window].copy()
    return total
