"""Joint paths: margins kept, order lent by the past, chances never certain and never at odds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models import paths
from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.models.passing import ordered
from focalpoint.foresight.models.spec import spec

CHOSEN = spec().paths.model_copy(update={"own": 10, "neighbours": 2, "each": 5, "before": 3})
MARGINS = arrays(np.float64, (2, 4, 5), elements=st.integers(0, 2000).map(float)).map(lambda q: np.sort(q, axis=2))
SHOWN = arrays(np.float64, (2, 10, 4), elements=st.floats(-5, 5), unique=True)


def shuffled_slowly(quantiles: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Rank each month's template and read the margin at that rank."""
    units, draws, horizons = shown.shape
    found = np.zeros(shown.shape)
    for unit in range(units):
        for month in range(horizons):
            order = sorted(range(draws), key=lambda d: shown[unit, d, month])
            for rank, draw in enumerate(order):
                found[unit, draw, month] = quantiles[unit, month, rank * quantiles.shape[2] // draws]
    return found


def test_the_worst_template_month_gets_the_worst_forecast_month():
    margins = np.array([[[0.0, 10.0], [0.0, 20.0]]])
    together = paths.shuffle(margins, np.array([[[1.0, 1.0], [2.0, 2.0]]]))
    apart = paths.shuffle(margins, np.array([[[1.0, 2.0], [2.0, 1.0]]]))
    assert sorted(paths.sums(together, 1, 2)[0]) == [0, 30]
    assert sorted(paths.sums(apart, 1, 2)[0]) == [10, 20]


@given(MARGINS, SHOWN)
def test_the_fast_shuffle_equals_the_slow_one(quantiles, shown):
    assert np.array_equal(paths.shuffle(quantiles, shown), shuffled_slowly(quantiles, shown))


@given(MARGINS, SHOWN)
def test_the_shuffle_keeps_every_margin(quantiles, shown):
    drawn = paths.shuffle(quantiles, shown)
    assert np.array_equal(np.sort(drawn, axis=1)[:, ::2].transpose(0, 2, 1), quantiles)


@given(MARGINS, SHOWN)
def test_a_longer_window_and_a_smaller_threshold_are_never_less_likely(quantiles, shown):
    drawn = paths.shuffle(quantiles, shown)
    chances = np.array(
        [
            [paths.share_passing(paths.sums(drawn, 1, months), threshold) for months in (1, 2, 4)]
            for threshold in (25, 100, 1000)
        ]
    ).transpose(2, 0, 1)
    assert (np.diff(chances, axis=1) <= 0).all()
    assert (np.diff(chances, axis=2) >= 0).all()
    assert ((chances > 0) & (chances < 1)).all()
    assert np.array_equal(ordered(chances), chances)


def test_sums_start_with_the_month_after_the_origin():
    drawn = np.arange(1.0, 15.0)[None, None, :]
    assert paths.sums(drawn, 1, 3)[0, 0] == 6
    assert paths.sums(drawn, 3, 14)[0, 0] == sum(range(3, 15))


def test_unknown_margins_give_unknown_chances():
    drawn = paths.shuffle(np.full((1, 2, 2), np.nan), np.zeros((1, 4, 2)))
    assert np.isnan(paths.share_passing(paths.sums(drawn, 1, 2), 25)).all()


def test_templates_hold_own_and_neighbours_stretches():
    history = np.random.default_rng(1).poisson(5, (4, 60)).astype(float)
    found = paths.templates(history, 6, CHOSEN, np.random.default_rng(1))
    assert found.shape == (4, 20, 6)
    newest = np.log1p(history[0, -6:]) - np.log1p(history[0, -9:-6].mean())
    assert found[0, 0] == pytest.approx(newest, abs=1e-5)


def test_a_short_history_lends_its_stretches_again():
    history = np.random.default_rng(1).poisson(5, (4, 12)).astype(float)
    found = paths.templates(history, 6, CHOSEN, np.random.default_rng(1))
    assert found.shape == (4, 20, 6)
    assert found[0, 0] == pytest.approx(found[0, 4], abs=1e-5)


def test_a_history_without_one_stretch_says_so():
    with pytest.raises(TooShort, match="no past stretch"):
        paths.templates(np.zeros((4, 8)), 6, CHOSEN, np.random.default_rng(1))


def test_the_same_seed_breaks_ties_the_same_way():
    history = np.zeros((4, 60))
    one, other = (paths.templates(history, 6, CHOSEN, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one, other)


@given(arrays(np.float64, 7, elements=st.integers(0, 9).map(float)), st.integers(1, 6))
def test_neighbours_in_level_are_others_and_all_different(levels, count):
    found = paths.nearest(levels, count)
    for unit, row in enumerate(found):
        assert unit not in row
        assert len(set(row)) == count


def test_the_world_asks_for_no_more_neighbours_than_there_are():
    assert paths.nearest(np.array([1.0, 2.0]), 6).tolist() == [[1], [0]]
