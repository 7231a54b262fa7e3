"""The structural profile of every unit: yearly indicators as they are, whether or not a model uses them."""

import functools
from importlib import resources

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import year_of


class Indicator(BaseModel):
    """One line of the profile: a yearly column of the panel and what it is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    label: str
    unit: str
    source: str


class Choices(BaseModel):
    """Which indicators are shown, and how old a value may be."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    oldest: int
    indicators: tuple[Indicator, ...]


@functools.cache
def choices() -> Choices:
    """Return the choices that ship with the package.

    >>> choices().indicators[0].label
    'Population'
    """
    text = resources.files(__package__).joinpath("profile.yaml").read_text(encoding="utf-8")
    return Choices.model_validate(yaml.safe_load(text))


def profile(panel: Panel) -> pl.DataFrame:
    """Return the latest known value of each indicator of each unit, and how many States lie below it.

    Parameters
    ----------
    panel : what is known.

    Returns
    -------
    polars.DataFrame
        The columns of ``profile.parquet``: unit, indicator, label, value, year, unit_text, world_rank_share (share of
        the other units with a known value that have a lower one; equals count half), status, source. A value that is
        not there, or too old, is unknown: a row with an empty value.
    """
    chosen = choices()
    recent = panel.yearly.filter(pl.col("year") > year_of(panel.origin) - chosen.oldest).sort("unit", "year")
    return pl.concat([_line(recent, indicator) for indicator in chosen.indicators])


def _line(recent: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    known = pl.col(indicator.column).is_not_null()
    latest = recent.group_by("unit", maintain_order=True).agg(
        pl.col(indicator.column).filter(known).last().alias("value"), pl.col("year").filter(known).last().alias("year")
    )
    others = pl.col("value").count() - 1
    below = (pl.col("value").rank("average") - 1) / pl.when(others > 0).then(others)
    return latest.select(
        "unit",
        pl.lit(indicator.column).alias("indicator"),
        pl.lit(indicator.label).alias("label"),
        "value",
        "year",
        pl.lit(indicator.unit).alias("unit_text"),
        below.alias("world_rank_share"),
        pl.when(pl.col("value").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("known")).alias("status"),
        pl.lit(indicator.source).alias("source"),
    )
