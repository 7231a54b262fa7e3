"""What drives the structural chance of each State, in the words of the features' catalogue."""

from typing import Any

import numpy as np
import polars as pl

from focalpoint.foresight.features.catalogue import Feature, feature
from focalpoint.foresight.models.civilians import Floats
from focalpoint.foresight.runs.ground import Ground

TARGET = "civilians_sum"
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


def drivers(ground: Ground, parts: Floats, origin: int, known: Floats) -> pl.DataFrame:
    """Sum the contributions of each group of features; a group is named after its strongest feature.

    Parameters
    ----------
    ground : the panel as arrays.
    parts : [units, features + 1], log-odds; the last column is the average State's.
    origin : place of the month at which the features stand.
    known : [units], NaN for a unit of which nothing is forecast: it gets no drivers.

    Returns
    -------
    Columns of ``SCHEMA``: contribution in log-odds of 25 civilians killed within 12 months, against the average State;
    share of the unit's largest; value on the feature's own scale. Sorted by unit and rank.
    """
    groups = list(dict.fromkeys(ground.groups))
    rows: list[dict[str, Any]] = []
    for u, unit in enumerate(ground.units):
        if np.isnan(known[u]):
            continue
        found = [_group(ground, parts[u], ground.features[u, origin], group) for group in groups]
        found = sorted((one for one in found if one["contribution"] != 0), key=lambda one: -abs(one["contribution"]))
        for rank, one in enumerate(found, start=1):
            share = abs(one["contribution"]) / abs(found[0]["contribution"])
            rows.append({"unit": unit, "target": TARGET, "rank": rank, "share": share} | one)
    return pl.DataFrame(rows, schema=SCHEMA).sort("unit", "rank")


def _group(ground: Ground, parts: Floats, values: Any, group: str) -> dict[str, Any]:
    places = [k for k, name in enumerate(ground.groups) if name == group]
    strongest = max(places, key=lambda k: abs(parts[k]))
    about = feature(ground.names[strongest])
    value = natural(float(values[strongest]), about)
    others = sum(parts[k] != 0 for k in places) - 1
    notes = [
        *(["not known here; the model reads that it is not known"] if value is None else []),
        *([f"together with {others} more of its kind"] if others > 0 else []),
    ]
    return {
        "feature": about.id,
        "label": about.label,
        "contribution": float(sum(parts[k] for k in places)),
        "value": value,
        "unit_text": about.unit,
        "source": about.source,
        "note": "; ".join(notes) or None,
    }


def natural(value: float, about: Feature) -> float | None:
    """Put a feature's value back on the scale people count on; none where it is unknown.

    >>> from focalpoint.foresight.features.catalogue import feature
    >>> natural(2.3978953, feature("civilians_12"))
    10.0
    """
    if np.isnan(value):
        return None
    # Features are kept in single precision: six digits are what they know.
    return float(f"{np.expm1(value) if about.scale == 'log1p' else value:.6g}")
