"""The back-test: the right months, the right past, the right comparison."""

import numpy as np
import polars as pl
import pytest

import small_world as world
from focalpoint.foresight import scoring as scores
from focalpoint.foresight.evaluation import metrics
from focalpoint.foresight.evaluation.aggregation import means
from focalpoint.foresight.runs.civilians import backtest as run
from focalpoint.foresight.runs.civilians.protocol import protocol
from focalpoint.foresight.runs.civilians.report import report
from focalpoint.foresight.runs.civilians.scorecard import expert_skills
from focalpoint.reference.calendar import month_id

SPEC, RULES = world.small_spec(), world.small_protocol()
YEARS = range(2001, 2004)


@pytest.fixture(scope="module")
def found():
    return run.backtest(world.panel(), YEARS, SPEC, RULES, progress=world.silent)


def test_the_protocol_is_the_one_of_b2():
    rules = protocol()
    assert (rules.origin_month, rules.year, rules.first_scored) == (10, (3, 14), 2012)


def test_a_year_is_forecast_from_october_of_the_year_before(found):
    first = found.windows[0]
    assert first.origin + world.FIRST == month_id(1996, 10)
    assert [window.origin for window in found.windows[-3:]] == [month_id(y - 1, 10) - world.FIRST for y in YEARS]


def test_cases_are_the_twelve_months_of_each_year_of_the_recorded(found):
    assert set(found.cases["month"]) == set(range(month_id(2001, 1), month_id(2003, 12) + 1))
    assert found.cases.height == len(found.units) * 36
    assert set(found.units).isdisjoint({*world.QUIET, world.DARK})


def test_cases_hold_the_record(found):
    row = found.cases.filter((pl.col("unit") == "SDN") & (pl.col("month") == month_id(2002, 5)))
    assert row["actual"][0] == world.deaths()[world.UNITS.index("SDN"), month_id(2002, 5) - world.FIRST]


def test_the_benchmark_is_the_last_twelve_months_as_twelve_draws(found):
    unit, origin = world.UNITS.index("SDN"), month_id(2001, 10) - world.FIRST
    draws = world.deaths()[unit, origin - 11 : origin + 1]
    outcomes = world.deaths()[unit, origin + 3 : origin + 15]
    expected = scores.crps_draws(np.tile(draws, (12, 1)), outcomes)
    rows = found.cases.filter((pl.col("unit") == "SDN") & (pl.col("year") == 2002)).sort("month")
    assert rows["benchmark"].to_numpy() == pytest.approx(expected)


def test_a_forecast_of_zero_misses_by_what_was_recorded(found):
    assert found.cases["zero"].equals(found.cases["actual"].rename("zero"))


def test_the_last_twelve_months_alone_have_no_skill(found):
    skills = expert_skills(found)
    assert skills["last_12"] == pytest.approx(0, abs=1e-9)
    assert set(skills) == set(SPEC.experts)


def test_experts_scores_are_those_of_the_cases(found):
    zero = found.experts.filter((pl.col("expert") == "zero") & (pl.col("unit") == "COD") & (pl.col("year") == 2003))
    cases = found.cases.filter((pl.col("unit") == "COD") & (pl.col("year") == 2003))
    assert zero["crps"][0] == pytest.approx(cases["actual"].mean())


def test_a_year_s_bands_rise_and_the_dark_have_none(found):
    lit = found.years.drop_nulls("median")
    assert (lit["q05"] <= lit["median"]).all()
    assert (lit["median"] <= lit["q95"]).all()
    dark = found.years.filter(pl.col("unit") == world.DARK)
    assert dark.select("actual", "median", "q05", "q95").null_count().row(0) == (3, 3, 3, 3)


def test_a_year_s_record_is_the_sum_of_its_months(found):
    sums = found.cases.group_by("unit", "year").agg(pl.col("actual").sum())
    both = sums.join(found.years, on=["unit", "year"])
    assert both["actual"].to_numpy() == pytest.approx(both["actual_right"].to_numpy())


def test_chances_are_asked_of_every_window_and_threshold(found):
    asked = found.chances.group_by("window", "threshold").len()
    assert asked.height == 4 * 3
    assert set(asked["len"]) == {len(world.UNITS) * len(YEARS)}


def test_outcomes_follow_the_year(found):
    of_year = found.chances.filter(pl.col("window").is_null()).join(found.years, on=["unit", "year"]).drop_nulls()
    assert ((of_year["actual"] >= of_year["threshold"]).cast(pl.Float64) == of_year["outcome"]).all()


def test_weights_are_shares(found):
    assert found.weights.group_by("year").agg(pl.col("weight").sum())["weight"].to_list() == pytest.approx([1] * 3)


def test_years_may_be_scored_alone_with_the_same_result(found):
    alone = run.backtest(world.panel(), [2003], SPEC, RULES, progress=world.silent)
    same = found.cases.filter(pl.col("year") == 2003)
    assert alone.cases["crps"].to_numpy() == pytest.approx(same["crps"].to_numpy())


def test_a_window_from_the_last_month_may_be_added_and_is_scored_nowhere():
    ahead = run.backtest(world.panel(), YEARS, SPEC, RULES, ahead=[world.ORIGIN], progress=world.silent)
    assert ahead.ahead[0].origin + world.FIRST == world.ORIGIN
    assert ahead.ahead[0].scores == {}
    assert set(ahead.cases["year"]) == set(YEARS)


@pytest.mark.parametrize("years", [[1990], [2004], [2002, 2030]])
def test_years_that_cannot_be_scored_are_refused(years):
    with pytest.raises(run.YearsNotCovered, match="2003-12"):
        run.backtest(world.panel(), years, SPEC, RULES, progress=world.silent)


def test_possible_years_end_with_the_last_whole_one():
    assert run.years_to_score(world.panel(), RULES) == range(2001, 2004)
    assert run.years_to_score(world.panel(world.deaths()[:, :-1]), RULES) == range(2001, 2003)


def test_any_score_can_be_split_by_any_group(found):
    regions = found.cases.with_columns(big=pl.col("actual") > 10)
    assert means(regions, ["crps", "benchmark"], ["big", "year"]).height == 6


def test_the_report_has_the_promised_keys_and_agrees_with_the_cases(found):
    made = report(found, SPEC, RULES)
    assert {"skill_mean", "coverage_90", "years", "intervals", "weights", "units", "protocol", "all_zero"} <= set(made)
    assert "revised data" in made["protocol"]
    assert made["units"] == 13
    for year in ("2001", "2002", "2003"):
        part = found.cases.filter(pl.col("year") == int(year))
        crps, benchmark = part["crps"].mean(), part["benchmark"].mean()
        assert made["years"][year]["crps"] == pytest.approx(crps)
        assert made["years"][year]["benchmark_crps"] == pytest.approx(benchmark)
        assert made["years"][year]["skill"] == pytest.approx(metrics.skill(np.array([crps, benchmark])))
    assert made["skill_mean"] == pytest.approx(np.mean([row["skill"] for row in made["years"].values()]))
    low, high = made["intervals"]["skill_mean"]
    assert low <= made["skill_mean"] <= high
    assert next(iter(made)) == "misses"
