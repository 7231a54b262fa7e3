"""Pooling, averaging and learning weights, against plain Python that follows the formula."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models.combination import average, combine, equal, learn, pool
from focalpoint.foresight.models.spec import spec

LEVELS = (np.arange(4) + 0.5) / 4
DEATHS = st.integers(0, 500).map(float)
SAID = arrays(np.float64, (3, 4, 4), elements=DEATHS).map(lambda q: np.sort(q, axis=2))
SHARES = arrays(np.float64, 3, elements=st.integers(1, 9).map(float)).map(lambda w: w / w.sum())
# Never on a forecast itself, where the last digit of a sum would decide.
HAPPENED = arrays(np.float64, 4, elements=DEATHS.map(lambda deaths: deaths + 0.37))
CHOSEN = spec().weights.model_copy(update={"steps": 6})


def learnt_slowly(said, outcomes, scale, levels, chosen):
    """Exponentiated gradient of the quantile score, sum by sum."""
    experts = len(said)
    weights = [1 / experts] * experts
    for step in range(chosen.steps):
        gradient = [chosen.shrinkage * math.log(w * experts) for w in weights]
        for i, outcome in enumerate(outcomes):
            for q, level in enumerate(levels):
                mixed = sum(w * said[k][i][q] for k, w in enumerate(weights))
                slope = 2 / (len(levels) * scale[i]) * ((mixed > outcome) - level)
                for k in range(experts):
                    gradient[k] += slope * said[k][i][q]
        size = chosen.step / (1 + step / 10)
        moved = [w * math.exp(-size * (g - min(gradient))) for w, g in zip(weights, gradient, strict=True)]
        weights = [w / sum(moved) for w in moved]
    return weights


def test_one_step_of_learning_by_hand():
    # Outcome 0 at the only level 1/2; said 0 and 8, so the average 4 is too high: the slope is 2 x (1 - 1/2) / 8.
    said, one_step = np.array([[[0.0]], [[8.0]]]), CHOSEN.model_copy(update={"steps": 1, "step": 1.0})
    found = learn(said, np.array([0.0]), np.array([8.0]), np.array([0.5]), one_step)
    assert found == pytest.approx([1 / (1 + math.exp(-1)), math.exp(-1) / (1 + math.exp(-1))])


def test_without_a_step_the_weights_stay_equal():
    said = np.arange(24.0).reshape(2, 3, 4)
    found = learn(said, np.zeros(3), np.ones(3), LEVELS, CHOSEN.model_copy(update={"steps": 0}))
    assert found.tolist() == [0.5, 0.5]


def test_an_outcome_on_the_forecast_itself_counts_as_not_too_high():
    # The average equals the outcome: the slope is -level, so the larger forecast gains.
    said, one_step = np.array([[[2.0]], [[6.0]]]), CHOSEN.model_copy(update={"steps": 1, "step": 1.0})
    found = learn(said, np.array([4.0]), np.array([4.0]), np.array([0.5]), one_step)
    assert found[1] / found[0] == pytest.approx(math.exp(4 * 0.25))


@settings(deadline=None, max_examples=40)
@given(SAID, HAPPENED)
def test_learning_equals_the_sum_written_out(said, outcomes):
    scale = np.full(4, 400.0)
    assert learn(said, outcomes, scale, LEVELS, CHOSEN) == pytest.approx(
        learnt_slowly(said.tolist(), outcomes, scale, LEVELS, CHOSEN), abs=1e-9
    )


@settings(deadline=None, max_examples=40)
@given(SAID, HAPPENED, st.permutations(range(3)))
def test_experts_named_in_another_order_keep_their_weights(said, outcomes, order):
    plain = learn(said, outcomes, np.full(4, 400.0), LEVELS, CHOSEN)
    assert learn(said[order], outcomes, np.full(4, 400.0), LEVELS, CHOSEN) == pytest.approx(plain[order], abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES)
def test_the_average_equals_the_sum_written_out(said, shares):
    slow = [[sum(shares[k] * said[k, case, q] for k in range(3)) for q in range(4)] for case in range(said.shape[1])]
    assert average(said, shares) == pytest.approx(np.array(slow))


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES, st.permutations(range(4)))
def test_states_in_another_order_get_the_same_forecast(said, shares, order):
    plain = combine(said[:, :, None], shares, 0.5)
    assert np.array_equal(combine(said[:, order][:, :, None], shares, 0.5), plain[order])


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES, st.integers(0, 3))
def test_a_state_nobody_knows_changes_no_other(said, shares, dark):
    plain = combine(said[:, :, None], shares, 0.5)
    hidden = said.copy()
    hidden[:, dark] = np.nan
    found = combine(hidden[:, :, None], shares, 0.5)
    assert np.isnan(found[dark]).all()
    assert np.array_equal(np.delete(found, dark, axis=0), np.delete(plain, dark, axis=0))


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES)
def test_pooling_alone_and_averaging_alone_are_the_two_ends(said, shares):
    cases = said[:, :, None]
    assert np.array_equal(combine(cases, shares, 1.0)[:, 0], pool(said, shares))
    assert np.array_equal(combine(cases, shares, 0.0)[:, 0], np.rint(average(said, shares)))


@settings(deadline=None, max_examples=40)
@given(SAID)
def test_the_whole_weight_on_one_expert_repeats_it(said):
    alone = np.array([0.0, 1.0, 0.0])
    assert np.array_equal(combine(said[:, :, None], alone, 0.5)[:, 0], said[1])


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES, DEATHS)
def test_higher_views_never_lower_the_combination(said, shares, more):
    assert (combine(said[:, :, None] + more, shares, 0.5) >= combine(said[:, :, None], shares, 0.5)).all()


@settings(deadline=None, max_examples=40)
@given(SAID, SHARES)
def test_the_pool_says_only_what_some_expert_said(said, shares):
    for case, row in enumerate(pool(said, shares)):
        assert set(row) <= set(said[:, case].ravel())


def test_nothing_but_zero_pools_to_zero():
    assert pool(np.zeros((3, 2, 4)), equal(3)).tolist() == [[0.0] * 4] * 2


@pytest.mark.parametrize("experts", [1, 3, 7])
def test_equal_weights_sum_to_one(experts):
    assert len(equal(experts)) == experts
    assert equal(experts).sum() == pytest.approx(1)
