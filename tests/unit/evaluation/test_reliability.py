"""The interval of a chance from the record of chances like it: by hand, by a slow reading, and as properties."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln
from scipy.stats import beta

from focalpoint.foresight.evaluation.reliability import interval

CHANCE = st.floats(0.01, 0.99)
PAST = st.lists(st.tuples(CHANCE, st.booleans()), min_size=1, max_size=40)


def columns(past):
    return np.array([chance for chance, _ in past]), np.array([came for _, came in past])


def odds(chance):
    return np.log(chance / (1 - chance))


def share(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def slowly(said, came, chance, *, alike, overlap, level):
    """Try every run of neighbours, take the one that reaches least far, and shift the chance by the ends of its odds.

    The first of several that reach equally far counts, as the fast path has it.
    """
    order = sorted(range(len(said)), key=lambda i: said[i])
    n = min(alike, len(said))
    runs = [order[start : start + n] for start in range(len(said) - n + 1)]
    reach = [max(abs(said[run[0]] - chance), abs(said[run[-1]] - chance)) for run in runs]
    run = runs[reach.index(min(reach))]
    hits = sum(bool(came[i]) for i in run) / overlap
    mean = sum(said[i] for i in run) / n
    ends = [
        share(odds(chance) + odds(beta.ppf(q, hits + 0.5, n / overlap - hits + 0.5)) - odds(mean))
        for q in ((1 - level) / 2, (1 + level) / 2)
    ]
    return min(ends[0], chance), max(ends[1], chance)


def one(said, came, chance, *, alike=100, overlap=1, level=0.9):
    low, high = interval(
        np.asarray(said), np.asarray(came), np.array([chance]), alike=alike, overlap=overlap, level=level
    )
    return float(low[0]), float(high[0])


def test_without_a_record_nothing_is_known():
    low, high = interval(np.empty(0), np.empty(0, dtype=bool), np.array([0.1, 0.5]), alike=10, overlap=1, level=0.9)
    assert low.shape == high.shape == (2,)
    assert np.isnan([low, high]).all()


def test_one_half_that_came_every_other_time_is_jeffreys_interval_itself():
    # The mean said is one half, whose log-odds are 0: what is left is Beta(5.5, 5.5), between 0.2712 and 0.7288.
    low, high = one([0.5] * 10, [True, False] * 5, 0.5)
    assert (low, high) == pytest.approx((beta.ppf(0.05, 5.5, 5.5), beta.ppf(0.95, 5.5, 5.5)))
    assert low + high == pytest.approx(1)


def test_the_ends_hold_the_share_of_probability_that_is_asked():
    # The density of Beta(2.5, 8.5), integrated by hand between the ends.
    low, high = one([0.5] * 10, [True] * 2 + [False] * 8, 0.5, level=0.8)
    held, _ = quad(lambda p: np.exp(1.5 * np.log(p) + 7.5 * np.log(1 - p) - betaln(2.5, 8.5)), low, 0.999999)
    # The record lies below one half, so the chance itself is the upper end: all but the tenth below the lower one.
    assert high == 0.5
    assert held == pytest.approx(0.9, abs=1e-4)


def test_two_looks_at_one_event_count_as_one():
    once = one([0.3] * 10, [True] * 3 + [False] * 7, 0.3)
    twice = one([0.3] * 20, [True] * 6 + [False] * 14, 0.3, overlap=2)
    assert twice == pytest.approx(once)


def test_a_chance_that_was_said_too_low_gets_an_interval_that_reaches_up_from_it():
    # 40 of 100 came where one in ten was said: the upper end is that of Beta(40.5, 60.5) itself.
    low, high = one([0.1] * 100, [True] * 40 + [False] * 60, 0.1)
    assert low == 0.1
    assert high == pytest.approx(beta.ppf(0.95, 40.5, 60.5))


def test_a_chance_that_was_said_too_high_gets_an_interval_that_reaches_down_from_it():
    low, high = one([0.6] * 100, [True] * 10 + [False] * 90, 0.6)
    assert high == 0.6
    assert low == pytest.approx(beta.ppf(0.05, 10.5, 90.5))


def test_only_the_forecasts_nearest_to_the_chance_count():
    # Far from the chance everything came true; near it nothing did.
    said, came = [0.1] * 20 + [0.9] * 20, [False] * 20 + [True] * 20
    assert one(said, came, 0.1, alike=20) == pytest.approx(one([0.1] * 20, [False] * 20, 0.1))
    assert one(said, came, 0.9, alike=20) == pytest.approx(one([0.9] * 20, [True] * 20, 0.9))


def test_the_nearest_lie_on_both_sides():
    said = [0.1, 0.2, 0.3, 0.4, 0.5]
    came = [True, False, False, False, True]
    assert one(said, came, 0.3, alike=3) == pytest.approx(one([0.2, 0.3, 0.4], [False] * 3, 0.3))


def test_a_chance_beyond_all_that_was_said_takes_the_last_ones():
    said, came = [0.1, 0.2, 0.3], [True, False, False]
    assert one(said, came, 0.9, alike=2) == pytest.approx(one([0.2, 0.3], [False] * 2, 0.9))
    assert one(said, came, 0.01, alike=1) == pytest.approx(one([0.1], [True], 0.01))


def test_the_interval_moves_with_the_chance_in_log_odds():
    # The same record, a chance with twice the odds of the mean said: both ends have twice the odds.
    past = [0.2] * 50, [True] * 10 + [False] * 40
    low, high = one(*past, 0.2)
    asked = share(odds(0.2) + np.log(2))
    moved_low, moved_high = one(*past, asked)
    assert (odds(moved_low), odds(moved_high)) == pytest.approx((odds(low) + np.log(2), odds(high) + np.log(2)))


@given(PAST, CHANCE, st.integers(1, 50), st.integers(1, 12), st.sampled_from([0.5, 0.9, 0.95]))
@settings(deadline=None)
def test_it_agrees_with_the_slow_reading(past, chance, alike, overlap, level):
    said, came = columns(past)
    distances = sorted(abs(said - chance))
    assume(len(set(np.round(distances, 9))) == len(distances))
    rules = {"alike": alike, "overlap": overlap, "level": level}
    assert one(said, came, chance, **rules) == pytest.approx(slowly(said, came, chance, **rules), abs=1e-9)


@given(PAST, st.lists(CHANCE, min_size=1, max_size=6), st.integers(1, 50), st.integers(1, 12))
@settings(deadline=None)
def test_it_holds_its_chance_and_stays_a_chance(past, asked, alike, overlap):
    low, high = interval(*columns(past), np.array(asked), alike=alike, overlap=overlap, level=0.9)
    assert (low >= 0).all()
    assert (low <= asked).all()
    assert (high >= asked).all()
    assert (high <= 1).all()


@given(PAST, CHANCE)
@settings(deadline=None)
def test_a_higher_level_is_never_narrower(past, chance):
    said, came = columns(past)
    narrow, wide = (one(said, came, chance, level=level) for level in (0.5, 0.95))
    assert wide[0] <= narrow[0]
    assert narrow[1] <= wide[1]


@given(st.floats(0.05, 0.95), st.integers(1, 9))
@settings(deadline=None)
def test_a_longer_record_of_the_same_share_is_never_wider(chance, tenths):
    came = [True] * tenths + [False] * (10 - tenths)
    short = one([chance] * 10, came, chance)
    long = one([chance] * 100, came * 10, chance)
    assert long[1] - long[0] <= short[1] - short[0] + 1e-12


@given(PAST, CHANCE, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_forecasts_were_made_does_not_matter(past, chance, chaos):
    assume(len({said for said, _ in past}) == len(past))
    shuffled = list(past)
    chaos.shuffle(shuffled)
    assert one(*columns(past), chance, alike=5) == one(*columns(shuffled), chance, alike=5)


@given(PAST, CHANCE, st.integers(1, 40))
@settings(deadline=None)
def test_turning_every_outcome_and_chance_round_turns_the_interval_round(past, chance, alike):
    said, came = columns(past)
    distances = np.abs(said - chance)
    assume(len(set(np.round(distances, 9))) == len(distances))
    low, high = one(said, came, chance, alike=alike)
    turned_low, turned_high = one(1 - said, ~came, 1 - chance, alike=alike)
    assert (turned_low, turned_high) == pytest.approx((1 - high, 1 - low), abs=1e-8)


def test_a_record_that_is_twice_as_bad_as_said_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(8)
    said = np.full(100, 0.15)
    held = sum(
        low <= 0.3 <= high for low, high in (one(said, rng.random(100) < 0.3, 0.15, alike=100) for _ in range(400))
    )
    assert held / 400 == pytest.approx(0.9, abs=0.06)
