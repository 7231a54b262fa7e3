"""The structural chance that killing passes a threshold, and what drives it: the one model whose parts can be read."""

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
from scipy.special import expit

from focalpoint.foresight.models.boosted import STILL, TooShort
from focalpoint.foresight.models.spec import Floats, Structural


def passed(history: Floats, window: int, threshold: float) -> Floats:
    """Whether the sum of the ``window`` months after each month reaches the threshold.

    Parameters
    ----------
    history : [units, months], deaths; NaN where unknown.

    Returns
    -------
    [units, months - window]: 1, 0, or NaN where a month of the window is unknown.

    Examples
    --------
    >>> passed(np.array([[9.0, 1.0, 2.0, 0.0, np.nan]]), 2, 3)
    array([[ 1.,  0., nan]])
    """
    sums = np.lib.stride_tricks.sliding_window_view(history[:, 1:], window, axis=1).sum(axis=2)
    return np.where(np.isnan(sums), np.nan, sums >= threshold)


def fit(history: Floats, features: npt.NDArray[np.float32], chosen: Structural, seed: int) -> lgb.Booster:
    """Learn from every past month whose window lies inside the history.

    Parameters
    ----------
    history : [units, months] to the origin, deaths; NaN where unknown.
    features : [units, months, features], of the same months; NaN where unknown.

    Raises
    ------
    TooShort : no such month, or the threshold was never or always passed.
    """
    if history.shape[1] <= chosen.window:
        raise TooShort("The history is shorter than the window.", todo="Add older data.")
    found = passed(history, chosen.window, chosen.threshold)
    at = np.arange(found.shape[1] - 1, chosen.first_month, -chosen.every)
    outcomes, table = found[:, at].ravel(), features[:, at].reshape(-1, features.shape[2])
    known = ~np.isnan(outcomes) & ~np.isnan(history[:, at]).ravel()
    if len(np.unique(outcomes[known])) < 2:
        raise TooShort(
            "The past has no two kinds of months to learn from.",
            todo=f"It takes over {chosen.first_month} months of data.",
        )
    parameters = {**chosen.parameters, **STILL, "seed": seed}
    return lgb.train(parameters, lgb.Dataset(table[known], outcomes[known]), chosen.rounds)


def contributions(trees: lgb.Booster, features: npt.NDArray[np.float32]) -> Floats:
    """What each feature adds to the log-odds of each unit; the last column is the average State's log-odds.

    Returns
    -------
    [units, features + 1], log-odds; a row sums to the unit's log-odds.

    References
    ----------
    Lundberg, Erion and Lee (2018), Consistent individualized feature attribution for tree ensembles, arXiv:1802.03888.
    """
    return np.asarray(trees.predict(features, pred_contrib=True, num_threads=STILL["num_threads"]), dtype=np.float64)


def chance(trees: lgb.Booster, features: npt.NDArray[np.float32]) -> Floats:
    """Chance of each unit, [units], 0 to 1, before calibration."""
    raw = trees.predict(features, raw_score=True, num_threads=STILL["num_threads"])
    return np.asarray(expit(np.asarray(raw, dtype=np.float64)))
