"""The strip of chances and outcomes: places by hand, then that nothing covers anything."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.design.strip import GAP, STEP, WIDTH, Dot, strip

DOTS = st.lists(
    st.builds(
        Dot,
        name=st.text("ABCDEFGH", min_size=1, max_size=4),
        chance=st.floats(0.0005, 0.9995),
        came=st.booleans(),
        named=st.booleans(),
    ),
    max_size=40,
    unique=True,
)


def test_a_chance_of_one_half_stands_on_the_middle_line():
    found = strip([Dot("A", 0.5, True)])
    assert found["dots"][0]["x"] == found["middle"]


def test_chances_beyond_the_scale_stand_at_its_ends():
    found = strip([Dot("A", 0.0001, True), Dot("B", 0.99999, True)])
    assert [dot["x"] for dot in found["dots"]] == [24.0, WIDTH - 24.0]


def test_dots_of_one_chance_are_stacked_away_from_the_line():
    found = strip([Dot(name, 0.5, True) for name in "ABC"])
    assert [found["axis"] - dot["y"] for dot in found["dots"]] == [STEP, 2 * STEP, 3 * STEP]


def test_what_did_not_come_with_a_small_chance_is_counted_and_what_came_is_drawn():
    found = strip([Dot("A", 0.004, True), Dot("B", 0.004, False), Dot("C", 0.002, False)])
    assert [dot["name"] for dot in found["dots"]] == ["A"]
    assert found["small"] == 2


def test_no_state_at_all_is_a_picture_still():
    found = strip([])
    assert found["dots"] == found["labels"] == []
    assert found["height"] > 0


@given(DOTS)
def test_everything_lies_inside_and_on_its_side(dots):
    found = strip(dots)
    for dot in found["dots"]:
        assert 0 < dot["x"] < WIDTH
        assert 0 < dot["y"] < found["height"]
        assert (dot["y"] < found["axis"]) == dot["came"]
    for label in found["labels"]:
        assert 0 < label["y"] < found["height"]
    assert len(found["dots"]) + found["small"] == len(dots)


@given(DOTS)
def test_no_dot_covers_another_and_no_name_begins_within_another(dots):
    found = strip(dots)
    for one, other in itertools.combinations(found["dots"], 2):
        assert abs(one["x"] - other["x"]) >= STEP - 1 or one["y"] != other["y"]
    for one, other in itertools.combinations(found["labels"], 2):
        assert abs(one["x"] - other["x"]) >= GAP or one["y"] != other["y"]


@pytest.mark.parametrize("chance", [0.02, 0.98])
def test_a_name_is_written_towards_the_middle(chance):
    label = strip([Dot("A", chance, True, named=True)])["labels"][0]
    assert label["end"] == (chance > 0.5)
