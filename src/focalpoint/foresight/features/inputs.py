"""What the feature groups read: the panel as arrays, yearly figures only once they are published."""

import numpy as np

from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.features.windows import Array, carried
from focalpoint.foresight.panel.columns import YEARLY
from focalpoint.foresight.panel.shape import Panel, matrix, year_matrix
from focalpoint.reference.calendar import year_of

SOURCE_OF = {column: source for source, columns in YEARLY.items() for column in columns}


def monthly_values(panel: Panel, column: str) -> Array:
    """Return a monthly column, array [units, months], NaN where unknown."""
    return matrix(panel, column)


def reference_years(panel: Panel, source: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return, for each month of the panel, the last year whose figures of a source were published by then.

    V-Dem's figures of 2023 count as known from March 2024: in March 2024 the year is 2023, in February 2022.
    """
    from_month = settings().known_from_month[source]
    return np.array([year_of(month - from_month + 1) - 1 for month in panel.months], dtype=np.int64)


def published(panel: Panel, column: str, years_before: int = 0) -> Array:
    """Return a yearly column as it was known month by month, array [units, months].

    Parameters
    ----------
    panel : the panel.
    column : a yearly column.
    years_before : take the figure of so many years before the last published one, for changes.

    A missing year is filled from at most ``carry_years`` years before.
    """
    values = carried(year_matrix(panel, column), settings().carry_years)
    place = reference_years(panel, SOURCE_OF[column]) - panel.years.start - years_before
    return np.where(place >= 0, values[:, np.maximum(place, 0)], np.nan)


def unknown(values: Array) -> Array:
    """Return 1 where a value is unknown, else 0."""
    return np.isnan(values).astype(np.float64)


def log1p(values: Array) -> Array:
    """Return log(1 + x); figures below zero, which no count has, become unknown."""
    return np.log1p(np.where(values >= 0, values, np.nan))
