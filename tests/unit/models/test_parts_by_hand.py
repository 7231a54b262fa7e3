"""Base levels, training rows, structural outcomes and onsets, on histories that fit on a line."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.models import boosted, structural
from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.models.experts import look_back
from focalpoint.foresight.models.onset_definition import at_risk, followed, history_rate, onsets
from focalpoint.foresight.models.spec import Expert, spec

BOOSTING = spec().boosting.model_copy(
    update={"first_month": 1, "every": 2, "horizons": (1, 3), "active_months": 3, "quiet_every": 2,
            "base_half_life": 1.0, "base_months": 3}
)  # fmt: skip
COUNTS = arrays(np.float64, (3, 9), elements=st.sampled_from([0.0, 2.0, 7.0, 50.0, np.nan]))
LEVELS = (np.arange(6) + 0.5) / 6


def features(history):
    """One feature: the unit and the month, so that a row says where it came from."""
    units, months = history.shape
    return (np.arange(units)[:, None] * 100 + np.arange(months)).astype(np.float32)[:, :, None]


def test_a_base_level_by_hand():
    # Weights 1/4, 1/2 and 1, the first month too old to count.
    assert boosted.base_level(np.array([[99.0, 4, 2, 1]]), BOOSTING) == pytest.approx([(1 + 1 + 1) / 1.75])
    assert boosted.base_level(np.array([[99.0, 4, math.nan, 1]]), BOOSTING) == pytest.approx([(1 + 1) / 1.25])


@settings(deadline=None, max_examples=40)
@given(COUNTS)
def test_a_base_level_lies_within_its_months_and_is_unknown_with_the_last(history):
    found = boosted.base_level(history, BOOSTING)
    for row, level in zip(history, found, strict=True):
        recent = [value for value in row[-3:] if not math.isnan(value)]
        if math.isnan(row[-1]):
            assert math.isnan(level)
        else:
            assert min(recent) - 1e-9 <= level <= max(recent) + 1e-9


def rows_slowly(history):
    """Origin by origin, horizon by horizon, unit by unit."""
    made, last = [], history.shape[1] - 1
    for origin in range(last - 1, 1, -2):
        for horizon in (1, 3):
            for unit, row in enumerate(history):
                active = np.nansum(row[max(0, origin - 2) : origin + 1]) > 0
                turn = (unit + origin // 2) % 2 == 0
                if origin + horizon > last or math.isnan(row[origin]) or math.isnan(row[origin + horizon]):
                    continue
                if active or turn:
                    made.append((unit * 100 + origin, horizon, row[origin + horizon]))
    return made


@settings(deadline=None, max_examples=40)
@given(COUNTS)
def test_training_rows_equal_the_slow_ones(history):
    found = boosted.training_rows(history, features(history), BOOSTING)
    assert [(*pair, value) for pair, value in zip(found.table.tolist(), found.outcomes, strict=True)] == [
        (float(place), float(horizon), value) for place, horizon, value in rows_slowly(history)
    ]
    assert np.isfinite(found.base).all()


def test_a_history_without_a_past_month_to_learn_from_is_refused():
    short = np.zeros((3, 3))
    with pytest.raises(TooShort, match="too short"):
        boosted.training_rows(short, features(short), BOOSTING)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.integers(1, 4), st.integers(0, 60), st.integers(0, 60))
def test_a_larger_threshold_is_never_passed_more_often(history, window, threshold, more):
    small = structural.passed(history, window, threshold)
    large = structural.passed(history, window, threshold + more)
    assert np.array_equal(np.isnan(small), np.isnan(large))
    assert (np.nan_to_num(large) <= np.nan_to_num(small)).all()


def test_a_history_that_never_passes_has_nothing_to_tell_apart():
    chosen = spec().structural.model_copy(update={"window": 2, "first_month": 0, "every": 1})
    with pytest.raises(TooShort, match="two kinds of months"):
        structural.fit(np.zeros((3, 9)), features(np.zeros((3, 9))), chosen, 1)
    with pytest.raises(TooShort, match="shorter than the window"):
        structural.fit(np.zeros((3, 2)), features(np.zeros((3, 2))), chosen, 1)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.permutations(range(3)), st.sampled_from(["window", "decay"]))
def test_who_looks_back_sees_each_state_alone(history, order, kind):
    expert = Expert(kind=kind, months=5, half_life=2)
    plain = look_back(history, expert, LEVELS)
    assert np.array_equal(look_back(history[order], expert, LEVELS), plain[order], equal_nan=True)


@settings(deadline=None, max_examples=40)
@given(arrays(np.float64, (2, 6), elements=st.integers(0, 90).map(float)), st.integers(1, 9))
def test_more_deaths_in_every_month_never_lower_a_quantile(history, more):
    expert = Expert(kind="decay", months=6, half_life=3)
    assert (look_back(history + more, expert, LEVELS) == look_back(history, expert, LEVELS) + more).all()


KILLED = arrays(np.float64, (3, 8), elements=st.sampled_from([0.0, 24.0, 25.0, 300.0, np.nan]))


@settings(deadline=None, max_examples=40)
@given(KILLED)
def test_an_onset_begins_where_the_state_was_at_risk_the_year_before(killed):
    begun = onsets(killed, 25, 2)
    risky = at_risk(killed, 25)
    assert risky[:, :-1][begun[:, 1:] == 1].all()


@settings(deadline=None, max_examples=40)
@given(KILLED)
def test_two_onsets_are_more_than_two_years_apart(killed):
    for row in onsets(killed, 25, 2):
        assert (np.diff(np.flatnonzero(row == 1)) > 2).all()


@settings(deadline=None, max_examples=40)
@given(KILLED)
def test_a_longer_look_ahead_never_loses_an_onset(killed):
    begun = onsets(killed, 25, 2)
    short, long = followed(begun, 1), followed(begun, 2)
    assert (long[short == 1] == 1).all()
    assert (short[long == 0] == 0).all()


@settings(deadline=None, max_examples=40)
@given(arrays(np.float64, (4, 6), elements=st.sampled_from([0.0, 1.0])), st.integers(1, 40), st.permutations(range(4)))
def test_a_state_s_rate_lies_between_its_own_and_the_world_s_in_any_order(begun, prior, order):
    exposed = np.ones(begun.shape, dtype=bool)
    found, own, world = history_rate(begun, exposed, float(prior)), begun.mean(axis=1), begun.mean()
    assert (np.minimum(own, world) - 1e-12 <= found).all()
    assert (found <= np.maximum(own, world) + 1e-12).all()
    assert history_rate(begun[order], exposed, float(prior)) == pytest.approx(found[order])


@settings(deadline=None, max_examples=40)
@given(KILLED, st.integers(1, 3))
def test_an_onset_in_any_of_the_years_ahead_is_seen(killed, within):
    begun = onsets(killed, 25, 2)
    found = followed(begun, within)
    for unit, year in zip(*np.nonzero(begun == 1), strict=True):
        assert (found[unit, max(0, year - within) : year] == 1).all()
