"""Chances of an event against whether it came: numbers by hand, then what holds for any chances."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight import scoring as scores
from focalpoint.foresight.evaluation.events import Draws, measures
from focalpoint.foresight.scoring import weighted

DRAWS = Draws(replicates=50, level=0.9, seed=1)
CASES = st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=4, max_size=30)


def test_measures_by_hand():
    found = measures([0.9, 0.6, 0.01, 0.8], [1, 1, 1, 0], DRAWS)
    assert found["auc"].value == pytest.approx(1 / 3)
    assert found["average_precision"].value == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    assert found["brier"].value == pytest.approx((0.1**2 + 0.4**2 + 0.99**2 + 0.8**2) / 4)


@pytest.mark.parametrize(
    ("came", "known"),
    [([0, 0, 0], {"brier"}), ([1, 1, 1], {"brier", "average_precision"}), ([], set())],
)
def test_what_cannot_be_measured_is_unknown_and_not_zero(came, known):
    found = measures([0.2] * len(came), came, DRAWS)
    assert {name for name, one in found.items() if one is not None} == known
    assert set(found) == {"auc", "average_precision", "brier"}


@given(CASES)
def test_measures_are_those_of_the_plain_formulas(cases):
    chances, came = map(np.array, zip(*cases, strict=True))
    found = measures(chances, came, DRAWS)
    assert found["brier"].value == pytest.approx(scores.brier(chances, came).mean())
    if 0 < came.sum() < len(came):
        assert found["auc"].value == pytest.approx(scores.auc(chances, came))
        assert found["average_precision"].value == pytest.approx(scores.average_precision(chances, came))


@given(CASES, st.integers(0, 1000))
def test_the_order_of_states_changes_nothing(cases, seed):
    order = np.random.default_rng(seed).permutation(len(cases))
    chances, came = map(np.array, zip(*cases, strict=True))
    one, other = measures(chances, came, DRAWS), measures(chances[order], came[order], DRAWS)
    for name, estimate in one.items():
        assert (estimate is None) == (other[name] is None)
        if estimate is not None:
            assert estimate.value == pytest.approx(other[name].value)


def test_a_brier_score_counts_each_case_as_often_as_it_was_drawn():
    assert weighted.brier([0.0, 0.5], [0, 1])(np.array([[1.0, 1.0], [0.0, 2.0]])) == pytest.approx([0.125, 0.25])
