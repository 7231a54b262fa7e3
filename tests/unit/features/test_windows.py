"""Windows over months: by hand, then against a slow reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.features.windows import (
    carried,
    earlier,
    known_months,
    rolling_max,
    rolling_mean,
    rolling_sd,
    rolling_sum,
    since,
)

NAN = np.nan


def row(*values):
    return np.array([values], dtype=float)


def test_a_sum_of_three_months_takes_this_one_and_the_two_before():
    assert rolling_sum(row(1, 2, 3, 4, 5), 3)[0, 2:].tolist() == [6.0, 9.0, 12.0]


def test_a_sum_is_unknown_when_under_half_its_months_are_known():
    assert np.isnan(rolling_sum(row(1, NAN, NAN, NAN, 5), 4)[0]).tolist() == [True, True, True, True, True]
    assert rolling_sum(row(1, NAN, NAN, 4), 4)[0, 3] == 5.0


def test_a_mean_is_over_the_known_months_only():
    assert rolling_mean(row(2, NAN, 4, 6), 4)[0, 3] == 4.0


def test_a_maximum_leaves_the_window():
    assert rolling_max(row(9, 1, 2, 3), 3)[0].tolist()[2:] == [9.0, 3.0]


def test_the_spread_of_a_constant_is_zero():
    assert rolling_sd(row(*[np.log1p(7.0)] * 30), 12)[0, -1] == 0.0


def test_the_spread_of_one_and_three_is_one():
    assert rolling_sd(row(1, 3), 2)[0, 1] == 1.0


def test_since_counts_from_the_last_severe_month():
    assert since(row(30, 0, 25, 0, 0), 25, 120)[0].tolist() == [0.0, 1.0, 0.0, 1.0, 2.0]


def test_since_is_capped():
    assert since(row(30, *[0] * 9), 25, 4)[0, -1] == 4.0


def test_since_never_claims_a_calm_across_an_unknown_month():
    assert since(row(30, 0, 0, NAN, 0), 25, 120)[0, -1] == 1.0


def test_since_is_unknown_where_the_month_is():
    assert np.isnan(since(row(30, NAN), 25, 120)[0, 1])


def test_a_value_is_carried_so_far_and_no_further():
    assert carried(row(NAN, 5, NAN, NAN, NAN), 2)[0].tolist()[1:4] == [5.0, 5.0, 5.0]
    assert np.isnan(carried(row(NAN, 5, NAN, NAN, NAN), 2)[0, [0, 4]]).all()


def test_earlier_than_the_record_is_unknown():
    assert np.isnan(earlier(row(1, 2), 5)).all()
    assert earlier(row(1, 2, 3), 2)[0, 2] == 1.0


TABLES = arrays(
    float, st.tuples(st.integers(1, 3), st.integers(1, 30)), elements=st.one_of(st.just(NAN), st.integers(0, 1000))
)


def slow(values, window, how):
    result = np.full(values.shape, NAN)
    for unit, month in np.ndindex(values.shape):
        part = values[unit, max(0, month - window + 1) : month + 1]
        part = part[~np.isnan(part)]
        if len(part) * 2 >= window:
            result[unit, month] = how(part)
    return result


@pytest.mark.parametrize(
    ("fast", "how"), [(rolling_sum, np.sum), (rolling_max, np.max), (rolling_mean, np.mean), (rolling_sd, np.std)]
)
@given(values=TABLES, window=st.integers(1, 8))
def test_the_fast_window_equals_the_plain_loop(fast, how, values, window):
    np.testing.assert_allclose(fast(values, window), slow(values, window, how), rtol=1e-9, atol=1e-4)


@given(values=TABLES, window=st.integers(1, 8), later=st.integers(0, 29))
def test_no_window_looks_past_its_month(values, window, later):
    changed = values.copy()
    changed[:, later + 1 :] = 777.0
    for of in (rolling_sum, rolling_max, rolling_mean, rolling_sd, known_months):
        np.testing.assert_array_equal(of(values, window)[:, : later + 1], of(changed, window)[:, : later + 1])
