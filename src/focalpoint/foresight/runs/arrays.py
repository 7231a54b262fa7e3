"""A panel as arrays, once: what every window of a run reads up to its own origin."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from focalpoint.foresight import features
from focalpoint.foresight.features.catalogue import catalogue
from focalpoint.foresight.panel.shape import Panel, final_month, matrix

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """Units, months and figures of a panel.

    Parameters
    ----------
    units : ISO3 codes, the order of the rows.
    first : month number of the first column.
    target : [units, months], what is forecast: deaths; NaN where unknown or missing.
    features : [units, months, features]; features of a month use nothing after it.
    names, groups : of the features.
    last_final : place of the last month that may teach and be scored; every month where it is left out.
    """

    units: tuple[str, ...]
    first: int
    target: Floats
    features: npt.NDArray[np.float32]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    last_final: int | None = None

    @property
    def last(self) -> int:
        """Place of the last month."""
        return int(self.target.shape[1]) - 1

    @property
    def final(self) -> int:
        """Place of the last month whose figures are no candidate and no estimate: what is later is not truth yet."""
        return self.last if self.last_final is None else min(self.last_final, self.last)

    def columns(self, groups: tuple[str, ...]) -> npt.NDArray[np.intp]:
        """Places of the features of some groups."""
        return np.flatnonzero([group in groups for group in self.groups])


def to_arrays(panel: Panel, target: str = "civilians") -> Arrays:
    """Lay a panel and its features out as arrays.

    Parameters
    ----------
    panel : any.
    target : the column that is forecast.

    Returns
    -------
    Arrays : about 85 features a unit and month, 30 MB for 36 years.
    """
    table = features.monthly(panel, panel.months)
    names = tuple(table.columns[2:])
    group = {feature.id: feature.group for feature in catalogue()}
    values = table.select(names).cast(dict.fromkeys(names, pl.Float32)).to_numpy()
    return Arrays(
        units=panel.units,
        first=panel.first,
        target=matrix(panel, target),
        features=np.ascontiguousarray(values).reshape(len(panel.units), len(panel.months), len(names)),
        names=names,
        groups=tuple(group[name] for name in names),
        last_final=final_month(panel) - panel.first,
    )
