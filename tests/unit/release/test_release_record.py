"""The record of killings as a release holds it, from panels small enough to read."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from focalpoint.foresight.panel import build
from focalpoint.foresight.panel.events import no_events
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release import record
from focalpoint.foresight.release.rules import faults
from focalpoint.foresight.release.schema import shape
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import first_day
from small_panels import small
from tiny_store import event as event_of
from tiny_store import events as events_of
from tiny_store import everywhere, store

FINAL = Vintage(id="ged-25.1", source="ucdp_ged", release="25.1", known_at=dt.date(2025, 6, 30))
NEWEST = Vintage(id="candidate-25.0.12", source="ucdp_candidate", release="25.0.12", known_at=dt.date(2026, 1, 20))


def panel(**columns: Any) -> Panel:
    made = small({"AAA": {"civilians": 2.0, "ged_events": 1.0}, "BBB": {"civilians": 0.0, "ged_events": 0.0}})
    monthly = made.monthly.with_columns(**columns)
    return replace(made, monthly=monthly, inputs=(FINAL, NEWEST))


def with_events(rows: list[dict[str, Any]], **changes: Any) -> Panel:
    held = pl.LazyFrame(rows, schema=dict(no_events().collect_schema()))
    return replace(panel(), events=held, **changes)


def event(number: str, unit: str, month: int, **more: Any) -> dict[str, Any]:
    day = first_day(month)
    row = {"event_id": number, "unit": unit, "month": month, "date_start": day, "date_end": day, "kind": "one_sided"}
    return row | {"source": "ucdp_ged", "edition": FINAL.id, "best": 3, **more}


def test_what_it_has_is_there_and_a_quiet_month_is_zero_in_all_of_it():
    found = panel(civilians_coded=pl.lit(1.0), one_sided=pl.lit(None, pl.Float64), basis=pl.lit("final"))
    rows = record.history(found).filter(month=540)
    assert rows.select("unit", "best", "coded", "one_sided", "basis").rows() == [
        ("AAA", 2.0, 1.0, None, "final"),
        ("BBB", 0.0, 0.0, 0.0, "final"),
    ]


def test_a_panel_without_events_gives_an_empty_table():
    assert shape("events", record.events(panel())).is_empty()


def test_events_of_five_years_are_listed_under_their_state():
    months = {"1": 540, "2": 480, "3": 481, "5": 541}
    rows = [event(number, "AAA", month, lat=1.5, lon=2.5) for number, month in months.items()]
    found = shape("events", record.events(with_events([*rows, event("4", "XXX", 530)])))
    assert found.select("event_id", "unit", "month", "part").rows() == [
        ("3", "AAA", 481, None),
        ("1", "AAA", 540, None),
    ]
    assert faults("events", found) == []


def test_gaza_the_west_bank_and_israel_are_told_apart_by_the_area_of_the_source():
    areas = ("Gaza Strip", "West Bank", "Jerusalem district", None)
    rows = [event(str(n), "ISR", 530, area=area) for n, area in enumerate(areas)]
    held = with_events([*rows, event("9", "AAA", 530, area="Gazaland")], units=("AAA", "ISR"))
    assert record.events(held).sort("event_id")["part"].to_list() == ["Gaza", "West Bank", "Israel", None, None]


def test_each_edition_is_named_with_its_months_and_how_it_knows_them():
    late = pl.col("month") > 537
    rows = panel(
        input=pl.when(late).then(pl.lit(NEWEST.id)).otherwise(pl.lit(FINAL.id)),
        basis=pl.when(late).then(pl.lit("candidate")).otherwise(pl.lit("final")),
    )
    found = [(one.edition, one.first[-2:], one.last, one.basis) for one in record.stretches(rows)]
    first = f"{min(rows.months) % 12 or 12:02d}"
    assert found == [("25.1", first, "2024-09", "final"), ("25.0.12", "10", "2024-12", "candidate")]


def test_a_month_that_is_dark_is_nobodys():
    dark = panel(input=pl.lit(FINAL.id), status=pl.lit("missing"))
    assert record.stretches(dark) == []


def test_months_that_several_editions_share_are_named_for_each():
    rows = panel(input=pl.lit(f"{FINAL.id}, {NEWEST.id}"))
    assert [one.edition for one in record.stretches(rows)] == ["25.0.12", "25.1"]


def test_an_edition_that_speaks_for_many_states_names_none():
    many = [f"A{number}" for number in range(record.FEW + 1)]
    made = small({unit: {"civilians": 0.0, "ged_events": 0.0} for unit in many})
    found = replace(made, inputs=(FINAL,), monthly=made.monthly.with_columns(input=pl.lit(FINAL.id)))
    assert [one.units for one in record.stretches(found)] == [()]
    assert [one.units for one in record.stretches(panel(input=pl.lit(FINAL.id)))] == [("AAA", "BBB")]


def test_events_of_a_store_reach_the_release_with_what_is_counted_of_them(tmp_path: Path):
    attack = {"unknown": 9, "civilians": 0, "low": 9, "best": 9, "high": 12}
    rows = [event_of("1", "ISR", "2024-05-01", **attack), event_of("2", "SDN", "2024-06-01", 4)]
    made = build.panel(
        store(tmp_path, events_of("ucdp_ged", [*everywhere("2024-01-01", "2024-12-31"), *rows])),
        known_at=dt.date(2026, 1, 1),
    )
    found = shape("events", record.events(made)).filter(pl.col("best") > 0)
    assert faults("events", found.with_columns(source=pl.lit("ucdp_ged"))) == []
    assert found.select("event_id", "unit", "civilians_low", "civilians", "civilians_high").rows() == [
        ("1", "ISR", 9, 9, 12),
        ("2", "SDN", 4, 4, 4),
    ]
    assert set(found["edition"]) == {made.inputs[0].id}
    month = shape("history", record.history(made)).filter(unit="ISR", month=533).row(0, named=True)
    assert (month["best"], month["coded"], month["one_sided"], month["basis"]) == (9.0, 0.0, 9.0, "final")
