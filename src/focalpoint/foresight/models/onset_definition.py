"""What an onset of one-sided killing is, year by year, with unknown kept apart from no.

An onset: at least ``threshold`` civilians killed in one-sided violence in a State in a calendar year, after ``quiet``
years with fewer. Killing that goes on is not an onset; neither is killing after a year of which nothing is known.
Arrays are [units, years]; 1 is yes, 0 is no, NaN is unknown.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def onsets(killed: Floats, threshold: float, quiet: int) -> Floats:
    """Say for each year whether killing began in it.

    Parameters
    ----------
    killed : [units, years], people killed in one-sided violence; NaN where unknown or the State did not exist.
    threshold : people in a calendar year.
    quiet : how many years before must lie below the threshold.

    Returns
    -------
    1 where the year reaches the threshold and every quiet year is known to lie below; 0 where the year lies below or a
    quiet year is known to reach it; NaN where that is unknown.

    Examples
    --------
    >>> onsets(np.array([[0.0, 24.0, 25.0, 40.0, 3.0, 30.0]]), 25, 2)
    array([[0., 0., 1., 0., 0., 0.]])
    """
    severe = np.where(np.isnan(killed), np.nan, (killed >= threshold).astype(np.float64))
    before = np.full((quiet, *severe.shape), np.nan)
    for years in range(1, min(quiet, severe.shape[1] - 1) + 1):
        before[years - 1, :, years:] = severe[:, :-years]
    result = np.full_like(severe, np.nan)
    result[(severe == 1) & (before == 0).all(axis=0)] = 1
    result[(severe == 0) | (before == 1).any(axis=0)] = 0
    return result


def followed(begun: Floats, within: int) -> Floats:
    """Say for each year whether an onset came in one of the ``within`` years after it.

    Parameters
    ----------
    begun : [units, years], as ``onsets`` returns.
    within : years after the year itself.

    Returns
    -------
    1 where one of these years has an onset, 0 where all are known to have none, NaN where that is unknown, as at
    the end of the record.

    Examples
    --------
    >>> followed(np.array([[0.0, 0.0, 1.0, 0.0, 0.0]]), 2)
    array([[ 1.,  1.,  0., nan, nan]])
    """
    ahead = np.full((within, *begun.shape), np.nan)
    for years in range(1, min(within, begun.shape[1] - 1) + 1):
        ahead[years - 1, :, :-years] = begun[:, years:]
    result = np.full_like(begun, np.nan)
    result[(ahead == 0).all(axis=0)] = 0
    result[(ahead == 1).any(axis=0)] = 1
    return result


def at_risk(killed: Floats, threshold: float) -> npt.NDArray[np.bool_]:
    """Say where an onset can follow: the year is known and lies below the threshold.

    Where it reaches the threshold the killing is under way, and no onset can come within two years.

    >>> at_risk(np.array([[0.0, 25.0, np.nan]]), 25)
    array([[ True, False, False]])
    """
    return np.asarray(killed < threshold)


def history_rate(begun: Floats, exposed: npt.NDArray[np.bool_], prior: float) -> Floats:
    """Share of a State's own past windows that an onset followed, drawn towards the world's share.

    ``(n_u + prior * n / N) / (N_u + prior)`` with ``n_u`` of the State's ``N_u`` windows, ``n`` of the world's ``N``.

    Parameters
    ----------
    begun : [units, windows], whether an onset followed; NaN where unknown.
    exposed : [units, windows], which windows count.
    prior : weight of the world's share, in windows.

    Returns
    -------
    [units], 0 to 1; NaN when no window of any State counts.

    Examples
    --------
    >>> history_rate(np.array([[1.0, 0.0], [0.0, 0.0]]), np.ones((2, 2), dtype=bool), 2.0)
    array([0.375, 0.125])
    """
    counted = exposed & ~np.isnan(begun)
    came, windows = np.where(counted, begun, 0).sum(axis=1), counted.sum(axis=1)
    world = came.sum() / windows.sum() if windows.sum() else np.nan
    result: Floats = (came + prior * world) / (windows + prior)
    return result
