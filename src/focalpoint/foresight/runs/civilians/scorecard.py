"""A back-test as the ``scores`` table of a release: misses and false alarms next to the figures they belong to."""

from collections.abc import Iterable, Iterator

import polars as pl

from focalpoint.foresight.evaluation import metrics, resampling
from focalpoint.foresight.evaluation.inference import Draws, Interval, intervals
from focalpoint.foresight.runs.civilians.backtest import Backtest
from focalpoint.foresight.runs.civilians.protocol import Protocol
from focalpoint.foresight.runs.civilians.statements import statements
from focalpoint.foresight.runs.scorerow import SCHEMA, Row, row
from focalpoint.foresight.scoring import weighted
from focalpoint.reference.countries import state

YEAR = 12


def scorecard(found: Backtest, rules: Protocol) -> pl.DataFrame:
    """Every score that a release prints of its own past.

    Parameters
    ----------
    found : the back-test.
    rules : thresholds of misses and false alarms, replicates, interval.

    Returns
    -------
    Columns of ``SCHEMA``; a null unit is the world.
    """
    draws = Draws(rules.replicates, rules.interval, rules.seed)
    rows: list[Row] = [
        *yearly(found, draws),
        *regions(found, draws),
        *calibration(found, draws, rules),
        *thresholds(found, draws),
        *country_years(found),
        *misses(found, rules),
        *false_alarms(found, rules),
        *statements(found, rules),
    ]
    # A skill against a benchmark without error (a region without killing) is unknown.
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.col("value", "low", "high").fill_nan(None))


def skills(found: Backtest, draws: Draws, model: str = "crps") -> tuple[dict[object, Interval], Interval]:
    """Skill of each year and the mean of the years, countries drawn as wholes.

    Parameters
    ----------
    model : column of ``cases`` whose score is compared with the benchmark's.
    """
    return intervals(found.cases, [model, "benchmark"], metrics.skill, by="year", cluster="unit", draws=draws)


def coverage(found: Backtest, draws: Draws, column: str = "inside_90") -> Interval:
    """Share of State-months inside a band, the mean over years."""
    return intervals(found.cases, [column], metrics.mean, by="year", cluster="unit", draws=draws)[1]


def yearly(found: Backtest, draws: Draws) -> Iterator[Row]:
    """CRPS and skill by year; over all years the mean skill, that of a forecast of zero, and coverage."""
    by_year, whole = skills(found, draws)
    yield row("yearly", "skill_mean", whole)
    yield row("yearly", "skill_mean", skills(found, draws, "zero")[1], model="zero")
    yield row("yearly", "coverage_90", coverage(found, draws))
    yield row("yearly", "coverage_50", coverage(found, draws, "inside_50"))
    for column, model in (("crps", "combination"), ("benchmark", "benchmark")):
        each, _ = intervals(found.cases, [column], metrics.mean, by="year", cluster="unit", draws=draws)
        for year, value in each.items():
            yield row("yearly", "crps", value, model=model, year=year)
    for year, value in by_year.items():
        yield row("yearly", "skill", value, year=year)


def regions(found: Backtest, draws: Draws) -> Iterator[Row]:
    """Skill and coverage by region of the United Nations."""
    names = {unit: state(unit).region for unit in found.units}
    cases = found.cases.with_columns(pl.col("unit").replace_strict(names, return_dtype=pl.String).alias("region"))
    for metric, columns, of in (
        ("skill", ["crps", "benchmark"], metrics.skill),
        ("coverage_90", ["inside_90"], metrics.mean),
    ):
        each, _ = intervals(cases, columns, of, by="region", cluster="unit", draws=draws)
        for region, value in each.items():
            yield row("region", f"{metric}: {region}", value)


def calibration(found: Backtest, draws: Draws, rules: Protocol) -> Iterator[Row]:
    """Share of the record that fell below each level of the monthly forecasts."""
    cases = found.cases.with_columns(pl.lit(0).alias("all"))
    for level in rules.calibration_levels:
        _, share = intervals(cases, [f"below_{level}"], metrics.mean, by="all", cluster="unit", draws=draws)
        yield row("calibration", "share_below", share, threshold=level)


def thresholds(found: Backtest, draws: Draws) -> Iterator[Row]:
    """Brier score, skill against the base rate known at the time, AUC, and mean chance next to observed share."""
    asked = found.chances.drop_nulls(["value", "outcome", "window"])
    for (window, threshold), part in asked.group_by("window", "threshold", maintain_order=True):
        chance, happened, rate = (part[name].to_numpy() for name in ("value", "outcome", "base_rate"))
        place = {"window": window, "threshold": threshold, "n": part.height}
        yield row("threshold", "forecast", float(chance.mean()), **place)
        yield row("threshold", "observed", float(happened.mean()), **place)
        yield row("threshold", "brier", float(((chance - happened) ** 2).mean()), **place)
        if not 0 < happened.sum() < len(happened):
            continue
        measures = {
            "brier_skill": weighted.brier_skill(chance, happened, rate),
            "auc": weighted.auc(chance, happened),
        }
        drawn = resampling.bootstrap(
            measures, part["unit"], replicates=draws.replicates, level=draws.level, seed=draws.seed
        )
        for metric, value in drawn.items():
            low, high = min(value.low, value.value), max(value.high, value.value)
            yield row("threshold", metric, value.value, low=low, high=high, **place)


def country_years(found: Backtest) -> Iterator[Row]:
    """Forecast and record of each State and calendar year."""
    for each in found.years.drop_nulls("median").iter_rows(named=True):
        for metric in ("actual", "median", "q05", "q95"):
            yield row("country_year", metric, each[metric], unit=each["unit"], year=each["year"], n=YEAR)
    for each in _of_years(found).drop_nulls("value").iter_rows(named=True):
        place = {name: each[name] for name in ("unit", "year", "threshold", "low", "high")}
        yield row("country_year", "chance", each["value"], window=YEAR, n=YEAR, **place)


def _of_years(found: Backtest) -> pl.DataFrame:
    """Chances over calendar years with what was recorded."""
    return found.chances.filter(pl.col("window").is_null()).join(found.years, on=["unit", "year"], how="left")


def missed(found: Backtest, rules: Protocol) -> pl.DataFrame:
    """Calendar years that passed a threshold given a chance below ``miss_below``: the largest killing first.

    Returns
    -------
    Columns of ``chances`` and ``years``; of several thresholds the largest.
    """
    wrong = _of_years(found).filter((pl.col("outcome") == 1) & (pl.col("value") < rules.miss_below))
    return (
        wrong.sort("threshold", descending=True)
        .unique(["unit", "year"], keep="first")
        .sort("actual", "unit", "year", descending=[True, False, False])
    )


def alarms(found: Backtest, rules: Protocol) -> pl.DataFrame:
    """Calendar years that did not pass a threshold given a chance above ``alarm_above``: the highest chance first."""
    wrong = _of_years(found).filter((pl.col("outcome") == 0) & (pl.col("value") > rules.alarm_above))
    return wrong.sort("value", "unit", "year", descending=[True, False, False])


def misses(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Rows of the largest misses."""
    yield from _listed("miss", missed(found, rules).head(rules.listed), ("actual", "median", "q95", "chance"))


def false_alarms(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Rows of the highest false alarms."""
    yield from _listed("false_alarm", alarms(found, rules).head(rules.listed), ("chance", "actual"))


def _listed(section: str, wrong: pl.DataFrame, kept: Iterable[str]) -> Iterator[Row]:
    for each in wrong.rename({"value": "chance"}).iter_rows(named=True):
        for metric in kept:
            place = {name: each[name] for name in ("unit", "year", "threshold")}
            yield row(section, metric, each[metric], window=YEAR, n=YEAR, **place)


def expert_skills(found: Backtest) -> dict[str, float]:
    """Mean yearly skill of each expert alone, and of a forecast of zero, on the same cases."""
    of_year = found.cases.group_by("unit", "year").agg(pl.col("benchmark").mean())
    joined = found.experts.filter(pl.col("unit").is_in(found.units)).join(of_year, on=["unit", "year"])
    means = joined.drop_nulls(["crps", "benchmark"]).group_by("expert", "year").agg(pl.col("crps", "benchmark").mean())
    each = (
        means.with_columns(skill=1 - pl.col("crps") / pl.col("benchmark"))
        .group_by("expert")
        .agg(pl.col("skill").mean())
    )
    return {str(name): float(value) for name, value in sorted(each.select("expert", "skill").rows())}
