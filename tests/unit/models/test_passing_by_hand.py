"""The map from two chances to one: numbers on paper, and what holds for any past."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, logit

from focalpoint.foresight.models import passing
from focalpoint.foresight.models.spec import Calibration

CHOSEN = Calibration(shift_sd=2.0, path_sd=1.0, structural_sd=1.0, smallest=0.0005, interval=0.9)
CHANCE = st.floats(0.004, 0.996)
CASES = 12
SHARES = arrays(np.float64, CASES, elements=CHANCE)
OUTCOMES = arrays(np.bool_, CASES)
COUNTRY = np.arange(CASES) % 4


def test_log_odds_of_even_chances_are_nothing():
    found = passing.inputs(np.array([0.5, 0.8]), np.array([0.2, 0.5]))
    assert found == pytest.approx(np.array([[1, 0, -np.log(4)], [1, np.log(4), 0]]))


def test_a_map_by_hand():
    plain = passing.Map(np.array([0.0, 1.0, 0.0]), np.zeros((3, 3)))
    said = plain.chances(np.array([0.25]), np.array([0.9]), CHOSEN)
    assert (said.value[0], said.low[0], said.high[0]) == pytest.approx((0.25, 0.25, 0.25))


def test_the_interval_by_hand():
    # Only the shift is uncertain: 1.645 standard deviations of it to either side of even odds.
    shifted = passing.Map(np.array([0.0, 0.5, 0.5]), np.diag([0.25, 0.0, 0.0]))
    said = shifted.chances(np.array([0.5]), np.array([0.5]), CHOSEN)
    assert said.high[0] == pytest.approx(expit(1.6448536 * 0.5))
    assert said.low[0] == pytest.approx(1 - said.high[0])


def test_nothing_is_certain_at_either_end():
    steep = passing.Map(np.array([0.0, 9.0, 9.0]), np.zeros((3, 3)))
    said = steep.chances(np.array([0.001, 0.999]), np.array([0.001, 0.999]), CHOSEN)
    assert said.value.tolist() == [0.0005, 0.9995]
    assert said.low.tolist() == said.value.tolist()


def test_one_country_that_passed_raises_the_shift_by_its_own_equation():
    # Even chances leave the shift alone to learn: the posterior has its slope zero where a / 4 = 1 - expit(a).
    half = np.array([0.5])
    learnt = passing.fit(half, half, np.array([True]), np.array([0]), CHOSEN)
    shift = learnt.coefficients[0]
    assert shift / 4 == pytest.approx(1 - expit(shift))
    assert learnt.coefficients[1:] == pytest.approx([0.5, 0.5])


def sandwich_slowly(shares, structural, outcomes, clusters, theta):
    """Sum scores country by country and bread case by case."""
    prior = np.diag([1 / 4, 1.0, 1.0])
    bread, meat = prior.copy(), prior.copy()
    scores = {country: np.zeros(3) for country in clusters}
    for share, chance, came, country in zip(shares, structural, outcomes, clusters, strict=True):
        row = np.array([1.0, logit(share), logit(chance)])
        said = expit(row @ theta)
        bread += said * (1 - said) * np.outer(row, row)
        scores[country] = scores[country] + row * (said - came)
    for score in scores.values():
        meat += np.outer(score, score)
    return np.linalg.inv(bread) @ meat @ np.linalg.inv(bread)


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, OUTCOMES)
def test_the_covariance_equals_the_sum_over_countries_written_out(shares, structural, outcomes):
    learnt = passing.fit(shares, structural, outcomes, COUNTRY, CHOSEN)
    slow = sandwich_slowly(shares, structural, outcomes, COUNTRY, learnt.coefficients)
    assert learnt.covariance == pytest.approx(slow, rel=1e-6, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, OUTCOMES, st.permutations(range(CASES)))
def test_past_cases_in_another_order_teach_the_same_map(shares, structural, outcomes, order):
    plain = passing.fit(shares, structural, outcomes, COUNTRY, CHOSEN)
    mixed = passing.fit(shares[order], structural[order], outcomes[order], COUNTRY[order], CHOSEN)
    assert mixed.coefficients == pytest.approx(plain.coefficients, abs=1e-7)
    assert mixed.covariance == pytest.approx(plain.covariance, abs=1e-7)


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, OUTCOMES)
def test_what_did_not_happen_mirrors_what_did(shares, structural, outcomes):
    plain = passing.fit(shares, structural, outcomes, COUNTRY, CHOSEN)
    other = passing.fit(1 - shares, 1 - structural, ~outcomes, COUNTRY, CHOSEN)
    assert other.coefficients == pytest.approx(plain.coefficients * [-1, 1, 1], abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(OUTCOMES, st.integers(0, CASES - 1))
def test_one_more_passing_never_lowers_the_shift_learnt_from_even_chances(outcomes, place):
    even = np.full(CASES, 0.5)
    more = outcomes.copy()
    more[place] = True
    before = passing.fit(even, even, outcomes, COUNTRY, CHOSEN).coefficients[0]
    assert passing.fit(even, even, more, COUNTRY, CHOSEN).coefficients[0] >= before - 1e-9


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES)
def test_with_both_weights_positive_a_larger_share_never_means_a_smaller_chance(shares, structural):
    plain = passing.Map(np.array([-0.3, 0.6, 0.4]), np.zeros((3, 3)))
    more = np.minimum(shares + 0.003, 0.999)
    assert (plain.chances(more, structural, CHOSEN).value >= plain.chances(shares, structural, CHOSEN).value).all()


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, OUTCOMES)
def test_a_wider_interval_is_asked_for_and_given(shares, structural, outcomes):
    learnt = passing.fit(shares, structural, outcomes, COUNTRY, CHOSEN)
    half = learnt.chances(shares, structural, CHOSEN.model_copy(update={"interval": 0.5}))
    most = learnt.chances(shares, structural, CHOSEN)
    assert (most.low <= half.low).all()
    assert (most.high >= half.high).all()
    assert np.array_equal(most.value, half.value)


def ordered_slowly(chances):
    """Raise along windows, then lower along thresholds, cell by cell."""
    units, thresholds, windows = chances.shape
    raised = [[[max(chances[u, t, : w + 1]) for w in range(windows)] for t in range(thresholds)] for u in range(units)]
    return [
        [[min(raised[u][s][w] for s in range(t + 1)) for w in range(windows)] for t in range(thresholds)]
        for u in range(units)
    ]


@settings(deadline=None)
@given(arrays(np.float64, (2, 3, 3), elements=st.floats(0, 1)))
def test_ordering_equals_the_slow_order(chances):
    assert passing.ordered(chances).tolist() == ordered_slowly(chances)


def test_ordering_one_state_leaves_the_unknown_one_unknown():
    chances = np.array([[[0.4, 0.2], [0.5, 0.1]], [[np.nan, np.nan], [np.nan, np.nan]]])
    found = passing.ordered(chances)
    assert found[0].tolist() == [[0.4, 0.4], [0.4, 0.4]]
    assert np.isnan(found[1]).all()


def nested_slowly(chances, whole):
    """Lower along windows from the one that holds them all, then along thresholds, cell by cell."""
    units, thresholds, windows = chances.shape
    inside = [
        [[min(whole[u, t], *chances[u, t, : w + 1]) for w in range(windows)] for t in range(thresholds)]
        for u in range(units)
    ]
    return [
        [[min(inside[u][s][w] for s in range(t + 1)) for w in range(windows)] for t in range(thresholds)]
        for u in range(units)
    ]


@settings(deadline=None)
@given(arrays(np.float64, (2, 3, 3), elements=st.floats(0, 1)), arrays(np.float64, (2, 3), elements=st.floats(0, 1)))
def test_nesting_equals_the_slow_nesting(chances, whole):
    assert passing.nested(chances, whole).tolist() == nested_slowly(chances, whole)


@settings(deadline=None)
@given(
    arrays(np.float64, (3, 2, 3, 3), elements=st.floats(0, 1)), arrays(np.float64, (3, 2, 3), elements=st.floats(0, 1))
)
def test_nested_ends_hold_the_nested_value(chances, whole):
    low, value, high = (
        passing.nested(part, around)
        for part, around in zip(np.sort(chances, axis=0), np.sort(whole, axis=0), strict=True)
    )
    assert (low <= value).all()
    assert (value <= high).all()


def test_nesting_leaves_the_unknown_state_unknown():
    found = passing.nested(np.array([[[0.4]], [[np.nan]]]), np.array([[0.3], [np.nan]]))
    assert found[0].tolist() == [[0.3]]
    assert np.isnan(found[1]).all()
