"""A frozen release against what became known after it: expected and seen, hits and misses by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.evaluation import events, resampling
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs import truth_outcomes as known
from focalpoint.foresight.runs.onset_one_sided.record import rules as onset_rules
from focalpoint.foresight.runs.truth_outcomes import Outcomes, Span
from focalpoint.reference.calendar import month_id, month_label, year_of
from focalpoint.reference.countries import state

CIVILIANS, ONSET = "civilians_sum", "onset_one_sided"
YEAR = 12
# A State is scored, and named, where chance, outcome and the year before are known.
KNOWN = pl.all_horizontal(pl.col("chance", "came", "before").is_not_null())
# What is said of a State that is named.
NAMED = ("chance", "rank", "deaths", "civilians", "all_deaths", "before", "surprise")
Row = dict[str, Any]


class Rules(BaseModel):
    """The frozen choices: see ``settings/truth.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    likely: float
    surprise_below: float
    listed: int
    replicates: int
    interval: float
    seed: int

    @property
    def draws(self) -> events.Draws:
        """How intervals are drawn."""
        return events.Draws(self.replicates, self.interval, self.seed)


@dataclass(frozen=True)
class Frozen:
    """What is scored: the tables of a release, its id, its last month of data and the first month of its window."""

    id: str
    origin: int
    first: int
    forecasts: pl.DataFrame
    history: pl.DataFrame


@cache
def rules() -> Rules:
    """Read the settings.

    >>> rules().likely
    0.5
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "truth.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))


def scores(release: Frozen, panel: Panel, chosen: Rules) -> list[Row]:
    """Score a release on everything that became known after it.

    Parameters
    ----------
    release : the frozen forecast.
    panel : what is known today, to the last month that UCDP data cover everywhere.
    chosen : the settings.

    Returns
    -------
    One row a kind of truth, target and threshold; empty when nothing after its last month is known. A row has
    ``release``, ``target``, ``threshold``, ``truth`` (one-sided, estimate, final), ``basis`` (candidate, final),
    ``as_of`` (day), ``data_to``, ``first`` and ``last`` (months of the window), ``months`` and ``over`` (of these),
    ``n`` (States scored), ``expected``, ``seen``, ``events`` (the same number), ``auc``, ``average_precision``,
    ``brier`` (null until the window is over), ``intervals``, ``benchmark`` (the same measures of ``release``, its own
    benchmark, and of ``last_year``, civilians killed in the year before), ``hits``, ``misses``, ``false_alarms``,
    ``unknown`` (States without a chance or a record) and ``states`` (unit, chance, came).

    Of the windows of 3, 6 and 12 months the longest that is over is scored, and the longest of all as far as it is.
    """
    if panel.origin <= release.origin:
        return []
    asked = release.forecasts.filter((pl.col("kind") == "chance") & pl.col("target").is_in([CIVILIANS, ONSET]))
    found: list[Row] = []
    for kind in known.KINDS:
        for window in _windows(asked, release, panel):
            for truth in (one for one in known.outcomes(panel, window) if one.kind == kind):
                found += _civilians(release, asked, window, truth, panel, chosen)
        if kind == "one-sided":
            found += _onset(release, asked, panel, chosen)
    return found


def _windows(asked: pl.DataFrame, release: Frozen, panel: Panel) -> list[Span]:
    """Return the windows from the first month that are scored, the longest first."""
    own = asked.filter((pl.col("target") == CIVILIANS) & (pl.col("month") - pl.col("window") + 1 == release.first))
    spans = [known.span(panel, release.first, month) for month in own["month"].unique().sort(descending=True)]
    begun = [one for one in spans if one.over]
    return begun[:1] + [one for one in begun[1:] if one.is_whole][: 0 if begun and begun[0].is_whole else 1]


def _civilians(
    release: Frozen, asked: pl.DataFrame, window: Span, truth: Outcomes, panel: Panel, chosen: Rules
) -> Iterator[Row]:
    own = asked.filter(
        (pl.col("target") == CIVILIANS)
        & (pl.col("model") == "combination")
        & (pl.col("month") == window.last)
        & (pl.col("window") == window.months)
    )
    for (level,), rows in own.sort("level").group_by("level", maintain_order=True):
        threshold = float(level)
        table = (
            rows.select("unit", pl.col("value").alias("chance"), pl.col("base_rate").alias("own"))
            .join(truth.table, on="unit", how="left")
            .join(_last_year(release), on="unit", how="left")
            .with_columns(came=pl.col("deaths") >= threshold, passed=(pl.col("before") >= threshold).cast(pl.Float64))
        )
        facts = _facts(release, CIVILIANS, threshold, window, truth, panel)
        yield facts | _judged(table, window, chosen) | _named(table, chosen)


def _onset(release: Frozen, asked: pl.DataFrame, panel: Panel, chosen: Rules) -> list[Row]:
    """Score the chances of an onset of one-sided killing within the two calendar years after the release."""
    definition = onset_rules()
    said = asked.filter(pl.col("target") == ONSET)
    if said.is_empty():
        return []
    wide = said.pivot(on="model", index=["unit", "month", "window"], values="value")
    wide = wide if "benchmark" in wide.columns else wide.with_columns(benchmark=pl.lit(None, pl.Float64))
    last, months = int(wide["month"][0]), int(wide["window"][0])
    window = known.span(panel, last - months + 1, last)
    # Years that were over when the release was made are no test of it.
    begins = month_id(year_of(release.origin + 1), 1)
    truth = next((one for one in known.outcomes(panel, window) if one.kind == "one-sided"), None)
    if truth is None or window.first < begins:
        return []
    came = known.onsets(panel, window, threshold=definition.threshold, quiet=definition.quiet)
    table = (
        wide.select("unit", pl.col("combination").alias("chance"), pl.col("benchmark").alias("own"))
        .filter(pl.col("chance").is_not_null())
        .join(came, on="unit", how="left")
        .join(_last_year(release), on="unit", how="left")
        .with_columns(passed=pl.lit(None, pl.Float64))
    )
    facts = _facts(release, ONSET, definition.threshold, window, truth, panel)
    return [facts | _judged(table, window, chosen) | _listed(table, chosen) | _resumed(table, window, chosen)]


def _resumed(table: pl.DataFrame, window: Span, chosen: Rules) -> Row:
    """Name the States that reached the threshold again after one quiet year, and score the list as if these counted.

    By the definition such killing goes on and is no onset; who reads the figures may count otherwise.
    """
    again = table.filter(pl.col("reached") & ~pl.col("came"))
    both = _judged(table.with_columns(came=pl.col("came") | pl.col("reached")), window, chosen)
    kept = ("events", "auc", "average_precision", "benchmark")
    return {"resumed": _names(again), "with_resumed": {name: both[name] for name in kept}}


def _last_year(release: Frozen) -> pl.DataFrame:
    """Civilians killed in the twelve months before the release: unit, before (null where a month is unknown)."""
    best = pl.when(pl.col("status") == "zero").then(0.0).otherwise("best")
    year = release.history.filter(pl.col("month").is_between(release.origin - YEAR + 1, release.origin))
    both = year.with_columns(best=best).group_by("unit")
    return both.agg(before=pl.when(pl.col("best").is_not_null().all()).then(pl.col("best").sum()))


def _facts(release: Frozen, target: str, threshold: float, window: Span, truth: Outcomes, panel: Panel) -> Row:
    return {
        "release": release.id,
        "threshold": int(threshold),
        "target": target,
        "truth": truth.kind,
        "basis": truth.basis,
        "as_of": truth.as_of.isoformat(),
        "data_to": month_label(panel.origin),
        "first": month_label(window.first),
        "last": month_label(window.last),
        "months": window.months,
        "over": window.over,
    }


def _judged(table: pl.DataFrame, window: Span, chosen: Rules) -> Row:
    """Score the States of which chance, outcome and the year before are known, for forecast and benchmarks alike."""
    scored = table.filter(KNOWN)
    came, chance = scored["came"].to_numpy(), scored["chance"].to_numpy()
    found = events.measures(chance, came, chosen.draws)
    ordered = events.measures(scored["before"].to_numpy(), came, chosen.draws)
    passed = scored["passed"].to_numpy() if not scored["passed"].null_count() else None
    said = events.measures(passed, came, chosen.draws)["brier"] if passed is not None and len(came) else None
    own = events.measures(scored["own"].to_numpy(), came, chosen.draws) if not scored["own"].null_count() else {}
    return {
        "n": scored.height,
        "events": int(came.sum()),
        "expected": float(chance.sum()),
        "seen": int(came.sum()),
        **_values(found, window),
        "intervals": {
            name: [one.low, one.high] for name, one in found.items() if one and (name != "brier" or window.is_whole)
        },
        "benchmark": {"release": _values(own, window), "last_year": _values(ordered | {"brier": said}, window)},
        "unknown": [state(unit).name for unit in table.filter(~KNOWN)["unit"]],
        "states": [list(row) for row in scored.sort("chance", "unit").select("unit", "chance", "came").rows()],
    }


def _values(found: Mapping[str, resampling.Estimate | None], window: Span) -> dict[str, float | None]:
    """Return plain values; before its window is over a chance has not failed, so there is no Brier score yet."""
    return {
        name: one.value if (one := found.get(name)) and (name != "brier" or window.is_whole) else None
        for name in events.MEASURES
    }


def _named(table: pl.DataFrame, chosen: Rules) -> dict[str, list[Row]]:
    """Name hits, misses and false alarms: what came or not, and whether it was more likely than not."""
    few = pl.col("before") < chosen.surprise_below
    marked = table.with_columns(surprise=few & (pl.col("chance") >= pl.col("own")))
    likely, came = pl.col("chance") >= chosen.likely, pl.col("came")
    return {
        "hits": _names(marked.filter(came & likely)),
        "misses": _names(marked.filter(came & ~likely), falling=False),
        "false_alarms": _names(marked.filter(~came & likely)),
    }


def _listed(table: pl.DataFrame, chosen: Rules) -> dict[str, list[Row]]:
    """Name hits and misses of an onset: whether it was among the States with the highest chances."""
    ranked = table.with_columns(rank=pl.col("chance").rank("min", descending=True).cast(pl.Int64))
    first, came = pl.col("rank") <= chosen.listed, pl.col("came")
    return {
        "hits": _names(ranked.filter(came & first)),
        "misses": _names(ranked.filter(came & ~first), falling=False),
        "false_alarms": [],
    }


def _names(rows: pl.DataFrame, *, falling: bool = True) -> list[Row]:
    """One plain row a State, the highest chance first, or the lowest."""
    shown = [name for name in NAMED if name in rows.columns]
    ordered = rows.filter(KNOWN).sort(pl.col("chance"), pl.col("unit"), descending=[falling, False])
    return [
        {"unit": row["unit"], "name": state(row["unit"]).name, **{name: row[name] for name in shown}}
        for row in ordered.iter_rows(named=True)
    ]
