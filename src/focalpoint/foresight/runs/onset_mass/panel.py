"""The Early Warning Project's panel as arrays, and the frozen protocol it is run under."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.sources import reading
from focalpoint.reference.errors import FocalpointError

SOURCE = "ewp"


class NotAnOnsetPanel(FocalpointError):
    """A file, or a table, that is not the Early Warning Project's panel or is too short for the protocol."""


class Protocol(BaseModel):
    """The frozen choices of protocol B1: see ``settings/onset.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    outcome: str
    event: str
    not_predictors: tuple[str, ...]
    first_training_year: int
    known_after: int
    remembered: int
    frozen_on: int
    top: tuple[int, ...]
    recall: float
    replicates: int
    interval: float
    seed: int
    published_years: tuple[int, int]
    published: dict[str, float]

    @property
    def first_origin(self) -> int:
        """Year of the rows that the first forecast is made from."""
        return self.first_training_year + self.known_after


@dataclass(frozen=True)
class CountryYears:
    """Rows of the panel: one a country and year.

    ``followed`` says whether an onset came in the two years after, ``onset`` whether in the year itself;
    ``predictors`` is [rows, features], NaN where a value is missing.
    """

    unit: npt.NDArray[np.int64]
    name: npt.NDArray[np.str_]
    year: npt.NDArray[np.int64]
    followed: npt.NDArray[np.bool_]
    onset: npt.NDArray[np.bool_]
    predictors: npt.NDArray[np.float64]
    features: tuple[str, ...]

    @property
    def complete(self) -> npt.NDArray[np.bool_]:
        """Whether every predictor of a row is known."""
        return np.asarray(~np.isnan(self.predictors).any(axis=1))


def protocol() -> Protocol:
    """Read the protocol's settings.

    >>> protocol().first_origin
    1993
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "onset.yaml").read_text(encoding="utf-8")
    return Protocol.model_validate(yaml.safe_load(text))


def read(path: Path, rules: Protocol) -> CountryYears:
    """Read the panel from the user's own file; it never ships with the product.

    Parameters
    ----------
    path : the panel as the Early Warning Project publishes it, in any container the sources room opens.
    rules : names the outcome columns and those that are no predictors.

    Raises
    ------
    NotAnOnsetPanel : the file holds another source, or too few years.
    FocalpointError : the file cannot be opened or is of no known source.
    """
    tables = [table for table in reading.read(path) if table.source == SOURCE]
    if not tables:
        raise NotAnOnsetPanel(
            f"{path.name} is not the Early Warning Project's panel.",
            todo="Give its country-year file, with ewp_name, ccode, year, mk_onset and mk_onset_1or2.",
        )
    return country_years(tables[0].frame, rules)


def country_years(frame: pl.DataFrame, rules: Protocol) -> CountryYears:
    """Turn the table into arrays, sorted by year and country code.

    Parameters
    ----------
    frame : columns ccode, ewp_name, year, the outcome and event of ``rules``, and numbers as predictors; a
        predictor without a single value is left out.
    rules : see ``read``.

    Raises
    ------
    NotAnOnsetPanel : an outcome is missing, a country-year is there twice, no predictor, or no year to forecast.
    """
    features = tuple(
        name
        for name, kind in frame.schema.items()
        if name not in rules.not_predictors and kind.is_numeric() and frame[name].count()
    )
    if not features:
        raise NotAnOnsetPanel("The panel has no predictors.", todo="Give the project's own file with all columns.")
    rows = frame.sort("year", "ccode")
    # What came in the two years after the last rows may not be known yet: nothing learns from it or is scored on it.
    known = rows.filter(pl.col("year") <= pl.col("year").max() - rules.known_after)
    if rows.select("ccode", "year", rules.event).null_count().sum_horizontal()[0] or known[rules.outcome].null_count():
        raise NotAnOnsetPanel(
            f"Some rows lack a country code, a year, {rules.outcome} or {rules.event}.", todo="Complete these columns."
        )
    if rows.select("ccode", "year").is_duplicated().any():
        raise NotAnOnsetPanel("A country-year is there twice.", todo="Keep one row for each country and year.")
    years = rows["year"].to_numpy().astype(np.int64)
    if not years[0] <= rules.first_training_year or not years[-1] > rules.first_origin:
        raise NotAnOnsetPanel(
            f"The panel covers {years[0]} to {years[-1]}.",
            todo=f"It must reach from {rules.first_training_year} or earlier to after {rules.first_origin}.",
        )
    return CountryYears(
        unit=rows["ccode"].to_numpy().astype(np.int64),
        name=rows["ewp_name"].to_numpy().astype(np.str_),
        year=years,
        followed=(rows[rules.outcome] == 1).fill_null(value=False).to_numpy(),
        onset=rows[rules.event].to_numpy() == 1,
        predictors=rows.select(pl.col(features).cast(pl.Float64)).to_numpy(),
        features=features,
    )
