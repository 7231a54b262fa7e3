"""Joint paths over months: the margins of the forecast in the order of past developments (Schaake shuffle)."""

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.models.spec import Floats, Numbers, Paths


def templates(history: Floats, length: int, chosen: Paths, rng: np.random.Generator) -> Floats:
    """Past developments of each unit and of its nearest neighbours in level, each against the months before it.

    Parameters
    ----------
    history : [units, months] to the origin, deaths; NaN counts as none.
    length : months of a path.
    chosen : how many stretches, of whom.
    rng : breaks ties among equal months.

    Returns
    -------
    [units, own + neighbours x each, length]: logarithm of deaths against the mean of the months before the stretch.
    Only the order within a column means anything.

    Raises
    ------
    TooShort : no stretch fits into the history.

    Notes
    -----
    When there are fewer past stretches than asked, the oldest are used again. Neighbours in level are the units just
    above and below in the mean of the last ``level_months``.
    """
    counts = np.nan_to_num(history)
    newest = counts.shape[1] - length
    if newest < chosen.before:
        raise TooShort("The history holds no past stretch.", todo=f"It takes {length + chosen.before} months.")
    starts = chosen.before + (newest - chosen.before - np.arange(chosen.own)) % (newest - chosen.before + 1)
    logs = np.log1p(counts)
    total = np.concatenate([np.zeros((len(counts), 1)), counts.cumsum(axis=1)], axis=1)
    before = np.log1p((total[:, starts] - total[:, starts - chosen.before]) / chosen.before)
    own = logs[:, starts[:, None] + np.arange(length)] - before[:, :, None]
    near = nearest(counts[:, -chosen.level_months :].mean(axis=1), chosen.neighbours)
    apart = np.linspace(0, chosen.own - 1, chosen.each).astype(np.int64)
    borrowed = own[near][:, :, apart].reshape(len(counts), -1, length)
    shown = np.concatenate([own, borrowed], axis=1)
    return shown + rng.uniform(0, 1e-6, shown.shape)


def nearest(levels: Floats, count: int) -> npt.NDArray[np.intp]:
    """Return the ``count`` units just above and below each unit in level; at the ends all from one side.

    >>> nearest(np.array([3.0, 1.0, 2.0, 9.0]), 2)
    array([[2, 3],
           [2, 0],
           [1, 0],
           [2, 0]])
    """
    order = np.argsort(levels, kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    count = min(count, len(levels) - 1)
    first = np.clip(rank - count // 2, 0, len(levels) - 1 - count)
    places = first[:, None] + np.arange(count)
    found: npt.NDArray[np.intp] = order[places + (places >= rank[:, None])]
    return found


def shuffle(quantiles: Floats, shown: Floats) -> Floats:
    """Put the equally likely values of each month in the order of the templates.

    Parameters
    ----------
    quantiles : [units, horizons, levels], deaths, rising, at the middle of equally likely parts.
    shown : [units, draws, horizons]; draws a multiple of levels.

    Returns
    -------
    [units, draws, horizons], deaths: each month holds exactly the values of its margin, each as often as another.

    References
    ----------
    Clark et al. (2004), The Schaake shuffle, Journal of Hydrometeorology 5; Schefzik et al. (2013), Uncertainty
    quantification in complex simulation models using ensemble copula coupling, Statistical Science 28.

    Examples
    --------
    >>> margins = np.array([[[0.0, 5.0], [1.0, 2.0]]])
    >>> shuffle(margins, np.array([[[0.9, 0.8], [0.1, 0.2]]]))
    array([[[5., 2.],
            [0., 1.]]])
    """
    draws, levels = shown.shape[1], quantiles.shape[2]
    ranks = np.argsort(np.argsort(shown, axis=1, kind="stable"), axis=1, kind="stable")
    return np.take_along_axis(quantiles.transpose(0, 2, 1), ranks * levels // draws, axis=1)


def sums(paths: Floats, first: int, last: int) -> Floats:
    """Deaths over months ``first`` to ``last`` ahead (1 is the month after the origin), of every path.

    >>> sums(np.array([[[1.0, 2.0, 4.0]]]), 1, 2)
    array([[3.]])
    """
    return np.asarray(paths[:, :, first - 1 : last].sum(axis=2), dtype=np.float64)


def share_passing(totals: Numbers, threshold: float) -> Floats:
    """Share of the paths that reach the threshold, never 0 or 1: half a path is added to either side.

    Returns
    -------
    [units]; NaN where the paths are.

    Examples
    --------
    >>> share_passing(np.array([[30.0, 10.0, 20.0], [0.0, 0.0, 0.0]]), 25)
    array([0.375, 0.125])
    """
    share = ((totals >= threshold).sum(axis=1) + 0.5) / (totals.shape[1] + 1)
    return np.where(np.isnan(totals).any(axis=1), np.nan, share)
