"""Stores of a few rows, made by hand, for the tests of vintages, panel and features."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from focalpoint.foresight.vintages.edition import Edition, of_release
from focalpoint.foresight.vintages.embedded import SCHEMA
from focalpoint.foresight.vintages.entry import span
from focalpoint.foresight.vintages.files import sha256_of
from focalpoint.foresight.vintages.identification import described
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference.calendar import month_of, parse_month, year_of

MID_2025 = dt.date(2025, 6, 30)
EVENT = {
    "event_id": pl.String,
    "iso3": pl.String,
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_prec": pl.Int64,
    "kind": pl.String,
    "low": pl.Int64,
    "best": pl.Int64,
    "high": pl.Int64,
    "civilians": pl.Int64,
    "unknown": pl.Int64,
    "deaths_a": pl.Int64,
    "deaths_b": pl.Int64,
}
# Places far from each other, so that a file with an event in each speaks of the whole world.
FAR_APART = ("MEX", "FIN", "JPN", "GAB")


def event(name: str, iso3: str | None, day: str, civilians: int = 1, **more: Any) -> dict[str, Any]:
    """One event: a day or ``first..last``, civilians killed; a one-sided attack unless said otherwise."""
    first, _, last = day.partition("..")
    row = {
        "event_id": name,
        "iso3": iso3,
        "date_start": dt.date.fromisoformat(first),
        "date_end": dt.date.fromisoformat(last or first),
        "date_prec": 1,
        "kind": "one_sided",
        "low": civilians,
        "best": civilians,
        "high": civilians,
        "civilians": civilians,
        "unknown": 0,
        "deaths_a": 0,
        "deaths_b": 0,
    }
    return row | more


def everywhere(*days: str) -> list[dict[str, Any]]:
    """Events without dead on four continents on each day: they make a file one of the whole world."""
    return [event(f"{unit}-{day}", unit, day, 0) for day in days for unit in FAR_APART]


def events(
    source: str,
    rows: Sequence[dict[str, Any]],
    known_at: dt.date = MID_2025,
    release: str | None = None,
    complete_for: Sequence[str] = (),
    covers: tuple[str, str] | None = None,
) -> tuple[Vintage, pl.DataFrame]:
    """A vintage of events: ``ucdp_ged`` (yearly) or ``ucdp_candidate``, whole unless the release is "extract".

    Without a release it is the edition that ends with its last event: the yearly one, or the cumulative one that
    begins with its first. ``covers`` are other months to cover.
    """
    made, frame = _vintage(source, "event", pl.DataFrame(list(rows), schema=EVENT), known_at, release)
    first, last = (parse_month(label) for label in (made.first, made.last))
    if release == "extract":
        found = Edition(source, None, "extract", first, last)
    else:
        found = of_release(release or _number(source, first, last))
    made = described(replace(made, complete_for=tuple(complete_for)), found)
    if source == "ucdp_ged" and found.kind == "yearly":
        made = replace(made, covers_first=f"{year_of(first)}-01")
    return (replace(made, covers_first=covers[0], covers_last=covers[1]) if covers else made), frame


def _number(source: str, first: int, last: int) -> str:
    if source == "ucdp_ged":
        return f"{year_of(last) - 1999}.1"
    return ".".join(f"{year_of(month) - 2000}.{month_of(month):02d}" for month in (first, last))


def by_month(
    rows: Iterable[tuple[str, str, float, float]],
    first: str,
    last: str,
    known_at: dt.date = MID_2025,
    release: str = "25.1",
) -> tuple[Vintage, pl.DataFrame]:
    """A vintage of the aggregated GED panel: (State, month, events, civilians), covering first to last."""
    table = [
        {
            "iso3": iso3,
            "month": parse_month(month),
            "ged_events": events,
            "ged_deaths_best": civilians,
            "ged_deaths_high": civilians,
            "civilians": civilians,
            "ged_peak_event": civilians,
            "ged_state_based": 0.0,
            "ged_non_state": 0.0,
            "ged_one_sided": events,
        }
        for iso3, month, events, civilians in rows
    ]
    made, frame = _vintage("ucdp_ged_panel", "unit_month", pl.DataFrame(table), known_at, release)
    return replace(made, first=first, last=last), frame


def table(
    source: str, rows: Sequence[dict[str, Any]], known_at: dt.date = MID_2025, release: str | None = None
) -> tuple[Vintage, pl.DataFrame]:
    """A vintage of any table by month or year; rows hold iso3, month or year, and values."""
    grain = "unit_month" if "month" in rows[0] else "unit_year"
    return _vintage(source, grain, pl.DataFrame(list(rows), infer_schema_length=None), known_at, release)


def _vintage(
    source: str, grain: Any, frame: pl.DataFrame, known_at: dt.date, release: str | None
) -> tuple[Vintage, pl.DataFrame]:
    first, last = span(frame.lazy(), grain)
    name = f"{source}-{release or last}-{known_at.isoformat()}"
    made = Vintage(name, source=source, grain=grain, release=release, known_at=known_at, retrieved=known_at)
    return replace(made, first=first, last=last, embedded=True, may_ship=True), frame


def store(folder: Path, *vintages: tuple[Vintage, pl.DataFrame]) -> Store:
    """A store that holds these vintages, as a snapshot holds them."""
    tables = []
    for number, (vintage, frame) in enumerate(vintages):
        path = folder / f"{number}.parquet"
        frame.write_parquet(path)
        tables.append({"vintage": record(replace(vintage, table=path.name, table_sha256=sha256_of(path)))})
    (folder / "manifest.json").write_text(json.dumps({"schema": SCHEMA, "tables": tables}))
    return Store(folder / "home", snapshot=folder)
