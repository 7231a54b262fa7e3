"""Rolling origins: each window knows only the past."""

import numpy as np
import pytest

import small_world as world
from focalpoint.foresight.models.combination import equal
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.rolling import roll

SPEC = world.small_spec()
SPAN = (3, 14)
ORIGINS = [100, 112, 124, 136, 148]


@pytest.fixture(scope="module")
def whole():
    return to_arrays(world.panel())


@pytest.fixture(scope="module")
def windows(whole):
    return roll(whole, ORIGINS, {100, 124}, SPAN, SPEC, progress=world.silent)


def test_there_is_a_window_an_origin(windows):
    assert [window.origin for window in windows] == ORIGINS


def test_the_first_windows_weigh_experts_equally_and_later_ones_learn(windows):
    # The window of 100 is over at 114: two are over only at 136.
    for window in windows[:3]:
        assert window.weights == pytest.approx(equal(len(SPEC.experts)))
    assert windows[3].weights.std() > 0


def test_paths_add_up_to_at_least_their_shorter_windows(windows):
    for window in windows:
        totals = window.totals
        assert set(totals) == {(1, 3), (1, 6), SPAN, *((first, 12) for first in range(1, 13))}
        assert (np.nan_to_num(totals[1, 12] - totals[1, 6]) >= 0).all()
        assert np.nan_to_num(totals[1, 6] + totals[7, 12]) == pytest.approx(np.nan_to_num(totals[1, 12]), rel=1e-5)


def test_the_mean_of_the_paths_is_the_sum_of_the_monthly_means(windows):
    window = windows[-1]
    monthly = window.quantiles[:, :3].mean(axis=2).sum(axis=1)
    assert window.totals[1, 3].mean(axis=1) == pytest.approx(monthly, rel=1e-5, nan_ok=True)


def test_the_future_changes_nothing(whole, windows):
    counts = world.deaths().copy()
    counts[:, ORIGINS[2] + 1 :] = 4321.0
    other = roll(to_arrays(world.panel(counts)), ORIGINS[:3], {100, 124}, SPAN, SPEC, progress=world.silent)
    for one, again in zip(windows, other, strict=False):
        assert np.array_equal(one.quantiles, again.quantiles, equal_nan=True)
        assert np.array_equal(one.weights, again.weights)
        assert np.array_equal(one.totals[SPAN], again.totals[SPAN], equal_nan=True)


def test_a_run_again_gives_the_same_figures(whole, windows):
    again = roll(whole, ORIGINS, {100, 124}, SPAN, SPEC, progress=world.silent)
    for one, other in zip(windows, again, strict=True):
        assert np.array_equal(one.quantiles, other.quantiles, equal_nan=True)
        assert np.array_equal(one.totals[1, 12], other.totals[1, 12], equal_nan=True)


def test_a_dark_unit_stays_dark(windows):
    dark = world.UNITS.index(world.DARK)
    for window in windows:
        assert np.isnan(window.quantiles[dark]).all()
        assert np.isnan(window.totals[1, 12][dark]).all()


def test_a_state_enters_when_it_begins(windows):
    late = world.UNITS.index(world.LATE)
    begins = world.LATE_BEGINS - world.FIRST
    for window in windows:
        assert np.isnan(window.quantiles[late]).all() == (window.origin < begins)


def test_progress_goes_to_the_end(whole):
    told: list[tuple[int, int]] = []
    roll(whole, ORIGINS[:2], set(), SPAN, SPEC, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (4, 4)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_windows_that_share_a_fit_are_fitted_at_the_first_of_them(whole, windows):
    alone = roll(whole, [112], {112}, SPAN, SPEC, progress=world.silent)[0]
    assert not np.array_equal(alone.structural, windows[1].structural)
    assert np.array_equal(alone.benchmark, windows[1].benchmark, equal_nan=True)
