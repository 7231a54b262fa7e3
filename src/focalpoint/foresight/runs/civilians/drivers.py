"""What drives the chance that 25 civilians are killed within twelve months, in the words of the features' catalogue."""

import numpy as np
import polars as pl

from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.features.dating import dated
from focalpoint.foresight.models.spec import Floats
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.civilians import reasons

TARGET = "civilians_sum"
ALL = "all States"
YEAR = 12


def drivers(
    panel: Panel, arrays: Arrays, parts: Floats, origin: int, chances: Floats, threshold: float
) -> pl.DataFrame:
    """Give the reasons for the structural chance of each State.

    Parameters
    ----------
    panel : where the values come from.
    arrays : the panel as arrays.
    parts : [units, features + 1], log-odds; the last column is the average State's.
    origin : place of the month whose features are taken.
    chances : [units], the chance that is published; NaN for a State of which nothing is forecast: it gets no reasons.
    threshold : civilians killed; a value that lowers the chance is held against States where as many were killed.

    Returns
    -------
    Columns of ``reasons.SCHEMA``: contribution in log-odds, against the average State.
    """
    about = [feature(name) for name in arrays.names]
    values = arrays.features[:, origin].astype(np.float64)
    said, recent = ~np.isnan(chances), arrays.target[:, origin - YEAR + 1 : origin + 1].sum(axis=1)
    years, sources = dated(panel, about, arrays.first + origin)
    asked = reasons.Asked(
        target=TARGET,
        units=arrays.units,
        features=about,
        values=values,
        parts=parts[:, :-1],
        totals=reasons.sums_by_group(parts[:, :-1], about),
        chances=chances,
        above=reasons.Usual(ALL, reasons.medians(values[said])),
        below=reasons.Usual(
            f"States where {threshold:g} or more civilians were killed in the last twelve months",
            reasons.medians(values[said & (np.nan_to_num(recent) >= threshold)]),
        ),
        years=years,
        sources=sources,
    )
    return reasons.table(asked, reasons.rules())
