"""The structural chance and its parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit

from focalpoint.foresight.models import structural
from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.models.spec import spec

CHOSEN = spec().structural.model_copy(
    update={
        "rounds": 10,
        "every": 3,
        "parameters": spec().structural.parameters | {"num_leaves": 4, "min_data_in_leaf": 5},
    }
)


def world(months: int = 120) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    history = rng.poisson(np.array([0.1, 0.2, 1, 2, 8, 20])[:, None], (6, months)).astype(float)
    features = np.stack([np.log1p(history), rng.normal(size=history.shape)], axis=2).astype(np.float32)
    features[0, :, 1] = np.nan
    return history, features


def test_passing_counts_from_the_month_after():
    history = np.array([[100.0, 0, 0, 30, 0]])
    assert structural.passed(history, 2, 25).tolist() == [[0, 1, 1]]


def test_an_unknown_month_makes_its_windows_unknown():
    found = structural.passed(np.array([[0.0, 30, np.nan, 30, 30]]), 2, 25)
    assert np.isnan(found[0, :2]).all()
    assert found[0, 2] == 1


@given(arrays(np.float64, (2, 9), elements=st.integers(0, 30).map(float)), st.integers(1, 4))
def test_passing_equals_adding_up_month_by_month(history, window):
    found = structural.passed(history, window, 25)
    for unit in range(2):
        for month in range(9 - window):
            assert found[unit, month] == (sum(history[unit, month + 1 : month + 1 + window]) >= 25)


def test_contributions_add_up_to_the_log_odds():
    history, features = world()
    trees = structural.fit(history, features, CHOSEN, 1)
    now = features[:, -1]
    parts = structural.contributions(trees, now)
    assert parts.shape == (6, 3)
    assert expit(parts.sum(axis=1)) == pytest.approx(structural.chance(trees, now))


def test_the_violent_get_a_larger_chance():
    history, features = world()
    chance = structural.chance(structural.fit(history, features, CHOSEN, 1), features[:, -1])
    assert chance[5] > 0.5 > chance[0]
    assert ((chance > 0) & (chance < 1)).all()


def test_months_whose_window_is_not_over_teach_nothing():
    history, features = world()
    one = structural.fit(history, features, CHOSEN, 1)
    changed = features.copy()
    changed[:, -11:] = 1e6
    other = structural.fit(history, changed, CHOSEN, 1)
    assert one.model_to_string() == other.model_to_string()


def test_a_history_without_war_cannot_be_learnt_from():
    _, features = world()
    with pytest.raises(TooShort, match="two kinds of months"):
        structural.fit(np.zeros((6, 120)), features, CHOSEN, 1)


def test_a_history_shorter_than_its_window_says_so():
    history, features = world(months=10)
    with pytest.raises(TooShort, match="shorter"):
        structural.fit(history, features, CHOSEN, 1)
