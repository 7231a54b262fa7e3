"""Statistics: one number a case."""

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.evaluation import statistics
from focalpoint.foresight.scoring.weighted import squared_error

LEVELS = (np.arange(8) + 0.5) / 8
SAID = arrays(np.float64, (4, 8), elements=st.integers(0, 500).map(float)).map(lambda q: np.sort(q, axis=1))
SEEN = arrays(np.float64, 4, elements=st.integers(0, 600).map(float))


def test_crps_of_two_draws_by_hand():
    # Draws 0 and 4, outcome 1: mean distance 2, minus half the mean distance of the draws, 1.
    assert statistics.crps(np.array([0.25, 0.75]), np.array([[0.0, 4.0]]), np.array([1.0])) == pytest.approx([1.0])


@given(SAID, SEEN)
def test_crps_agrees_with_the_oracle_for_draws(quantiles, outcomes):
    oracle = scoringrules.crps_ensemble(outcomes, quantiles, estimator="nrg")
    assert statistics.crps(LEVELS, quantiles, outcomes) == pytest.approx(oracle, abs=1e-9)


def test_an_unknown_forecast_or_outcome_has_no_score():
    said = np.array([[1.0, 2.0], [np.nan, np.nan], [1.0, 2.0]])
    found = statistics.crps(np.array([0.25, 0.75]), said, np.array([1.0, 1.0, np.nan]))
    assert np.isfinite(found[0])
    assert np.isnan(found[1:]).all()


def test_levels_between_two_given_ones_lie_on_a_line():
    found = statistics.at_levels(np.array([0.2, 0.4]), np.array([[10.0, 20.0]]), np.array([0.01, 0.2, 0.3, 0.99]))
    assert found[0] == pytest.approx([10, 10, 15, 20])


@given(SAID)
def test_asked_levels_equal_straight_interpolation(quantiles):
    asked = np.array([0.02, 0.05, 0.33, 0.5, 0.9, 0.99])
    slow = np.array([np.interp(asked, LEVELS, row) for row in quantiles])
    assert statistics.at_levels(LEVELS, quantiles, asked) == pytest.approx(slow)


def below_slowly(quantiles, outcomes, asked):
    """Spread each case evenly over the step of the forecast distribution that it lies on."""
    found = np.zeros((len(outcomes), len(asked)))
    for i, (row, y) in enumerate(zip(quantiles, outcomes, strict=True)):
        under, reached = sum(q < y for q in row) / len(row), sum(q <= y for q in row) / len(row)
        for k, level in enumerate(asked):
            if level >= reached:
                found[i, k] = 1
            elif level > under:
                found[i, k] = (level - under) / (reached - under)
    return found


@given(SAID, SEEN)
def test_the_share_below_equals_its_definition(quantiles, outcomes):
    asked = np.array([0.1, 0.3, 0.5, 0.77])
    found = statistics.share_below(quantiles, outcomes, asked)
    assert found == pytest.approx(below_slowly(quantiles, outcomes, asked))


def test_a_calibrated_forecast_of_rare_deaths_has_the_shares_it_says():
    rng = np.random.default_rng(5)
    forecast = np.sort(rng.poisson(0.3, (1, 4000)), axis=1).astype(float)
    outcomes = rng.poisson(0.3, 4000).astype(float)
    found = statistics.share_below(np.repeat(forecast[:, ::40], 4000, axis=0), outcomes, np.array([0.1, 0.5, 0.9]))
    assert found.mean(axis=0) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_a_forecast_that_is_too_low_shows_it():
    outcomes = np.full(10, 50.0)
    assert statistics.share_below(np.zeros((10, 8)), outcomes, np.array([0.95])).max() == 0


def test_an_unknown_case_has_no_share():
    found = statistics.share_below(np.array([[np.nan] * 8, [1.0] * 8]), np.array([1.0, np.nan]), np.array([0.5]))
    assert np.isnan(found).all()


def test_a_band_holds_its_ends():
    low, high = np.array([1.0, 1, 1, np.nan]), np.array([3.0, 3, 3, 3])
    assert statistics.inside(low, high, np.array([1.0, 3, 4, 2]))[:3].tolist() == [1, 1, 0]
    assert np.isnan(statistics.inside(low, high, np.array([1.0, 3, 4, 2]))[3])


def test_brier_is_the_squared_distance():
    assert squared_error(np.array([0.9, 0.9]), np.array([1.0, 0.0])) == pytest.approx([0.01, 0.81])
