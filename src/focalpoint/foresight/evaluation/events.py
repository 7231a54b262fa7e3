"""How well chances foretold which States an event came to: ranking, average precision and Brier score."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.scoring import weighted

Floats = npt.NDArray[np.float64]
MEASURES = ("auc", "average_precision", "brier")


@dataclass(frozen=True)
class Draws:
    """How intervals are drawn: replicates of whole States, the share inside, the seed."""

    replicates: int
    level: float
    seed: int


def measures(chances: npt.ArrayLike, came: npt.ArrayLike, draws: Draws) -> dict[str, resampling.Estimate | None]:
    """Judge one chance a State against whether the event came, with bootstrap intervals over States.

    Parameters
    ----------
    chances : [States], 0 to 1. A plain order (deaths of last year) may be judged for ``auc`` and
        ``average_precision``; its Brier score means nothing.
    came : [States], whether the event came.
    draws : how the intervals are drawn.

    Returns
    -------
    auc, average_precision (null when the event came to none, auc also when it came to all), brier.

    Notes
    -----
    States are drawn as if independent of each other; neighbours at war are not, so true intervals are wider.

    Examples
    --------
    >>> found = measures([0.9, 0.2, 0.6, 0.1], [1, 0, 0, 0], Draws(50, 0.9, 1))
    >>> found["auc"].value, found["average_precision"].value, round(found["brier"].value, 4)
    (1.0, 1.0, 0.105)
    """
    said, happened = np.asarray(chances, dtype=np.float64), np.asarray(came, dtype=np.float64)
    if not len(said):
        return dict.fromkeys(MEASURES)
    asked: dict[str, weighted.Weighted] = {"brier": weighted.brier(said, happened)}
    if happened.any():
        asked["average_precision"] = weighted.average_precision(said, happened)
        if not happened.all():
            asked["auc"] = weighted.auc(said, happened)
    found = resampling.bootstrap(
        asked, np.arange(len(said)), replicates=draws.replicates, level=draws.level, seed=draws.seed
    )
    return {name: found.get(name) for name in MEASURES}
