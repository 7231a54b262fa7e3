"""Reasons for a chance: which groups of features raise or lower it, named by a member that means what it says."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.features.catalogue import Feature

Floats = npt.NDArray[np.float64]
Row = dict[str, Any]
UNKNOWN = "not known here; the model reads that it is not known"
SCHEMA: dict[str, Any] = {
    "unit": pl.String,
    "target": pl.String,
    "rank": pl.Int32,
    "feature": pl.String,
    "label": pl.String,
    "contribution": pl.Float64,
    "share": pl.Float64,
    "value": pl.Float64,
    "year": pl.Int32,
    "usual": pl.Float64,
    "compared": pl.String,
    "meaning": pl.String,
    "unit_text": pl.String,
    "source": pl.String,
    "note": pl.String,
}


class Rules(BaseModel):
    """The choices: see ``settings/reasons.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    smallest: float
    shared: float
    least_chance: float


@functools.cache
def rules() -> Rules:
    """Read the settings.

    >>> rules().shared
    0.8
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "reasons.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))


@dataclass(frozen=True)
class Usual:
    """States that a value is compared with, in words, and the median of each feature over them, NaN where unknown."""

    compared: str
    medians: Floats


@dataclass(frozen=True)
class Asked:
    """What a model made of each State.

    Parameters
    ----------
    target : the chance that is spoken of.
    units : the States.
    features : the columns.
    values : [units, features], on the model's own scale; NaN where unknown.
    parts : [units, features], log-odds that each feature adds: which member of a group is named.
    totals : group -> [units], log-odds that the group adds.
    chances : [units]; NaN for a State of which nothing is said.
    above, below : what a value is held against that raises the chance, and one that lowers it.
    years, sources : [units, features], year (0: not a figure of a year) and source of each value.
    """

    target: str
    units: Sequence[str]
    features: Sequence[Feature]
    values: Floats
    parts: Floats
    totals: dict[str, Floats]
    chances: Floats
    above: Usual
    below: Usual
    years: npt.NDArray[np.int64]
    sources: npt.NDArray[np.object_]


def table(asked: Asked, chosen: Rules) -> pl.DataFrame:
    """Give the reasons of each State, the strongest first.

    A group of features is a reason when it is large enough, when its direction is not that of nearly all States, and
    when one of its members carries that direction and means it in plain sense: more killing than is usual raises a
    chance, less lowers it. The strongest such member names it; one without a plain sense, like a State's age, never
    does. A State with a very small chance gets one reason, the strongest that lowers it.

    Parameters
    ----------
    asked : what a model made of each State.
    chosen : how large, how common, how small.

    Returns
    -------
    Columns of ``SCHEMA``: contribution in log-odds, share of the unit's largest; value, usual on the feature's own
    scale; meaning: the direction that the value has in plain sense, "none" where it is unknown. Sorted by unit, rank.
    """
    known = [u for u in range(len(asked.units)) if not np.isnan(asked.chances[u])]
    common = {
        (group, sign) for group in asked.totals for sign in (1, -1) if _is_common(asked, group, sign, known, chosen)
    }
    rows: list[Row] = []
    for u in known:
        found = sorted(_groups(asked, u, common, chosen), key=lambda one: (-abs(one["contribution"]), one["feature"]))
        if asked.chances[u] < chosen.least_chance:
            found = [one for one in found if one["contribution"] < 0][:1]
        for rank, one in enumerate(found, start=1):
            share = abs(one["contribution"]) / abs(found[0]["contribution"])
            rows.append({"unit": asked.units[u], "target": asked.target, "rank": rank, "share": share} | one)
    return pl.DataFrame(rows, schema=SCHEMA).sort("unit", "rank")


def _is_common(asked: Asked, group: str, sign: int, known: list[int], chosen: Rules) -> bool:
    """Whether a group has this direction for nearly all States."""
    return bool(known) and float((asked.totals[group][known] * sign > 0).mean()) > chosen.shared


def _groups(asked: Asked, u: int, common: set[tuple[str, int]], chosen: Rules) -> Iterator[Row]:
    for group, totals in asked.totals.items():
        total = float(totals[u])
        sign = 1 if total > 0 else -1
        if abs(total) < chosen.smallest or (group, sign) in common:
            continue
        members = [k for k, about in enumerate(asked.features) if about.group == group]
        carrying = sorted((k for k in members if asked.parts[u, k] * sign > 0), key=lambda k: -abs(asked.parts[u, k]))
        named = next((k for k in carrying if _means_it(asked, u, k, sign)), None)
        if named is None and carrying and np.isnan(asked.values[u, carrying[0]]):
            named = carrying[0]
        if named is not None:
            others = sum(asked.parts[u, k] != 0 for k in members) - 1
            yield _row(asked, u, named, total, others)


def _means_it(asked: Asked, u: int, k: int, sign: int) -> bool:
    """Whether a value is on that side of the usual which has this direction in plain sense."""
    senses = {"raises": 1, "lowers": -1, "none": 0}
    usual = (asked.above if sign > 0 else asked.below).medians[k]
    return bool((asked.values[u, k] - usual) * senses[asked.features[k].more] * sign > 0)


def _row(asked: Asked, u: int, k: int, total: float, others: int) -> Row:
    about, value = asked.features[k], natural_value(float(asked.values[u, k]), asked.features[k])
    usual = asked.above if total > 0 else asked.below
    notes = [
        *([UNKNOWN] if value is None else []),
        *([f"together with {others} more of its kind"] if others > 0 else []),
    ]
    return {
        "feature": about.id,
        "label": about.label,
        "contribution": total,
        "value": value,
        "year": int(asked.years[u, k]) or None,
        "usual": natural_value(float(usual.medians[k]), about),
        "compared": usual.compared,
        "meaning": "none" if value is None else "raises" if total > 0 else "lowers",
        "unit_text": about.unit,
        "source": str(asked.sources[u, k]),
        "note": "; ".join(notes) or None,
    }


def natural_value(value: float, about: Feature) -> float | None:
    """Put a feature's value back on the scale people count on; none where it is unknown.

    >>> from focalpoint.foresight.features.catalogue import feature
    >>> natural_value(2.3978953, feature("civilians_12")), natural_value(-0.6931472, feature("civilians_trend_12"))
    (10.0, 0.5)
    """
    if np.isnan(value):
        return None
    undone = {"log1p": np.expm1, "ratio": np.exp}.get(about.scale, float)(value)
    # Features are kept in single precision: six digits are what they know.
    return float(f"{undone:.6g}")


def medians(values: Floats) -> Floats:
    """Median of each feature over some States, [features]; NaN where none is known.

    >>> medians(np.array([[1.0, np.nan], [5.0, np.nan], [2.0, np.nan]]))
    array([ 2., nan])
    """
    found = np.full(values.shape[1], np.nan)
    known = ~np.isnan(values).all(axis=0) if len(values) else np.zeros(values.shape[1], dtype=np.bool_)
    found[known] = np.nanmedian(values[:, known], axis=0)
    return found


def sums_by_group(parts: Floats, features: Sequence[Feature]) -> dict[str, Floats]:
    """Sum what the features of each group add: group -> [units]."""
    groups = dict.fromkeys(about.group for about in features)
    return {g: parts[:, [k for k, about in enumerate(features) if about.group == g]].sum(axis=1) for g in groups}
