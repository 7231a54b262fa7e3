"""Forecasts and scores of onsets in the columns of a bundle."""

import dataclasses

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.models.onset_pooled import pooled
from focalpoint.foresight.runs.onset_one_sided.record import Record, Rules, onsets
from focalpoint.foresight.scoring import weighted
from focalpoint.reference.calendar import month_id

MONTHS = 12
ONE_SIDED, MASS = "onset_one_sided", "onset_mass_pooled"
SCORES = {
    "section": pl.String(),
    "unit": pl.String(),
    "year": pl.Int32(),
    "window": pl.Int32(),
    "threshold": pl.Float64(),
    "model": pl.String(),
    "metric": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "n": pl.Int64(),
}


def chances(
    known: Record,
    chosen: Rules,
    values: pl.DataFrame,
    *,
    target: str,
    level: float,
    model: str,
    base_rate: float | None,
) -> pl.DataFrame:
    """Give every State one row, with an empty value where no onset can be spoken of.

    Parameters
    ----------
    known, chosen : the record and its rules.
    values : unit, value, low, high.
    target, level, model, base_rate : as in the bundle's forecasts.
    """
    cells = {
        "month": pl.lit(month_id(known.last + chosen.within, MONTHS)),
        "target": pl.lit(target),
        "kind": pl.lit("chance"),
        "level": pl.lit(level),
        "window": pl.lit(chosen.within * MONTHS),
        "model": pl.lit(model),
        "base_rate": pl.lit(base_rate, pl.Float64),
    }
    order = ["unit", "month", "target", "kind", "level", "window", "model", "value", "low", "high", "base_rate"]
    units = pl.DataFrame({"unit": known.units})
    return units.join(values, on="unit", how="left", maintain_order="left").with_columns(**cells).select(order)


def base_rate(known: Record, chosen: Rules) -> float | None:
    """Share of the State-windows of the last years, with no killing under way, that an onset followed."""
    end = max(known.place(known.final) - chosen.within + 1, 0)
    years = slice(max(end - chosen.base_rate_years, 0), end)
    counted = known.at_risk[:, years] & ~np.isnan(known.followed[:, years])
    return float(known.followed[:, years][counted].mean()) if counted.any() else None


def scores(known: Record, past: pl.DataFrame, missed: int, chosen: Rules) -> pl.DataFrame:
    """Measures of the past forecasts and of the benchmark, each with its interval; ``n`` counts the onsets.

    Parameters
    ----------
    known : the record; past : forecasts with ``followed`` known, see ``onset_one_sided.past.forecasts``.
    missed : onsets that no forecast had among the first.
    """
    if past.is_empty() or not past["followed"].any():
        return section([], chosen.threshold, chosen)
    came, benchmark = past["followed"].to_numpy(), past["benchmark"].to_numpy()
    order = past.select(pl.col("benchmark").rank("min", descending=True).over("made_from")).to_series().to_numpy()
    skill = {"brier_skill": weighted.brier_skill(past["chance"].to_numpy(), came, benchmark)}
    asked = {
        "combination": skill | _measures(past["risk"].to_numpy(), past["rank"].to_numpy(), came, chosen),
        "benchmark": _measures(benchmark, order, came, chosen),
    }
    onsets = int((known.begun[:, known.place(chosen.first_origin) + 1 :] == 1).sum())
    rows: list[tuple[str, str, resampling.Estimate, int]] = [
        ("combination", "onsets_missed", resampling.Estimate(missed, np.nan, np.nan), onsets)
    ]
    for model, measures in asked.items():
        found = resampling.bootstrap(
            measures, past["unit"], replicates=chosen.replicates, level=chosen.interval, seed=chosen.seed
        )
        rows += [(model, metric, estimate, onsets) for metric, estimate in found.items()]
    return section(rows, chosen.threshold, chosen)


def _measures(
    risk: weighted.Floats, rank: weighted.Floats, came: weighted.Floats, chosen: Rules
) -> dict[str, weighted.Weighted]:
    return {
        "auc": weighted.auc(risk, came),
        "average_precision": weighted.average_precision(risk, came),
        **{f"recall_at_{k}": weighted.recall_at_k(rank, came, k) for k in chosen.top},
    }


def mass(known: Record, chosen: Rules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Onsets of mass killing, pooled: one chance for every State, and the number to expect in the world.

    Returns
    -------
    Rows of forecasts (the same chance for each State where such killing is not under way, with the interval of the
    pooled rate) and of scores (metric ``mass_expected`` with the interval of the number itself, ``mass_per_year``).
    """
    severe = of_mass(known, chosen)
    begun = severe.begun[:, chosen.quiet : known.place(known.final) + 1]
    events, exposure = int((begun == 1).sum()), float((~np.isnan(begun)).sum())
    world = pooled(events, begun.shape[1], chosen.within, chosen.interval)
    state = pooled(events, exposure, chosen.within, chosen.interval)
    value, low, high = (1 - np.exp(-chosen.within * np.array([state.rate, state.rate_low, state.rate_high]))).tolist()
    now = severe.at_risk[:, -1]
    values = pl.DataFrame({"unit": np.array(known.units)[now], "value": value, "low": low, "high": high})
    rate = base_rate(severe, chosen)
    rows = chances(known, chosen, values, target=MASS, level=chosen.mass_threshold, model="combination", base_rate=rate)
    found = [
        (
            "combination",
            "mass_expected",
            resampling.Estimate(world.expected, world.count_low, world.count_high),
            events,
        ),
        ("combination", "mass_per_year", resampling.Estimate(world.rate, world.rate_low, world.rate_high), events),
    ]
    return rows, section(found, chosen.mass_threshold, chosen)


def of_mass(known: Record, chosen: Rules) -> Record:
    """Return the record with onsets of the rare class, by the same definition at its threshold."""
    begun = onsets(known.killed, chosen.mass_threshold, chosen.quiet, known.provisional)
    followed = definition.followed(begun, chosen.within)
    at_risk = definition.at_risk(known.killed, chosen.mass_threshold)
    return dataclasses.replace(known, begun=begun, followed=followed, at_risk=at_risk)


def section(rows: list[tuple[str, str, resampling.Estimate, int]], threshold: float, chosen: Rules) -> pl.DataFrame:
    """Write model, metric, estimate and number of onsets as rows of a bundle's scores."""
    found = [
        {
            "section": "onset",
            "window": chosen.within * MONTHS,
            "threshold": threshold,
            "model": model,
            "metric": metric,
            "value": estimate.value,
            # A percentile interval need not hold its value; the bundle's has to.
            "low": min(estimate.low, estimate.value),
            "high": max(estimate.high, estimate.value),
            "n": n,
        }
        for model, metric, estimate, n in rows
    ]
    return pl.DataFrame(found, schema=SCORES).with_columns(pl.col("low", "high").fill_nan(None))
