"""Experts that look back: weights on months, read as a distribution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models.experts import ROUNDING, decay, look_back, weighted_quantiles, window
from focalpoint.foresight.models.spec import Expert, spec

LEVELS = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
COUNTS = arrays(np.float64, (3, 9), elements=st.one_of(st.integers(0, 500).map(float), st.just(np.nan)))
MASSES = arrays(np.float64, 9, elements=st.integers(0, 8).map(float))


def slowly(values: np.ndarray, weights: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The definition, value by value."""
    found = np.full((len(values), len(levels)), np.nan)
    for i, row in enumerate(values):
        pairs = sorted((v, w) for v, w in zip(row, weights, strict=True) if w > 0 and not np.isnan(v))
        total = sum(w for _, w in pairs)
        for k, level in enumerate(levels):
            reached = 0.0
            for value, weight in pairs:
                reached += weight
                if reached >= level * total - ROUNDING:
                    found[i, k] = value
                    break
    return found


def test_a_quantile_is_the_smallest_value_that_carries_the_level():
    found = weighted_quantiles(np.array([[4.0, 1.0, 9.0, 2.0]]), np.ones(4), np.array([0.25, 0.26, 0.5, 0.99]))
    assert found.tolist() == [[1.0, 2.0, 2.0, 9.0]]


def test_twelve_months_at_sixty_levels_are_the_twelve_draws_five_times_each():
    months = np.array([[5.0, 0, 0, 7, 1, 2, 2, 30, 11, 4, 3, 8]])
    found = look_back(months, spec().benchmark, spec().quantile_levels())
    assert found[0].tolist() == sorted(months[0].tolist() * 5)


def test_an_unknown_month_has_no_weight():
    known = weighted_quantiles(np.array([[3.0, 8.0]]), np.ones(2), LEVELS)
    holed = weighted_quantiles(np.array([[3.0, np.nan, 8.0]]), np.ones(3), LEVELS)
    assert np.array_equal(known, holed)


def test_a_unit_of_which_nothing_is_known_gets_nothing_rather_than_zero():
    assert np.isnan(weighted_quantiles(np.array([[np.nan, np.nan]]), np.ones(2), LEVELS)).all()


def test_no_months_at_all_give_nothing():
    assert np.isnan(weighted_quantiles(np.ones((2, 3)), np.zeros(3), LEVELS)).all()


@given(COUNTS, MASSES)
def test_the_fast_path_equals_the_definition(values, weights):
    assert np.array_equal(weighted_quantiles(values, weights, LEVELS), slowly(values, weights, LEVELS), equal_nan=True)


@given(COUNTS, MASSES)
def test_quantiles_never_fall_and_are_observed_values(values, weights):
    found = weighted_quantiles(values, weights, LEVELS)
    for row, given_values in zip(found, values, strict=True):
        if not np.isnan(row).any():
            assert (np.diff(row) >= 0).all()
            assert set(row) <= set(given_values)


def test_a_window_forgets_what_lies_before_it():
    short = Expert(kind="window", months=2)
    assert window(short, 5).tolist() == [0, 0, 0, 1, 1]
    one, other = np.array([[9.0, 9, 1, 3]]), np.array([[0.0, 0, 1, 3]])
    assert np.array_equal(look_back(one, short, LEVELS), look_back(other, short, LEVELS))


def test_a_window_longer_than_the_history_uses_all_of_it():
    assert look_back(np.array([[2.0, 4.0]]), Expert(kind="window", months=36), np.array([0.25, 0.75])).tolist() == [
        [2, 4]
    ]


def test_decay_halves_with_its_half_life():
    weights = decay(Expert(kind="decay", half_life=3, months=120), 7)
    assert weights[-1] == 1
    assert weights[-4] == pytest.approx(0.5)
    assert weights[0] == pytest.approx(0.25)


def test_decay_leans_to_the_recent():
    rising = np.arange(24.0)[None, :]
    middle = np.array([0.5])
    slow = look_back(rising, Expert(kind="decay", half_life=9, months=120), middle)[0, 0]
    fast = look_back(rising, Expert(kind="decay", half_life=2, months=120), middle)[0, 0]
    assert 12 < slow < fast < 24


def test_zero_says_zero_whatever_happened():
    assert not look_back(np.array([[9.0]]), Expert(kind="zero"), LEVELS).any()


def test_every_expert_of_the_settings_that_looks_back_can_speak():
    history = np.random.default_rng(1).poisson(5.0, (4, 200)).astype(float)
    for expert in spec().experts.values():
        if expert.kind != "boosted":
            assert look_back(history, expert, LEVELS).shape == (4, 5)
