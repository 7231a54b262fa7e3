"""Statistics of single cases: by hand, and what may not change them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.evaluation import statistics
from focalpoint.foresight.scoring.weighted import squared_error

PARTS = 6
LEVELS = (np.arange(PARTS) + 0.5) / PARTS
DEATHS = st.integers(0, 400).map(float)
SAID = arrays(np.float64, (3, PARTS), elements=DEATHS).map(lambda drawn: np.sort(drawn, axis=1))
SEEN = arrays(np.float64, 3, elements=DEATHS)
ASKED = arrays(np.float64, 4, elements=st.floats(0, 1)).map(np.sort)


def test_crps_of_three_draws_by_hand():
    # Draws 0, 3, 9, outcome 3: mean distance (3 + 0 + 6) / 3 = 3; mean distance of two draws, with
    # themselves, (3 + 9 + 6) * 2 / 9 = 4; half of it is 2.
    found = statistics.crps(np.array([1, 3, 5]) / 6, np.array([[0.0, 3.0, 9.0]]), np.array([3.0]))
    assert found == pytest.approx([1.0])


def test_crps_of_one_certain_number_is_the_distance_from_it():
    found = statistics.crps(LEVELS, np.full((2, PARTS), 7.0), np.array([7.0, 2.0]))
    assert found == pytest.approx([0.0, 5.0])


@given(SAID, SEEN)
def test_crps_is_never_below_zero_nor_above_the_mean_distance(quantiles, outcomes):
    found = statistics.crps(LEVELS, quantiles, outcomes)
    distance = np.abs(quantiles - outcomes[:, None]).mean(axis=1)
    assert (found >= -1e-9).all()
    assert (found <= distance + 1e-9).all()


@given(SAID, SEEN, st.integers(0, 50).map(float))
def test_crps_does_not_depend_on_where_zero_is(quantiles, outcomes, shift):
    moved = statistics.crps(LEVELS, quantiles + shift, outcomes + shift)
    assert moved == pytest.approx(statistics.crps(LEVELS, quantiles, outcomes), abs=1e-9)


@given(SAID, SEEN, st.sampled_from([0.5, 2.0, 10.0]))
def test_crps_is_counted_in_deaths(quantiles, outcomes, unit):
    scaled = statistics.crps(LEVELS, quantiles * unit, outcomes * unit)
    assert scaled == pytest.approx(unit * statistics.crps(LEVELS, quantiles, outcomes), abs=1e-9)


def test_a_half_unknown_forecast_has_no_score():
    said = np.array([[1.0, np.nan]])
    assert np.isnan(statistics.crps(np.array([0.25, 0.75]), said, np.array([1.0]))).all()


def test_nothing_to_score_is_an_empty_answer():
    assert statistics.crps(LEVELS, np.empty((0, PARTS)), np.empty(0)).shape == (0,)


def test_nothing_known_is_not_an_error():
    assert np.isnan(statistics.crps(LEVELS, np.full((2, PARTS), np.nan), np.zeros(2))).all()


@given(SAID)
def test_the_given_levels_get_their_own_quantiles(quantiles):
    assert statistics.at_levels(LEVELS, quantiles, LEVELS) == pytest.approx(quantiles)


@given(SAID, ASKED)
def test_a_higher_level_never_has_a_lower_quantile(quantiles, asked):
    found = statistics.at_levels(LEVELS, quantiles, asked)
    assert (np.diff(found, axis=1) >= -1e-9).all()


@given(SAID, ASKED)
def test_quantiles_stay_between_the_first_and_the_last(quantiles, asked):
    found = statistics.at_levels(LEVELS, quantiles, asked)
    assert (found >= quantiles[:, :1] - 1e-9).all()
    assert (found <= quantiles[:, -1:] + 1e-9).all()


def test_an_unknown_forecast_has_no_quantile_anywhere():
    found = statistics.at_levels(LEVELS, np.full((1, PARTS), np.nan), np.array([0.05, 0.5, 0.95]))
    assert np.isnan(found).all()


def test_an_outcome_on_a_step_is_spread_over_it_by_hand():
    # Three of four parts are zero and zero came: the step runs from 0 to 0.75. At 0.3, 0.3 / 0.75 of it is below.
    found = statistics.share_below(np.array([[0.0, 0, 0, 8]]), np.array([0.0]), np.array([0.15, 0.3, 0.6]))
    assert found[0] == pytest.approx([0.2, 0.4, 0.8])


def test_an_outcome_between_two_quantiles_is_below_all_levels_above_it():
    found = statistics.share_below(np.array([[0.0, 2, 4, 8]]), np.array([3.0]), np.array([0.49, 0.5, 0.51]))
    assert found[0].tolist() == [0.0, 1.0, 1.0]


@given(SAID, SEEN, ASKED)
def test_a_share_is_between_none_and_all_and_grows_with_the_level(quantiles, outcomes, asked):
    found = statistics.share_below(quantiles, outcomes, asked)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found, axis=1) >= -1e-9).all()


@given(arrays(np.float64, PARTS, elements=DEATHS).map(np.sort), st.floats(0.02, 0.98))
def test_a_forecast_judged_on_its_own_parts_has_exactly_the_share_it_says(row, asked):
    found = statistics.share_below(np.tile(row, (PARTS, 1)), row, np.array([asked]))
    assert found.mean() == pytest.approx(asked)


@given(SEEN, SEEN, SEEN)
def test_a_band_is_left_on_one_side_or_not_at_all(one, other, outcomes):
    low, high = np.minimum(one, other), np.maximum(one, other)
    held = statistics.inside(low, high, outcomes)
    assert (held + (outcomes < low) + (outcomes > high)).tolist() == [1.0, 1.0, 1.0]


@given(arrays(np.float64, 3, elements=st.floats(0, 1)))
def test_brier_scores_of_yes_and_no_differ_by_the_chance_alone(chances):
    yes, no = squared_error(chances, np.ones(3)), squared_error(chances, np.zeros(3))
    assert no - yes == pytest.approx(2 * chances - 1)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_no_other_chance_is_expected_to_score_better_than_the_true_one(true, said):
    def expected(chance):
        yes, no = squared_error(np.array([chance, chance]), np.array([1.0, 0.0]))
        return true * yes + (1 - true) * no

    assert expected(true) <= expected(said) + 1e-12


def test_an_unknown_chance_or_outcome_has_no_brier_score():
    assert np.isnan(squared_error(np.array([np.nan, 0.5]), np.array([1.0, np.nan]))).all()
