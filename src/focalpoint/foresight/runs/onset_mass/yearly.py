"""Protocol B1: forecasts of onsets of mass killing made year by year, as they could have been made at the time.

Every figure uses today's revised values of the past, for every forecaster alike: a "revised data" test.
"""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from focalpoint.foresight.models import onset as model
from focalpoint.foresight.runs.embargo import highest_before, with_chances
from focalpoint.foresight.runs.onset_mass.panel import CountryYears, NotAnOnsetPanel, Protocol
from focalpoint.foresight.runs.workers import Workers

Progress = Callable[[int, int], None]


def forecasts(
    table: CountryYears, rules: Protocol, chosen: model.Spec, *, to: int, jobs: int, progress: Progress
) -> pl.DataFrame:
    """Forecast the next two years from every year, learning only from rows whose outcome was known.

    Parameters
    ----------
    table : the panel.
    rules : rows of year ``L + known_after`` are forecast from rows up to ``L``, complete ones alone.
    chosen : the estimator's frozen settings.
    to : last year whose onsets are to be scored; forecasts are made from the years before it.
    jobs : processes; the figures do not depend on it.
    progress : called with (done, all).

    Returns
    -------
    unit, name, made_from, risk (mean of the members), rank (1 = highest of the year), chance (calibrated on forecasts
    whose outcome was known in ``made_from``), known_rate (share of training rows that an onset followed), followed;
    rows with a missing predictor have no forecast.

    Raises
    ------
    NotAnOnsetPanel : ``to`` is outside the panel's years.
    """
    if not rules.first_origin < to <= table.year[-1]:
        raise NotAnOnsetPanel(
            f"Country-years up to {to} cannot be scored.",
            todo=f"Choose a year from {rules.first_origin + 1} to {table.year[-1]}.",
        )
    return _made(table, rules, chosen, range(rules.first_origin, to), jobs, progress)


def ahead(table: CountryYears, rules: Protocol, chosen: model.Spec, *, jobs: int, progress: Progress) -> pl.DataFrame:
    """List the countries of the panel's last year by the chance of an onset in the two years after it.

    Parameters
    ----------
    table, rules, chosen, jobs, progress : as for ``forecasts``; past ones are made too, for they calibrate this one.

    Returns
    -------
    rank, name, unit, made_from, chance, risk; the highest first. A country with a missing predictor is at the end,
    without rank and chance.
    """
    last = int(table.year[-1])
    made = _made(table, rules, chosen, range(rules.first_origin, last + 1), jobs, progress)
    rows = table.year == last
    names = pl.DataFrame({"name": table.name[rows], "unit": table.unit[rows], "made_from": table.year[rows]})
    now = made.filter(pl.col("made_from") == last).select("unit", "rank", "chance", "risk")
    found = names.join(now, on="unit", how="left").sort("rank", "name", nulls_last=True)
    return found.select("rank", "name", "unit", "made_from", "chance", "risk")


def _made(
    table: CountryYears, rules: Protocol, chosen: model.Spec, origins: range, jobs: int, progress: Progress
) -> pl.DataFrame:
    parts: list[pl.DataFrame] = []
    for risks, origin in zip(_risks(table, rules, chosen, origins, jobs), origins, strict=True):
        parts.append(_year(table, rules, origin, risks))
        progress(len(parts), len(origins))
    return with_chances(pl.concat(parts), rules.known_after, chosen.calibration)


def country_years(table: CountryYears, made: pl.DataFrame, rules: Protocol, *, to: int) -> pl.DataFrame:
    """Pair every country-year with the worst forecast made for it: the larger risk and the better rank.

    Parameters
    ----------
    table : the panel.
    made : result of ``forecasts``.
    rules : forecasts made from the ``remembered`` years before count.
    to : last year.

    Returns
    -------
    unit, name, year, onset, risk, rank, sorted by year and unit; risk and rank are null where no forecast was made.
    """
    rows = pl.DataFrame({"unit": table.unit, "name": table.name, "year": table.year, "onset": table.onset})
    rows = rows.filter(pl.col("year").is_between(rules.first_origin + 1, to))
    worst = highest_before(made, "risk", rules.remembered)
    return rows.join(worst, on=["unit", "year"], how="left").sort("year", "unit")


def _risks(
    table: CountryYears, rules: Protocol, chosen: model.Spec, origins: range, jobs: int
) -> Iterator[model.Floats]:
    def task(origin: int) -> tuple[model.Floats, np.ndarray, model.Floats, model.Spec]:
        known = (table.year <= origin - rules.known_after) & table.complete
        asked = (table.year == origin) & table.complete
        return table.predictors[known], table.followed[known], table.predictors[asked], chosen

    return Workers(jobs).run(model.risks, (task(origin) for origin in origins))


def _year(table: CountryYears, rules: Protocol, origin: int, risks: model.Floats) -> pl.DataFrame:
    asked = (table.year == origin) & table.complete
    known = (table.year <= origin - rules.known_after) & table.complete
    return pl.DataFrame(
        {"unit": table.unit[asked], "name": table.name[asked], "risk": risks, "followed": table.followed[asked]}
    ).with_columns(
        made_from=pl.lit(origin, pl.Int64),
        rank=pl.col("risk").rank("min", descending=True).cast(pl.Int64),
        known_rate=pl.lit(float(table.followed[known].mean())),
    )
