"""Boosted trees as an expert: a location learnt from features, and the spread of what was left over."""

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from focalpoint.foresight.models.experts import decay
from focalpoint.foresight.models.spec import Boosting, Expert, Floats, Numbers
from focalpoint.reference.errors import FocalpointError

# The same input gives the same trees, whatever the number of cores: windows, not trees, are worked on side by side.
STILL: dict[str, Any] = {"deterministic": True, "force_row_wise": True, "verbosity": -1, "num_threads": 1}
# exp(12) is 160,000 deaths a month: beyond any month on record outside Rwanda in 1994.
CEILING = 12.0


class TooShort(FocalpointError):
    """A history in which no month lies far enough back to learn from."""


@dataclass(frozen=True)
class Boosted:
    """A fitted expert: trees, the features they read, and residual quantiles by size of the location."""

    trees: lgb.Booster
    columns: npt.NDArray[np.intp]
    edges: Floats
    residuals: Floats

    def quantiles(self, features: Numbers, base: Floats, horizons: range) -> Floats:
        """Quantiles for each unit and horizon.

        Parameters
        ----------
        features : [units, features] at the origin.
        base : [units], see ``base_level``; NaN where nothing is known.
        horizons : months ahead.

        Returns
        -------
        [units, horizons, levels], deaths; NaN where ``base`` is.
        """
        rows = np.repeat(features[:, self.columns], len(horizons), axis=0)
        ahead = np.tile(np.array(horizons, dtype=np.float64), len(features))
        table = np.column_stack([rows, ahead])
        offset = np.repeat(np.log1p(base), len(horizons))
        location = np.asarray(self.trees.predict(table, num_threads=STILL["num_threads"])) + offset
        spread = self.residuals[np.searchsorted(self.edges, np.nan_to_num(location))]
        found: Floats = np.expm1(np.clip(location[:, None] + spread, 0.0, CEILING))
        shaped: Floats = found.reshape(len(features), len(horizons), -1)
        return shaped


@dataclass(frozen=True)
class Rows:
    """Training rows: features with the horizon last, what happened, and the base level they are measured against."""

    table: npt.NDArray[np.float32]
    outcomes: Floats
    base: Floats


def base_level(history: Floats, chosen: Boosting) -> Floats:
    """Decay-weighted mean of the known months up to each unit's last.

    Parameters
    ----------
    history : [units, months] to the origin, deaths; NaN where unknown.

    Returns
    -------
    [units], deaths a month; NaN where the last month is unknown.

    Examples
    --------
    >>> from focalpoint.foresight.models.spec import spec
    >>> base_level(np.array([[0.0, 7.0, 7.0], [1.0, 1.0, np.nan]]), spec().boosting).round(2)
    array([5.06,  nan])
    """
    reach = min(chosen.base_months, history.shape[1])
    recent = history[:, history.shape[1] - reach :]
    weights = decay(Expert(kind="decay", half_life=chosen.base_half_life, months=reach), reach)
    known = ~np.isnan(recent)
    mean = np.nan_to_num(recent) @ weights / np.maximum(known @ weights, np.finfo(float).tiny)
    return np.where(known[:, -1], mean, np.nan)


def training_rows(history: Floats, features: npt.NDArray[np.float32], chosen: Boosting) -> Rows:
    """Rows of every past origin and horizon whose outcome lies inside the history; most quiet ones are left out.

    Parameters
    ----------
    history : [units, months] to the origin, deaths; NaN where unknown.
    features : [units, months, features], of the same months.

    Raises
    ------
    TooShort : no past month has an outcome inside the history.
    """
    last = history.shape[1] - 1
    parts: list[tuple[npt.NDArray[np.float32], Floats, Floats]] = []
    for origin in range(last - min(chosen.horizons), chosen.first_month, -chosen.every):
        past = history[:, : origin + 1]
        base = base_level(past, chosen)
        active = np.nansum(past[:, -chosen.active_months :], axis=1) > 0
        kept = ~np.isnan(base) & (active | ((np.arange(len(base)) + origin // chosen.every) % chosen.quiet_every == 0))
        for horizon in chosen.horizons:
            if origin + horizon > last:
                continue
            rows = kept & ~np.isnan(history[:, origin + horizon])
            ahead = np.full((int(rows.sum()), 1), horizon, dtype=np.float32)
            parts.append((np.hstack([features[rows, origin], ahead]), history[rows, origin + horizon], base[rows]))
    if not parts:
        raise TooShort("The history is too short to learn from.", todo=f"It takes over {chosen.first_month} months.")
    tables, outcomes, bases = zip(*parts, strict=True)
    return Rows(np.concatenate(tables), np.concatenate(outcomes), np.concatenate(bases))


def fit(rows: Rows, columns: npt.NDArray[np.intp], levels: Floats, chosen: Boosting, seed: int) -> Boosted:
    """Learn the logarithm of deaths against the base level, then the spread of the residuals by size of the location.

    Parameters
    ----------
    rows : see ``training_rows``.
    columns : places of the features this expert reads.
    levels : [levels] of the residual quantiles.
    chosen : trees and bins.
    seed : of the trees' sampling.

    Returns
    -------
    Boosted
    """
    table = np.ascontiguousarray(rows.table[:, [*columns, rows.table.shape[1] - 1]])
    offset = np.log1p(rows.base)
    parameters = {**chosen.parameters, **STILL, "seed": seed}
    trees = lgb.train(parameters, lgb.Dataset(table, np.log1p(rows.outcomes) - offset), chosen.rounds)
    location = np.asarray(trees.predict(table, num_threads=STILL["num_threads"])) + offset
    left = np.log1p(rows.outcomes) - location
    cuts = np.concatenate([np.linspace(0, 1, chosen.bins + 1)[1:-1], chosen.extreme_bins])
    edges = np.unique(np.quantile(location, cuts))
    bins = np.searchsorted(edges, location)
    everywhere = np.quantile(left, levels)
    spread = [np.quantile(left[bins == k], levels) if (bins == k).any() else everywhere for k in range(len(edges) + 1)]
    return Boosted(trees, columns, edges, np.stack(spread))
