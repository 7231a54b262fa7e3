"""A panel as arrays, and every expert's view from one origin."""

import numpy as np
import pytest

import small_world as world
from focalpoint.foresight.models.boosted import TooShort
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.experts import fitted, view

SPEC = world.small_spec()
ORIGIN = 130


@pytest.fixture(scope="module")
def whole():
    return to_arrays(world.panel())


@pytest.fixture(scope="module")
def seen(whole):
    return view(whole, fitted(whole, ORIGIN, SPEC), ORIGIN, SPEC)


def test_rows_are_units_and_columns_are_months(whole):
    assert whole.units == world.UNITS
    assert np.array_equal(whole.target, world.deaths(), equal_nan=True)
    assert whole.features.shape == (*whole.target.shape, len(whole.names))


def test_features_stand_in_their_own_row_and_column(whole):
    place = whole.names.index("civilians_1")
    unit, month = world.UNITS.index("COD"), 77
    assert whole.features[unit, month, place] == pytest.approx(np.log1p(whole.target[unit, month]))


def test_columns_are_found_by_group(whole):
    found = whole.columns(("history",))
    assert {whole.groups[k] for k in found} == {"history"}
    assert len(whole.columns(tuple(set(whole.groups)))) == len(whole.names)


def test_a_view_has_every_expert_unit_month_and_level(whole, seen):
    assert seen.quantiles.shape == (len(SPEC.experts), len(world.UNITS), SPEC.horizons, SPEC.levels)
    assert seen.benchmark.shape == (len(world.UNITS), SPEC.levels)
    assert (np.diff(np.nan_to_num(seen.quantiles), axis=3) >= 0).all()


def test_a_dark_unit_gets_nothing_from_anyone_not_even_the_expert_of_zero(seen):
    dark = world.UNITS.index(world.DARK)
    assert np.isnan(seen.quantiles[:, dark]).all()
    assert np.isnan(seen.benchmark[dark]).all()
    assert np.isfinite(np.delete(seen.quantiles, dark, axis=1)).all()


def test_the_experts_that_look_back_say_the_same_of_every_month(seen):
    for k, (name, expert) in enumerate(SPEC.experts.items()):
        if expert.kind != "boosted":
            assert np.array_equal(seen.quantiles[k][:, :1].repeat(14, 1), seen.quantiles[k], equal_nan=True), name


def test_drivers_belong_to_every_unit_and_feature(whole, seen):
    assert seen.drivers.shape == (len(world.UNITS), len(whole.names) + 1)
    assert np.isfinite(seen.drivers).all()


def test_nothing_after_the_origin_is_seen(seen):
    counts = world.deaths().copy()
    counts[:, ORIGIN + 1 :] = 7777.0
    changed = to_arrays(world.panel(counts))
    again = view(changed, fitted(changed, ORIGIN, SPEC), ORIGIN, SPEC)
    assert np.array_equal(again.quantiles, seen.quantiles, equal_nan=True)
    assert np.array_equal(again.structural, seen.structural)
    assert np.array_equal(again.drivers, seen.drivers)


def test_an_origin_too_early_says_so(whole):
    with pytest.raises(TooShort):
        fitted(whole, 20, SPEC)
