"""What a past window teaches, on three States and three months; and how windows are grouped and counted."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import small_world as world
from focalpoint.foresight.models.combination import equal
from focalpoint.foresight.models.spec import Expert
from focalpoint.foresight.runs import weights as lessons
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.experts import View
from focalpoint.foresight.runs.rolling import _groups, _Steps
from focalpoint.foresight.runs.weights import Lesson

NAMES = {"none": Expert(kind="zero"), "many": Expert(kind="window", months=3)}
SPEC = world.small_spec(levels=4, horizons=3, experts=NAMES)
SPEC = SPEC.model_copy(update={"weights": SPEC.weights.model_copy(update={"every_level": 2, "fewest_windows": 2})})
CIVILIANS = np.array([[0, 0, 4, 8], [0, 0, 0, 0], [0, math.nan, 6, math.nan]])
MONTHS = arrays(np.float64, (3, 4), elements=st.sampled_from([0.0, 3.0, 40.0, np.nan]))


def panel_arrays(civilians=CIVILIANS):
    counts = np.array(civilians, dtype=np.float64)
    return Arrays(("AFG", "CHE", "SDN"), 0, counts, np.empty((3, counts.shape[1], 0), dtype=np.float32), (), ())


def view(many=4.0):
    """At the first month one expert says zero and one says ``many``, of every State but the quiet one."""
    said = np.zeros((2, 3, 3, 4), dtype=np.float32)
    said[1, [0, 2]] = many
    benchmark = np.array([[0.0, 0, 0, 8], [0, 0, 0, 0], [2, 2, 2, 2]])
    return View(0, said, benchmark, np.full(3, 0.5), np.zeros((3, 1)))


def test_months_after_the_record_are_unknown():
    found = lessons.actual(panel_arrays(), 2, (1, 3))
    assert found[:, 0].tolist()[:2] == [8, 0]
    assert np.isnan(found[:, 1:]).all()


@settings(deadline=None)
@given(MONTHS, st.integers(0, 3), st.integers(1, 3), st.integers(0, 2))
def test_what_happened_equals_reading_month_by_month(civilians, origin, first, more):
    found = lessons.actual(panel_arrays(civilians), origin, (first, first + more))
    for unit in range(3):
        for place, ahead in enumerate(range(first, first + more + 1)):
            expected = civilians[unit, origin + ahead] if origin + ahead < 4 else math.nan
            assert found[unit, place] == pytest.approx(expected, nan_ok=True)


def test_a_window_ends_with_its_last_month_and_not_before():
    assert lessons.lesson(panel_arrays(), view(), (1, 3), SPEC).end == 3
    assert lessons.lesson(panel_arrays(CIVILIANS[:, :3]), view(), (1, 3), SPEC) is None


def test_scores_of_experts_by_hand():
    scores = lessons.lesson(panel_arrays(), view(), (1, 3), SPEC).scores
    # Who says one number misses by its distance: 0 4 8 against 0, and against 4.
    assert scores["none"][:2] == pytest.approx([4.0, 0.0])
    assert scores["many"][:2] == pytest.approx([8 / 3, 0.0])
    assert np.isnan(scores["none"][2])


def test_only_known_months_in_which_someone_says_or_sees_killing_teach():
    found = lessons.lesson(panel_arrays(), view(), (1, 3), SPEC)
    assert found.outcomes.tolist() == [0, 4, 8, 6]  # three months of the first State, one of the third
    assert found.quantiles[1].tolist() == [[4, 4]] * 4
    assert found.quantiles[0].tolist() == [[0, 0]] * 4


def test_killing_that_nobody_forecast_teaches_too():
    civilians = CIVILIANS.copy()
    civilians[1, 2] = 70
    assert 70 in lessons.lesson(panel_arrays(civilians), view(many=0.0), (1, 3), SPEC).outcomes


def test_the_scale_is_the_benchmark_s_miss_summed_over_every_known_month():
    found = lessons.lesson(panel_arrays(), view(), (1, 3), SPEC)
    # 0 0 0 8 at the middles of four parts misses 0 by 8 x 1/8 / 2, 4 by (4 x 9/8 + 4 x 1/8) / 2, 8 by 8 x 9/8 / 2.
    assert found.scale.tolist() == pytest.approx([0.5 + 2.5 + 4.5 + 4] * 4)


def test_the_span_says_which_months_ahead_are_read():
    said = view()
    said.quantiles[1, 0, :, :] = np.array([1, 2, 3])[:, None]
    found = lessons.lesson(panel_arrays(), said, (2, 3), SPEC)
    assert found.quantiles[1, :2, 0].tolist() == [2, 3]


@settings(deadline=None, max_examples=50)
@given(MONTHS, st.permutations(range(3)))
def test_states_in_another_order_teach_the_same(civilians, order):
    said = view()
    turned = View(0, said.quantiles[:, order], said.benchmark[order], said.structural, said.drivers)
    plain = lessons.lesson(panel_arrays(civilians), said, (1, 3), SPEC)
    mixed = lessons.lesson(panel_arrays(civilians[order]), turned, (1, 3), SPEC)
    assert sorted(mixed.outcomes) == sorted(plain.outcomes)
    assert mixed.scale == pytest.approx(plain.scale)
    for name in NAMES:
        assert np.array_equal(mixed.scores[name], plain.scores[name][order], equal_nan=True)


def taught(outcome, said, scale=10.0, cases=3):
    """A window of a few like cases in which the second expert said this and the first zero."""
    quantiles = np.zeros((2, cases, 2), dtype=np.float32)
    quantiles[1] = said
    return Lesson(3, quantiles, np.full(cases, float(outcome)), np.full(cases, scale), {})


def test_too_few_windows_leave_equal_weights():
    assert lessons.weights([], SPEC).tolist() == [0.5, 0.5]
    assert lessons.weights([taught(9, 9)], SPEC).tolist() == [0.5, 0.5]


def test_a_window_in_which_the_benchmark_never_missed_is_not_counted():
    assert lessons.weights([taught(9, 9), taught(9, 9, scale=0.0)], SPEC).tolist() == [0.5, 0.5]
    assert lessons.weights([taught(9, 9), taught(9, 9, cases=0)], SPEC).tolist() == [0.5, 0.5]


def test_who_was_right_is_heard_more():
    weights = lessons.weights([taught(9, 9), taught(9, 9)], SPEC)
    assert weights[1] > 0.5
    assert lessons.weights([taught(0, 9), taught(0, 9)], SPEC)[0] > 0.5


def test_a_window_told_twice_counts_like_the_same_windows_once():
    once = lessons.weights([taught(9, 9), taught(2, 7)], SPEC)
    assert lessons.weights([taught(9, 9), taught(2, 7)] * 2, SPEC) == pytest.approx(once, abs=1e-5)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 9000)), min_size=2, max_size=5))
def test_weights_are_shares_and_the_order_of_windows_is_nothing(windows):
    made = [taught(outcome + 0.37, said, float(scale)) for outcome, said, scale in windows]
    weights = lessons.weights(made, SPEC)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()
    assert lessons.weights(made[::-1], SPEC) == pytest.approx(weights, abs=1e-3)


def test_weights_are_learnt_in_the_middle_of_every_stretch_of_levels():
    assert list(range(4))[lessons.learning_levels(SPEC)] == [1, 3]
    assert len(equal(2)) == len(NAMES)


def test_origins_share_a_fit_until_the_next_one():
    assert _groups([10, 22, 34, 46, 58], {10, 34, 58}) == [[10, 22], [34, 46], [58]]
    assert _groups([10, 22], set()) == [[10, 22]]
    assert _groups([], {10}) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), unique=True).map(sorted), st.sets(st.integers(0, 99)))
def test_groups_keep_every_origin_once_and_begin_with_a_fit(origins, refits):
    groups = _groups(origins, refits)
    assert [origin for group in groups for origin in group] == origins
    assert all(group[0] in refits for group in groups[1:])
    assert not any(origin in refits for group in groups for origin in group[1:])


def test_progress_says_how_much_is_done_of_all():
    seen = []
    steps = _Steps(lambda done, of: seen.append((done, of)), 4)
    for count in (2, 1, 1):
        steps.add(count)
    assert seen == [(2, 4), (3, 4), (4, 4)]
