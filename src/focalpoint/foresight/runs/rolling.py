"""Rolling origins: window after window, each with weights learnt from the windows that were over by then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.models import combination, paths
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.experts import View, fitted, view
from focalpoint.foresight.runs.weights import Lesson, Span, lesson, weights
from focalpoint.foresight.runs.workers import Workers

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Window:
    """The forecast from one origin.

    Parameters
    ----------
    origin : place of the last month of data.
    weights : [experts].
    quantiles : [units, horizons, levels], deaths, of the combination; NaN for a unit whose last month is unknown.
    benchmark : [units, levels], deaths, for every month ahead.
    totals : span of months ahead -> [units, draws], deaths summed along each path.
    structural : [units], structural chance before calibration.
    drivers : [units, features + 1], see ``View``.
    scores : expert -> [units], mean CRPS over the months scored; empty while the window is not over.
    """

    origin: int
    weights: Floats
    quantiles: npt.NDArray[np.float32]
    benchmark: Floats
    totals: dict[Span, npt.NDArray[np.float32]]
    structural: Floats
    drivers: Floats
    scores: dict[str, Floats]


def roll(
    arrays: Arrays,
    origins: Sequence[int],
    refits: set[int],
    span: Span,
    spec: Spec,
    *,
    aside: Sequence[int] = (),
    jobs: int = 1,
    progress: Progress,
) -> list[Window]:
    """Forecast from each origin.

    Parameters
    ----------
    arrays : the panel as arrays.
    origins : places of months, rising.
    refits : the origins at which everything is fitted again; the first always is.
    span : first and last month ahead on which weights are learnt.
    spec : the choices.
    aside : more origins, each fitted by itself, that teach nothing: the other forecasts are the same without them.
    jobs : processes; the figures do not depend on it.
    progress : called with (steps done, all); an origin takes two steps.

    Returns
    -------
    A window an origin, those set aside last. TooShort is raised when the first origin knows too little.
    """
    steps = _Steps(progress, 2 * (len(origins) + len(aside)))
    seen: list[tuple[View, Lesson | None]] = []
    groups = [*_groups(origins, refits), *([origin] for origin in aside)]
    for some in Workers(jobs, arrays).run(_look, ((group, span, spec) for group in groups)):
        seen.extend(some)
        steps.add(len(some))
    teachers = seen[: len(origins)]
    tasks = (
        (arrays.target[:, : view.origin + 1], view, _learnt(teachers, view.origin, spec), span, spec)
        for view, _ in seen
    )
    windows = []
    for (_, taught), parts in zip(seen, Workers(jobs).run(_window, tasks), strict=True):
        windows.append(Window(**parts, scores=taught.scores if taught else {}))
        steps.add(1)
    return windows


def window_of(arrays: Arrays, origin: int, weights: Floats, span: Span, spec: Spec) -> Window:
    """Forecast from one origin with weights that are given, fitting everything on the months up to it.

    Parameters
    ----------
    arrays, origin, span, spec : as in :func:`roll`.
    weights : [experts].
    """
    seen = view(arrays, fitted(arrays, origin, spec), origin, spec)
    return Window(**_window(arrays.target[:, : origin + 1], seen, weights, span, spec), scores={})


class _Steps:
    """Counts steps for a progress bar."""

    def __init__(self, progress: Progress, of: int) -> None:
        self.progress, self.done, self.of = progress, 0, of

    def add(self, count: int) -> None:
        self.done += count
        self.progress(self.done, self.of)


def _groups(origins: Sequence[int], refits: set[int]) -> list[list[int]]:
    """Origins that share what was fitted at the first of them."""
    groups: list[list[int]] = []
    for origin in origins:
        if not groups or origin in refits:
            groups.append([])
        groups[-1].append(origin)
    return groups


def _look(arrays: Arrays, group: list[int], span: Span, spec: Spec) -> list[tuple[View, Lesson | None]]:
    learnt = fitted(arrays, group[0], spec)
    views = [view(arrays, learnt, origin, spec) for origin in group]
    return [(each, lesson(arrays, each, span, spec)) for each in views]


def _learnt(seen: Sequence[tuple[View, Lesson | None]], origin: int, spec: Spec) -> Floats:
    return weights([taught for _, taught in seen if taught and taught.end <= origin], spec)


def _window(history: Floats, seen: View, learnt: Floats, span: Span, spec: Spec) -> dict[str, Any]:
    quantiles = combination.combine(seen.quantiles, learnt, spec.pooling)
    rng = np.random.default_rng([spec.seed, seen.origin])
    drawn = paths.shuffle(quantiles, paths.templates(history, spec.horizons, spec.paths, rng))
    spans = [*spec.leading(), *spec.remaining(), span]
    return {
        "origin": seen.origin,
        "weights": learnt,
        "quantiles": quantiles.astype(np.float32),
        "benchmark": seen.benchmark,
        "totals": {each: paths.sums(drawn, *each).astype(np.float32) for each in spans},
        "structural": seen.structural,
        "drivers": seen.drivers,
    }
