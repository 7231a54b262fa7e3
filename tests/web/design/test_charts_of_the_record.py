"""The scorecard's charts: skill, lists, hits and misses, from figures made by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.design.recall import recall_chart
from focalpoint.desk.design.skill import YearSkill, skill_chart
from focalpoint.desk.design.timeline import HEIGHT, LEFT, NAMED, TOP, WIDTH, Happened, timeline


def test_skill_goes_up_from_zero_and_down_below_it():
    up, down = skill_chart([YearSkill(2023, 0.1), YearSkill(2024, -0.2)])["bars"]
    assert (up["y"], up["height"], up["better"]) == (70.0, 60.0, True)
    assert (down["y"], down["height"], down["better"]) == (130.0, 120.0, False)


def test_an_interval_beyond_the_bars_sets_the_scale():
    (bar,) = skill_chart([YearSkill(2024, 0.1, -0.4, 0.6)])["bars"]
    assert bar["y1"] == 10.0
    assert 10.0 < bar["y2"] <= 250.0


def test_a_list_that_holds_everything_ends_at_the_top():
    drawn = recall_chart({"combination": [(20, 1.0), (10, 0.5)], "benchmark": [(10, 0.25)]})
    assert drawn["lines"]["combination"] == "M40.0 250.0L210.0 130.0L380.0 10.0"
    assert [mark["length"] for mark in drawn["marks"]] == [10, 20]


@pytest.mark.parametrize(("chance", "kind"), [(0.51, "hit"), (0.5, "between"), (0.1, "between"), (0.099, "miss")])
def test_a_year_is_found_missed_or_between(chance, kind):
    assert Happened("A", 2020, 1500.0, chance).kind == kind


def test_only_the_largest_misses_bear_their_names():
    rows = [Happened(f"S{k}", 2020 + k % 4, 1000.0 + k, 0.01) for k in range(NAMED + 5)]
    rows.append(Happened("Found", 2020, 9000.0, 0.9))
    labelled = {dot["row"].name for dot in timeline(rows, 1000.0)["dots"] if dot["labelled"]}
    assert labelled == {f"S{k}" for k in range(5, NAMED + 5)}


@given(st.lists(st.tuples(st.integers(1989, 2030), st.floats(1000, 1e6), st.floats(0, 1)), min_size=1, max_size=60))
def test_every_year_is_in_the_picture_once(rows):
    drawn = timeline([Happened("A", year, killed, chance) for year, killed, chance in rows], 1000.0)
    assert len(drawn["dots"]) == len(rows)
    assert all(LEFT <= dot["x"] <= WIDTH and TOP <= dot["y"] <= HEIGHT for dot in drawn["dots"])


@given(st.lists(st.tuples(st.integers(1, 195), st.floats(0, 1)), min_size=1, max_size=12))
def test_lines_stay_in_their_box(points):
    drawn = recall_chart({"combination": points})
    for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", drawn["lines"]["combination"]):
        assert drawn["left"] <= float(x) <= drawn["right"]
        assert 10 <= float(y) <= drawn["base"]
