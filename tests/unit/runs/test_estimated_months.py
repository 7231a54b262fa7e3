"""Months before an origin as they are known before the yearly release: what is hidden, and what stands in."""

import dataclasses

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import small_world as world
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.civilians import backtest as run
from focalpoint.foresight.runs.civilians.estimated_months import Hiding, fill, hiding, with_estimated_months
from focalpoint.foresight.runs.civilians.proof import VARIANTS, forecast_from_estimates, proof
from focalpoint.reference.calendar import month_id

SPEC, RULES = world.small_spec(), world.small_protocol()
CHOSEN = Hiding(version="test", months=14, not_yet_recorded=0.26)
ORIGIN, FIRST = month_id(2001, 10), month_id(2000, 9)


def test_a_total_goes_where_the_weights_are_and_what_does_not_fit_to_the_others():
    # 9 by weights 1, 1, 0: 4.5 each, but the first takes 2; 2.5 more go to the second, which takes half; then no weight
    # has room left, and 2 go where room is.
    assert fill(9, np.array([1.0, 1.0, 0.0]), np.array([2.0, 5.0, 9.0])).tolist() == [2, 5, 2]
    assert fill(4, np.array([1.0, 3.0]), np.array([9.0, 9.0])).tolist() == [1, 3]
    assert fill(9, np.array([1.0]), np.array([5.0])).tolist() == [5]
    assert fill(0, np.array([1.0]), np.array([5.0])).tolist() == [0]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 300)), min_size=1, max_size=12), st.integers(0, 2000))
def test_nothing_is_given_more_than_it_has_room_for_and_all_is_given_that_fits(places, total):
    weights, room = (np.array(column, dtype=float) for column in zip(*places, strict=True))
    found = fill(float(total), weights, room)
    assert (found <= room + 1e-9).all()
    assert found.sum() == pytest.approx(min(total, room.sum()))


@pytest.fixture(scope="module")
def whole() -> Panel:
    """The small world with more dead than civilians, a third of them in one-sided violence."""
    made = world.panel()
    monthly = made.monthly.with_columns(ged_deaths_best=pl.col("civilians") * 2)
    of_year = monthly.group_by("unit", year=(pl.col("month") - 1) // 12 + 1980).agg(pl.col("ged_deaths_best").sum())
    third = (pl.col("ged_deaths_best") / 3).floor()
    year = pl.col("year").cast(made.yearly["year"].dtype)
    parts = of_year.select("unit", year, osv=third, sb=pl.col("ged_deaths_best") - third)
    none = dict.fromkeys(("ns_best", "ns_civilians", "ov_low", "ov_high"), pl.lit(0.0))
    battle = {"sb_best": pl.col("sb"), "sb_civilians": (pl.col("sb") / 4).floor()}
    joined = made.yearly.join(parts, on=["unit", "year"], how="left", maintain_order="left")
    yearly = joined.with_columns(osv_best="osv", **battle, **none).drop("osv", "sb")
    return dataclasses.replace(made, monthly=monthly, yearly=yearly)


@pytest.fixture(scope="module")
def hidden(whole) -> Panel:
    return with_estimated_months(whole, ORIGIN, CHOSEN)


def test_only_the_last_months_are_replaced(whole, hidden):
    assert hidden.origin == ORIGIN
    before = pl.col("month") < FIRST
    assert hidden.monthly.filter(before).equals(whole.monthly.filter(before))
    late = hidden.monthly.filter(~before).join(whole.monthly, on=["unit", "month"], suffix="_true")
    assert late.filter(pl.col("civilians") != pl.col("civilians_true")).height > 0
    assert (late["ged_deaths_best"] >= late["civilians"]).all()
    assert late.filter(pl.col("civilians").is_null() != pl.col("civilians_true").is_null()).is_empty()


def test_media_and_the_record_of_open_years_are_unknown(hidden):
    late = hidden.monthly.filter(pl.col("month") >= FIRST)
    assert late["media_conflict"].null_count() == late.height
    assert hidden.monthly.filter(pl.col("month") < FIRST)["media_conflict"].null_count() < hidden.monthly.height
    open_years = hidden.yearly.filter(pl.col("year") >= 2000)
    assert open_years.select(pl.col("osv_best", "sb_best").is_null().all()).row(0) == (True, True)
    assert hidden.yearly.filter(pl.col("year") == 1999)["osv_best"].null_count() < len(world.UNITS)


def test_the_estimate_does_not_look_at_the_civilians_it_replaces(whole, hidden):
    late = pl.col("month") >= FIRST
    wild = whole.monthly.with_columns(
        pl.when(late).then(pl.col("civilians") * 7 + 3).otherwise("civilians").alias("civilians")
    )
    again = with_estimated_months(dataclasses.replace(whole, monthly=wild), ORIGIN, CHOSEN)
    assert again.monthly["civilians"].equals(hidden.monthly["civilians"])


def test_late_reporting_leaves_fewer_dead(whole, hidden):
    fewer = with_estimated_months(whole, ORIGIN, CHOSEN, recorded=0.5)
    late = pl.col("month") >= FIRST
    sums = [one.monthly.filter(late)["civilians"].sum() for one in (fewer, hidden)]
    assert sums[0] == pytest.approx(0.5 * sums[1], rel=0.05)


@pytest.fixture(scope="module")
def cases(whole) -> pl.DataFrame:
    found = run.backtest(whole, [2002, 2003], SPEC, RULES, progress=world.silent)
    return forecast_from_estimates(whole, found, [2002, 2003], SPEC, RULES, CHOSEN, progress=world.silent)


def test_forecasts_from_estimates_are_scored_on_the_same_months_of_the_same_record(whole, cases):
    assert set(cases["year"]) == {2002, 2003}
    assert cases.filter(pl.col("full").is_null() != pl.col("estimated").is_null()).is_empty()
    truth = whole.monthly.select("unit", "month", "civilians")
    both = cases.join(truth, on=["unit", "month"], how="left").drop_nulls(["actual"])
    assert (both["actual"] == both["civilians"]).all()


def test_the_proof_says_how_much_is_lost_and_whether_the_benchmark_is_beaten(cases):
    said = proof(cases, CHOSEN, RULES)
    means = cases.group_by("year").agg(pl.col("full", "estimated", "benchmark").mean())
    skill = (1 - means["estimated"] / means["benchmark"]).mean()
    assert said["estimated"]["final_benchmark"]["value"] == pytest.approx(skill)
    assert said["estimated"]["loss"] == pytest.approx((means["estimated"] / means["full"] - 1).mean())
    assert set(said) >= {"full", *VARIANTS}
    assert hiding().months == 14
