"""How often it came true when about this much was said."""

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit
from scipy.stats import beta

Floats = npt.NDArray[np.float64]


def interval(
    said: Floats, came: npt.NDArray[np.bool_], asked: Floats, *, alike: int, overlap: int, level: float
) -> tuple[Floats, Floats]:
    """Interval of a chance from how far off the past forecasts nearest to it were.

    The ``alike`` past forecasts closest in chance are looked up; with ``a`` of ``n`` followed by the event, their true
    share lies in the interval of Jeffreys' ``Beta(a / overlap + 1/2, (n - a) / overlap + 1/2)``. Both ends, less the
    mean that was said, are the errors in log-odds that the chance may have too; an interval that does not hold the
    chance itself is widened to it.

    Parameters
    ----------
    said : [past] chances, above 0 and below 1; may be empty.
    came : [past], whether the event followed.
    asked : [cases] chances to give an interval.
    alike : how many past forecasts count.
    overlap : how many past windows share an event; the record counts for so much less.
    level : share of probability inside.

    Returns
    -------
    Lower and upper ends, [cases]; NaN without past forecasts.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science 16.

    Examples
    --------
    >>> low, high = interval(np.full(100, 0.1), np.arange(100) < 10, np.array([0.1]), alike=100, overlap=1, level=0.9)
    >>> low.round(2), high.round(2)
    (array([0.06]), array([0.16]))
    """
    if not len(said):
        return np.full(len(asked), np.nan), np.full(len(asked), np.nan)
    order = np.argsort(said, kind="stable")
    sorted_said = said[order]
    total = np.concatenate(([0], np.cumsum(came[order])))
    n = min(alike, len(said))
    start = np.array([_nearest(sorted_said, chance, n) for chance in asked], dtype=np.intp)
    hits = (total[start + n] - total[start]) / overlap
    spoken = np.concatenate(([0.0], np.cumsum(sorted_said)))
    mean = logit((spoken[start + n] - spoken[start]) / n)
    low, high = (
        expit(logit(asked) + logit(beta.ppf(q, hits + 0.5, n / overlap - hits + 0.5)) - mean)
        for q in ((1 - level) / 2, (1 + level) / 2)
    )
    return np.minimum(low, asked), np.maximum(high, asked)


def _nearest(said: Floats, chance: float, n: int) -> int:
    """Start of the ``n`` values of a sorted array that lie nearest to a chance."""
    left = max(0, int(np.searchsorted(said, chance)) - n)
    starts = np.arange(left, min(left + n, len(said) - n) + 1)
    reach = np.maximum(np.abs(said[starts] - chance), np.abs(said[starts + n - 1] - chance))
    return int(starts[np.argmin(reach)])
