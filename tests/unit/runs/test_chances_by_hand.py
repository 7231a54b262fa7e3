"""Totals, outcomes, base rates and calibrated chances, on two States whose months fit on a line."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import small_world as world
from focalpoint.foresight.models import passing
from focalpoint.foresight.runs import chances
from focalpoint.foresight.runs.arrays import Arrays

SPEC = world.small_spec()
SHARE = st.floats(0.01, 0.99)
SHARES = arrays(np.float64, 5, elements=SHARE)
YES_OR_NO = arrays(np.float64, 5, elements=st.sampled_from([0.0, 1.0]))
COUNTS = arrays(np.float64, (3, 10), elements=st.sampled_from([0.0, 1.0, 12.0, 30.0, np.nan]))


def panel_arrays(civilians):
    """Arrays of a few States without any feature."""
    counts = np.array(civilians, dtype=np.float64)
    units = tuple(f"U{k:02}" for k in range(len(counts)))
    return Arrays(units, 100, counts, np.empty((*counts.shape, 0), dtype=np.float32), (), ())


def said(end, shares, structural, outcomes):
    return chances.RawChances(end, *(np.array(part, dtype=np.float64) for part in (shares, structural, outcomes)))


TWO = panel_arrays([[1, 2, 3, 4, 5, 6], [0, 0, math.nan, 0, 25, 0]])


def test_the_origin_itself_is_not_part_of_a_total():
    assert chances.total(TWO, 2, (1, 2)).tolist() == [9, 25]
    assert chances.total(TWO, 2, (2, 3)).tolist() == [11, 25]


def test_one_unknown_month_makes_a_total_unknown_for_its_state_alone():
    found = chances.total(TWO, 0, (1, 3))
    assert found[0] == 9
    assert np.isnan(found[1])


@pytest.mark.parametrize(("origin", "span"), [(5, (1, 1)), (3, (1, 3)), (0, (3, 14))])
def test_a_span_that_reaches_beyond_the_record_is_unknown_for_all(origin, span):
    assert np.isnan(chances.total(TWO, origin, span)).all()
    assert np.isnan(chances.outcome(TWO, origin, span, 0)).all()


def test_an_outcome_by_hand():
    assert chances.outcome(TWO, 2, (1, 2), 25).tolist() == [0, 1]
    assert chances.outcome(TWO, 2, (1, 2), 9).tolist() == [1, 1]


def test_a_base_rate_by_hand():
    # Pairs of the first State: 3 5 7 9 11; of the second, whose third month is unknown: 0 . . 25 25.
    assert chances.base_rate(TWO, 5, 2, 9, 6) == pytest.approx(4 / 8)
    # Of the last three months only: 9 11, 25 25.
    assert chances.base_rate(TWO, 5, 2, 10, 3) == pytest.approx(3 / 4)


def test_a_base_rate_does_not_look_beyond_its_origin():
    assert chances.base_rate(TWO, 1, 2, 3, 120) == pytest.approx(1 / 2)


def test_a_record_of_which_nothing_is_known_has_no_base_rate():
    assert math.isnan(chances.base_rate(panel_arrays([[math.nan] * 5]), 4, 2, 25, 5))


def rate_slowly(counts, origin, months, threshold, back):
    """Count every window whose months are all known."""
    passed = seen = 0
    for row in counts.tolist():
        for start in range(max(0, origin + 1 - back), origin + 2 - months):
            window = row[start : start + months]
            if not any(math.isnan(value) for value in window):
                seen += 1
                passed += sum(window) >= threshold
    return passed / seen if seen else math.nan


@settings(deadline=None)
@given(COUNTS, st.integers(4, 9), st.integers(1, 3), st.integers(3, 12))
def test_the_base_rate_equals_the_slow_count(counts, origin, months, back):
    found = chances.base_rate(panel_arrays(counts), origin, months, 25, back)
    assert found == pytest.approx(rate_slowly(counts, origin, months, 25, back), nan_ok=True)


@settings(deadline=None)
@given(COUNTS, st.permutations(range(3)))
def test_states_in_another_order_have_the_same_totals_and_base_rate(counts, order):
    plain, mixed = panel_arrays(counts), panel_arrays(counts[order])
    assert chances.base_rate(mixed, 9, 3, 25, 10) == pytest.approx(chances.base_rate(plain, 9, 3, 25, 10), nan_ok=True)
    assert np.array_equal(chances.total(mixed, 4, (1, 3)), chances.total(plain, 4, (1, 3))[order], equal_nan=True)


def test_what_is_said_of_a_window_by_hand():
    window = SimpleNamespace(
        origin=2, totals={(1, 2): np.array([[9.0, 30.0, 26.0], [0, 0, 0]])}, structural=np.array([0.3, 0.1])
    )
    found = chances.raw_chances(TWO, [window], SPEC)[(1, 2), 25]
    assert [one.end for one in found] == [4]
    assert found[0].shares.tolist() == [2.5 / 4, 0.5 / 4]
    assert found[0].structural.tolist() == [0.3, 0.1]
    assert found[0].outcomes.tolist() == [0, 1]


def test_without_a_past_a_chance_is_halfway_in_log_odds():
    now = said(20, [0.2], [0.5], [math.nan])
    found = chances.calibrate([], now, 8, SPEC)
    assert found.value == pytest.approx([1 / 3])  # odds 1/4 and 1: halfway is 1/2


def test_a_window_that_ends_with_the_origin_does_teach():
    past, now = said(8, [0.1] * 9, [0.1] * 9, [1.0] * 9), said(20, [0.1] * 9, [0.1] * 9, [math.nan] * 9)
    assert chances.calibrate([past], now, 8, SPEC).value[0] > 0.2
    assert chances.calibrate([past], now, 7, SPEC).value == pytest.approx([0.1] * 9)


def test_unknown_shares_and_outcomes_teach_nothing():
    now = said(20, [0.1, 0.6, 0.3], [0.2, 0.5, 0.2], [math.nan] * 3)
    past = [said(8, [0.2, math.nan, 0.4], [0.1, 0.9, 0.2], [1.0, 1.0, math.nan])]
    alone = passing.fit(np.array([0.2]), np.array([0.1]), np.array([True]), np.array([0]), SPEC.calibration)
    expected = alone.chances(now.shares, now.structural, SPEC.calibration)
    found = chances.calibrate(past, now, 8, SPEC)
    assert found.value == pytest.approx(expected.value)
    assert found.high == pytest.approx(expected.high)


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, YES_OR_NO, YES_OR_NO, st.permutations(range(5)))
def test_states_in_another_order_have_the_same_chances(shares, structural, first, second, order):
    past = [said(3, shares, structural, first), said(6, structural, shares, second)]
    now = said(20, shares, structural, [math.nan] * 5)
    plain = chances.calibrate(past, now, 8, SPEC)
    mixed = chances.calibrate([_in(one, order) for one in past], _in(now, order), 8, SPEC)
    for part in ("value", "low", "high"):
        assert getattr(mixed, part) == pytest.approx(getattr(plain, part)[order], abs=1e-7)


def _in(one, order):
    return said(one.end, one.shares[order], one.structural[order], one.outcomes[order])


@settings(deadline=None, max_examples=40)
@given(SHARES, SHARES, YES_OR_NO, st.integers(0, 4))
def test_an_unknown_state_has_no_chance_and_the_others_keep_theirs(shares, structural, outcomes, dark):
    past, hidden = [said(3, shares, structural, outcomes)], shares.copy()
    hidden[dark] = np.nan
    plain = chances.calibrate(past, said(20, shares, structural, outcomes), 8, SPEC)
    found = chances.calibrate(past, said(20, hidden, structural, outcomes), 8, SPEC)
    assert np.isnan([found.value[dark], found.low[dark], found.high[dark]]).all()
    assert np.array_equal(np.delete(found.value, dark), np.delete(plain.value, dark))


def cells(shares, structural, outcomes):
    """Two past windows and one of now, of three thresholds and two spans, each with its own shares."""
    spans = [(1, 3), (1, 6)]
    return spans, {
        (span, threshold): [
            said(k * 6 + span[1], shares[i, j], structural, outcomes if k < 2 else [math.nan] * 5) for k in range(3)
        ]
        for i, threshold in enumerate(SPEC.thresholds)
        for j, span in enumerate(spans)
    }


@settings(deadline=None, max_examples=30)
@given(arrays(np.float64, (3, 2, 5), elements=SHARE), SHARES, YES_OR_NO)
def test_a_table_never_contradicts_itself_whatever_was_said(shares, structural, outcomes):
    spans, everything = cells(shares, structural, outcomes)
    found = chances.table(everything, 2, 13, spans, SPEC)
    assert found.value.shape == (5, 3, 2)
    for part in (found.value, found.low, found.high):
        assert (np.diff(part, axis=1) <= 0).all()
        assert (np.diff(part, axis=2) >= 0).all()
        assert (part >= SPEC.calibration.smallest).all()
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()


def test_a_table_reads_the_cell_of_its_own_threshold_and_span():
    shares = np.array([[0.5, 0.6], [0.3, 0.4], [0.1, 0.2]])[:, :, None] * np.ones(5)
    spans, everything = cells(shares, np.full(5, 0.5), np.zeros(5))
    found = chances.table(everything, 0, 0, spans, SPEC)  # nothing is over: half the log-odds of each share
    odds = np.sqrt(shares / (1 - shares)).transpose(2, 0, 1)
    assert found.value == pytest.approx(odds / (1 + odds))
