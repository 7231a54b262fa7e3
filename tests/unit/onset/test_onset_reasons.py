"""Reasons for an onset: Shapley values over groups of features, by hand and as properties."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import logit

from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.foresight.runs.civilians import reasons
from focalpoint.foresight.runs.onset_one_sided.reasons import attributed, shapley

ABOUT = [feature(name) for name in ("civilians_12", "events_12", "gdp_per_head", "population", "polyarchy")]
SPEC = model.Spec(
    version="small",
    seed=1,
    members={
        "elastic_net": {"C": 1.0, "l1_ratio": 0.5, "max_iter": 500, "tol": 0.001},
        "extra_trees": {"n_estimators": 10, "min_samples_leaf": 2},
    },
    calibration=Prior(shift_sd=0.5, slope_sd=0.1, centre=0.03),
)


def coalitions(players):
    return np.array(list(itertools.product((False, True), repeat=players)))


@pytest.fixture(scope="module")
def learnt():
    rng = np.random.default_rng(3)
    past = rng.normal(size=(300, len(ABOUT)))
    return past, past[:, 0] - past[:, 2] + rng.normal(0, 0.5, 300) > 1.5


def shared(learnt, cases):
    past, came = learnt
    return attributed(past, came, np.array(cases), reasons.medians(past), ABOUT, SPEC)


def test_two_players_by_hand():
    # Alone they bring 1 and 2, together 7: each gets half of what is more than both.
    assert shapley(coalitions(2), np.array([[0.0], [2.0], [1.0], [7.0]])).ravel().tolist() == [3.0, 4.0]


def slowly(worth, players):
    """The mean, over every order of joining, of what a player brings."""
    found = np.zeros(players)
    orders = list(itertools.permutations(range(players)))
    for order in orders:
        there = [False] * players
        for player in order:
            before = worth[tuple(there)]
            there[player] = True
            found[player] += worth[tuple(there)] - before
    return found / len(orders)


@settings(deadline=None, max_examples=40)
@given(arrays(np.float64, 16, elements=st.floats(-9, 9)))
def test_the_values_are_the_mean_over_every_order_of_joining(worth):
    by_subset = {tuple(map(bool, each)): value for each, value in zip(coalitions(4), worth, strict=True)}
    assert shapley(coalitions(4), worth[:, None]).ravel() == pytest.approx(slowly(by_subset, 4), abs=1e-9)


def test_reasons_add_up_to_the_log_odds_against_the_usual_state(learnt):
    past, came = learnt
    cases = np.array([[3.0, 1.0, -2.0, 0.0, 1.0], [-1.0, 0.0, 2.0, 1.0, 0.0]])
    totals, _ = shared(learnt, cases)
    risks = model.risks(past, came, np.vstack([cases, reasons.medians(past)]), SPEC)
    assert sum(totals.values()) == pytest.approx(logit(risks[:2]) - logit(risks[2]))
    assert list(totals) == ["history", "development", "polity"]


def test_the_usual_state_has_no_reasons(learnt):
    totals, parts = shared(learnt, [reasons.medians(learnt[0])])
    assert np.array(list(totals.values())) == pytest.approx(0)
    assert parts == pytest.approx(0)


def test_an_unknown_value_counts_as_usual(learnt):
    totals, parts = shared(learnt, [[2.0, 1.0, np.nan, np.nan, 0.3]])
    assert totals["development"] == pytest.approx(0)
    assert parts[0, 2:4] == pytest.approx(0)


def test_what_the_outcome_followed_is_the_largest_reason(learnt):
    totals, parts = shared(learnt, [[3.0, 0.0, -3.0, 0.0, 0.0]])
    assert totals["history"][0] > 0
    assert totals["development"][0] > 0
    assert abs(totals["polity"][0]) < totals["history"][0]
    assert parts[0, 0] == max(parts[0, :2])
