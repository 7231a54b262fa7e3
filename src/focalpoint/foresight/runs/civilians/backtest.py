"""Protocol B2: a year's civilian deaths forecast with data to October of the year before, year after year.

Every figure uses today's revised values of the past, for every forecaster alike: a "revised data" test.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation import statistics
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.panel.shape import Panel, final_month
from focalpoint.foresight.runs import chances
from focalpoint.foresight.runs.arrays import Arrays, to_arrays
from focalpoint.foresight.runs.civilians.protocol import Protocol
from focalpoint.foresight.runs.rolling import Progress, Window, roll
from focalpoint.foresight.runs.weights import Span, actual
from focalpoint.reference.calendar import month_id, month_label, year_of
from focalpoint.reference.errors import FocalpointError


class YearsNotCovered(FocalpointError):
    """Years that the panel cannot be asked about."""


@dataclass(frozen=True)
class Backtest:
    """What was forecast and what happened.

    Parameters
    ----------
    units : the States that are scored month by month: those ever on record.
    cases : unit, year, month, actual, crps, benchmark, zero, inside_90, inside_50, below_<level>: a row a State and
        month.
    experts : unit, year, expert, crps: mean over the months of the year.
    years : unit, year, actual, median, q05, q95: the sum of the year, all States.
    chances : unit, year, window (null: the calendar year), threshold, value, low, high, outcome, base_rate.
    weights : year, expert, weight.
    windows : every forecast of a year, those before the years scored included.
    ahead : the forecasts from the months asked for besides, in their order.
    arrays : the arrays behind them.
    """

    units: tuple[str, ...]
    cases: pl.DataFrame
    experts: pl.DataFrame
    years: pl.DataFrame
    chances: pl.DataFrame
    weights: pl.DataFrame
    windows: list[Window]
    ahead: list[Window]
    arrays: Arrays


def backtest(
    panel: Panel,
    years: Sequence[int],
    spec: Spec,
    rules: Protocol,
    *,
    ahead: Sequence[int] = (),
    jobs: int = 1,
    progress: Progress,
) -> Backtest:
    """Forecast each year as it could have been forecast, and compare what was forecast with what happened.

    Parameters
    ----------
    panel : the panel.
    years : the years to score, rising.
    spec, rules : the choices of models and of the protocol.
    ahead : months to forecast from besides; they teach nothing, so each forecast is that of a run of its own.
    jobs : processes; the figures do not depend on it.
    progress : called with (steps done, all).

    Raises
    ------
    YearsNotCovered : the panel does not hold a year, or too little before it.
    TooShort : the panel's history is too short to learn from.
    """
    whole = to_arrays(panel)
    asked, besides = _origins(whole, years, rules), [month - whole.first for month in ahead]
    first = place_of_origin(whole, rules.first_scored, rules)
    early = [origin for origin in asked if origin < first][:: rules.refit_every]
    refits = {*early, *(origin for origin in asked if origin >= first)}
    made = roll(whole, asked, refits, rules.year, spec, aside=besides, jobs=jobs, progress=progress)
    windows, apart = made[: len(asked)], made[len(asked) :]
    places = {place_of_origin(whole, year, rules): year for year in years}
    return replace(_laid_out(whole, windows, places, recorded_units(panel), spec, rules), ahead=apart)


def _laid_out(
    whole: Arrays,
    windows: list[Window],
    year_of_place: dict[int, int],
    units: tuple[str, ...],
    spec: Spec,
    rules: Protocol,
) -> Backtest:
    """Compare the windows of the years asked with the record."""
    scored = [(year_of_place[each.origin], k) for k, each in enumerate(windows) if each.origin in year_of_place]
    everything = chances.raw_chances(whole, windows, spec)
    cases = pl.concat([scored_cases(whole, windows[k], year, spec, rules) for year, k in scored])
    weights = [
        (year, expert, float(weight))
        for year, k in scored
        for expert, weight in zip(spec.experts, windows[k].weights, strict=True)
    ]
    return Backtest(
        units=units,
        cases=cases.filter(pl.col("unit").is_in(units)),
        experts=pl.concat([_experts(whole, windows[k], year) for year, k in scored]),
        years=pl.concat([_years(whole, windows[k], year, rules) for year, k in scored]),
        chances=pl.concat([_chances(whole, everything, windows[k].origin, k, year, spec, rules) for year, k in scored]),
        weights=pl.DataFrame(
            weights, schema={"year": pl.Int64, "expert": pl.String, "weight": pl.Float64}, orient="row"
        ),
        windows=windows,
        ahead=[],
        arrays=whole,
    )


def narrow(found: Backtest, panel: Panel, rules: Protocol) -> Backtest:
    """Return what a panel that ends earlier could have been asked: its own years, and the States it has on record.

    Parameters
    ----------
    found : a back-test on a panel that goes on from this one.
    panel : the one that ends earlier.
    rules : the choices of the protocol.
    """
    years, units = list(years_to_score(panel, rules)), recorded_units(panel)
    last = place_of_origin(found.arrays, years[-1], rules) if years else -1
    mine = pl.col("year").is_in(years)
    return replace(
        found,
        units=units,
        cases=found.cases.filter(mine & pl.col("unit").is_in(units)),
        experts=found.experts.filter(mine),
        years=found.years.filter(mine),
        chances=found.chances.filter(mine),
        weights=found.weights.filter(mine),
        windows=[window for window in found.windows if window.origin <= last],
    )


def recorded_units(panel: Panel) -> tuple[str, ...]:
    """States with an event on record in any final month of the panel."""
    final = pl.col("month") <= final_month(panel)
    ever = panel.monthly.filter(final & (pl.col("status") == "recorded"))["unit"].unique()
    return tuple(sorted(ever.to_list()))


def years_to_score(panel: Panel, rules: Protocol) -> range:
    """Years that a panel lets a release score: from the first of the protocol to the last whole one that is final."""
    last = year_of(final_month(panel) + 1) - 1
    return range(rules.first_scored, last + 1)


def place_of_origin(whole: Arrays, year: int, rules: Protocol) -> int:
    """Return the place of the last month of data that a year is forecast from."""
    return month_id(year - 1, rules.origin_month) - whole.first


def _origins(whole: Arrays, years: Sequence[int], rules: Protocol) -> list[int]:
    if not years:
        return []
    start, last = rules.first_window, max(years)
    if min(years) <= start or place_of_origin(whole, last, rules) + rules.year[1] > whole.final:
        end = month_label(whole.first + whole.final)
        raise YearsNotCovered(
            f"Years {min(years)} to {last} cannot all be scored: final data run to {end}.",
            todo=f"Choose years from {start + 1} to the last whole year of final data.",
        )
    return [place_of_origin(whole, year, rules) for year in range(start, last + 1)]


def scored_cases(whole: Arrays, window: Window, year: int, spec: Spec, rules: Protocol) -> pl.DataFrame:
    """Compare one window's forecast of a year with the record: a row a State and month, see ``Backtest.cases``."""
    first, last = rules.year
    happened = actual(whole, window.origin, rules.year)
    flat, levels = happened.ravel(), spec.quantile_levels()
    quantiles = window.quantiles[:, first - 1 : last].reshape(flat.size, -1).astype(np.float64)
    missed = statistics.crps(levels, quantiles, flat)
    benchmark = statistics.crps(levels, np.repeat(window.benchmark, last - first + 1, axis=0), flat)
    bounds = statistics.at_levels(levels, quantiles, np.array([*rules.coverage, *rules.coverage_50]))
    months = np.arange(first, last + 1) + window.origin + whole.first
    below = statistics.share_below(quantiles, flat, np.array(rules.calibration_levels))
    columns: dict[str, Floats] = {
        "actual": flat,
        "crps": missed,
        "benchmark": benchmark,
        "zero": flat,
        "inside_90": statistics.inside(bounds[:, 0], bounds[:, 1], flat),
        "inside_50": statistics.inside(bounds[:, 2], bounds[:, 3], flat),
    } | {f"below_{level}": below[:, k] for k, level in enumerate(rules.calibration_levels)}
    return pl.DataFrame(
        {
            "unit": np.repeat(np.array(whole.units), len(months)),
            "year": np.full(flat.size, year),
            "month": np.tile(months, len(whole.units)),
            **columns,
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def _experts(whole: Arrays, window: Window, year: int) -> pl.DataFrame:
    return pl.concat(
        pl.DataFrame({"unit": whole.units, "year": year, "expert": name, "crps": values}).with_columns(
            pl.col("crps").fill_nan(None)
        )
        for name, values in window.scores.items()
    )


def _years(whole: Arrays, window: Window, year: int, rules: Protocol) -> pl.DataFrame:
    paths = window.totals[rules.year].astype(np.float64)
    low, median, high = np.quantile(paths, [rules.coverage[0], 0.5, rules.coverage[1]], axis=1)
    happened = chances.total(whole, window.origin, rules.year)
    columns = {"actual": happened, "median": median, "q05": low, "q95": high}
    return pl.DataFrame({"unit": whole.units, "year": year, **columns}).with_columns(pl.col(pl.Float64).fill_nan(None))


def _chances(
    whole: Arrays,
    everything: chances.RawChancesByQuestion,
    origin: int,
    place: int,
    year: int,
    spec: Spec,
    rules: Protocol,
) -> pl.DataFrame:
    parts = []
    lead: dict[int | None, Span] = {window: (1, window) for window in spec.windows}
    for named in (lead, {None: rules.year}):
        found = chances.table(everything, place, origin, list(named.values()), spec)
        for (i, threshold), (k, (window, span)) in product(enumerate(spec.thresholds), enumerate(named.items())):
            cell = {
                "unit": whole.units,
                "value": found.value[:, i, k],
                "low": found.low[:, i, k],
                "high": found.high[:, i, k],
                "outcome": everything[span, threshold][place].outcomes,
            }
            rate = chances.base_rate(whole, origin, span[1] - span[0] + 1, threshold, rules.base_rate_months)
            constants = {"year": year, "window": window, "threshold": float(threshold), "base_rate": rate}
            schema = {"year": pl.Int64, "window": pl.Int32, "threshold": pl.Float64, "base_rate": pl.Float64}
            parts.append(
                pl.DataFrame(cell).with_columns(pl.lit(v).cast(schema[n]).alias(n) for n, v in constants.items())
            )
    return pl.concat(parts).with_columns(pl.col(pl.Float64).fill_nan(None))
