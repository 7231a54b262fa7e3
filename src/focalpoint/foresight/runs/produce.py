"""The tables that the models make for a release: forecasts, drivers, profile and the scores of past forecasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from focalpoint.foresight.models.spec import Spec
from focalpoint.foresight.models.spec import spec as published
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.civilians import reasons
from focalpoint.foresight.runs.civilians.backtest import Backtest, backtest, narrow, years_to_score
from focalpoint.foresight.runs.civilians.drivers import drivers
from focalpoint.foresight.runs.civilians.outlook import outlook
from focalpoint.foresight.runs.civilians.protocol import Protocol, protocol
from focalpoint.foresight.runs.civilians.scorecard import scorecard
from focalpoint.foresight.runs.onset_one_sided import result
from focalpoint.foresight.runs.profile import choice, profile
from focalpoint.foresight.runs.rolling import Progress, Window
from focalpoint.foresight.runs.workers import Workers

# Share of the work that the civilians' windows are; the rest is onsets.
STEPS, CIVILIANS = 100, 90


@dataclass(frozen=True)
class Forecasts:
    """The tables of a release that the models make, and every scientific choice behind them as plain values."""

    forecasts: pl.DataFrame
    drivers: pl.DataFrame
    profile: pl.DataFrame
    scores: pl.DataFrame
    settings: Mapping[str, Any]


def produce(
    panel: Panel,
    spec: Spec | None = None,
    rules: Protocol | None = None,
    *,
    jobs: int = -1,
    progress: Progress = lambda done, of: None,
) -> Forecasts:
    """Forecast from the panel's last month, and score the forecasts of the years before on the way.

    Parameters
    ----------
    panel : what was known.
    spec, rules : the choices; the published ones when left out.
    jobs : processes, -1 for one a core; the figures do not depend on it.
    progress : called with (steps done, all).

    Raises
    ------
    TooShort, YearsNotCovered, NoOneSidedRecord, CannotLearn : the panel is too short.
    """
    return produce_each([panel], spec, rules, jobs=jobs, progress=progress)[0]


def produce_each(
    panels: Sequence[Panel],
    spec: Spec | None = None,
    rules: Protocol | None = None,
    *,
    jobs: int = -1,
    progress: Progress = lambda done, of: None,
) -> list[Forecasts]:
    """Forecast from the last month of each panel; the forecasts of the years before are made once for all of them.

    Parameters
    ----------
    panels : what was known, each a part of the next one that ends earlier.
    spec, rules, jobs, progress : as in :func:`produce`.

    Returns
    -------
    One result a panel, equal to what :func:`produce` makes of it alone.

    Raises
    ------
    TooShort, YearsNotCovered, NoOneSidedRecord, CannotLearn : a panel is too short.
    """
    spec, rules = spec or published(), rules or protocol()
    # Onsets need nothing of the windows: with more than one process they are worked on at the same time.
    onsets = Workers(jobs).run(result.produce, [(panel, _unseen) for panel in panels])
    found = backtest(
        panels[-1],
        years_to_score(panels[-1], rules),
        spec,
        rules,
        ahead=[panel.origin for panel in panels],
        jobs=jobs,
        progress=lambda done, of: progress(CIVILIANS * done // of, STEPS),
    )
    made = [
        _forecasts(panel, narrow(found, panel, rules), window, onset, spec, rules)
        for panel, window, onset in zip(panels, found.ahead, onsets, strict=True)
    ]
    progress(STEPS, STEPS)
    return made


def _forecasts(
    panel: Panel, past: Backtest, window: Window, onset: result.Onsets, spec: Spec, rules: Protocol
) -> Forecasts:
    """Put together what was forecast from one panel's last month with how such forecasts did before."""
    made = outlook(past.arrays, [*past.windows, window], spec, rules)
    return Forecasts(
        forecasts=_together(made, onset.forecasts),
        drivers=_together(_drivers(panel, past.arrays, window, made, spec), onset.drivers),
        profile=profile(panel, choice()),
        scores=_together(scorecard(past, rules), onset.scores),
        settings={
            "models": spec.model_dump(mode="json"),
            "protocol": rules.model_dump(mode="json"),
            "reasons": reasons.rules().model_dump(mode="json"),
            "weights": dict(zip(spec.experts, np.round(window.weights, 6).tolist(), strict=True)),
            "profile": choice().version,
        },
    )


def _drivers(panel: Panel, arrays: Arrays, window: Window, made: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """Give the reasons for the chance that the structural model speaks of, as it is published."""
    asked = spec.structural
    first = pl.col("month") - pl.col("window") == arrays.first + window.origin
    published = made.filter(first, kind="chance", level=float(asked.threshold), window=asked.window)
    chances = pl.DataFrame({"unit": arrays.units}).join(published, on="unit", how="left", maintain_order="left")
    return drivers(panel, arrays, window.drivers, window.origin, chances["value"].to_numpy(), asked.threshold)


def _unseen(_done: int, _of: int) -> None:
    """Steps of another process, which no bar shows."""


def _together(own: pl.DataFrame, onset: pl.DataFrame) -> pl.DataFrame:
    """Put rows of onsets under our own, with our columns and types."""
    return pl.concat([own, onset.select(own.columns).cast(dict(own.schema))])  # type: ignore[arg-type]  # as above
