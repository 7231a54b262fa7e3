"""Scores of quantiles: refusals, a number by hand, properties, other people's code."""

from statistics import NormalDist

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight import scoring as scores

levels = st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True).map(lambda v: np.sort(v) / 100)


@pytest.mark.parametrize("wrong", [[0.0, 0.5], [0.5, 1.0], [0.5, 0.5], [0.9, 0.1]])
def test_levels_that_do_not_rise_inside_0_to_1_are_refused(wrong):
    with pytest.raises(scores.BadScoreInput, match="levels"):
        scores.crps_quantiles(wrong, [[1.0, 2.0]], [1.0])


def test_a_quantile_too_many_is_refused():
    with pytest.raises(scores.BadScoreInput, match="3 quantiles a case for 2 levels"):
        scores.crps_quantiles([0.1, 0.9], [[1.0, 2.0, 3.0]], [1.0])


def test_rows_without_outcomes_are_refused():
    with pytest.raises(scores.BadScoreInput, match="2 rows of quantiles for 1 outcomes"):
        scores.crps_quantiles([0.5], [[1.0], [2.0]], [1.0])


def test_pinball_by_hand():
    # Outcome above: tau times the gap; outcome below: (1 - tau) times the gap.
    assert scores.pinball([0.25, 0.75], [[4.0, 8.0]], [6.0])[0] == pytest.approx([0.25 * 2, 0.25 * 2])


def test_crps_at_unequal_levels_by_hand():
    # Levels 0.1, 0.5, 0.9 speak for 0.3, 0.4, 0.3; losses at 10 for 0, 4, 20: 1, 3, 1.
    assert scores.crps_quantiles([0.1, 0.5, 0.9], [[0, 4, 20]], [10])[0] == pytest.approx(2 * (0.3 + 1.2 + 0.3))


@given(levels)
def test_the_weights_of_the_levels_fill_the_interval(tau):
    weights = scores.level_weights(tau)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20), st.integers(0, 500))
@settings(deadline=None)
def test_at_even_levels_it_is_the_crps_of_the_quantiles_as_draws(values, outcome):
    m = len(values)
    even = (np.arange(m) + 0.5) / m
    row = np.sort(np.array(values, dtype=float))[None, :]
    assert scores.crps_quantiles(even, row, [outcome]) == pytest.approx(scores.crps_draws(row, [outcome]), abs=1e-8)


@given(levels, st.integers(0, 100), st.integers(0, 100))
def test_the_true_certainty_costs_nothing_and_a_false_one_the_distance_at_even_levels(tau, quantile, outcome):
    row = np.full((1, len(tau)), float(quantile))
    score = scores.crps_quantiles(tau, row, [outcome])[0]
    assert score >= 0
    assert (score == 0) == (quantile == outcome)


@given(levels, st.lists(st.integers(0, 100), min_size=8, max_size=8), st.integers(0, 100))
@settings(deadline=None)
def test_pinball_equals_another_projects(tau, values, outcome):
    row = np.sort(np.array(values, dtype=float))[: len(tau)]
    theirs = scoringrules.quantile_score(float(outcome), row, tau)
    assert scores.pinball(tau, row[None, :], [outcome])[0] == pytest.approx(theirs)


def test_many_levels_come_close_to_the_closed_form_of_a_normal_distribution():
    tau = (np.arange(999) + 0.5) / 999
    row = np.array([[NormalDist(2, 3).inv_cdf(t) for t in tau]])
    exact = scoringrules.crps_normal(1.0, 2.0, 3.0)
    assert scores.crps_quantiles(tau, row, [1.0])[0] == pytest.approx(exact, rel=1e-3)
