"""Late reporting: how candidate figures of a year changed when the final release came out."""

import dataclasses
import datetime as dt
import functools
from importlib import resources

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.panel.layers import Layer, layers
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.panel.stack import stack
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import EPOCH_YEAR

KEY = ["unit", "month"]
MONTHS = 12
PROVISIONAL = ("candidate", "estimate")


class Pair(BaseModel):
    """What a final release made of the candidate figures of one year.

    ``both``, ``only_candidate`` and ``only_final`` count country-months with an event on record.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    year: int
    candidate: str
    final: str
    more_deaths: float
    both: int
    only_candidate: int
    only_final: int
    source: str

    @property
    def factor(self) -> float:
        """By how much candidate deaths were multiplied."""
        return 1 + self.more_deaths


class Known(BaseModel):
    """The pairs that ship with the package."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    fewest_country_months: int
    pairs: tuple[Pair, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LateReporting:
    """What is known of the candidate months of a panel.

    Attributes
    ----------
    months : the months (numbers) whose figures will change.
    deaths : deaths (best) on record in them.
    pairs : what final releases made of candidate figures before, the newest first. None is a forecast: the next
        correction may be smaller, larger or the other way.
    """

    months: tuple[int, ...]
    deaths: float
    pairs: tuple[Pair, ...]


@functools.cache
def known() -> Known:
    """Return the pairs that ship with the package.

    >>> known().pairs[0].year, round(known().pairs[0].factor, 2)
    (2025, 1.35)
    """
    text = resources.files(__package__).joinpath("late_reporting.yaml").read_text(encoding="utf-8")
    return Known.model_validate(yaml.safe_load(text))


def late_reporting(panel: Panel, learned: tuple[Pair, ...] = ()) -> LateReporting:
    """Return what is known of the candidate months of a panel.

    Parameters
    ----------
    panel : the panel.
    learned : pairs that the store taught (see :func:`learn`); they go before those of the package for the same year.
    """
    changing = panel.monthly.filter(pl.col("basis").is_in(PROVISIONAL))
    taught = {pair.year for pair in learned}
    pairs = [*learned, *(pair for pair in known().pairs if pair.year not in taught)]
    return LateReporting(
        months=tuple(changing["month"].unique().sort()),
        deaths=float(changing["ged_deaths_best"].sum()),
        pairs=tuple(sorted(pairs, key=lambda pair: pair.year, reverse=True)),
    )


def learn(store: Store, known_at: dt.date) -> tuple[Pair, ...]:
    """Compare the candidate and the final figures of each year of which the store has both, the newest first.

    A year counts when either side covers all of its months for the whole world, and enough country-months have an
    event (``fewest_country_months``). What was known later than ``known_at`` is left out.
    """
    found = layers(store, known_at)
    final = _figures([layer for layer in found if _is_of(layer, ("final", "spread"))])
    candidate = _figures([layer for layer in found if _is_of(layer, PROVISIONAL)])
    years = _whole(final) & _whole(candidate)
    pairs = (_pair(year, final, candidate) for year in sorted(years, reverse=True))
    fewest = known().fewest_country_months
    return tuple(one for one in pairs if one.both + one.only_candidate + one.only_final >= fewest)


def _is_of(layer: Layer, bases: tuple[str, ...]) -> bool:
    return not layer.cover.filter(pl.col("basis").is_in(bases)).is_empty()


def _figures(found: list[Layer]) -> pl.DataFrame:
    year = ((pl.col("month") - 1).floordiv(MONTHS) + EPOCH_YEAR).alias("year")
    return stack(found).figures.select(*KEY, year, "input", deaths="ged_deaths_best", events="ged_events")


def _whole(figures: pl.DataFrame) -> set[int]:
    """The years of which every month is there for most States: a file of the whole world."""
    months = figures.group_by("year", "month").len().filter(pl.col("len") > figures["unit"].n_unique() // 2)
    return set(months.group_by("year").len().filter(pl.col("len") == MONTHS)["year"])


def _pair(year: int, final: pl.DataFrame, candidate: pl.DataFrame) -> Pair:
    both = final.filter(year=year).join(candidate.filter(year=year), on=KEY, suffix="_candidate")
    late, early = pl.col("events") > 0, pl.col("events_candidate") > 0
    counts = both.select(
        both=(late & early).sum(),
        only_candidate=(early & ~late).sum(),
        only_final=(late & ~early).sum(),
        after=pl.col("deaths").sum(),
        before=pl.col("deaths_candidate").sum(),
    ).row(0, named=True)
    return Pair(
        year=year,
        candidate=", ".join(both["input_candidate"].unique().sort()),
        final=", ".join(both["input"].unique().sort()),
        more_deaths=counts["after"] / counts["before"] - 1 if counts["before"] else 0.0,
        both=counts["both"],
        only_candidate=counts["only_candidate"],
        only_final=counts["only_final"],
        source="learned from the editions in this store",
    )
