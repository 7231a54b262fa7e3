"""Onset of one-sided killing within 24 months: the rows a release holds of it, and how such forecasts did."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation import reliability
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.embargo import highest_before
from focalpoint.foresight.runs.onset_one_sided import reasons, rows
from focalpoint.foresight.runs.onset_one_sided.past import Progress, forecasts
from focalpoint.foresight.runs.onset_one_sided.record import Record, Rules, record, rules


@dataclass(frozen=True)
class Onsets:
    """Rows for a bundle's ``forecasts``, ``scores`` (section "onset") and ``drivers``."""

    forecasts: pl.DataFrame
    scores: pl.DataFrame
    drivers: pl.DataFrame


def produce(panel: Panel, progress: Progress) -> Onsets:
    """Forecast onsets from the last complete year of the panel, and score the forecasts of the years before.

    Parameters
    ----------
    panel : the panel; its figures of the past are today's ("revised data").
    progress : called with (fits done, all fits).

    Returns
    -------
    Onsets : a forecast a State, target and model. A chance is null where no onset can be spoken of: nothing is known of
        the State, or killing is under way. Onsets of mass killing are too few to distinguish States: every State has
        the pooled chance, and the scores have the number to expect in all.

    Raises
    ------
    NoOneSidedRecord, CannotLearn : the panel is too short.
    """
    chosen, spec = rules(), model.spec("onset_ucdp")
    known = record(panel, chosen)
    found = forecasts(known, chosen, spec, progress)
    past = found.filter(pl.col("made_from") <= known.final - chosen.within).drop_nulls("followed")
    pooled, counted = rows.mass(known, chosen)
    missed = misses(known, past, chosen).height
    now = found.filter(pl.col("made_from") == known.last)
    said = dict(now.select("unit", "chance").rows())
    return Onsets(
        forecasts=pl.concat([*_forecasts(known, found, past, chosen), pooled]),
        scores=pl.concat([rows.scores(known, past, missed, chosen), counted]),
        drivers=reasons.drivers(panel, known, chosen, spec, said),
    )


def misses(known: Record, found: pl.DataFrame, chosen: Rules) -> pl.DataFrame:
    """List the onsets that no forecast of the two years before had among the first, the worst missed first.

    Parameters
    ----------
    known : the record.
    found : result of ``onset_one_sided.past.forecasts``.
    chosen : how many are the first: the longest of the lists.

    Returns
    -------
    unit, year, rank (best of the two years; null where no forecast was made), chance.
    """
    came = pl.DataFrame(
        [(known.units[unit], known.years[year]) for unit, year in np.argwhere(known.begun == 1)],
        schema={"unit": pl.String, "year": pl.Int64},
        orient="row",
    )
    best = highest_before(found, "chance", chosen.within).select("unit", "year", "rank", "chance")
    judged = came.filter(pl.col("year") > chosen.first_origin).join(best, on=["unit", "year"], how="left")
    missed = judged.filter(pl.col("rank").is_null() | (pl.col("rank") > max(chosen.top)))
    return missed.sort("rank", "unit", descending=[True, False], nulls_last=False)


def _forecasts(known: Record, found: pl.DataFrame, past: pl.DataFrame, chosen: Rules) -> list[pl.DataFrame]:
    now = found.filter(pl.col("made_from") == known.last)
    low, high = reliability.interval(
        past["chance"].to_numpy(),
        past["followed"].to_numpy(),
        now["chance"].to_numpy(),
        alike=chosen.alike,
        overlap=chosen.within,
        level=chosen.interval,
    )
    ends = {"low": pl.Series(low, nan_to_null=True), "high": pl.Series(high, nan_to_null=True)}
    none = pl.lit(None, pl.Float64)
    values = {
        "combination": now.select("unit", pl.col("chance").alias("value")).with_columns(**ends),
        "benchmark": now.select("unit", pl.col("benchmark").alias("value"), none.alias("low"), none.alias("high")),
    }
    rate = rows.base_rate(known, chosen)
    return [
        rows.chances(known, chosen, table, target=rows.ONE_SIDED, level=chosen.threshold, model=name, base_rate=rate)
        for name, table in values.items()
    ]
