"""The even-hand table: the same few lines for every unit."""

import dataclasses

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.evenhand.table import COLUMNS, evenhand, ranked
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release.rules import faults
from focalpoint.foresight.release.schema import TABLES, shape
from small_panels import small

UNITS = ("AAA", "BBB", "CCC", "DDD")


def frame(*rows: tuple[float | None, ...]) -> pl.DataFrame:
    names = ("severity_low", "severity_best", "severity_high", "attention_assembly", "attention_media")
    return ranked(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row"))


def test_much_killing_and_little_attention_is_a_gap_above_zero():
    found = frame((900, 1000, 1100, 0, 5), (10, 20, 30, 50, 100), (0, 0, 0, 90, 500))
    first = found.row(0, named=True)
    assert (first["severity_rank"], first["attention_assembly_rank"], first["attention_media_rank"]) == (1, 3, 3)
    assert (first["gap_low"], first["gap_high"]) == (2, 2)


def test_little_killing_and_much_attention_is_a_gap_below_zero():
    found = frame((900, 1000, 1100, 0, 5), (10, 20, 30, 50, 100), (0, 0, 0, 90, 500))
    assert found.row(2, named=True)["gap_high"] == -2


def test_two_ways_of_measuring_attention_that_disagree_make_the_gap_wide():
    found = frame((90, 90, 90, 9, 1), (80, 80, 80, 8, 8), (70, 70, 70, 1, 9))
    first = found.row(0, named=True)
    assert (first["gap_low"], first["gap_high"]) == (0, 2)


def test_uncertain_severity_makes_the_gap_wide():
    found = frame((5, 50, 500, 1, 1), (100, 100, 100, 2, 2), (10, 10, 10, 3, 3))
    first = found.row(0, named=True)
    assert (first["severity_rank_low"], first["severity_rank"], first["severity_rank_high"]) == (1, 2, 3)
    assert (first["gap_low"], first["gap_high"]) == (0, 2)


def test_one_kind_of_attention_is_enough_for_a_gap():
    found = frame((9, 9, 9, 1, None), (1, 1, 1, 5, None))
    assert found["gap_low"].to_list() == [1, -1]
    assert found["attention_media_rank"].to_list() == [None, None]


def test_no_attention_known_is_no_gap():
    assert frame((9, 9, 9, None, None), (1, 1, 1, None, None))["gap_low"].to_list() == [None, None]


def test_null_severity_stays_null_and_takes_no_place():
    found = frame((None, None, None, 99, 99), (5, 5, 5, 1, 1))
    assert found.row(0, named=True)["severity_rank"] is None
    assert found.row(0, named=True)["gap_low"] is None
    assert found.row(1, named=True)["severity_rank"] == 1


def test_unknown_bounds_leave_the_best_estimate_to_stand_in():
    found = frame((None, 5, None, 1, 1), (3, 3, 3, 2, 2))
    assert found.row(0, named=True)["severity_rank_high"] == 1


def panel(deaths: list[float], mentions: list[float], units: tuple[str, ...] = UNITS) -> Panel:
    monthly = {
        unit: {"civilians": killed, "ged_events": float(killed > 0), "media_conflict": 3.0 * said}
        for unit, killed, said in zip(units, deaths, mentions, strict=True)
    }
    yearly = {
        unit: {2024: {"mentions": said, "v2x_polyarchy": said / 100, "population": 1.0}}
        for unit, said in zip(units, mentions, strict=True)
    }
    return small(monthly, yearly, months=24)


def test_the_table_has_the_columns_and_keeps_the_rules_of_the_release():
    found = evenhand(panel([0.0, 3.0, 7.0, 0.0], [9.0, 1.0, 2.0, 3.0]))
    assert tuple(found.columns) == COLUMNS == tuple(TABLES["evenhand"].columns)
    assert faults("evenhand", shape("evenhand", found)) == []


def test_a_unit_recorded_under_another_has_attention_and_nothing_else():
    monthly = {"AAA": {"civilians": 5.0}, "PSE": {"civilians": None, "status": "unknown"}}
    years = {
        "PSE": {2024: {"mentions": 138.0, "v2x_polyarchy": 0.2, "population": 1.0}},
        "AAA": {2024: {"mentions": 1.0}},
    }
    row = evenhand(small(monthly, years)).filter(unit="PSE").row(0, named=True)
    assert row["attention_assembly_rank"] == 1
    told = {"unit", "attention_assembly", "attention_assembly_rank"}
    assert [name for name, value in row.items() if value is not None and name not in told] == []


FIGURES = st.lists(st.integers(0, 5).map(float), min_size=4, max_size=4)


@settings(max_examples=25, deadline=None)
@given(FIGURES, FIGURES, st.permutations(UNITS))
def test_who_a_unit_is_makes_no_difference(deaths: list[float], mentions: list[float], names: list[str]):
    """Exchange the names of the units: every figure goes with the facts, none with the name."""
    found = evenhand(panel(deaths, mentions))
    renamed = evenhand(panel(deaths, mentions, tuple(names)))
    back = dict(zip(names, UNITS, strict=True))
    assert renamed.with_columns(pl.col("unit").replace(back)).sort("unit").equals(found)


@settings(max_examples=25, deadline=None)
@given(FIGURES, FIGURES)
def test_more_killing_never_lowers_a_severity_place(deaths: list[float], mentions: list[float]):
    before = evenhand(panel(deaths, mentions))["severity_rank"].to_list()
    after = evenhand(panel([deaths[0] + 1, *deaths[1:]], mentions))["severity_rank"].to_list()
    assert after[0] <= before[0]


def test_later_months_change_nothing():
    early = panel([1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0])
    cut = dataclasses.replace(early, monthly=early.monthly.filter(pl.col("month") <= early.origin))
    assert evenhand(cut).equals(evenhand(early))
