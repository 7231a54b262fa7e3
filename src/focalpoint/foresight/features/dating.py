"""The year and the source of a feature's value, where it is a figure of a year."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from focalpoint.foresight.features.catalogue import Feature
from focalpoint.foresight.features.inputs import SOURCE_OF, reference_years
from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.features.windows import Array
from focalpoint.foresight.panel.shape import Panel, year_matrix
from focalpoint.reference.calendar import year_of

Years = npt.NDArray[np.int64]


def newest(panel: Panel, column: str, first: int, last: int) -> tuple[Array, Years]:
    """Return the newest figure of each State, and its year; NaN and 0 where there is none.

    Parameters
    ----------
    column : a yearly column of the panel.
    first, last : the oldest and the newest year that count.
    """
    table = year_matrix(panel, column)
    value, year = np.full(len(panel.units), np.nan), np.zeros(len(panel.units), dtype=np.int64)
    for place, when in enumerate(panel.years):
        if first <= when <= last:
            known = ~np.isnan(table[:, place])
            value[known], year[known] = table[known, place], when
    return value, year


def last_published(panel: Panel, column: str, month: int) -> int:
    """Return the last year whose figures of a column were published by a month."""
    return int(reference_years(panel, SOURCE_OF[column])[month - panel.first])


def dated(panel: Panel, features: Sequence[Feature], month: int) -> tuple[Years, npt.NDArray[np.object_]]:
    """Return year and source of the value of each feature at the end of a month.

    Parameters
    ----------
    panel : where the values come from.
    features : of the catalogue; one of grain year is a figure of the year of the month.
    month : month number; figures count as known from the month their source comes out.

    Returns
    -------
    years : [units, features]; 0 where the value is no figure of a year, or unknown.
    sources : [units, features], ids of the sources; where two columns hold one fact, that of the larger.
    """
    shape = (len(panel.units), len(features))
    years = np.zeros(shape, dtype=np.int64)
    sources = np.array([[about.source for about in features]] * shape[0], dtype=np.object_).reshape(shape)
    for k, about in enumerate(features):
        if about.figures:
            years[:, k], sources[:, k] = _dated(panel, about.figures, month)
        elif about.grain == "year":
            years[:, k] = year_of(month)
    return years, sources


def _dated(panel: Panel, columns: Sequence[str], month: int) -> tuple[Years, npt.NDArray[np.object_]]:
    lasts = [last_published(panel, column, month) for column in columns]
    carry = settings().carry_years
    found = [newest(panel, column, last - carry, last) for column, last in zip(columns, lasts, strict=True)]
    values = np.stack([np.nan_to_num(value, nan=-np.inf) for value, _ in found])
    largest, units = values.argmax(axis=0), np.arange(len(panel.units))
    names = np.array([SOURCE_OF[column] for column in columns], dtype=np.object_)
    return np.stack([year for _, year in found])[largest, units], names[largest]
