"""Risk that an onset follows: the mean of a few unlike estimators, with settings frozen before they were judged."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from lightgbm import LGBMClassifier
from pydantic import BaseModel, ConfigDict
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.reference.errors import FocalpointError

Floats = npt.NDArray[np.float64]
Settings = Mapping[str, Any]


class CannotLearn(FocalpointError):
    """A training table without both outcomes."""


class Spec(BaseModel):
    """The frozen choices of one version: see ``settings/onset-1.yaml``. ``note`` says how far to trust its figures.

    A member has one setting, or several whose mean it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    seed: int
    members: dict[str, dict[str, Any] | list[dict[str, Any]]]
    calibration: Prior
    note: str = ""


def spec(name: str) -> Spec:
    """Read one settings file of this package.

    >>> spec("onset-1").version
    'onset-1'
    """
    text = (files("focalpoint.foresight.models") / "settings" / f"{name}.yaml").read_text(encoding="utf-8")
    return Spec.model_validate(yaml.safe_load(text))


def risks(known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, chosen: Spec) -> Floats:
    """Mean risk of the members of ``chosen``, each fitted on the known rows.

    Parameters
    ----------
    known : [rows, features]; a missing value (NaN) counts as the feature's median over the known rows.
    outcomes : [rows], whether an onset followed.
    asked : [cases, features], the cases whose risk is asked.
    chosen : members and their settings.

    Returns
    -------
    [cases], 0 to 1. The same input gives the same figures on any machine of one kind, whatever its number of cores.

    Raises
    ------
    CannotLearn : no row, or every row, had an onset.

    Notes
    -----
    A plain mean: with a few dozen onsets, weights would be learnt from noise (Claeskens et al. 2016, The forecast
    combination puzzle, International Journal of Forecasting 32).

    Examples
    --------
    >>> x = np.arange(40.0).reshape(-1, 1)
    >>> only = Spec(version="x", seed=1, members={"elastic_net": {"C": 1.0, "l1_ratio": 0.5}},
    ...             calibration=Prior(shift_sd=1, slope_sd=1, centre=0.5))
    >>> low, high = risks(x, x[:, 0] > 20, np.array([[5.0], [35.0]]), only)
    >>> bool(low < 0.2 < 0.8 < high)
    True
    """
    result: Floats = np.mean(list(by_member(known, outcomes, asked, chosen).values()), axis=0)
    return result


def by_member(known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, chosen: Spec) -> dict[str, Floats]:
    """Risk by each member: as ``risks``, before the mean.

    >>> sorted(spec("onset-1").members) == sorted(MEMBERS)
    True
    """
    if not 0 < outcomes.sum() < len(outcomes):
        raise CannotLearn(
            f"{int(outcomes.sum())} of {len(outcomes)} rows had an onset.", todo="Give years with and without onsets."
        )
    medians = _medians(known)
    filled, cases = (np.where(np.isnan(table), medians, table) for table in (known, asked))
    found: dict[str, Floats] = {}
    for name, given in chosen.members.items():
        several = given if isinstance(given, list) else [given]
        fits = [MEMBERS[name](filled, outcomes, cases, settings, chosen.seed) for settings in several]
        found[name] = np.mean(fits, axis=0)
    return found


def _medians(known: Floats) -> Floats:
    """Median of each feature; 0 where none is known, from which no member learns."""
    seen = ~np.isnan(known).all(axis=0)
    result = np.zeros(known.shape[1])
    result[seen] = np.nanmedian(known[:, seen], axis=0)
    return result


def _elastic_net(
    known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, settings: Settings, seed: int
) -> Floats:
    centre, scale = known.mean(axis=0), known.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(solver="saga", random_state=seed, **settings)
    return _second(model.fit((known - centre) / scale, outcomes).predict_proba((asked - centre) / scale))


def _random_forest(
    known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, settings: Settings, seed: int
) -> Floats:
    return _second(
        RandomForestClassifier(random_state=seed, n_jobs=1, **settings).fit(known, outcomes).predict_proba(asked)
    )


def _extra_trees(
    known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, settings: Settings, seed: int
) -> Floats:
    return _second(
        ExtraTreesClassifier(random_state=seed, n_jobs=1, **settings).fit(known, outcomes).predict_proba(asked)
    )


def _boosted_trees(
    known: Floats, outcomes: npt.NDArray[np.bool_], asked: Floats, settings: Settings, seed: int
) -> Floats:
    still: dict[str, Any] = {"n_jobs": 1, "deterministic": True, "force_row_wise": True, "verbose": -1}
    model = LGBMClassifier(random_state=seed, **still, **settings).fit(known, outcomes)
    return _second(model.booster_.predict(asked, num_threads=1))


def _second(chances: Any) -> Floats:
    table = np.asarray(chances, dtype=np.float64)
    return table[:, 1] if table.ndim == 2 else table


MEMBERS: dict[str, Callable[[Floats, npt.NDArray[np.bool_], Floats, Settings, int], Floats]] = {
    "elastic_net": _elastic_net,
    "random_forest": _random_forest,
    "extra_trees": _extra_trees,
    "boosted_trees": _boosted_trees,
}
