"""The feature tables: every group of the catalogue, put together and cut to the months or years asked for."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from focalpoint.foresight.features import conditions, killing, media, neighbours, years
from focalpoint.foresight.features.windows import Array
from focalpoint.foresight.panel.shape import BeyondThePanel, Panel
from focalpoint.reference.calendar import month_id, month_label, year_of

Group = Callable[[Panel], dict[str, Array]]

MONTHLY: dict[str, Group] = {
    "history": killing.history,
    "calm": killing.calm,
    "course": killing.course,
    "kinds": killing.kinds,
    "perpetrators": killing.perpetrators,
    "neighbours": neighbours.neighbours,
    "region": neighbours.region,
    "media": media.media,
    "displacement": conditions.displacement,
    "polity": conditions.polity,
    "development": conditions.development,
    "attention": conditions.attention,
    "age": conditions.age,
}
YEARLY: dict[str, Group] = {
    "record": years.record,
    "optional": years.optional,
}


def monthly(panel: Panel, at: Sequence[int]) -> pl.DataFrame:
    """Return the features of every unit as they were at the end of given months.

    Parameters
    ----------
    panel : the panel; nothing after a month is used for that month, and yearly figures only once published.
    at : month numbers, each inside the panel.

    Returns
    -------
    unit, month and a Float64 column a feature (null where unknown), in the order of the catalogue; sorted by unit and
    month.

    Raises
    ------
    BeyondThePanel
        When the panel does not hold one of the months.
    """
    months = sorted(set(at))
    for month in months:
        if month not in panel.months:
            raise BeyondThePanel(
                f"The panel does not hold {month_label(month)}.",
                todo=f"It runs from {month_label(panel.first)} to {month_label(panel.origin)}.",
            )
    place = np.array([month - panel.first for month in months], dtype=np.int64)
    columns = {name: values[:, place] for group in MONTHLY.values() for name, values in group(panel).items()}
    return _table(panel, "month", months, columns)


def yearly(panel: Panel) -> pl.DataFrame:
    """Return the features of every unit at the end of every complete calendar year, for the onset of one-sided killing.

    The monthly features have the values of December. The official record of one-sided killing runs to the year itself:
    it comes out with the monthly data of that year.

    Returns
    -------
    unit, year and a Float64 column a feature (null where unknown); sorted by unit and year.
    """
    whole = [y for y in range(year_of(panel.first), year_of(panel.origin) + 1) if month_id(y, 12) <= panel.origin]
    table = monthly(panel, [month_id(year, 12) for year in whole])
    place = np.array([year - panel.years.start for year in whole], dtype=np.int64)
    columns = {name: values[:, place] for group in YEARLY.values() for name, values in group(panel).items()}
    added = _table(panel, "year", whole, columns)
    return pl.concat(
        [added.select("unit", "year"), table.drop("unit", "month"), added.drop("unit", "year")], how="horizontal"
    )


def _table(panel: Panel, period: str, periods: Sequence[int], columns: dict[str, Array]) -> pl.DataFrame:
    keys = {
        "unit": pl.Series(np.repeat(np.array(panel.units), len(periods)), dtype=pl.String),
        period: pl.Series(np.tile(np.array(periods, dtype=np.int32), len(panel.units)), dtype=pl.Int32),
    }
    values = {name: pl.Series(np.ascontiguousarray(array).ravel(), nan_to_null=True) for name, array in columns.items()}
    return pl.DataFrame({**keys, **values})
