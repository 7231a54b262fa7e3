"""Scores of a forecast given as quantiles at stated levels."""

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.scoring.shapes import BadScoreInput, Floats, numbers, same_length


def pinball(levels: npt.ArrayLike, quantiles: npt.ArrayLike, outcomes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Pinball (quantile) loss of every quantile.

    ``rho_tau(y, q) = (y - q) (tau - 1[y < q])``.

    Parameters
    ----------
    levels : [levels], between 0 and 1, rising.
    quantiles : [cases, levels].
    outcomes : [cases].

    Returns
    -------
    [cases, levels], in the unit of the outcome; smaller is better.

    Raises
    ------
    BadScoreInput : shapes differ, a value is missing, levels do not rise within 0 to 1.

    References
    ----------
    Koenker and Bassett (1978), Regression quantiles, Econometrica 46.

    Examples
    --------
    >>> pinball([0.1, 0.9], [[2.0, 8.0]], [10.0]).round(6)
    array([[0.8, 1.8]])
    """
    tau, q, y = _levels(levels), numbers("quantiles", quantiles, 2), numbers("outcomes", outcomes, 1)
    same_length("rows of quantiles", q, y)
    if q.shape[1] != len(tau):
        raise BadScoreInput(f"{q.shape[1]} quantiles a case for {len(tau)} levels.", todo="Give one quantile a level.")
    gap = y[:, None].astype(np.float64) - q
    return gap * (tau - (gap < 0))


def level_weights(levels: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Share of the interval 0 to 1 that each level speaks for: up to half-way to its neighbours, or to 0 and 1.

    >>> level_weights([0.1, 0.5, 0.9]).round(6)
    array([0.3, 0.4, 0.3])
    """
    tau = _levels(levels)
    return np.diff(np.concatenate(([0.0], (tau[1:] + tau[:-1]) / 2, [1.0])))


def crps_quantiles(levels: npt.ArrayLike, quantiles: npt.ArrayLike, outcomes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Continuous ranked probability score from quantiles at equal or unequal levels.

    ``CRPS = 2 * integral of rho_tau(y, q(tau)) d tau``, here the sum ``2 sum_k w_k rho_tau_k(y, q_k)`` where ``w_k``
    reaches from half-way to the level below (0 for the first) to half-way to the level above (1 for the last). At
    levels ``(k - 1/2) / m`` it equals ``crps_draws`` of the quantiles taken as draws.

    Parameters
    ----------
    levels : [levels], between 0 and 1, rising; need not be equally spaced.
    quantiles : [cases, levels].
    outcomes : [cases].

    Returns
    -------
    [cases], in the unit of the outcome; 0 is perfect, smaller is better.

    Raises
    ------
    BadScoreInput : as ``pinball``.

    References
    ----------
    Laio and Tamea (2007), Verification tools for probabilistic forecasts, Hydrol. Earth Syst. Sci. 11;
    Gneiting and Ranjan (2011), J. Business and Economic Statistics 29.

    Examples
    --------
    >>> crps_quantiles([0.125, 0.375, 0.625, 0.875], [[0.0, 2.0, 4.0, 6.0]], [3.0])
    array([0.75])
    """
    result: npt.NDArray[np.float64] = 2 * pinball(levels, quantiles, outcomes) @ level_weights(levels)
    return result


def _levels(levels: npt.ArrayLike) -> Floats:
    tau = numbers("levels", levels, 1)
    if tau[0] <= 0 or tau[-1] >= 1 or (np.diff(tau) <= 0).any():
        raise BadScoreInput("The levels do not rise between 0 and 1.", todo="Sort them, each once, inside 0 to 1.")
    return tau
