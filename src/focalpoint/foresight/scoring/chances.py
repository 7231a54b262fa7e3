"""Scores of a chance that something happens, and of a ranking by such a chance."""

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.scoring import weighted
from focalpoint.foresight.scoring.shapes import BadScoreInput, Floats, events, numbers, same_length


def brier(chances: npt.ArrayLike, outcomes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Brier score ``(p - o)^2`` of each case.

    Parameters
    ----------
    chances : [cases], 0 to 1.
    outcomes : [cases], 0 or 1.

    Returns
    -------
    [cases], 0 to 1; smaller is better.

    Raises
    ------
    BadScoreInput : shapes differ, a chance is outside 0 to 1, an outcome neither 0 nor 1.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78.

    Examples
    --------
    >>> brier([0.2, 0.9], [0, 1]).round(6)
    array([0.04, 0.01])
    """
    p, happened = _chances(chances), events(outcomes)
    same_length("chances", p, happened)
    return weighted.squared_error(p, happened)


def brier_skill(chances: npt.ArrayLike, outcomes: npt.ArrayLike, reference: npt.ArrayLike) -> float:
    """Share of the reference forecast's Brier score that the forecast saves: ``1 - mean BS / mean BS_ref``.

    Parameters
    ----------
    chances : [cases], 0 to 1.
    outcomes : [cases], 0 or 1.
    reference : one chance for all, or [cases], for example the rate of onsets known when each forecast was made.

    Returns
    -------
    1 is perfect, 0 no better than the reference, below 0 worse.

    Raises
    ------
    BadScoreInput : as ``brier``; or the reference is perfect.

    Examples
    --------
    >>> round(brier_skill([0.0, 0.5], [0, 1], 0.5), 6)
    0.5
    """
    happened = events(outcomes)
    base = brier(np.broadcast_to(np.asarray(reference, dtype=np.float64), happened.shape), outcomes).mean()
    if base == 0:
        raise BadScoreInput("The reference forecast is perfect: skill has no meaning.", todo="Use another reference.")
    return float(1 - brier(chances, outcomes).mean() / base)


def auc(risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Area under the ROC curve: the chance that an event's risk is above a non-event's, a tie counting half.

    Parameters
    ----------
    risks : [cases], any scale.
    outcomes : [cases], 0 or 1, with at least one of each.

    Returns
    -------
    0 to 1; 0.5 is no better than chance.

    Raises
    ------
    BadScoreInput : shapes differ, no event or no non-event.

    References
    ----------
    Mann and Whitney (1947), Annals of Mathematical Statistics 18; Hanley and McNeil (1982), Radiology 143.

    Examples
    --------
    >>> auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])
    0.875
    """
    risk, happened = _ranked(risks, outcomes)
    if happened.all():
        raise BadScoreInput("Every case is an event.", todo="Score cases with and without an event.")
    return _once(weighted.auc(risk, happened), happened)


def average_precision(risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Average precision: ``sum_k (R_k - R_(k-1)) P_k`` down the ranking, cases of equal risk taken together.

    Parameters
    ----------
    risks : [cases], any scale.
    outcomes : [cases], 0 or 1, with at least one event.

    Returns
    -------
    0 to 1; a random ranking gets the share of events.

    Raises
    ------
    BadScoreInput : shapes differ, no event.

    References
    ----------
    Davis and Goadrich (2006), The relationship between precision-recall and ROC curves, ICML.

    Examples
    --------
    >>> round(average_precision([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]), 4)
    0.8333
    """
    risk, happened = _ranked(risks, outcomes)
    return _once(weighted.average_precision(risk, happened), happened)


def recall_at_k(ranks: npt.ArrayLike, outcomes: npt.ArrayLike, k: int) -> float:
    """Share of the events whose unit was among the first ``k`` of its list.

    Parameters
    ----------
    ranks : [cases], 1 is the highest risk of the year's list.
    outcomes : [cases], 0 or 1, with at least one event.
    k : length of the list that is read.

    Raises
    ------
    BadScoreInput : shapes differ, no event.

    Examples
    --------
    >>> recall_at_k([3, 31, 12, 1], [1, 1, 0, 0], 30)
    0.5
    """
    rank, happened = numbers("ranks", ranks, 1), _with_event(outcomes)
    same_length("ranks", rank, happened)
    return _once(weighted.recall_at_k(rank, happened, k), happened)


def false_alarms_per_hit(risks: npt.ArrayLike, outcomes: npt.ArrayLike, recall: float) -> float:
    """False alarms for each event caught, at the highest threshold that catches at least ``recall`` of the events.

    Parameters
    ----------
    risks : [cases], any scale.
    outcomes : [cases], 0 or 1, with at least one event.
    recall : share of the events to catch, 0 to 1.

    Returns
    -------
    Cases without an event at or above the threshold, divided by those with one.

    Raises
    ------
    BadScoreInput : shapes differ, no event, recall not above 0 and at most 1.

    Examples
    --------
    >>> false_alarms_per_hit([0.9, 0.8, 0.7, 0.6], [0, 1, 0, 1], 0.5)
    1.0
    """
    if not 0 < recall <= 1:
        raise BadScoreInput(f"A recall of {recall} cannot be reached.", todo="Give a share above 0 and at most 1.")
    risk, happened = _ranked(risks, outcomes)
    return _once(weighted.false_alarms_per_hit(risk, happened, recall), happened)


def _once(measure: weighted.Weighted, happened: npt.NDArray[np.bool_]) -> float:
    """Take a measure with every case counted once."""
    return float(measure(np.ones((1, len(happened))))[0])


def _ranked(risks: npt.ArrayLike, outcomes: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.bool_]]:
    risk, happened = numbers("risks", risks, 1), _with_event(outcomes)
    same_length("risks", risk, happened)
    return risk, happened


def _with_event(outcomes: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    happened = events(outcomes)
    if not happened.any():
        raise BadScoreInput("No case is an event.", todo="Score a period with at least one event.")
    return happened


def _chances(values: npt.ArrayLike) -> Floats:
    p = numbers("chances", values, 1)
    if p.min() < 0 or p.max() > 1:
        raise BadScoreInput("A chance is outside 0 to 1.", todo="Write chances as shares, for example 0.04 for 4 %.")
    return p
