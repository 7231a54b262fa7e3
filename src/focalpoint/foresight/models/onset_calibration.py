"""Risks that come true as often as they say: a shift and a slope in log-odds, learnt from past forecasts alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from scipy.optimize import minimize
from scipy.special import expit, logit

Floats = npt.NDArray[np.float64]
SMALLEST = 1e-4


class Prior(BaseModel):
    """What is believed before a past forecast is known: no shift, slope one, each with a standard deviation.

    ``centre`` is the risk that the shift speaks of; the slope turns about it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shift_sd: float
    slope_sd: float
    centre: float


@dataclass(frozen=True)
class Calibration:
    """``logit p = logit c + shift + slope (logit r - logit c)`` for a risk ``r`` and the prior's centre ``c``."""

    shift: float
    slope: float
    centre: float

    def chances(self, risks: Floats) -> Floats:
        """Turn risks into calibrated chances; the order of the cases does not change.

        >>> Calibration(shift=0.0, slope=1.0, centre=0.02).chances(np.array([0.02, 0.5])).round(6)
        array([0.02, 0.5 ])
        """
        centre = logit(self.centre)
        result: Floats = expit(centre + self.shift + self.slope * (_log_odds(risks) - centre))
        return result


def fit(risks: Floats, outcomes: npt.NDArray[np.bool_], prior: Prior) -> Calibration:
    """Most likely calibration of past forecasts given their outcomes and the prior.

    Parameters
    ----------
    risks : [forecasts] made in the past, 0 to 1; may be empty.
    outcomes : [forecasts], whether an onset followed, each known on the day the calibration is used.
    prior : normal priors on shift and slope.

    Returns
    -------
    Calibration : with no past forecast, the prior's (nothing is changed).

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines; Cox (1958), Two further applications of a model
    for binary regression, Biometrika 45. The prior keeps a few outcomes from saying too much.

    Examples
    --------
    >>> never = fit(np.full(200, 0.1), np.zeros(200, dtype=bool), Prior(shift_sd=1, slope_sd=0.1, centre=0.1))
    >>> never.shift < -1
    True
    """
    if not len(risks):
        return Calibration(0.0, 1.0, prior.centre)
    centre = logit(prior.centre)
    x = _log_odds(risks) - centre

    def loss(theta: Floats) -> tuple[float, Floats]:
        z = centre + theta[0] + theta[1] * x
        gap = expit(z) - outcomes
        value = (np.logaddexp(0, z) - outcomes * z).sum()
        value += (theta[0] / prior.shift_sd) ** 2 / 2 + ((theta[1] - 1) / prior.slope_sd) ** 2 / 2
        slope = (gap * x).sum() + (theta[1] - 1) / prior.slope_sd**2
        return float(value), np.array([gap.sum() + theta[0] / prior.shift_sd**2, slope])

    best = minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(None, None), (1e-3, None)])
    return Calibration(float(best.x[0]), float(best.x[1]), prior.centre)


def _log_odds(risks: Floats) -> Floats:
    result: Floats = logit(np.clip(risks, SMALLEST, 1 - SMALLEST))
    return result
