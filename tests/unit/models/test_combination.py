"""The combination of experts and the learning of their weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models.combination import average, combine, equal, learn, pool
from focalpoint.foresight.models.spec import spec

LEVELS = (np.arange(6) + 0.5) / 6
SAID = arrays(np.float64, (3, 2, 6), elements=st.integers(0, 1000).map(float)).map(lambda q: np.sort(q, axis=2))
SHARES = arrays(np.float64, 3, elements=st.integers(1, 9).map(float)).map(lambda w: w / w.sum())


def pooled_slowly(quantiles: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Walk up every expert's values, counting mass, case by case."""
    _, cases, levels = quantiles.shape
    found = np.zeros((cases, levels))
    for case in range(cases):
        pairs = sorted((v, w / levels) for q, w in zip(quantiles[:, case], weights, strict=True) for v in q)
        for k in range(levels):
            mass = 0.0
            for value, share in pairs:
                mass += share
                found[case, k] = value
                if mass >= (k + 0.5) / levels - 1e-9:
                    break
    return found


def test_the_average_is_taken_level_by_level():
    assert average(np.array([[[1.0, 3.0]], [[3.0, 9.0]]]), np.array([0.5, 0.5])).tolist() == [[2.0, 6.0]]


def test_the_pool_of_two_who_disagree_keeps_both_views():
    said = np.array([[[0.0] * 4], [[8.0] * 4]])
    assert pool(said, np.array([0.5, 0.5])).tolist() == [[0.0, 0.0, 8.0, 8.0]]
    assert average(said, np.array([0.5, 0.5])).tolist() == [[4.0] * 4]


@given(SAID, SHARES)
def test_the_fast_pool_equals_the_slow_one(quantiles, weights):
    assert np.array_equal(pool(quantiles, weights), pooled_slowly(quantiles, weights))


@given(SAID, SHARES)
def test_a_combination_rises_in_whole_deaths_between_the_extremes(quantiles, weights):
    found = combine(quantiles[:, :, None], weights, 0.5)[:, 0]
    assert (np.diff(found, axis=1) >= 0).all()
    assert np.array_equal(found, np.rint(found))
    assert (found >= quantiles.min(axis=0) - 0.5).all()
    assert (found <= quantiles.max(axis=(0, 2))[:, None] + 0.5).all()


@given(SAID)
def test_experts_who_agree_are_repeated(quantiles):
    same = np.stack([quantiles[0]] * 3)[:, :, None]
    assert np.array_equal(combine(same, equal(3), 0.5)[:, 0], quantiles[0])


def test_a_unit_that_one_expert_cannot_tell_stays_unknown():
    said = np.ones((2, 2, 1, 4))
    said[1, 0] = np.nan
    found = combine(said, equal(2), 0.5)
    assert np.isnan(found[0]).all()
    assert (found[1] == 1).all()


def _chosen(**changes):
    return spec().weights.model_copy(update=changes)


def test_an_expert_that_is_always_right_gains_weight():
    outcomes = np.random.default_rng(1).integers(0, 50, 40).astype(float)
    right = np.repeat(outcomes[:, None], 6, axis=1)
    said = np.stack([right, right + 30, right + 60])
    weights = learn(said, outcomes, np.full(40, 40 * 20.0), LEVELS, _chosen(shrinkage=0.05, steps=200))
    assert weights[0] > 0.9
    assert weights[0] > weights[1] > weights[2]


def test_a_strong_pull_leaves_the_weights_equal():
    outcomes = np.arange(40.0)
    said = np.stack([np.zeros((40, 6)), np.full((40, 6), 80.0), np.full((40, 6), 20.0)])
    weights = learn(said, outcomes, np.full(40, 40 * 20.0), LEVELS, _chosen(shrinkage=1e4, step=1e-5))
    assert weights == pytest.approx(equal(3), abs=1e-3)


def test_learnt_weights_beat_equal_ones_on_what_they_were_learnt_from():
    rng = np.random.default_rng(4)
    outcomes = rng.poisson(20, 60).astype(float)
    said = np.sort(np.stack([rng.poisson(mean, (60, 6)) for mean in (5, 18, 60)]).astype(float), axis=2)

    def loss(weights):
        gap = outcomes[:, None] - average(said, weights)
        return (2 * gap * (LEVELS - (gap < 0))).mean()

    found = learn(said, outcomes, np.full(60, 60 * loss(equal(3))), LEVELS, _chosen(shrinkage=0.01, steps=200))
    assert loss(found) < loss(equal(3))


@given(SAID, st.integers(0, 1000))
def test_weights_are_shares_whatever_the_past(quantiles, outcome):
    weights = learn(quantiles, np.full(2, float(outcome)), np.full(2, 1000.0), LEVELS, _chosen())
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


def test_cases_in_another_order_teach_the_same():
    rng = np.random.default_rng(2)
    said = np.sort(rng.gamma(2, 10, (3, 30, 6)), axis=2)
    outcomes, scale, order = rng.gamma(2, 10, 30), np.full(30, 300.0), rng.permutation(30)
    one = learn(said, outcomes, scale, LEVELS, _chosen())
    other = learn(said[:, order], outcomes[order], scale, LEVELS, _chosen())
    assert one == pytest.approx(other)
