"""Panels of a few invented units: a month and a year table of exactly what a test says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from focalpoint.foresight.panel.columns import EVENTS, MONTHLY, YEARLY
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import parse_month, year_of

Figures = Mapping[str, Sequence[float | None] | float | None]


def _months(units: Mapping[str, Figures], months: range) -> pl.DataFrame:
    columns = (*EVENTS, *(name for names in MONTHLY.values() for name in names))
    rows = []
    for unit, figures in units.items():
        for place, month in enumerate(months):
            row: dict[str, Any] = {"unit": unit, "month": month, **dict.fromkeys(columns), "note": None}
            row |= {"input": "x", "basis": "final"}
            row |= {name: _at(values, place) for name, values in figures.items()}
            rows.append({**row, "status": figures.get("status") or _status(row)})
    types = {"unit": pl.String, "month": pl.Int32} | dict.fromkeys(("status", "note", "input", "basis"), pl.String)
    schema = types | dict.fromkeys(columns, pl.Float64)
    return pl.DataFrame(rows, schema_overrides=schema).select(*schema).sort("unit", "month")


def _at(values: Sequence[float | None] | float | None, place: int) -> float | None:
    if isinstance(values, Sequence) and not isinstance(values, str):
        return values[place]
    return values


def _status(row: Mapping[str, Any]) -> str:
    if row["civilians"] is None:
        return "missing"
    return "recorded" if row["ged_events"] or row["civilians"] else "zero"


def _years(units: Mapping[str, Mapping[int, Figures]], last: int, years: int, more: Sequence[str]) -> pl.DataFrame:
    columns = (*(name for names in YEARLY.values() for name in names), *more)
    rows = [
        {"unit": unit, "year": year, **dict.fromkeys(columns), **given.get(year, {})}
        for unit, given in units.items()
        for year in range(last - years + 1, last + 1)
    ]
    schema = {"unit": pl.String, "year": pl.Int32} | dict.fromkeys(columns, pl.Float64)
    return pl.DataFrame(rows, schema=schema).sort("unit", "year")


def small(
    monthly: Mapping[str, Figures],
    yearly: Mapping[str, Mapping[int, Figures]] | None = None,
    *,
    origin: str = "2024-12",
    months: int = 12,
    years: int = 5,
) -> Panel:
    """Make a panel: figures by unit and month (one figure, or one a month), and by unit and year."""
    last = parse_month(origin)
    given = {unit: (yearly or {}).get(unit, {}) for unit in monthly}
    known = {name for names in YEARLY.values() for name in names}
    more = sorted({name for rows in given.values() for figures in rows.values() for name in figures} - known)
    return Panel(
        origin=last,
        known_at=dt.date(2025, 6, 30),
        first=last - months + 1,
        units=tuple(sorted(monthly)),
        monthly=_months(monthly, range(last - months + 1, last + 1)),
        yearly=_years(given, year_of(last), years, more),
        inputs=(),
        revised=False,
        differences=pl.DataFrame(),
    )
