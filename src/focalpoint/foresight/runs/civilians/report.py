"""What a back-test prints, as plain values, misses first."""

from typing import Any

import polars as pl

from focalpoint.foresight.evaluation import metrics
from focalpoint.foresight.evaluation.inference import Draws, Interval, intervals
from focalpoint.foresight.models.spec import Spec
from focalpoint.foresight.runs.civilians import scorecard
from focalpoint.foresight.runs.civilians.backtest import Backtest
from focalpoint.foresight.runs.civilians.protocol import Protocol

Report = dict[str, Any]


def report(found: Backtest, spec: Spec, rules: Protocol) -> Report:
    """Lay out a back-test for people and machines.

    Parameters
    ----------
    found : the back-test.
    spec, rules : the choices behind it.

    Returns
    -------
    misses, skill_mean, coverage_90, years (year: crps, benchmark_crps, skill), intervals, all_zero, experts (mean
    yearly skill alone), weights (of the last year scored), units (States scored), thresholds, published, protocol.
    """
    draws = Draws(rules.replicates, rules.interval, rules.seed)
    each, whole = scorecard.skills(found, draws)
    inside = scorecard.coverage(found, draws)
    means = {
        column: intervals(found.cases, [column], metrics.mean, by="year", cluster="unit", draws=draws)[0]
        for column in ("crps", "benchmark")
    }
    last = found.weights.filter(pl.col("year") == pl.col("year").max())
    return {
        "misses": _misses(found, rules),
        "skill_mean": whole.value,
        "coverage_90": inside.value,
        "years": {
            str(year): {
                "crps": means["crps"][year].value,
                "benchmark_crps": means["benchmark"][year].value,
                "skill": skill.value,
            }
            for year, skill in each.items()
        },
        "intervals": {
            "skill_mean": _ends(whole),
            "coverage_90": _ends(inside),
            "years": {str(year): _ends(skill) for year, skill in each.items()},
        },
        "all_zero": scorecard.skills(found, draws, "zero")[1].value,
        "experts": scorecard.expert_skills(found),
        "weights": dict(last.select("expert", "weight").rows()),
        "units": len(found.units),
        "thresholds": _thresholds(found, draws),
        "published": rules.published,
        "protocol": _note(found, spec, rules),
    }


def _ends(value: Interval) -> list[float]:
    return [value.low, value.high]


def _misses(found: Backtest, rules: Protocol) -> list[dict[str, Any]]:
    wrong = scorecard.missed(found, rules).head(rules.listed).rename({"value": "chance"})
    return wrong.select("unit", "year", "threshold", "actual", "median", "q95", "chance").to_dicts()


def _thresholds(found: Backtest, draws: Draws) -> list[dict[str, Any]]:
    rows = list(scorecard.thresholds(found, draws))
    cells: dict[tuple[float, int], dict[str, Any]] = {}
    for row in rows:
        key = (row["threshold"], row["window"])
        cells.setdefault(key, {"threshold": key[0], "window": key[1], "n": row["n"]})[row["metric"]] = row["value"]
    return [cells[key] for key in sorted(cells)]


def _note(found: Backtest, spec: Spec, rules: Protocol) -> str:
    first, last = rules.year
    return (
        f"Protocol B2 on revised data: for every year Y data to month {rules.origin_month} of Y-1, forecasts of the "
        f"twelve months of Y ({first} to {last} ahead) for the {len(found.units)} States ever on record; skill is "
        "1 - CRPS / CRPS of the last twelve observed months as twelve draws. Weights and calibration come from windows "
        f"that were over by then. {rules.interval:.0%} intervals: {rules.replicates} draws of whole countries; a few "
        f"wars decide most years, so small differences mean nothing. Settings {spec.version}, {rules.version}."
    )
