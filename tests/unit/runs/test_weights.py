"""What past windows teach, and when."""

import numpy as np
import pytest

import small_world as world
from focalpoint.foresight.models.combination import equal
from focalpoint.foresight.runs import weights as lessons
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.experts import View, fitted, view

SPEC = world.small_spec()
SPAN, ORIGIN = (3, 14), 130


@pytest.fixture(scope="module")
def whole():
    return to_arrays(world.panel())


@pytest.fixture(scope="module")
def seen(whole) -> View:
    return view(whole, fitted(whole, ORIGIN, SPEC), ORIGIN, SPEC)


def test_the_record_of_a_span_begins_its_first_month_ahead(whole):
    found = lessons.actual(whole, ORIGIN, SPAN)
    assert np.array_equal(found, whole.target[:, ORIGIN + 3 : ORIGIN + 15], equal_nan=True)


def test_months_that_are_not_over_are_unknown(whole):
    found = lessons.actual(whole, whole.last - 5, SPAN)
    assert np.isfinite(found[0, :3]).all()
    assert np.isnan(found[:, 3:]).all()


def test_a_window_that_is_not_over_teaches_nothing(whole, seen):
    late = View(whole.last - 13, seen.quantiles, seen.benchmark, seen.structural, seen.drivers)
    assert lessons.lesson(whole, late, SPAN, SPEC) is None


def test_a_lesson_leaves_out_what_is_unknown_and_what_all_agree_on(whole, seen):
    taught = lessons.lesson(whole, seen, SPAN, SPEC)
    assert taught is not None
    assert taught.end == ORIGIN + 14
    assert np.isfinite(taught.quantiles).all()
    assert taught.quantiles.shape == (len(SPEC.experts), len(taught.outcomes), 3)
    busy = (taught.quantiles.max(axis=(0, 2)) > 0) | (taught.outcomes > 0)
    assert busy.all()


def test_experts_are_scored_by_unit_and_the_dark_have_no_score(whole, seen):
    taught = lessons.lesson(whole, seen, SPAN, SPEC)
    assert taught is not None
    zero = taught.scores["zero"]
    unit = world.UNITS.index("COD")
    assert zero[unit] == pytest.approx(whole.target[unit, ORIGIN + 3 : ORIGIN + 15].mean())
    assert np.isnan(zero[world.UNITS.index(world.DARK)])


def test_few_lessons_leave_the_weights_equal(whole, seen):
    taught = lessons.lesson(whole, seen, SPAN, SPEC)
    assert lessons.weights([], SPEC) == pytest.approx(equal(len(SPEC.experts)))
    assert lessons.weights([taught], SPEC) == pytest.approx(equal(len(SPEC.experts)))


def test_enough_lessons_move_them(whole, seen):
    taught = lessons.lesson(whole, seen, SPAN, SPEC)
    found = lessons.weights([taught, taught], SPEC)
    assert found.sum() == pytest.approx(1)
    assert found.std() > 0


def test_the_order_of_the_lessons_does_not_matter(whole, seen):
    one = lessons.lesson(whole, seen, SPAN, SPEC)
    learnt = fitted(whole, ORIGIN - 12, SPEC)
    other = lessons.lesson(whole, view(whole, learnt, ORIGIN - 12, SPEC), SPAN, SPEC)
    assert lessons.weights([one, other], SPEC) == pytest.approx(lessons.weights([other, one], SPEC), abs=1e-6)


def test_a_window_without_any_killing_does_not_decide_anything(whole, seen):
    taught = lessons.lesson(whole, seen, SPAN, SPEC)
    empty = lessons.Lesson(taught.end, taught.quantiles[:, :0], taught.outcomes[:0], taught.scale[:0], {})
    assert lessons.weights([taught, taught, empty], SPEC) == pytest.approx(lessons.weights([taught, taught], SPEC))


def test_weights_are_learnt_on_some_levels_only():
    levels = SPEC.quantile_levels()[lessons.learning_levels(SPEC)]
    assert len(levels) == 3
    assert levels[1] == pytest.approx(0.5, abs=0.1)
