"""Forecasts from several months made in one run: each equal to the one made alone."""

import dataclasses

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import small_world as world
from focalpoint.foresight.panel.shape import Panel, final_month, until
from focalpoint.foresight.runs.arrays import to_arrays
from focalpoint.foresight.runs.civilians import backtest as run
from focalpoint.foresight.runs.civilians.outlook import outlook
from focalpoint.foresight.runs.civilians.scorecard import scorecard
from focalpoint.reference.calendar import month_id

SPEC, RULES = world.small_spec(), world.small_protocol()
EARLIER = month_id(2002, 12)


def provisional(panel: Panel, since: int) -> Panel:
    """The same panel, its months from ``since`` on being estimates."""
    late = (pl.col("month") >= since) & pl.col("basis").is_not_null()
    basis = pl.when(late).then(pl.lit("estimate")).otherwise("basis").alias("basis")
    monthly = panel.monthly.with_columns(basis)
    return Panel(**{name: getattr(panel, name) for name in panel.__dataclass_fields__} | {"monthly": monthly})


@pytest.fixture(scope="module")
def whole() -> Panel:
    return provisional(world.panel(), month_id(2003, 1))


@pytest.fixture(scope="module")
def together(whole) -> run.Backtest:
    years = run.years_to_score(whole, RULES)
    ahead = [EARLIER, world.ORIGIN]
    return run.backtest(whole, years, SPEC, RULES, ahead=ahead, progress=world.silent)


def alone(panel: Panel) -> run.Backtest:
    return run.backtest(
        panel, run.years_to_score(panel, RULES), SPEC, RULES, ahead=[panel.origin], progress=world.silent
    )


@pytest.mark.parametrize("place", [0, 1])
def test_each_forecast_is_the_one_made_alone(whole, together, place):
    panel = [until(whole, EARLIER), whole][place]
    single, mine = alone(panel), run.narrow(together, panel, RULES)
    expected = outlook(single.arrays, [*single.windows, *single.ahead], SPEC, RULES)
    assert_frame_equal(
        outlook(mine.arrays, [*mine.windows, together.ahead[place]], SPEC, RULES), expected, check_exact=True
    )
    assert_frame_equal(scorecard(mine, RULES), scorecard(single, RULES), check_exact=True)


def test_estimated_months_are_forecast_from_and_score_nothing(whole, together):
    assert final_month(whole) == EARLIER
    assert run.years_to_score(whole, RULES) == range(2001, 2003)
    assert set(together.cases["year"]) == {2001, 2002}
    assert together.ahead[1].origin + world.FIRST == world.ORIGIN
    with pytest.raises(run.YearsNotCovered, match="2002-12"):
        run.backtest(whole, [2003], SPEC, RULES, progress=world.silent)


def test_estimated_months_teach_no_weights_and_no_calibration(whole, together):
    wild = world.deaths().copy()
    wild[:, month_id(2003, 1) - world.FIRST :] *= 50
    other = provisional(world.panel(wild), month_id(2003, 1))
    again = run.backtest(other, [2001, 2002], SPEC, RULES, ahead=[EARLIER, world.ORIGIN], progress=world.silent)
    for before, after in zip(together.windows, again.windows, strict=True):
        assert np.array_equal(before.weights, after.weights)
    assert np.array_equal(together.ahead[1].weights, again.ahead[1].weights)
    assert to_arrays(other).final == EARLIER - world.FIRST


def test_a_state_with_a_first_event_in_an_estimated_month_is_not_scored(whole):
    first = whole.monthly.with_columns(
        status=pl.when((pl.col("unit") == world.QUIET[0]) & (pl.col("month") == world.ORIGIN))
        .then(pl.lit("recorded"))
        .otherwise("status")
    )
    made = dataclasses.replace(whole, monthly=first)
    assert run.recorded_units(made) == run.recorded_units(whole)
    assert world.QUIET[0] not in run.recorded_units(made)
