"""What every score checks before any arithmetic."""

import numpy as np
import pytest

from focalpoint.foresight.scoring import BadScoreInput
from focalpoint.foresight.scoring.shapes import events, numbers, same_length
from focalpoint.reference.errors import FocalpointError


def test_a_refusal_is_a_users_error():
    assert issubclass(BadScoreInput, FocalpointError)


@pytest.mark.parametrize(
    ("values", "ndim", "says"),
    [
        (3.0, 1, "have 0 axes, expected 1"),
        ([[1.0]], 1, "have 2 axes, expected 1"),
        ([1.0], 2, "have 1 axes, expected 2"),
        ([], 1, "There are no chances"),
        ([1.0, np.nan], 1, "Some chances are missing or infinite"),
        ([1.0, np.inf], 1, "Some chances are missing or infinite"),
        ([np.inf, -np.inf], 1, "Some chances are missing or infinite"),
    ],
)
def test_an_array_that_cannot_be_scored_is_named(values, ndim, says):
    with pytest.raises(BadScoreInput, match=says):
        numbers("chances", values, ndim)


def test_numbers_whose_sum_is_too_large_are_still_numbers():
    assert numbers("deaths", [1e308, 1e308], 1).tolist() == [1e308, 1e308]


@pytest.mark.parametrize(
    ("given", "kept"),
    [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64), (np.bool_, np.float64)],
)
def test_whole_numbers_become_double_precision_and_floats_stay(given, kept):
    assert numbers("draws", np.array([0, 1], dtype=given), 1).dtype == kept


def test_double_precision_is_not_copied():
    array = np.array([1.0, 2.0])
    assert numbers("draws", array, 1) is array


def test_two_columns_of_one_length_pass_and_others_do_not():
    same_length("ranks", np.zeros(2), np.zeros(2))
    with pytest.raises(BadScoreInput, match="2 ranks for 3 outcomes"):
        same_length("ranks", np.zeros(2), np.zeros(3))


@pytest.mark.parametrize("given", [[0, 1, 1], [0.0, 1.0, 1.0], np.array([False, True, True])])
def test_events_are_read_from_numbers_and_from_truth_values(given):
    assert events(given).tolist() == [False, True, True]


@pytest.mark.parametrize("given", [[0, 2], [0.5, 1], [-1, 0]])
def test_anything_between_or_beyond_is_no_outcome(given):
    with pytest.raises(BadScoreInput, match="neither 0 nor 1"):
        events(given)
