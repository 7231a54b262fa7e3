"""Chances that come true as often as they say: a map from the paths' share and the structural chance, from the past."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtri

from focalpoint.foresight.models.spec import Calibration, Floats

HALF = np.array([0.0, 0.5, 0.5])
NEWTON_STEPS = 25


@dataclass(frozen=True)
class Chances:
    """Chances with the ends of their interval, arrays of one shape; NaN where nothing is known."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Map:
    """``logit p = a + b logit(share of paths) + c logit(structural chance)`` with the covariance of a, b and c."""

    coefficients: Floats
    covariance: Floats

    def chances(self, shares: Floats, structural: Floats, chosen: Calibration) -> Chances:
        """Calibrated chances of units, with the interval that the map's own uncertainty gives.

        Parameters
        ----------
        shares : [units], share of paths that pass, 0 to 1.
        structural : [units], structural chance, 0 to 1.

        Returns
        -------
        Chances : [units], between ``smallest`` and 1 - ``smallest``.
        """
        table = inputs(shares, structural)
        middle = table @ self.coefficients
        reach = ndtri((1 + chosen.interval) / 2) * np.sqrt(np.einsum("ij,jk,ik->i", table, self.covariance, table))
        ends = (expit(middle + sign * reach) for sign in (0, -1, 1))
        value, low, high = (np.clip(end, chosen.smallest, 1 - chosen.smallest) for end in ends)
        return Chances(value, low, high)


def inputs(shares: Floats, structural: Floats) -> Floats:
    """Columns of the map: one, and the log-odds of both chances.

    >>> inputs(np.array([0.5]), np.array([0.5]))
    array([[1., 0., 0.]])
    """
    return np.column_stack([np.ones(len(shares)), logit(shares), logit(structural)])


def fit(
    shares: Floats,
    structural: Floats,
    outcomes: npt.NDArray[np.bool_],
    clusters: npt.NDArray[np.intp],
    chosen: Calibration,
) -> Map:
    """Most likely map given past windows, with a covariance that treats each country as one observation.

    Parameters
    ----------
    shares, structural : [cases] of past windows, 0 to 1; may be empty.
    outcomes : [cases], whether the threshold was passed, each known at the origin for which the map is made.
    clusters : [cases], the country, 0 upwards.
    chosen : normal beliefs: shift about 0, weights of one half each.

    Returns
    -------
    Map : with no past case, the beliefs themselves.

    Notes
    -----
    The covariance is the sandwich ``H^-1 (sum_g s_g s_g' + P) H^-1`` over countries g with scores s and prior
    precision P: what a cluster bootstrap of the map converges to, without its noise. It assumes that countries are
    independent of each other, which neighbours at war are not, and says nothing of a world that changes.

    References
    ----------
    Platt (1999); Liang and Zeger (1986), Longitudinal data analysis using generalized linear models, Biometrika 73.
    """
    spread = np.array([chosen.shift_sd, chosen.path_sd, chosen.structural_sd])
    precision = np.diag(1 / spread**2)
    table, theta = inputs(shares, structural), HALF.copy()
    for _ in range(NEWTON_STEPS):
        said = expit(table @ theta)
        hessian = (table * (said * (1 - said))[:, None]).T @ table + precision
        step = np.linalg.solve(hessian, table.T @ (said - outcomes) + precision @ (theta - HALF))
        theta = theta - step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-10:
            break
    said = expit(table @ theta)
    scores = np.zeros((int(clusters.max(initial=-1)) + 1, 3))
    np.add.at(scores, clusters, table * (said - outcomes)[:, None])
    inverse = np.linalg.inv((table * (said * (1 - said))[:, None]).T @ table + precision)
    return Map(theta, inverse @ (scores.T @ scores + precision) @ inverse)


def ordered(chances: Floats) -> Floats:
    """Chances in which a longer window is never less likely than a shorter, nor a larger threshold than a smaller.

    Parameters
    ----------
    chances : [units, thresholds, windows], both rising; NaN where unknown.

    Returns
    -------
    The same shape: each raised to the largest of the shorter windows, then lowered to the smallest of the smaller
    thresholds. Applied to the ends of an interval it keeps them around the value.

    Examples
    --------
    >>> ordered(np.array([[[0.3, 0.2], [0.1, 0.4]]]))
    array([[[0.3, 0.3],
            [0.1, 0.3]]])
    """
    longer = np.maximum.accumulate(chances, axis=2)
    return np.minimum.accumulate(longer, axis=1)


def nested(chances: Floats, whole: Floats) -> Floats:
    """Chances in which a window inside another is never likelier, nor a larger threshold than a smaller.

    Parameters
    ----------
    chances : [units, thresholds, windows], thresholds rising, each window inside the one before it; NaN where unknown.
    whole : [units, thresholds], chances of the window that holds them all, already ``ordered``.

    Returns
    -------
    The shape of ``chances``: each lowered to the smallest of the windows around it, then of the smaller thresholds.
    Applied to the ends of an interval it keeps them around the value.

    Examples
    --------
    >>> nested(np.array([[[0.6, 0.2, 0.3], [0.3, 0.25, 0.1]]]), np.array([[0.5, 0.4]]))
    array([[[0.5, 0.2, 0.2],
            [0.3, 0.2, 0.1]]])
    """
    inside = np.minimum.accumulate(np.concatenate([whole[:, :, None], chances], axis=2), axis=2)[:, :, 1:]
    return np.minimum.accumulate(inside, axis=1)
