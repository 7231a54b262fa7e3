"""A small frozen release and what became known after it; the figures are invented, the names are real."""

import polars as pl

from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.truth import Frozen
from focalpoint.reference.calendar import month_id, parse_month
from small_panels import small

ORIGIN = month_id(2024, 12)
FIRST = ORIGIN + 1
# Chance of 25 killed in twelve months, civilians killed a month in 2024, one-sided deaths a month after.
STATES = {
    "SDN": (0.9, 20.0, 10.0),
    "TCD": (0.6, 0.0, 3.0),
    "ARG": (0.01, 0.0, 4.0),
    "UKR": (0.8, 10.0, 1.0),
}
ONSETS = {"TCD": 0.4, "ARG": 0.1, "NER": 0.2}


def chance(unit: str, value: float | None, *, window: int, model: str = "combination", target: str = "civilians_sum"):
    """One row of a release's forecasts."""
    last = ORIGIN + (24 if target.startswith("onset") else window)
    return {
        "unit": unit,
        "month": last,
        "target": target,
        "kind": "chance",
        "level": 25.0,
        "window": window,
        "model": model,
        "value": value,
        "low": None,
        "high": None,
        "base_rate": 0.15,
    }


def release(chances: dict[str, float | None] | None = None, onsets: dict[str, float] | None = None) -> Frozen:
    """A release of December 2024 with windows of 3, 6 and 12 months."""
    said = {unit: figures[0] for unit, figures in STATES.items()} if chances is None else chances
    rows = [chance(unit, value, window=window) for unit, value in said.items() for window in (3, 6, 12)]
    for unit, value in (onsets or {}).items():
        rows.append(chance(unit, value, window=24, target="onset_one_sided"))
        rows.append(chance(unit, 0.1, window=24, target="onset_one_sided", model="benchmark"))
    history = [
        {"unit": unit, "month": month, "best": STATES.get(unit, (0, 0.0))[1], "status": "recorded"}
        for unit in {*said, *(onsets or {})}
        for month in range(ORIGIN - 11, ORIGIN + 1)
    ]
    forecasts = pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"month": pl.Int32, "window": pl.Int32})
    return Frozen("r-2024-12-00000000", ORIGIN, FIRST, forecasts, pl.DataFrame(history))


def panel(
    last: str = "2026-02",
    basis: str = "candidate",
    one_sided: dict[str, list[float | None]] | None = None,
    yearly: dict[str, dict[int, float | None]] | None = None,
    **columns: float | None,
) -> Panel:
    """What is known up to a month: from January 2025 every month has the State's figure."""
    months = parse_month(last) - month_id(2022, 12)
    before = ORIGIN - month_id(2022, 12)
    units: dict[str, dict] = {}
    for unit in {*STATES, *(one_sided or {})}:
        after = (one_sided or {}).get(unit) or [STATES[unit][2]] * (months - before)
        figures = {"one_sided": [None] * before + after[: months - before], "civilians": 5.0, "ged_events": 1.0}
        figures |= {"basis": ["final"] * before + [basis] * (months - before), "ged_deaths_best": 100.0}
        units[unit] = figures | columns
    years = {unit: {year: {"osv_best": value} for year, value in rows.items()} for unit, rows in (yearly or {}).items()}
    return small(units, years, origin=last, months=months)
