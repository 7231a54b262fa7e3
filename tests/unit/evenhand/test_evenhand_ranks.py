"""Places, and the best and worst place that bounds allow."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.evenhand.ranks import best_place, place, worst_place

SPAN = st.tuples(st.integers(0, 6), st.integers(0, 3)).map(lambda pair: (float(pair[0]), float(pair[0] + pair[1])))
SPANS = st.lists(SPAN, min_size=1, max_size=5)


def arrays(spans: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([low for low, _ in spans]), np.array([high for _, high in spans])


def test_the_largest_is_first_and_equals_share_the_better_place():
    assert place(np.array([3.0, 9.0, 3.0, 0.0])).tolist() == [2.0, 1.0, 2.0, 4.0]


def test_the_unknown_has_no_place_and_takes_none():
    found = place(np.array([3.0, np.nan, 9.0]))
    assert found[[0, 2]].tolist() == [2.0, 1.0]
    assert np.isnan(found[1])


def test_bounds_by_hand():
    low, high = np.array([1.0, 4.0, 0.0, np.nan]), np.array([5.0, 6.0, 0.0, np.nan])
    assert best_place(low, high)[:3].tolist() == [1.0, 1.0, 3.0]
    assert worst_place(low, high)[:3].tolist() == [2.0, 2.0, 3.0]
    assert np.isnan(best_place(low, high)[3])
    assert np.isnan(worst_place(low, high)[3])


def test_those_without_any_killing_may_be_anywhere_among_themselves():
    low = high = np.array([7.0, 0.0, 0.0, 0.0])
    assert best_place(low, high).tolist() == [1.0, 2.0, 2.0, 2.0]
    assert worst_place(low, high).tolist() == [1.0, 4.0, 4.0, 4.0]


@given(SPANS)
def test_bounds_are_what_trying_every_corner_finds(spans: list[tuple[float, float]]):
    low, high = arrays(spans)
    better, worse = np.full(len(spans), np.inf), np.full(len(spans), -np.inf)
    for corner in itertools.product(*spans):
        for own, figure in enumerate(corner):
            others = [other for index, other in enumerate(corner) if index != own]
            better[own] = min(better[own], 1 + sum(other > figure for other in others))
            worse[own] = max(worse[own], 1 + sum(other >= figure for other in others))
    assert best_place(low, high).tolist() == better.tolist()
    assert worst_place(low, high).tolist() == worse.tolist()


@given(SPANS)
def test_the_place_of_any_figure_inside_lies_between_the_bounds(spans: list[tuple[float, float]]):
    low, high = arrays(spans)
    middle = place((low + high) / 2)
    assert (best_place(low, high) <= middle).all()
    assert (middle <= worst_place(low, high)).all()
