"""Statistics: one number a case, before anything is averaged."""

import numpy as np
import numpy.typing as npt

from focalpoint.foresight import scoring as scores

Floats = npt.NDArray[np.float64]


def crps(levels: Floats, quantiles: Floats, outcomes: Floats) -> Floats:
    """CRPS of quantiles at the middle of equally likely parts; NaN where forecast or outcome is unknown.

    Parameters
    ----------
    levels : [levels], between 0 and 1, rising.
    quantiles : [cases, levels], deaths.
    outcomes : [cases], deaths.

    Returns
    -------
    [cases], deaths; smaller is better.

    Examples
    --------
    >>> crps(np.array([0.25, 0.75]), np.array([[0.0, 4.0], [np.nan, np.nan]]), np.array([1.0, 1.0]))
    array([ 1., nan])
    """
    found = np.full(len(outcomes), np.nan)
    known = ~np.isnan(outcomes) & ~np.isnan(quantiles).any(axis=1)
    if known.any():
        found[known] = scores.crps_quantiles(levels, quantiles[known], outcomes[known])
    return found


def at_levels(levels: Floats, quantiles: Floats, asked: Floats) -> Floats:
    """Quantiles at other levels, by straight lines between the given ones; flat beyond the first and last.

    Parameters
    ----------
    levels : [levels], rising.
    quantiles : [cases, levels].
    asked : [asked], between 0 and 1.

    Returns
    -------
    [cases, asked].

    Examples
    --------
    >>> at_levels(np.array([0.25, 0.75]), np.array([[0.0, 4.0]]), np.array([0.1, 0.5]))
    array([[0., 2.]])
    """
    place = np.interp(asked, levels, np.arange(len(levels)))
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, len(levels) - 1)
    found = quantiles[:, low] + (place - low) * (quantiles[:, high] - quantiles[:, low])
    return np.asarray(found, dtype=np.float64)


def share_below(quantiles: Floats, outcomes: Floats, asked: Floats) -> Floats:
    """Chance that the outcome fell below each level of its forecast, spread evenly over a step that it lies on.

    Averaged over cases it is the asked level itself when the forecast is calibrated, also where half of all months are
    zero and the plain share would only show the ties.

    Parameters
    ----------
    quantiles : [cases, levels], at the middle of equally likely parts, deaths.
    outcomes : [cases], deaths.
    asked : [asked], between 0 and 1.

    Returns
    -------
    [cases, asked], 0 to 1; NaN where forecast or outcome is unknown.

    References
    ----------
    Czado, Gneiting and Held (2009), Predictive model assessment for count data, Biometrics 65.

    Examples
    --------
    >>> share_below(np.array([[0.0, 0.0, 0.0, 8.0]]), np.array([0.0]), np.array([0.3, 0.75, 0.9])).round(6)
    array([[0.4, 1. , 1. ]])
    """
    under = (quantiles < outcomes[:, None]).mean(axis=1)
    reached = (quantiles <= outcomes[:, None]).mean(axis=1)
    step = np.maximum(reached - under, np.finfo(np.float64).tiny)
    part = np.clip((asked - under[:, None]) / step[:, None], 0.0, 1.0)
    found = np.where(asked >= reached[:, None], 1.0, part)
    found[np.isnan(outcomes) | np.isnan(quantiles).any(axis=1)] = np.nan
    return np.asarray(found, dtype=np.float64)


def inside(low: Floats, high: Floats, outcomes: Floats) -> Floats:
    """1 where the outcome lies in the band, its ends included, else 0; NaN where unknown.

    Deaths are whole, so with many zeros a calibrated band holds more than it says.

    >>> inside(np.array([0.0, 1.0]), np.array([0.0, 3.0]), np.array([0.0, 4.0]))
    array([1., 0.])
    """
    held = ((outcomes >= low) & (outcomes <= high)).astype(np.float64)
    return np.where(np.isnan(low) | np.isnan(outcomes), np.nan, held)
