"""Forecasts made from estimated months, held against those from final ones and against the benchmark."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from joblib import Parallel, delayed

from focalpoint.foresight.evaluation import metrics
from focalpoint.foresight.evaluation.inference import Draws, intervals
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.civilians.backtest import Backtest, place_of_origin, scored_cases
from focalpoint.foresight.runs.civilians.estimated_months import Hiding, with_estimated_months
from focalpoint.foresight.runs.civilians.protocol import Protocol
from focalpoint.foresight.runs.rolling import Progress, Window, window_of

KEY = ["unit", "year", "month"]
VARIANTS = ("estimated", "estimated_late")


def forecast_from_estimates(
    panel: Panel,
    found: Backtest,
    years: Sequence[int],
    spec: Spec,
    rules: Protocol,
    chosen: Hiding,
    *,
    jobs: int = 1,
    progress: Progress,
) -> pl.DataFrame:
    """Forecast each year again, with the months before its origin estimated, and score it on the same record.

    Weights are those that were known when the last final month was: learnt from windows that were over by then.

    Parameters
    ----------
    panel, years, spec, rules : as in :func:`focalpoint.foresight.runs.civilians.backtest.backtest`.
    found : the back-test from final months.
    chosen : what is hidden.
    jobs, progress : processes; called with (steps done, all).

    Returns
    -------
    unit, year, month, actual, and of each month the CRPS of: full, benchmark (forecasts from final months), and for
    each of ``VARIANTS`` the forecast and, as ``<variant>_benchmark``, the benchmark that knows no more than it.
    """
    shares = {"estimated": 1.0, "estimated_late": 1.0 - chosen.not_yet_recorded}
    asked = [(name, year) for name in VARIANTS for year in years]
    origin = {year: place_of_origin(found.arrays, year, rules) for year in (min(years) - 1, *years)}
    weights = {window.origin: window.weights for window in found.windows}
    tasks = (
        delayed(_window)(panel, origin[year], weights[origin[year - 1]], rules, spec, chosen, shares[name])
        for name, year in asked
    )
    made: dict[str, list[pl.DataFrame]] = {name: [] for name in VARIANTS}
    windows = Parallel(n_jobs=jobs, return_as="generator")(tasks)
    for done, ((name, year), window) in enumerate(zip(asked, windows, strict=True), start=1):
        made[name].append(scored_cases(found.arrays, window, year, spec, rules))
        progress(done, len(asked))
    table = found.cases.select(*KEY, "actual", pl.col("crps").alias("full"), "benchmark")
    for name, parts in made.items():
        scored = (
            pl.concat(parts).select(*KEY, "crps", "benchmark").rename({"crps": name, "benchmark": f"{name}_benchmark"})
        )
        table = table.join(scored, on=KEY, how="left", maintain_order="left")
    return table


def _window(
    panel: Panel, place: int, weights: Floats, rules: Protocol, spec: Spec, chosen: Hiding, recorded: float
) -> Window:
    known = to_arrays(with_estimated_months(panel, panel.first + place, chosen, recorded=recorded))
    return window_of(known, place, weights, rules.year, spec)


def proof(cases: pl.DataFrame, chosen: Hiding, rules: Protocol) -> dict[str, Any]:
    """Say how forecasts from estimated months did.

    Parameters
    ----------
    cases : as :func:`forecast_from_estimates` returns.
    chosen, rules : the choices.

    Returns
    -------
    For full and each of ``VARIANTS``: ``final_benchmark`` (against the last twelve months once final, not known then),
    and for the variants ``own_benchmark`` (against the last twelve months as estimated) and ``loss`` (share by which
    the CRPS is larger than that from final months). Each has value (mean of the years), interval and years.
    """
    draws = Draws(rules.replicates, rules.interval, rules.seed)
    said: dict[str, Any] = {"full": {"final_benchmark": _skill(cases, "full", "benchmark", draws)}}
    for name in VARIANTS:
        said[name] = {
            "final_benchmark": _skill(cases, name, "benchmark", draws),
            "own_benchmark": _skill(cases, name, f"{name}_benchmark", draws),
            "loss": -_skill(cases, name, "full", draws)["value"],
        }
    return said | {"months_hidden": chosen.months, "settings": chosen.version}


def _skill(cases: pl.DataFrame, forecast: str, against: str, draws: Draws) -> dict[str, Any]:
    each, whole = intervals(cases, [forecast, against], metrics.skill, by="year", cluster="unit", draws=draws)
    years = {str(year): one.value for year, one in each.items()}
    return {"value": whole.value, "interval": [whole.low, whole.high], "years": years}
