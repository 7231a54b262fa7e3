"""Scores of draws: refusals first, a number by hand, then what holds for every table, then other people's code."""

import tracemalloc

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight import scoring as scores

deaths = st.integers(0, 2000)


@st.composite
def ensembles(draw, cases=4, most=12):
    n, m = draw(st.integers(1, cases)), draw(st.integers(1, most))
    rows = draw(st.lists(st.lists(deaths, min_size=m, max_size=m), min_size=n, max_size=n))
    return np.array(rows, dtype=float), np.array(draw(st.lists(deaths, min_size=n, max_size=n)), dtype=float)


def slow_crps(row, y):
    """All pairs, as the definition is written."""
    m = len(row)
    return sum(abs(x - y) for x in row) / m - sum(abs(a - b) for a in row for b in row) / (2 * m * m)


def slow_ignorance(row, y):
    bins = [(0, 0), (1, 2), (3, 5), (6, 10), (11, 25), (26, 50), (51, 100), (101, 250), (251, 500), (501, 1000)]
    bins.append((1001, float("inf")))
    (low, high) = next(b for b in bins if b[0] <= y <= b[1])
    return -np.log2((sum(low <= x <= high for x in row) + 1) / (len(row) + 11))


def slow_interval_score(row, y, alpha):
    low, high = np.quantile(row, [alpha / 2, 1 - alpha / 2])
    return (high - low) + 2 / alpha * max(low - y, 0) + 2 / alpha * max(y - high, 0)


@pytest.mark.parametrize("score", [scores.crps_draws, scores.ignorance, lambda d, o: scores.interval_score(d, o, 0.1)])
@pytest.mark.parametrize(
    ("draws", "outcomes", "says"),
    [
        ([1.0, 2.0], [1.0], "1 axes, expected 2"),
        ([[1.0, 2.0]], [1.0, 2.0], "1 rows of draws for 2 outcomes"),
        ([[1.0, np.nan]], [1.0], "missing or infinite"),
        ([[1.0, np.inf]], [1.0], "missing or infinite"),
        ([[1.0, 2.0]], [np.nan], "outcomes are missing"),
        (np.empty((0, 3)), np.empty(0), "There are no draws"),
        (np.empty((2, 0)), np.zeros(2), "There are no draws"),
    ],
)
def test_a_table_that_cannot_be_scored_is_refused_with_the_reason(score, draws, outcomes, says):
    with pytest.raises(scores.BadScoreInput, match=says) as refusal:
        score(draws, outcomes)
    assert refusal.value.todo


def test_ignorance_refuses_negative_deaths():
    with pytest.raises(scores.BadScoreInput, match="negative"):
        scores.ignorance([[-1.0, 0.0]], [0.0])


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, 2.0])
def test_the_interval_score_refuses_a_share_that_is_none(alpha):
    with pytest.raises(scores.BadScoreInput, match="alpha"):
        scores.interval_score([[1.0]], [1.0], alpha)


def test_crps_by_hand():
    # |0-3|, |1-3|, |5-3| average 7/3; pairs (0,1), (0,5), (1,5) sum to 10, twice 10 over 2 * 9 is 10/9.
    assert scores.crps_draws([[5, 0, 1]], [3])[0] == pytest.approx(7 / 3 - 10 / 9)


def test_ignorance_by_hand():
    # Bin 3-5 holds two of four draws: -log2(3 / 15).
    assert scores.ignorance([[3, 5, 6, 2]], [4])[0] == pytest.approx(np.log2(5))


def test_interval_score_by_hand():
    # 21 draws 0..20: the 5 % and 95 % quantiles are 1 and 19; 19 + 2 is missed by 2, at 20 a unit.
    row = [list(range(21))]
    assert scores.interval_score(row, [10], 0.1)[0] == pytest.approx(18)
    assert scores.interval_score(row, [21], 0.1)[0] == pytest.approx(18 + 20 * 2)
    assert scores.interval_score(row, [0], 0.1)[0] == pytest.approx(18 + 20 * 1)


@pytest.mark.parametrize(
    ("outcome", "place"),
    [
        *[(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (10, 3), (11, 4), (25, 4), (26, 5), (50, 5), (51, 6)],
        *[(100, 6), (101, 7), (250, 7), (251, 8), (500, 8), (501, 9), (1000, 9), (1001, 10), (10**6, 10)],
    ],
)
def test_every_bin_has_the_edges_of_the_challenge(outcome, place):
    middles = np.array([[0, 1, 4, 8, 20, 40, 70, 200, 300, 700, 5000]], dtype=float)
    only = np.repeat(middles[:, [place]], 5, axis=1)
    others = np.delete(middles, place, axis=1)
    assert scores.ignorance(only, [outcome])[0] == pytest.approx(-np.log2(6 / 16))
    assert scores.ignorance(others, [outcome])[0] == pytest.approx(-np.log2(1 / 21))


@given(ensembles())
@settings(deadline=None)
def test_the_fast_scores_equal_the_definitions(table):
    draws, outcomes = table
    fast = scores.crps_draws(draws, outcomes)
    assert fast == pytest.approx([slow_crps(r, y) for r, y in zip(draws, outcomes, strict=True)], abs=1e-8)
    binned = scores.ignorance(draws, outcomes)
    assert binned == pytest.approx([slow_ignorance(r, y) for r, y in zip(draws, outcomes, strict=True)])
    interval = scores.interval_score(draws, outcomes, 0.1)
    assert interval == pytest.approx([slow_interval_score(r, y, 0.1) for r, y in zip(draws, outcomes, strict=True)])


@given(ensembles(), st.integers(0, 1000))
@settings(deadline=None)
def test_crps_is_never_negative_and_moves_with_neither_the_origin_nor_the_order(table, shift):
    draws, outcomes = table
    base = scores.crps_draws(draws, outcomes)
    assert (base >= 0).all()
    assert scores.crps_draws(draws + shift, outcomes + shift) == pytest.approx(base, abs=1e-8)
    assert scores.crps_draws(draws[:, ::-1], outcomes) == pytest.approx(base, abs=1e-8)
    assert scores.crps_draws(2 * draws, 2 * outcomes) == pytest.approx(2 * base, abs=1e-8)


@given(ensembles(most=1))
def test_crps_of_one_draw_is_the_absolute_error(table):
    draws, outcomes = table
    assert scores.crps_draws(draws, outcomes) == pytest.approx(np.abs(draws[:, 0] - outcomes))


@given(ensembles())
@settings(deadline=None)
def test_crps_equals_another_projects(table):
    draws, outcomes = table
    theirs = scoringrules.crps_ensemble(outcomes, draws, estimator="nrg", backend="numpy")
    assert scores.crps_draws(draws, outcomes) == pytest.approx(theirs, abs=1e-8)


def test_blocks_leave_no_seam():
    rng = np.random.default_rng(7)
    draws, outcomes = rng.poisson(3, (3001, 9)), rng.poisson(3, 3001)
    whole = scores.crps_draws(draws, outcomes)
    alone = np.concatenate([scores.crps_draws(draws[[i]], outcomes[[i]]) for i in range(0, 3001, 100)])
    assert whole[::100] == pytest.approx(alone)


def test_single_precision_in_gives_double_precision_out():
    draws = np.array([[1.0, 2.0, 4.0]], dtype=np.float32)
    result = scores.crps_draws(draws, np.array([2.5]))
    assert result.dtype == np.float64
    assert result == pytest.approx(scores.crps_draws(draws.astype(float), [2.5]))


def test_the_input_is_left_as_it_was():
    draws = np.array([[3.0, 1.0, 2.0]])
    scores.crps_draws(draws, [1.0])
    scores.interval_score(draws, [1.0], 0.1)
    assert draws.tolist() == [[3.0, 1.0, 2.0]]


def test_more_than_half_a_million_draws_need_little_memory():
    draws, outcomes = np.ones((20_000, 100)), np.ones(20_000)
    tracemalloc.start()
    scores.crps_draws(draws, outcomes)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < draws.nbytes / 4
