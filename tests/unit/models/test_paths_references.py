"""Templates, shuffles and shares, against loops; and the onset and structural definitions against plain counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models import paths
from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.models.spec import Paths

CHOSEN = Paths(own=4, neighbours=2, each=2, level_months=6, before=3)
LENGTH = 3
HISTORY = arrays(np.float64, (4, 14), elements=st.integers(0, 60).map(float))
TOTALS = arrays(np.float64, (3, 8), elements=st.integers(0, 2000).map(float))


class Still(np.random.Generator):
    """A generator that breaks no tie: what is added is nothing."""

    def __init__(self):
        super().__init__(np.random.PCG64(0))

    def uniform(self, *_args, **_more):
        return 0.0


def stretch_slowly(row, start):
    """Logarithm of each month against the mean of the three before."""
    before = np.log1p(sum(row[start - 3 : start]) / 3)
    return [np.log1p(row[start + k]) - before for k in range(LENGTH)]


def test_the_newest_stretch_ends_with_the_history_and_the_next_a_month_before():
    history = np.tile(np.arange(14.0) ** 2, (4, 1))
    found = paths.templates(history, LENGTH, CHOSEN, Still())
    for place, start in enumerate([11, 10, 9, 8]):
        assert found[0, place] == pytest.approx(stretch_slowly(history[0], start))


def test_stretches_begin_anew_when_the_past_is_used_up():
    # Eight months, three before and three long: the stretches start at 5, 4, 3 and again at 5.
    history = np.tile(np.arange(8.0) ** 2, (4, 1))
    found = paths.templates(history, LENGTH, CHOSEN, Still())
    for place, start in enumerate([5, 4, 3, 5]):
        assert found[1, place] == pytest.approx(stretch_slowly(history[1], start))


@settings(deadline=None, max_examples=40)
@given(HISTORY)
def test_own_templates_equal_the_slow_ones(history):
    found = paths.templates(history, LENGTH, CHOSEN, Still())
    slow = [[stretch_slowly(row, start) for start in (11, 10, 9, 8)] for row in history]
    assert found[:, :4] == pytest.approx(np.array(slow))


@settings(deadline=None, max_examples=40)
@given(HISTORY)
def test_borrowed_templates_are_the_newest_and_oldest_of_the_nearest_two(history):
    found = paths.templates(history, LENGTH, CHOSEN, Still())
    near = paths.nearest(history[:, -6:].mean(axis=1), 2)
    for unit, (one, other) in enumerate(near):
        borrowed = [found[one, 0], found[one, 3], found[other, 0], found[other, 3]]
        assert np.array_equal(found[unit, 4:], np.array(borrowed))


@settings(deadline=None, max_examples=40)
@given(HISTORY, st.integers(0, 3), st.integers(0, 13))
def test_an_unknown_month_counts_as_none_killed(history, unit, month):
    zero, hole = history.copy(), history.copy()
    zero[unit, month], hole[unit, month] = 0.0, np.nan
    one = paths.templates(zero, LENGTH, CHOSEN, Still())
    assert np.array_equal(one, paths.templates(hole, LENGTH, CHOSEN, Still()))


@settings(deadline=None, max_examples=40)
@given(HISTORY)
def test_a_tie_is_broken_by_less_than_any_death_could(history):
    plain = paths.templates(history, LENGTH, CHOSEN, Still())
    broken = paths.templates(history, LENGTH, CHOSEN, np.random.default_rng(3))
    assert (broken >= plain).all()
    assert (broken - plain).max() <= 1.1e-6


@pytest.mark.parametrize("months", [0, 1, 5])
def test_too_few_months_for_a_stretch_are_refused_with_the_number_it_takes(months):
    with pytest.raises(TooShort) as caught:
        paths.templates(np.zeros((4, months)), LENGTH, CHOSEN, Still())
    assert "6 months" in caught.value.todo


def test_exactly_one_stretch_is_enough():
    found = paths.templates(np.ones((4, 6)), LENGTH, CHOSEN, Still())
    assert found.shape == (4, 8, LENGTH)
    assert found == pytest.approx(0.0)


def nearest_slowly(levels, count):
    """Sort by level; take those around each, sliding inwards at the ends."""
    order = sorted(range(len(levels)), key=lambda unit: levels[unit])
    found = []
    for unit in range(len(levels)):
        rank = order.index(unit)
        first = min(max(rank - count // 2, 0), len(levels) - 1 - count)
        found.append([other for other in order if other != unit][first : first + count])
    return found


@settings(deadline=None)
@given(st.lists(st.integers(0, 9).map(float), min_size=4, max_size=9), st.integers(1, 3))
def test_neighbours_in_level_equal_the_slow_ones(levels, count):
    assert paths.nearest(np.array(levels), count).tolist() == nearest_slowly(levels, count)


def test_a_share_by_hand():
    # Two of four reach 25, one of them exactly: (2 + 1/2) / 5.
    assert paths.share_passing(np.array([[25.0, 24.0, 0.0, 900.0]]), 25).tolist() == [0.5]


@settings(deadline=None)
@given(TOTALS, st.integers(1, 2000), st.integers(0, 500))
def test_a_share_is_a_count_and_falls_with_the_threshold(totals, threshold, more):
    found = paths.share_passing(totals, threshold)
    slow = [(sum(value >= threshold for value in row) + 0.5) / 9 for row in totals]
    assert found == pytest.approx(slow)
    assert (paths.share_passing(totals, threshold + more) <= found).all()


@settings(deadline=None)
@given(TOTALS, st.permutations(range(8)))
def test_the_order_of_the_paths_does_not_change_a_share(totals, order):
    assert np.array_equal(paths.share_passing(totals[:, order], 100), paths.share_passing(totals, 100))


def test_one_unknown_path_makes_the_share_unknown():
    totals = np.array([[30.0, np.nan], [30.0, 0.0]])
    assert np.isnan(paths.share_passing(totals, 25)[0])
    assert paths.share_passing(totals, 25)[1] == pytest.approx(0.5)


def test_a_state_without_any_killing_keeps_a_small_chance():
    quiet = np.zeros((1, 2, 4))
    shown = np.random.default_rng(1).normal(size=(1, 8, 2))
    share = paths.share_passing(paths.sums(paths.shuffle(quiet, shown), 1, 2), 25)[0]
    assert share == pytest.approx(0.5 / 9)
