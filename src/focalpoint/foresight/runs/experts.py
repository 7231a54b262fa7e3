"""Every expert's view from one origin; the trees behind them are fitted on what that origin knew."""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from focalpoint.foresight.models import boosted, structural
from focalpoint.foresight.models.experts import look_back
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.runs.arrays import Arrays


@dataclass(frozen=True)
class Fitted:
    """What was learnt from the past of one origin."""

    experts: dict[str, boosted.Boosted]
    structural: lgb.Booster


@dataclass(frozen=True)
class View:
    """What the experts and the benchmark say at one origin; NaN for a unit whose last month is unknown.

    Parameters
    ----------
    origin : place of the last month of data.
    quantiles : [experts, units, horizons, levels], deaths.
    benchmark : [units, levels], deaths, for every month ahead.
    structural : [units], structural chance, before calibration.
    drivers : [units, features + 1], what each feature adds to the log-odds of the structural chance.
    """

    origin: int
    quantiles: npt.NDArray[np.float32]
    benchmark: Floats
    structural: Floats
    drivers: Floats


def fitted(arrays: Arrays, origin: int, spec: Spec) -> Fitted:
    """Fit what must be fitted on the months up to ``origin``.

    Parameters
    ----------
    arrays : the panel as arrays.
    origin : place of the last month that may be used.
    spec : the choices.

    Raises
    ------
    TooShort : the months up to ``origin`` are too few.
    """
    history, table = arrays.target[:, : origin + 1], known_features(arrays, origin)
    rows = boosted.training_rows(history, table, spec.boosting)
    levels = spec.quantile_levels()
    experts = {
        name: boosted.fit(rows, arrays.columns(expert.groups), levels, spec.boosting, spec.seed)
        for name, expert in spec.experts.items()
        if expert.kind == "boosted"
    }
    return Fitted(experts, structural.fit(history, table, spec.structural, spec.seed))


def known_features(arrays: Arrays, origin: int) -> npt.NDArray[np.float32]:
    """Features up to an origin, without the groups of which a member is unknown for every State at the origin.

    The counts of media reports end before the other data do. What a model learnt from them would meet States of which
    they say nothing, and such States were small and quiet ones in the past.

    Returns
    -------
    [units, months, features], NaN in a group that is left out.
    """
    table = arrays.features[:, : origin + 1]
    silent = np.isnan(table[:, origin]).all(axis=0)
    ended = {arrays.groups[place] for place in np.flatnonzero(silent)}
    if not ended:
        return table
    return np.where(np.isin(arrays.groups, sorted(ended)), np.float32(np.nan), table)


def view(arrays: Arrays, learnt: Fitted, origin: int, spec: Spec) -> View:
    """Take every expert's forecast from an origin; what was learnt may be older than the origin, never younger.

    Parameters
    ----------
    arrays, learnt, origin, spec : as in ``fitted``.
    """
    history, now = arrays.target[:, : origin + 1], arrays.features[:, origin]
    levels, horizons = spec.quantile_levels(), range(1, spec.horizons + 1)
    base = boosted.base_level(history, spec.boosting)
    shape = (len(history), spec.horizons, len(levels))
    quantiles = np.empty((len(spec.experts), *shape), dtype=np.float32)
    for k, (name, expert) in enumerate(spec.experts.items()):
        if expert.kind == "boosted":
            quantiles[k] = learnt.experts[name].quantiles(now, base, horizons)
        else:
            quantiles[k] = look_back(history, expert, levels)[:, None, :]
    dark = np.isnan(base)
    quantiles[:, dark] = np.nan
    benchmark = np.where(dark[:, None], np.nan, look_back(history, spec.benchmark, levels))
    parts = structural.contributions(learnt.structural, now)
    return View(origin, quantiles, benchmark, structural.chance(learnt.structural, now), parts)
