"""Calibrated chances: they come true as often as they say, and say how far they might be off."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize
from scipy.special import expit

from focalpoint.foresight.models import passing
from focalpoint.foresight.models.spec import spec

CHOSEN = spec().calibration
NONE = np.empty(0)


def past(size: int = 2000, seed: int = 1, off: float = 1.0):
    """Forecasters who say log-odds that are ``off`` too high."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(-2, 1.5, size)
    happened = rng.random(size) < expit(truth)
    return expit(truth + off), expit(truth + off), happened, rng.integers(0, 40, size)


def test_without_a_past_the_two_chances_are_averaged_in_log_odds():
    learnt = passing.fit(NONE, NONE, NONE.astype(bool), NONE.astype(np.intp), CHOSEN)
    assert learnt.coefficients == pytest.approx([0, 0.5, 0.5])
    said = learnt.chances(np.array([0.2]), np.array([0.2]), CHOSEN)
    assert said.value == pytest.approx([0.2])
    assert said.low[0] < 0.05
    assert said.high[0] > 0.5


def test_forecasts_that_said_too_much_are_lowered():
    shares, structural, happened, country = past()
    learnt = passing.fit(shares, structural, happened, country, CHOSEN)
    said = learnt.chances(shares, structural, CHOSEN)
    assert shares.mean() > happened.mean() + 0.1
    assert said.value.mean() == pytest.approx(happened.mean(), abs=0.002)


def test_the_map_is_where_the_slope_of_the_posterior_is_zero():
    shares, structural, happened, country = past(300)
    learnt = passing.fit(shares, structural, happened, country, CHOSEN)
    table = passing.inputs(shares, structural)
    spread = np.array([CHOSEN.shift_sd, CHOSEN.path_sd, CHOSEN.structural_sd])

    def loss(theta):
        z = table @ theta
        return (np.logaddexp(0, z) - happened * z).sum() + (((theta - passing.HALF) / spread) ** 2).sum() / 2

    best = minimize(loss, passing.HALF, tol=1e-12)
    assert loss(learnt.coefficients) <= best.fun + 1e-6
    assert learnt.coefficients == pytest.approx(best.x, abs=1e-3)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    held = []
    for seed in range(40):
        shares, structural, happened, country = past(400, seed=seed, off=0.5)
        learnt = passing.fit(shares, structural, happened, country, CHOSEN)
        asked = np.array([0.3])
        truth = expit(np.log(0.3 / 0.7) - 0.5)
        said = learnt.chances(asked, asked, CHOSEN)
        held.append(said.low[0] <= truth <= said.high[0])
    assert 0.75 <= np.mean(held) <= 1.0


def test_more_countries_make_the_interval_narrower():
    def width(size):
        shares, structural, happened, _ = past(size)
        learnt = passing.fit(shares, structural, happened, np.arange(size), CHOSEN)
        said = learnt.chances(np.array([0.1]), np.array([0.1]), CHOSEN)
        return said.high[0] - said.low[0]

    assert width(4000) < width(200)


def test_cases_of_one_country_count_as_one():
    shares, structural, happened, _ = past(200)
    alone = passing.fit(shares, structural, happened, np.arange(200), CHOSEN)
    again = [np.tile(x, 5) for x in (shares, structural, happened)]
    clustered = passing.fit(*again, np.tile(np.arange(200), 5), CHOSEN)
    naive = passing.fit(*again, np.arange(1000), CHOSEN)
    width = [np.sqrt(m.covariance[0, 0]) for m in (alone, clustered, naive)]
    assert width[1] > 1.5 * width[2]
    assert width[1] == pytest.approx(width[0], rel=0.35)


def test_a_past_without_any_passing_leaves_a_small_chance():
    shares = np.full(300, 0.004)
    learnt = passing.fit(shares, shares, np.zeros(300, dtype=bool), np.arange(300) % 30, CHOSEN)
    said = learnt.chances(np.array([0.004]), np.array([0.004]), CHOSEN)
    assert CHOSEN.smallest <= said.value[0] < 0.01


@settings(max_examples=50)
@given(
    arrays(np.float64, 5, elements=st.floats(0.004, 0.996)),
    arrays(np.float64, 5, elements=st.floats(1e-6, 1 - 1e-6)),
)
def test_a_chance_lies_inside_its_interval_and_is_never_certain(shares, structural):
    learnt = passing.fit(*past(200), CHOSEN)
    said = learnt.chances(shares, structural, CHOSEN)
    assert (said.low <= said.value).all()
    assert (said.value <= said.high).all()
    assert (said.low >= CHOSEN.smallest).all()
    assert (said.high <= 1 - CHOSEN.smallest).all()


def test_an_unknown_share_stays_unknown():
    learnt = passing.fit(*past(100), CHOSEN)
    said = learnt.chances(np.array([np.nan, 0.5]), np.array([0.5, 0.5]), CHOSEN)
    assert np.isnan([said.value[0], said.low[0], said.high[0]]).all()
    assert np.isfinite(said.value[1])


@given(arrays(np.float64, (3, 3, 3), elements=st.floats(0, 1)))
def test_ordering_makes_any_chances_agree_and_leaves_agreeing_ones_alone(chances):
    found = passing.ordered(chances)
    assert (np.diff(found, axis=1) <= 0).all()
    assert (np.diff(found, axis=2) >= 0).all()
    assert np.array_equal(passing.ordered(found), found)


@given(arrays(np.float64, (2, 3, 3), elements=st.floats(0, 1)), arrays(np.float64, (2, 3, 3), elements=st.floats(0, 1)))
def test_ordering_keeps_an_interval_around_its_value(value, reach):
    low, high = value * reach, value + (1 - value) * reach
    assert (passing.ordered(low) <= passing.ordered(value)).all()
    assert (passing.ordered(value) <= passing.ordered(high)).all()
