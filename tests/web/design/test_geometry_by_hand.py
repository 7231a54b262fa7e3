"""Drawings by hand and by property: where a value lies, what a gap is, and that nothing leaves its box."""

import math
import re

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.design import fan as drawing
from focalpoint.desk.design.calibration import PAD, SIDE, Bin, calibration
from focalpoint.desk.design.fan import Ahead, Recorded, fan
from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.design.paging import SIZE, page_of
from focalpoint.desk.design.scale import Scale
from focalpoint.desk.design.scale import straight as straight_scale
from focalpoint.desk.design.spark import HEIGHT, WIDTH, spark
from focalpoint.desk.design.text import TAGS, marked_down
from focalpoint.reference.calendar import month_id

deaths = st.floats(0, 1e6)
records = st.lists(st.one_of(st.none(), deaths), min_size=1, max_size=80)
shares = st.floats(0, 1)


def points(path):
    """The corners of a path of moves and lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


@pytest.mark.parametrize(
    ("value", "top", "log", "y"),
    [
        (0, 100, False, 200.0),
        (100, 100, False, 0.0),
        (50, 100, False, 100.0),
        (-5, 100, False, 200.0),
        (900, 100, False, 0.0),
        (0, 99, True, 200.0),
        (99, 99, True, 0.0),
        (9, 99, True, 100.0),
    ],
)
def test_a_value_lies_where_it_was_worked_out_by_hand(value, top, log, y):
    assert Scale(top, 200, log)(value) == y


@pytest.mark.parametrize(
    ("top", "log", "ticks"),
    [
        (10, False, [0, 5, 10]),
        (30, False, [0, 10, 20, 30]),
        (400, False, [0, 200, 400]),
        (5000, False, [0, 2000, 4000]),
        (9, True, [0, 9]),
        (10, True, [0, 10]),
        (250, True, [0, 10, 100]),
    ],
)
def test_ticks_are_round(top, log, ticks):
    assert Scale(top, 200, log).ticks() == ticks


@given(deaths, deaths, st.floats(10, 1e6), st.booleans())
def test_more_deaths_never_lie_lower(one, other, top, log):
    few, many = sorted((one, other))
    scale = Scale(top, 200, log)
    assert scale(many) <= scale(few)


@given(st.floats(10, 1e7), st.booleans())
def test_a_scale_has_between_two_and_eight_ticks(top, log):
    ticks = Scale(top, 200, log).ticks()
    assert 2 <= len(ticks) <= 8
    assert ticks[0] == 0
    assert ticks == sorted(set(ticks))


@given(st.lists(deaths, max_size=40))
def test_a_straight_scale_holds_every_value_and_ten_at_least(values):
    scale = straight_scale(values, 200)
    assert scale.top == max([10, *values])
    assert not scale.log


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([], ""),
        ([None], ""),
        ([0], "M0 20H96"),
        ([0, 0, None], "M0 20H96"),
        ([9], "M0 1"),
        ([0, 9], "M0 20L96 1"),
        ([9, 0, 0, 0, 9], "M0 1L24 20L72 20L96 1"),
        ([9, None, 9], "M0 1M96 1"),
        ([None, 9, 9], "M48 1L96 1"),
    ],
)
def test_a_spark_line_is_as_drawn_by_hand(values, path):
    assert spark(values) == path


@given(records)
def test_a_spark_line_begins_anew_after_every_gap(values):
    known = [value is not None for value in values]
    starts = sum(here and not before for before, here in zip([False, *known], known, strict=False))
    drawn = spark(values)
    assert drawn.count("M") == (min(starts, 1) if not any(value for value in values) else starts)


@given(records)
def test_a_spark_line_stays_in_its_box_and_runs_forward(values):
    corners = points(spark(values))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
    assert [x for x, _ in corners] == sorted(x for x, _ in corners)


@given(st.lists(deaths, min_size=2, max_size=60))
def test_the_highest_month_is_the_highest_point(values):
    corners = points(spark(values))
    if corners and max(values) >= 9:
        assert min(y for _, y in corners) == 1


JANUARY = month_id(2024, 1)


def straight(count=3, value=10.0):
    return [Recorded(JANUARY + each, value) for each in range(count)]


def ahead(first, count=2):
    """Months that differ in one figure alone, so that they are drawn."""
    return [Ahead(first + each, each / 1000, 2, 5, 8, 10, 4) for each in range(count)]


def test_months_lie_in_the_middle_of_equal_steps_between_the_margins():
    made = fan(straight(3), ahead(JANUARY + 3))
    step = (drawing.WIDTH - drawing.LEFT - drawing.RIGHT) / 5
    lefts = [float(x) for x in re.findall(r"M([\d.]+) ", made["bars"][0]["path"])]
    middles = [x + step * 0.36 for x in lefts] + [x for x, _ in points(made["median"])]
    assert middles == [pytest.approx(drawing.LEFT + (each + 0.5) * step, abs=0.2) for each in range(5)]
    assert made["now"] == pytest.approx(drawing.LEFT + 3 * step, abs=0.1)


def test_the_median_of_half_the_top_lies_in_the_middle():
    made = fan(straight(3), ahead(JANUARY + 3))
    middle = drawing.TOP + (drawing.HEIGHT - drawing.TOP) / 2
    assert {y for _, y in points(made["median"])} == {middle}


def test_half_of_the_forecast_lies_inside_nine_tenths():
    made = fan(straight(3), ahead(JANUARY + 3))
    inner, outer = ([y for _, y in points(made[name])] for name in ("b50", "b90"))
    assert min(outer) < min(inner) < max(inner) < max(outer)
    assert made["b90"].endswith("Z")


def test_a_month_without_bounds_has_no_whisker_and_equal_bounds_neither():
    rows = [Recorded(JANUARY, 5, 2, 8), Recorded(JANUARY + 1, 5), Recorded(JANUARY + 2, 5, 5, 5)]
    whiskers = fan(rows, [])["whiskers"]
    assert len(whiskers) == 1
    assert whiskers[0]["y1"] < whiskers[0]["y2"]


def test_years_stand_at_their_januaries_and_never_at_the_very_edge():
    rows = [Recorded(JANUARY - 12 + each, 1.0) for each in range(28)]
    assert [each["year"] for each in fan(rows, [])["years"]] == [2023, 2024]


@given(st.lists(st.tuples(st.one_of(st.none(), deaths), deaths), min_size=1, max_size=30), st.integers(0, 14))
def test_every_corner_of_a_fan_is_a_number_in_the_picture(rows, count):
    history = [Recorded(JANUARY + place, best, best, (best or 0) + more) for place, (best, more) in enumerate(rows)]
    made = fan(history, ahead(JANUARY + len(rows), count))
    for name in ("b90", "b50", "median", "benchmark"):
        for x, y in points(made[name]):
            assert -0.1 <= x <= drawing.WIDTH
            assert drawing.TOP - 0.1 <= y <= drawing.HEIGHT + 0.1
    assert "nan" not in str(made)


def test_a_bin_lies_where_it_was_said_and_as_high_as_it_happened():
    dot = calibration([Bin(0.25, 0.75, 0.5, 1.0, 100)])["dots"][0]
    assert (dot["x"], dot["y"]) == (PAD + SIDE / 4, SIDE / 4 + 10)
    assert (dot["y1"], dot["y2"]) == (10, SIDE / 2 + 10)
    assert dot["r"] == 10


@given(st.lists(st.tuples(shares, shares, st.integers(0, 10**6)), max_size=12))
def test_a_bin_that_was_said_more_often_is_never_smaller(rows):
    dots = calibration([Bin(said, happened, None, None, n) for said, happened, n in rows])["dots"]
    for one in dots:
        assert 3 <= one["r"] <= 10
        for other in dots:
            assert one["bin"].n <= other["bin"].n or one["r"] >= other["r"]
        assert PAD <= one["x"] <= PAD + SIDE
        assert not math.isnan(one["y"])


def test_a_part_is_drawn_once_in_each_language():
    caches["fragments"].clear()
    calls = []

    def draw():
        calls.append(1)
        return f"<b>{len(calls)}</b>"

    with override("en"):
        assert drawn_once("a part", draw) == drawn_once("a part", draw) == "<b>1</b>"
    with override("fr"):
        assert drawn_once("a part", draw) == "<b>2</b>"
    assert drawn_once("another part", draw) == "<b>3</b>"


@pytest.mark.parametrize(
    ("asked", "given_page"), [("", 1), ("2", 2), ("0", 3), ("-4", 3), ("99", 3), ("x", 1), ("1e3", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest_one(asked, given_page):
    request = RequestFactory().get("/", {"page": asked})
    found = page_of(request, list(range(2 * SIZE + 1)))
    assert found.number == given_page
    assert len(found) <= SIZE


@given(st.text(max_size=300))
def test_text_becomes_only_the_tags_that_are_listed_and_no_address(text):
    html = marked_down(text)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= TAGS
    assert not re.search(r"<[^>]*\b(href|src|style|on\w+)\s*=", html)
