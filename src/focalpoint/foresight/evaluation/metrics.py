"""Metrics: what is said of aggregated statistics. Each takes means along the last axis and returns one number."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Metric = Callable[[Floats], Floats]


def mean(aggregated: Floats) -> Floats:
    """Return the first mean as it is.

    >>> mean(np.array([[0.9], [0.8]]))
    array([0.9, 0.8])
    """
    return np.asarray(aggregated[..., 0], dtype=np.float64)


def skill(aggregated: Floats) -> Floats:
    """Share of the benchmark's mean score that the forecast saves: ``1 - forecast / benchmark``; NaN for a perfect one.

    Parameters
    ----------
    aggregated : [..., 2], mean score of the forecast and of the benchmark.

    Examples
    --------
    >>> skill(np.array([[3.0, 4.0], [1.0, 0.0]]))
    array([0.25,  nan])
    """
    forecast, benchmark = aggregated[..., 0], aggregated[..., 1]
    found = np.full(forecast.shape, np.nan)
    np.divide(forecast, benchmark, out=found, where=benchmark > 0)
    return 1 - found
