"""Weights of the experts, learnt from how well each forecast the windows that are over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.evaluation.statistics import crps
from focalpoint.foresight.models import combination
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.experts import View

Span = tuple[int, int]


@dataclass(frozen=True)
class Lesson:
    """A window that is over.

    Parameters
    ----------
    end : place of its last month; it teaches nothing to an origin before that.
    quantiles : [experts, cases, some levels], deaths.
    outcomes : [cases], deaths.
    scale : [cases], the benchmark's CRPS summed over the window, so that every window counts alike.
    scores : expert -> [units], mean CRPS over the months of the window; NaN where unknown.
    """

    end: int
    quantiles: npt.NDArray[np.float32]
    outcomes: Floats
    scale: Floats
    scores: dict[str, Floats]


def actual(arrays: Arrays, origin: int, span: Span) -> Floats:
    """Deaths of each month of a span ahead of an origin, [units, months]; NaN where unknown or not yet over."""
    found = np.full((len(arrays.units), span[1] - span[0] + 1), np.nan)
    held = arrays.target[:, origin + span[0] : origin + span[1] + 1]
    found[:, : held.shape[1]] = held
    return found


def lesson(arrays: Arrays, seen: View, span: Span, spec: Spec) -> Lesson | None:
    """Compare what the experts said with what happened; nothing while the window is not over, or not final.

    Parameters
    ----------
    arrays : the panel as arrays.
    seen : what the experts said.
    span : first and last month ahead.
    spec : the choices.
    """
    if seen.origin + span[1] > arrays.final:
        return None
    outcomes, levels = actual(arrays, seen.origin, span), spec.quantile_levels()
    flat = outcomes.ravel()
    missed = crps(levels, np.repeat(seen.benchmark, outcomes.shape[1], axis=0), flat)
    known = ~np.isnan(missed)
    ahead = seen.quantiles[:, :, span[0] - 1 : span[1]].reshape(len(spec.experts), flat.size, -1)
    scores = {
        name: crps(levels, cases.astype(np.float64), flat).reshape(outcomes.shape).mean(axis=1)
        for name, cases in zip(spec.experts, ahead, strict=True)
    }
    cases = ahead[:, :, learning_levels(spec)]
    # A month in which every expert says zero and nothing happens teaches nothing about weights.
    informative = known & ((np.nan_to_num(cases).max(axis=(0, 2)) > 0) | (np.nan_to_num(flat) > 0))
    scale = np.full(int(informative.sum()), float(missed[known].sum()))
    return Lesson(seen.origin + span[1], cases[:, informative], flat[informative], scale, scores)


def learning_levels(spec: Spec) -> slice:
    """Which levels weights are learnt on."""
    every = spec.weights.every_level
    return slice(every // 2, None, every)


def weights(lessons: Sequence[Lesson], spec: Spec) -> Floats:
    """Weights from past windows, each counting alike; equal ones while there are too few.

    Parameters
    ----------
    lessons : past windows that were over.
    spec : the choices.

    Returns
    -------
    [experts], sum 1.
    """
    informative = [one for one in lessons if one.scale.size and one.scale[0] > 0]
    if len(informative) < spec.weights.fewest_windows:
        return combination.equal(len(spec.experts))
    return combination.learn(
        np.concatenate([one.quantiles for one in informative], axis=1),
        np.concatenate([one.outcomes for one in informative]),
        np.concatenate([one.scale for one in informative]) * len(informative),
        spec.quantile_levels()[learning_levels(spec)],
        spec.weights,
    )
