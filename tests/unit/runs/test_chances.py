"""Chances of passing thresholds, calibrated on windows that are over."""

import numpy as np
import pytest

import small_world as world
from focalpoint.foresight.runs import chances
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.rolling import roll

SPEC = world.small_spec()
SPAN = (3, 14)
ORIGINS = list(range(76, 180, 12))


@pytest.fixture(scope="module")
def whole():
    return to_arrays(world.panel())


@pytest.fixture(scope="module")
def windows(whole):
    return roll(whole, ORIGINS, {76}, SPAN, SPEC, progress=world.silent)


@pytest.fixture(scope="module")
def everything(whole, windows):
    return chances.raw_chances(whole, windows, SPEC)


def test_a_total_adds_the_months_of_the_span(whole):
    unit = world.UNITS.index("NGA")
    assert chances.total(whole, 100, (1, 3))[unit] == whole.target[unit, 101:104].sum()


def test_a_total_that_is_not_over_is_unknown(whole):
    assert np.isnan(chances.total(whole, whole.last - 2, (1, 3))).all()
    assert np.isfinite(chances.total(whole, whole.last - 3, (1, 3))[0])


def test_an_outcome_is_reached_at_the_threshold_itself(whole):
    unit = world.UNITS.index("NGA")
    sum_of_three = chances.total(whole, 100, (1, 3))[unit]
    assert chances.outcome(whole, 100, (1, 3), sum_of_three)[unit] == 1
    assert chances.outcome(whole, 100, (1, 3), sum_of_three + 1)[unit] == 0
    assert np.isnan(chances.outcome(whole, 100, (1, 3), 25)[world.UNITS.index(world.DARK)])


def test_the_base_rate_is_a_count_of_windows(whole):
    recent = whole.target[:, 41:161]
    sums = [row[k : k + 6].sum() for row in recent for k in range(115) if not np.isnan(row[k : k + 6]).any()]
    expected = np.mean([value >= 25 for value in sums])
    assert chances.base_rate(whole, 160, 6, 25, 120) == pytest.approx(expected)


def test_the_base_rate_falls_with_the_threshold_and_rises_with_the_window(whole):
    rates = [[chances.base_rate(whole, 170, months, t, 120) for months in (3, 6, 12)] for t in (25, 100, 1000)]
    assert (np.diff(rates, axis=0) <= 0).all()
    assert (np.diff(rates, axis=1) >= 0).all()


def test_every_question_of_every_window_is_said(windows, everything):
    assert set(everything) == {(span, t) for span in windows[0].totals for t in SPEC.thresholds}
    assert all(len(said) == len(windows) for said in everything.values())


def test_chances_are_never_certain_never_at_odds_and_inside_their_interval(everything):
    found = chances.table(everything, len(ORIGINS) - 1, ORIGINS[-1], [(1, 3), (1, 6), (1, 12)], SPEC)
    lit = np.delete(np.arange(len(world.UNITS)), world.UNITS.index(world.DARK))
    for part in (found.value, found.low, found.high):
        assert ((part[lit] > 0) & (part[lit] < 1)).all()
        assert (np.diff(part[lit], axis=1) <= 0).all()
        assert (np.diff(part[lit], axis=2) >= 0).all()
    assert (found.low[lit] <= found.value[lit]).all()
    assert (found.value[lit] <= found.high[lit]).all()


def test_a_dark_unit_has_no_chance_at_all(everything):
    found = chances.table(everything, 5, ORIGINS[5], [(1, 12)], SPEC)
    assert np.isnan(found.value[world.UNITS.index(world.DARK)]).all()


def test_a_quiet_unit_has_a_small_chance_above_zero(everything):
    found = chances.table(everything, len(ORIGINS) - 1, ORIGINS[-1], [(1, 12)], SPEC)
    quiet = found.value[[world.UNITS.index(unit) for unit in world.QUIET], :, 0]
    assert (quiet > 0).all()
    assert (quiet[:, 0] < 0.35).all()


def test_windows_that_are_not_over_do_not_calibrate(everything):
    said = everything[(1, 12), 25]
    origin, place = ORIGINS[6], 6
    known = chances.calibrate(said[:place], said[place], origin, SPEC)
    # The same with outcomes of the future thrown about.
    wild = [
        one if one.end <= origin else chances.RawChances(one.end, one.shares, one.structural, 1 - one.outcomes)
        for one in said[:-1]
    ]
    again = chances.calibrate(wild, said[place], origin, SPEC)
    assert np.array_equal(known.value, again.value, equal_nan=True)


def test_the_world_as_a_whole_is_calibrated(everything):
    said = everything[(1, 12), 25]
    past = len(ORIGINS) - 2
    now = chances.calibrate(said[:past], said[past], ORIGINS[past], SPEC)
    rate = np.nanmean(np.concatenate([one.outcomes for one in said[:past]]))
    assert np.nanmean(now.value) == pytest.approx(rate, abs=0.15)
