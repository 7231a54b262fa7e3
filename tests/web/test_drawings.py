"""Charts and words: scales, fan, spark line, calibration, yardstick, text."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.design.calibration import Bin, calibration
from focalpoint.desk.design.fan import Ahead, Recorded, fan, months_differ
from focalpoint.desk.design.likelihood import band, bands, interval, percent
from focalpoint.desk.design.scale import LEAST_TOP, Scale, straight
from focalpoint.desk.design.spark import HEIGHT, WIDTH, spark
from focalpoint.desk.design.templatetags.figures import country, figure, month_name, share, short
from focalpoint.desk.design.text import marked_down

chances = st.floats(0, 1)


@pytest.mark.parametrize(
    ("chance", "written"),
    [(0.0, "<1"), (0.0099, "<1"), (0.01, "1"), (0.125, "13"), (0.5, "50"), (0.99, "99"), (0.991, ">99"), (1.0, ">99")],
)
def test_a_chance_is_written_in_whole_per_cent(chance, written):
    assert percent(chance) == written


@given(chances)
def test_no_chance_is_ever_written_as_nought_or_a_hundred(chance):
    assert percent(chance) not in {"0", "100"}


@given(chances, chances)
def test_a_larger_chance_is_never_written_smaller(one, other):
    low, high = sorted((one, other))
    assert rank(percent(low)) <= rank(percent(high))
    assert band(low).step <= band(high).step


def rank(written):
    return {"<1": 0, ">99": 100}.get(written) or int(written.strip("<>"))


def test_an_interval_with_equal_ends_is_written_once():
    assert (interval(0.995, 0.999), interval(0.2, 0.3), interval(None, None)) == (">99", "20–30", "")


def test_the_yardstick_has_seven_bands_without_a_gap():
    assert [each.low for each in bands()] == [1, 5, 20, 45, 55, 80, 95]
    assert [each.high for each in bands()] == [5, 20, 45, 55, 80, 95, 99]
    assert [each.step for each in bands()] == list(range(7))
    assert bands()[3].range == "45–55"


@pytest.mark.parametrize(
    ("chance", "word"), [(0.01, "almost no chance"), (0.5, "roughly even chance"), (0.97, "almost certain")]
)
def test_a_chance_has_one_word(chance, word):
    assert str(band(chance).word) == word


@given(st.floats(0, 1e6), st.floats(1, 1e6), st.booleans())
def test_a_scale_keeps_every_value_in_the_picture(value, top, log):
    assert 0 <= Scale(top, 200, log)(value) <= 200


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=80), st.booleans())
def test_ticks_begin_at_nought_rise_and_stay_below_the_top(values, log):
    scale = Scale(straight(values, 200).top, 200, log)
    ticks = scale.ticks()
    assert ticks[0] == 0
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 8
    assert ticks[-1] <= scale.top


def test_a_straight_scale_ends_at_the_largest_value_and_one_death_does_not_fill_it():
    assert straight([1, 4, 900], 200).top == 900
    assert straight([1], 200).top == LEAST_TOP == straight([], 200).top
    assert straight([100.0], 200)(50.0) == 100.0


def test_a_spark_line_goes_from_edge_to_edge():
    path = spark([0, 3, 9])
    assert path.startswith(f"M0 {HEIGHT}L")
    assert path.endswith(f"L{WIDTH} 1")


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e5)), max_size=60))
def test_a_spark_line_stays_in_its_box(values):
    numbers = re.findall(r"[ML]([\d.]+) (\d+)", spark(values))
    assert all(0 <= float(x) <= WIDTH and 0 <= int(y) <= HEIGHT for x, y in numbers)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_dropping_level_points_does_not_change_the_line(values):
    top, step = math.log1p(9), WIDTH / max(len(values) - 1, 1)
    kept = [(float(x), int(y)) for x, y in re.findall(r"[ML]([\d.]+) (\d+)", spark(values))]
    if not any(values):
        return
    for place, value in enumerate(values):
        y = round(HEIGHT - (HEIGHT - 1) * math.log1p(value) / top)
        near = [pair for pair in kept if abs(pair[0] - place * step) < 0.06]
        before = max((pair for pair in kept if pair[0] <= place * step + 0.06), default=None)
        assert (near and near[0][1] == y) or (before and before[1] == y)


HISTORY = [Recorded(541 + place, float(place), place * 0.5, place * 2.0) for place in range(24)]
AHEAD = [Ahead(565 + place, 0.0, 5.0, 10.0 + place, 30.0, 40.0, 8.0) for place in range(14)]
FLAT = [Ahead(565 + place, 0.0, 5.0, 10.0, 20.0, 400.0, 8.0) for place in range(14)]


def heights(drawn):
    """The height of each bar in pixels, by the order of their months."""
    return [drawn["base"] - float(top) for bar in drawn["bars"] for top in re.findall(r"V([\d.]+)h", bar["path"])]


def test_a_month_with_twice_as_many_killed_is_twice_as_high():
    drawn = fan([Recorded(541, 100.0), Recorded(542, 50.0), Recorded(543, 0.0)], [])
    assert heights(drawn) == pytest.approx([218.0, 109.0])
    assert drawn["highest"] == 100.0


def test_months_that_will_change_are_drawn_apart_from_final_ones():
    months = [Recorded(541, 9.0), Recorded(542, 8.0, basis="estimate"), Recorded(543, 7.0, basis="candidate")]
    assert [bar["basis"] for bar in fan(months, [])["bars"]] == ["final", "candidate", "estimate"]


def test_a_forecast_whose_months_differ_follows_the_record():
    drawn = fan(HISTORY, AHEAD)
    first = float(re.findall(r"[ML]([\d.]+) ", drawn["median"])[0])
    assert drawn["now"] < first
    assert [year["year"] for year in drawn["years"]] == [2025, 2026, 2027]
    assert drawn["years"][0]["x"] == drawn["left"]


def test_a_forecast_that_says_the_same_of_every_month_is_no_picture_and_sets_no_scale():
    drawn = fan(HISTORY, FLAT)
    assert (drawn["b90"], drawn["median"], drawn["benchmark"], drawn["now"]) == ("", "", "", None)
    assert drawn == fan(HISTORY, [])
    assert (months_differ(AHEAD), months_differ(FLAT), months_differ([])) == (True, False, False)


def test_the_chart_has_a_whisker_for_every_month_with_a_range():
    assert len(fan(HISTORY, AHEAD)["whiskers"]) == 23
    assert fan([Recorded(541, 3.0), Recorded(542, 4.0)], AHEAD)["whiskers"] == []


def test_unknown_months_are_one_hatched_stretch_and_no_bar():
    drawn = fan([Recorded(541, 1.0), Recorded(542, None), Recorded(543, None), Recorded(544, 2.0)], [])
    assert len(drawn["gaps"]) == 1
    assert drawn["gaps"][0]["width"] == pytest.approx((drawn["right"] - drawn["left"]) / 2, abs=0.1)
    assert len(heights(drawn)) == 2


@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=60), st.lists(st.floats(0, 1e5), min_size=5, max_size=5))
def test_the_chart_stays_in_its_box(recorded, quantiles):
    low = sorted(quantiles)
    ahead = [Ahead(541 + len(recorded), *low), Ahead(542 + len(recorded), *(each / 2 for each in low))]
    drawn = fan([Recorded(541 + place, value) for place, value in enumerate(recorded)], ahead)
    for path in (drawn["b90"], drawn["b50"], drawn["median"]):
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path):
            assert drawn["left"] <= float(x) <= drawn["right"] + 6
            assert drawn["top"] <= float(y) <= drawn["base"]
    assert all(0 <= height <= drawn["base"] - drawn["top"] for height in heights(drawn))


def test_a_forecast_that_came_true_lies_on_the_line():
    dot = calibration([Bin(0.25, 0.25, 0.2, 0.3, 10)])["dots"][0]
    assert (dot["x"], dot["y"]) == (115.0, 235.0)
    assert dot["y1"] < dot["y"] < dot["y2"]


def test_no_bins_draw_no_dots():
    assert calibration([])["dots"] == []


@pytest.mark.parametrize(
    ("value", "written"), [(None, "–"), (1234567, "1,234,567"), (0, "0"), (999.6, "1,000"), (-1200, "−1,200")]
)
def test_figures_are_grouped(value, written):
    assert figure(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "–"), (2.2e6, "2.2\u00a0M"), (3.4e8, "340\u00a0M"), (49139.2, "49,139"), (0.314, "0.31"), (7, "7")],
)
def test_figures_of_any_size_are_short(value, written):
    assert short(value) == written


def test_months_and_shares_are_written_in_words_and_per_cent():
    assert (month_name(540), month_name(None)) == ("December 2024", "–")
    assert (share(0.254), share(None)) == ("25", "–")


@given(st.text(max_size=200))
def test_no_text_becomes_anything_active(text):
    html = marked_down(text)
    assert not re.search(r"<(script|a|img|iframe|style|svg)\b|\son\w+=", html)


def test_headings_go_one_deeper_and_tables_keep_their_heads():
    html = marked_down("# One\n\n| a |\n|---|\n| 1 |\n")
    assert "<h2>One</h2>" in html
    assert '<th scope="col">a</th>' in html


def test_a_state_is_written_by_its_name_and_what_is_none_stays_what_it_is():
    assert [country(code) for code in ("KEN", "TUR", "XXX", "")] == ["Kenya", "Türkiye", "XXX", "–"]
