"""Reasons for the chance that one-sided killing begins: what each group of features adds against a usual quiet State.

The estimator is a mean of a linear model and of trees, so no part of it can be read off. Each group is set to its usual
value, in every combination with the others, and the case is scored again: exact Shapley values over groups.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import logit

from focalpoint.foresight.features.catalogue import Feature, feature
from focalpoint.foresight.features.dating import dated
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.civilians import reasons
from focalpoint.foresight.runs.onset_one_sided.record import Record, Rules
from focalpoint.foresight.runs.onset_one_sided.rows import ONE_SIDED
from focalpoint.reference.calendar import month_id

Floats = npt.NDArray[np.float64]
QUIET = "States where killing was not under way"
BEGAN = "States where killing began"


def drivers(panel: Panel, known: Record, chosen: Rules, spec: model.Spec, chances: dict[str, float]) -> pl.DataFrame:
    """Give the reasons for the chance of an onset in each State where killing is not under way.

    Parameters
    ----------
    panel : where the values come from.
    known : the record; the last year's cases are explained.
    chosen, spec : the rules and the estimator, fitted as for the forecast.
    chances : State -> the chance that is published.

    Returns
    -------
    Columns of ``reasons.SCHEMA``: contribution in log-odds of the risk before calibration, which keeps its order. A
    value that raises it is held against past States where killing was not under way, one that lowers it against those
    where it then began.
    """
    place = known.place(known.last)
    asked, old = known.at_risk[:, place], slice(0, max(known.place(known.final) - chosen.within + 1, 0))
    teaching = known.at_risk[:, old] & ~np.isnan(known.followed[:, old])
    past, came = known.known[:, old][teaching], known.followed[:, old][teaching] == 1
    about, cases = [feature(name) for name in chosen.features], known.known[asked, place]
    usual = reasons.medians(past)
    totals, parts = attributed(past, came, cases, usual, about, spec)
    years, sources = dated(panel, about, month_id(known.last, 12))
    units = np.array(known.units)[asked].tolist()
    return reasons.table(
        reasons.Asked(
            target=ONE_SIDED,
            units=units,
            features=about,
            values=cases,
            parts=parts,
            totals=totals,
            chances=np.array([chances.get(unit, np.nan) for unit in units]),
            above=reasons.Usual(QUIET, usual),
            below=reasons.Usual(BEGAN, reasons.medians(past[came])),
            years=years[asked],
            sources=sources[asked],
        ),
        reasons.rules(),
    )


def attributed(
    past: Floats, came: npt.NDArray[np.bool_], cases: Floats, usual: Floats, about: Sequence[Feature], spec: model.Spec
) -> tuple[dict[str, Floats], Floats]:
    """Share the log-odds of each case among the groups of features.

    Parameters
    ----------
    past, came : the rows that teach, and whether an onset followed.
    cases : [cases, features].
    usual : [features], the values of the usual State; an unknown value counts as usual.
    about : the features, each with its group.
    spec : the estimator.

    Returns
    -------
    totals : group -> [cases], Shapley values in log-odds: they add up to the log-odds of the case less those of a State
        in which everything is as usual.
    parts : [cases, features], the log-odds less those with this one feature as usual; they add up to nothing and only
        say which member of a group carries it.

    References
    ----------
    Shapley (1953), A value for n-person games; Lundberg and Lee (2017), A unified approach to interpreting model
    predictions, NeurIPS 30. Groups are switched as wholes, so what goes together is not torn apart.
    """
    groups = list(dict.fromkeys(one.group for one in about))
    member = np.array([[one.group == group for one in about] for group in groups])
    subsets = np.array(list(itertools.product((False, True), repeat=len(groups))))
    kept = [*(subsets @ member), *~np.eye(len(about), dtype=np.bool_)]
    # An unknown value counts as usual, as it does for the estimator.
    given = np.where(np.isnan(cases), usual, cases)
    rows = np.concatenate([np.where(each, given, usual) for each in kept])
    scored = logit(model.risks(past, came, rows, spec)).reshape(len(kept), len(cases))
    by_subset, without = scored[: len(subsets)], scored[len(subsets) :]
    return dict(zip(groups, shapley(subsets, by_subset), strict=True)), (by_subset[-1] - without).T


def shapley(subsets: npt.NDArray[np.bool_], worth: Floats) -> Floats:
    """Shapley values of players from the worth of every coalition.

    Parameters
    ----------
    subsets : [2^players, players], every coalition, in the order of counting in twos (the first player counts most).
    worth : [2^players, cases].

    Returns
    -------
    [players, cases]; they add up to the worth of all less that of none.

    Examples
    --------
    >>> all_of_two = np.array([[False, False], [False, True], [True, False], [True, True]])
    >>> shapley(all_of_two, np.array([[0.0], [2.0], [1.0], [7.0]])).ravel().tolist()
    [3.0, 4.0]
    """
    players = subsets.shape[1]
    size = subsets.sum(axis=1)
    weight = np.array([1 / (players * math.comb(players - 1, k)) for k in range(players)])
    found = np.empty((players, worth.shape[1]))
    for player in range(players):
        outside = np.flatnonzero(~subsets[:, player])
        inside = outside + 2 ** (players - 1 - player)
        found[player] = weight[size[outside]] @ (worth[inside] - worth[outside])
    return found
