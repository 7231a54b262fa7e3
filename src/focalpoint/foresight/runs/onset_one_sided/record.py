"""The record of one-sided killing by State and year, with what was known before each year."""

from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight import features
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.panel.shape import Panel, year_matrix
from focalpoint.reference.calendar import month_id, year_of
from focalpoint.reference.errors import FocalpointError

Floats = npt.NDArray[np.float64]


class NoOneSidedRecord(FocalpointError):
    """The panel has no complete year of the record of one-sided violence."""


class Rules(BaseModel):
    """The frozen choices: see ``settings/onset_ucdp.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    threshold: float
    mass_threshold: float
    quiet: int
    within: int
    first_record: int
    first_origin: int
    refit_every: int
    base_rate_years: int
    prior_windows: float
    alike: int
    interval: float
    top: tuple[int, ...]
    replicates: int
    seed: int
    features: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """Arrays [units, years] of 1, 0 and NaN (unknown), and ``known`` [units, years, features].

    The last ``provisional`` years are sums of months that will change: forecasts are made from them, and nothing is
    learnt from what began in them or scored with it. ``begun`` is unknown there.
    """

    units: tuple[str, ...]
    years: range
    killed: Floats
    begun: Floats
    followed: Floats
    at_risk: npt.NDArray[np.bool_]
    known: Floats
    provisional: int = 0

    def place(self, year: int) -> int:
        """Return the column of a year."""
        return year - self.years.start

    @property
    def last(self) -> int:
        """The last year on record."""
        return self.years[-1]

    @property
    def final(self) -> int:
        """The last year on record that is final."""
        return self.years[-1] - self.provisional


def rules() -> Rules:
    """Read the settings.

    >>> rules().threshold, rules().quiet, rules().within
    (25.0, 2, 2)
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "onset_ucdp.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))


def record(panel: Panel, chosen: Rules) -> Record:
    """Lay out the complete years of the panel that the record of one-sided violence covers.

    Parameters
    ----------
    panel : the panel; a year that is not over by its origin does not count.
    chosen : the definition's settings and the features that are looked at.

    Raises
    ------
    NoOneSidedRecord : no complete year is on record.
    """
    killed = year_matrix(panel, "osv_best")
    whole = [year for year in panel.years if year >= chosen.first_record and month_id(year, 12) <= panel.origin]
    covered = [year for year in whole if not np.isnan(killed[:, year - panel.years.start]).all()]
    if not covered:
        raise NoOneSidedRecord(
            f"No year of one-sided violence is known up to {year_of(panel.origin)}.",
            todo="Add UCDP's organized violence country-year file: focalpoint add FILE.",
        )
    years = range(covered[0], covered[-1] + 1)
    killed = killed[:, years.start - panel.years.start : years.stop - panel.years.start]
    open_years = _provisional(panel, years)
    begun = onsets(killed, chosen.threshold, chosen.quiet, open_years)
    return Record(
        units=panel.units,
        years=years,
        killed=killed,
        begun=begun,
        followed=definition.followed(begun, chosen.within),
        at_risk=definition.at_risk(killed, chosen.threshold),
        known=_known(panel, years, chosen.features),
        provisional=open_years,
    )


def onsets(killed: Floats, threshold: float, quiet: int, provisional: int) -> Floats:
    """Say for each year whether killing began in it (see ``onset_definition``); unknown in the provisional ones."""
    begun = definition.onsets(killed, threshold, quiet)
    begun[:, killed.shape[1] - provisional :] = np.nan
    return begun


def _provisional(panel: Panel, years: range) -> int:
    """How many of the last years any State has only as a sum of months that will change."""
    if "provisional" not in panel.yearly.columns:
        return 0
    first = panel.yearly.filter(pl.col("provisional") & pl.col("year").is_in(years))["year"].min()
    return 0 if first is None else years.stop - int(str(first))


def _known(panel: Panel, years: range, names: tuple[str, ...]) -> Floats:
    table = features.yearly(panel)
    first, count = int(table["year"].item(0)), table["year"].n_unique()
    values = table.select(names).to_numpy().reshape(len(panel.units), count, len(names))
    return np.asarray(values[:, years.start - first : years.stop - first], dtype=np.float64)
