"""What protocol B1 found, misses first, every measure with its interval."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.models.onset import Spec
from focalpoint.foresight.runs.onset_mass.panel import CountryYears, Protocol
from focalpoint.foresight.scoring import weighted


@dataclass(frozen=True)
class Judged:
    """Measures of one span of country-years."""

    first: int
    last: int
    n: int
    onsets: int
    estimates: dict[str, resampling.Estimate]


def judge(rows: pl.DataFrame, made: pl.DataFrame, rules: Protocol, *, first: int, last: int) -> Judged:
    """Score the country-years of a span, and the two-year forecasts that lie wholly inside it.

    Parameters
    ----------
    rows : result of ``onset.country_years``; those without a forecast count in ``n`` and cannot be ranked.
    made : result of ``onset.forecasts``.
    rules : lists, recall, replicates, interval.
    first, last : years, both included.

    Returns
    -------
    Judged : auc, recall_at_k, average_precision, false_alarms_per_hit of the country-years; brier_skill (against the
    span's own rate) and brier_skill_known_rate (against the rate known when each forecast was made) of the chances.
    """
    span = rows.filter(pl.col("year").is_between(first, last))
    ranked = span.drop_nulls("risk")
    risk, rank, onset = (ranked[name].to_numpy() for name in ("risk", "rank", "onset"))
    measures = {
        "auc": weighted.auc(risk, onset),
        **{f"recall_at_{k}": weighted.recall_at_k(rank, onset, k) for k in rules.top},
        "average_precision": weighted.average_precision(risk, onset),
        "false_alarms_per_hit": weighted.false_alarms_per_hit(risk, onset, rules.recall),
    }
    whole = made.filter(pl.col("made_from").is_between(first - 1, last - rules.known_after))
    chance, known, followed = (whole[name].to_numpy() for name in ("chance", "known_rate", "followed"))
    skills = {
        "brier_skill": weighted.brier_skill(chance, followed),
        "brier_skill_known_rate": weighted.brier_skill(chance, followed, known),
    }
    estimates = _drawn(measures, ranked, rules) | _drawn(skills, whole, rules)
    return Judged(first, last, len(span), int(span["onset"].sum()), estimates)


def _drawn(
    measures: dict[str, weighted.Weighted], cases: pl.DataFrame, rules: Protocol
) -> dict[str, resampling.Estimate]:
    return resampling.bootstrap(
        measures, cases["unit"], replicates=rules.replicates, level=rules.interval, seed=rules.seed
    )


def report(
    table: CountryYears,
    rows: pl.DataFrame,
    made: pl.DataFrame,
    rules: Protocol,
    chosen: Spec,
    other: tuple[pl.DataFrame, pl.DataFrame] | None = None,
) -> dict[str, Any]:
    """Everything the verb prints, as plain values, misses first.

    Parameters
    ----------
    table, rows, made, rules, chosen : panel, scored country-years, forecasts, protocol and estimator settings.
    other : country-years and statements of published forecasts, see ``lists_report.compare``; without them the
        published figures are those of the protocol's settings, for all its years together.
    """
    first, last = int(rows["year"].min()), int(rows["year"].max())  # type: ignore[arg-type]  # years are never null
    whole = judge(rows, made, rules, first=first, last=last)
    spans = [(first, min(last, rules.frozen_on)), (rules.frozen_on + 1, last)]
    spans = [(a, b) for a, b in spans if a + rules.known_after <= b]
    known = rules.published if (first, last) == rules.published_years else {}
    return {
        "misses": _misses(rows, max(rules.top)),
        **{name: estimate.value for name, estimate in whole.estimates.items()},
        "intervals": {name: [estimate.low, estimate.high] for name, estimate in whole.estimates.items()},
        "n": whole.n,
        "onsets": whole.onsets,
        "years": [first, last],
        "without_forecast": rows.filter(pl.col("risk").is_null()).select("name", "year").to_dicts(),
        "mean_risk": made["risk"].mean(),
        "mean_chance": made["chance"].mean(),
        "periods": [
            _period(judge(rows, made, rules, first=a, last=b), rules) | _published(other, rules, a, b) for a, b in spans
        ],
        **({"published": known} | _published(other, rules, first, last)),
        "protocol": _note(rules, table),
        "frozen": {
            "protocol": rules.version,
            "settings": chosen.version,
            "chosen_on_years_to": rules.frozen_on,
            "note": chosen.note,
        },
    }


def _published(
    other: tuple[pl.DataFrame, pl.DataFrame] | None, rules: Protocol, first: int, last: int
) -> dict[str, Any]:
    """Judge the published forecasts of a span as ours are judged."""
    if other is None:
        return {}
    found = judge(*other, rules, first=first, last=last)
    return {
        "published": {name: one.value for name, one in found.estimates.items()},
        "published_intervals": {name: [one.low, one.high] for name, one in found.estimates.items()},
        "published_onsets": found.onsets,
    }


def _period(part: Judged, rules: Protocol) -> dict[str, Any]:
    return {
        "years": [part.first, part.last],
        "used_to_choose_settings": part.last <= rules.frozen_on,
        "n": part.n,
        "onsets": part.onsets,
        **{name: estimate.value for name, estimate in part.estimates.items()},
        "intervals": {name: [estimate.low, estimate.high] for name, estimate in part.estimates.items()},
    }


def _misses(rows: pl.DataFrame, k: int) -> list[dict[str, Any]]:
    missed = rows.filter(pl.col("onset") & ((pl.col("rank") > k) | pl.col("rank").is_null()))
    return missed.sort("rank", descending=True, nulls_last=False).select("name", "year", "rank", "risk").to_dicts()


def _note(rules: Protocol, table: CountryYears) -> str:
    return (
        f"Protocol B1 on revised data: for every year L from {rules.first_training_year} the estimator learns from "
        f"complete rows to L ({len(table.features)} predictors) and forecasts rows of L+{rules.known_after}; a "
        f"country-year has the larger risk and the better rank of the forecasts of the {rules.remembered} years "
        f"before. {rules.interval:.0%} intervals: {rules.replicates} draws of whole countries. Measures of ranking use "
        "the mean risk, brier_skill the calibrated chance. With so few onsets, small differences mean nothing."
    )
