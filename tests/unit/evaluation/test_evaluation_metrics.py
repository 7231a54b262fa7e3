"""Metrics of means: by hand, over any leading shape, and as properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from focalpoint.foresight.evaluation import metrics

# Deaths in thousandths: a mean score far below that is no score of deaths.
LOSS = st.integers(0, 10**9).map(lambda thousandths: thousandths / 1000)
PAIRS = array_shapes(min_dims=0, max_dims=3, max_side=4).flatmap(
    lambda shape: arrays(np.float64, (*shape, 2), elements=LOSS)
)


def test_a_third_of_the_loss_saved_by_hand():
    assert metrics.skill(np.array([2.0, 3.0])) == pytest.approx(1 / 3)


def test_three_groups_by_hand():
    found = metrics.skill(np.array([[1.0, 2.0], [2.0, 2.0], [6.0, 2.0]]))
    assert found.tolist() == [0.5, 0.0, -2.0]


def test_a_perfect_forecast_saves_everything():
    assert metrics.skill(np.array([0.0, 12.0])) == 1.0


def test_two_perfect_forecasts_cannot_be_compared():
    assert np.isnan(metrics.skill(np.array([[0.0, 0.0]]))).all()


def test_an_unknown_mean_has_no_skill():
    assert np.isnan(metrics.skill(np.array([[np.nan, 2.0], [1.0, np.nan]]))).all()


def test_the_mean_is_the_first_of_several():
    assert metrics.mean(np.array([[1.0, 9.0], [2.0, 8.0]])).tolist() == [1.0, 2.0]


@given(PAIRS)
def test_any_leading_shape_gives_one_number_a_place(pairs):
    assert metrics.skill(pairs).shape == metrics.mean(pairs).shape == pairs.shape[:-1]


@given(PAIRS)
def test_skill_equals_a_slow_loop(pairs):
    found = metrics.skill(pairs)
    for place in np.ndindex(pairs.shape[:-1]):
        forecast, benchmark = pairs[place]
        if benchmark > 0:
            assert found[place] == pytest.approx(1 - forecast / benchmark)
        else:
            assert np.isnan(found[place])


@given(LOSS, st.floats(1e-3, 1e6), st.floats(1e-3, 1e3))
def test_the_unit_of_the_loss_does_not_matter(forecast, benchmark, unit):
    plain = metrics.skill(np.array([forecast, benchmark]))
    assert metrics.skill(np.array([forecast * unit, benchmark * unit])) == pytest.approx(plain, rel=1e-9, abs=1e-9)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(1e-3, 100))
def test_a_smaller_loss_is_never_less_skilful(one, other, benchmark):
    smaller, larger = sorted((one, other))
    assert metrics.skill(np.array([smaller, benchmark])) >= metrics.skill(np.array([larger, benchmark]))


@given(LOSS, st.floats(1e-3, 1e6))
def test_skill_never_passes_one(forecast, benchmark):
    assert metrics.skill(np.array([forecast, benchmark])) <= 1


@given(PAIRS)
def test_what_is_given_is_left_as_it_was(pairs):
    before = pairs.copy()
    metrics.skill(pairs)
    metrics.mean(pairs)
    assert np.array_equal(pairs, before)
