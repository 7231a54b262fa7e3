"""Windows named by their months, months summed with what they rest on, and one figure a fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.watch import facts, months, windows
from focalpoint.desk.watch.models import Chance, CountryForecast
from focalpoint.desk.watch.windows import Asked, Window
from focalpoint.foresight.panel.late_reporting import known

ORIGIN = 540  # December 2024


def chance(first, window, threshold=1000, **figures):
    given_figures = {"value": 0.66, "low": 0.5, "high": 0.8, "base_rate": 0.02} | figures
    return Chance(iso3="SDN", threshold=threshold, first=first, window=window, **given_figures)


@pytest.mark.parametrize(("today", "over"), [(540, 0), (541, 0), (542, 1), (552, 11), (553, 12), (600, 12)])
def test_a_month_is_over_when_the_next_has_begun(today, over):
    assert Window(541, 552).over(today) == over


@given(st.integers(530, 570))
def test_what_is_over_and_what_remains_make_the_whole(today):
    left = windows.remaining(ORIGIN, today)
    over = Window(541, 552).over(today)
    assert (left is not None) == (0 < over < 12)
    assert left is None or left.length + over == 12


def test_the_table_has_a_cell_for_each_window_and_an_empty_one_where_nothing_is_said():
    shown = [Window(544, 552), *windows.windows(ORIGIN)]
    table = windows.table([chance(544, 9), chance(541, 3, threshold=25)], shown)
    assert [line.threshold for line in table] == [25, 100, 1000]
    assert [bool(cell) for cell in table[0].cells] == [False, True, False, False]
    assert [bool(cell) for cell in table[2].cells] == [True, False, False, False]


@pytest.mark.parametrize(
    ("figures", "today", "words"),
    [
        ({}, 541, "33× the base rate of 2 %."),
        ({"base_rate": None}, 541, "in January–December 2025."),
        ({}, 553, "would kill at least 1,000 civilians in January–December 2025: 33×"),
        ({"base_rate": None}, 553, "would kill at least 1,000 civilians in January–December 2025."),
        ({"value": None}, 541, "We cannot tell"),
    ],
)
def test_a_chance_is_said_with_its_months(figures, today, words):
    said = windows.chance_sentence(Asked(Window(541, 552), chance(541, 12, **figures)), 1000, today)
    assert words in said.replace("\u00a0", " ")


def month(number, best, status="recorded", **more):
    return {"month": number, "best": best, "low": None, "high": None, "status": status} | more


def test_a_zero_month_is_zero_at_every_bound_and_an_unknown_one_leaves_the_sum_unknown():
    rows = [month(1, 5.0, low=4.0, high=9.0), month(2, 0.0, status="zero")]
    found = months.stretch(rows, 1, 2)
    assert (found.low, found.best, found.high) == (4.0, 5.0, 9.0)
    assert months.stretch([*rows, month(3, None, status="unknown")], 1, 3).best is None


@given(st.lists(st.integers(0, 500), min_size=24, max_size=24))
def test_twelve_months_twice_make_twenty_four(deaths):
    rows = [month(place, float(count)) for place, count in enumerate(deaths, start=1)]
    assert sum(each.best for each in months.twelve_months(rows, 24, 2)) == sum(deaths)


@pytest.mark.parametrize(
    ("bases", "marks"),
    [
        ({"final"}, []),
        ({"final", "candidate"}, ["candidate: will change"]),
        ({"spread"}, ["spread from the yearly total"]),
        ({"estimate", "candidate"}, ["estimate; known part: one-sided 1", "candidate: will change"]),
    ],
)
def test_a_figure_says_what_it_rests_on(bases, marks):
    assert months.Stretch(1, 2, 2.0, 5.0, 9.0, 1.0, frozenset(bases)).marks == marks


def test_an_estimate_without_a_known_part_is_still_called_one():
    assert months.Stretch(1, 2, None, 5.0, None, None, frozenset({"estimate"})).marks == ["estimate"]


def test_the_sentence_on_late_reporting_gives_the_figure_that_ships_with_the_panel():
    (pair,) = known().pairs
    assert f"for {pair.year} the final release had {round(100 * pair.more_deaths)} % more deaths" in str(months.LATE)
    assert pair.only_candidate > pair.only_final  # fewer months above zero in the final release


def state(release, killed, recent="", note=""):
    figures = {"killed_low": None, "killed_best": killed, "killed_high": None}
    return CountryForecast(release_id=release, iso3="NGA", recent=recent, note=note, **figures)


RECENT = " ".join(["9"] * 36 + ["50"] * 12 + ["2"] * 12)  # to December 2025


def test_the_newest_record_gives_the_figure_of_the_same_twelve_months():
    found = facts.killed(state("r-old", 811.0, note="includes Niger"), state("r-new", 24.0, RECENT), (540, 552))
    assert (found.best, found.own) == (600.0, 811.0)
    assert found.reason == "This release itself counted 811 (includes Niger)."


def test_equal_figures_need_no_reason():
    found = facts.killed(state("r-old", 600.0), state("r-new", 24.0, RECENT), (540, 552))
    assert (found.best, found.own, found.reason) == (600.0, None, "")


def test_a_revision_without_a_note_is_called_one():
    found = facts.killed(state("r-old", 590.0), state("r-new", 24.0, RECENT), (540, 552))
    assert found.reason == "This release itself counted 590; the record was revised since."


def test_what_a_release_could_not_count_comes_from_the_newest():
    found = facts.killed(state("r-old", None, note="counted under Nigeria"), state("r-new", 24.0, RECENT), (540, 552))
    assert (found.best, found.own) == (600.0, None)
    assert "could not count it (counted under Nigeria)" in found.reason


@pytest.mark.parametrize("recent", ["", " ".join(["1"] * 20), " ".join(["1"] * 40 + [""] + ["1"] * 19)])
def test_where_the_newest_record_does_not_know_the_release_keeps_its_own(recent):
    assert facts.killed(state("r-old", 811.0), state("r-new", 24.0, recent), (540, 552)).best == 811.0


def test_the_newest_release_speaks_for_itself():
    own = state("r-new", 24.0, RECENT)
    assert facts.killed(own, None, (552, 552)).best == 24.0
