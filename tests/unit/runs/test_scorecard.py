"""The scores of a release: what the desk reads, with the right figures in the right sections."""

import dataclasses

import polars as pl
import pytest

import small_world as world
from focalpoint.foresight.evaluation.inference import Draws
from focalpoint.foresight.release import rules, schema
from focalpoint.foresight.runs.civilians import scorecard
from focalpoint.foresight.runs.civilians.backtest import Backtest, backtest
from focalpoint.reference.countries import state

SPEC, RULES = world.small_spec(), world.small_protocol()
DRAWS = Draws(50, 0.9, 1)


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(world.panel(), range(2001, 2004), SPEC, RULES, progress=world.silent)


@pytest.fixture(scope="module")
def card(found) -> pl.DataFrame:
    return scorecard.scorecard(found, RULES)


def test_a_release_accepts_it(card):
    assert rules.faults("scores", schema.shape("scores", card)) == []


def test_every_section_of_civilians_is_there(card):
    assert {"yearly", "region", "calibration", "threshold", "country_year"} <= set(card["section"])


def test_yearly_skill_agrees_with_its_two_scores(card):
    yearly = card.filter((pl.col("section") == "yearly") & (pl.col("year") == 2002))
    value = {(row["model"], row["metric"]): row["value"] for row in yearly.iter_rows(named=True)}
    expected = 1 - value["combination", "crps"] / value["benchmark", "crps"]
    assert value["combination", "skill"] == pytest.approx(expected)


def test_the_mean_skill_is_the_mean_of_the_years(card):
    yearly = card.filter((pl.col("section") == "yearly") & (pl.col("model") == "combination"))
    each = yearly.filter(pl.col("metric") == "skill")["value"]
    assert yearly.filter(pl.col("metric") == "skill_mean")["value"][0] == pytest.approx(each.mean())


def test_zero_stands_beside_it(card):
    zero = card.filter((pl.col("model") == "zero") & (pl.col("metric") == "skill_mean"))
    assert zero.height == 1


def test_every_interval_holds_its_value(card):
    held = card.drop_nulls(["low", "high", "value"])
    assert held.height > 100
    assert held.select((pl.col("low") <= pl.col("value") + 1e-12).all()).item()
    assert held.select((pl.col("value") <= pl.col("high") + 1e-12).all()).item()


def test_a_state_has_its_year_and_the_dark_one_has_none(card):
    years = card.filter(pl.col("section") == "country_year")
    sudan = years.filter((pl.col("unit") == "SDN") & (pl.col("year") == 2003))
    assert set(sudan["metric"]) == {"actual", "median", "q05", "q95", "chance"}
    assert sudan.filter(pl.col("metric") == "chance")["threshold"].sort().to_list() == [25, 100, 1000]
    assert years.filter(pl.col("unit") == world.DARK).is_empty()


def test_threshold_rows_count_what_was_said_and_seen(card, found):
    part = found.chances.filter((pl.col("window") == 12) & (pl.col("threshold") == 25)).drop_nulls(["value", "outcome"])
    rows = card.filter((pl.col("section") == "threshold") & (pl.col("window") == 12) & (pl.col("threshold") == 25))
    value = dict(zip(rows["metric"], rows["value"], strict=True))
    assert value["forecast"] == pytest.approx(part["value"].mean())
    assert value["observed"] == pytest.approx(part["outcome"].mean())
    assert value["brier"] == pytest.approx(((part["value"] - part["outcome"]) ** 2).mean())
    base = ((part["base_rate"] - part["outcome"]) ** 2).mean()
    assert value["brier_skill"] == pytest.approx(1 - value["brier"] / base)
    assert 0.5 < value["auc"] <= 1


def test_calibration_has_a_row_a_level(card):
    rows = card.filter(pl.col("section") == "calibration").sort("threshold")
    assert rows["threshold"].to_list() == list(RULES.calibration_levels)
    assert rows["value"].is_sorted()


def invented(found: Backtest, rows: list[tuple[str, int, float, float, float]]) -> Backtest:
    """A back-test in which these States and years had these chances and records."""
    of_year = [
        {"unit": u, "value": c, "low": c, "high": c, "outcome": float(a >= t), "year": y, "window": None,
         "threshold": t, "base_rate": 0.1}
        for u, y, t, c, a in rows
    ]  # fmt: skip
    years = {
        (u, y): {"unit": u, "year": y, "actual": a, "median": 1.0, "q05": 0.0, "q95": 9.0} for u, y, _, _, a in rows
    }
    return dataclasses.replace(
        found,
        chances=pl.DataFrame(of_year, schema=dict(found.chances.schema)),
        years=pl.DataFrame(list(years.values()), schema=dict(found.years.schema)),
    )


def test_misses_come_largest_first_and_once_a_year(found):
    made = invented(
        found,
        [
            ("SDN", 2001, 25.0, 0.09, 400.0),
            ("SDN", 2001, 100.0, 0.02, 400.0),
            ("COD", 2002, 25.0, 0.05, 9000.0),
            ("NGA", 2002, 25.0, 0.60, 9999.0),
            ("KEN", 2002, 25.0, 0.01, 3.0),
        ],
    )
    missed = scorecard.missed(made, RULES)
    assert missed.select("unit", "threshold", "value").rows() == [("COD", 25.0, 0.05), ("SDN", 100.0, 0.02)]
    rows = list(scorecard.misses(made, RULES))
    assert [row["value"] for row in rows if row["metric"] == "actual"] == [9000.0, 400.0]
    assert {row["window"] for row in rows} == {12}


def test_false_alarms_come_with_the_highest_chance_first(found):
    made = invented(
        found,
        [
            ("SDN", 2001, 1000.0, 0.7, 400.0),
            ("COD", 2002, 1000.0, 0.9, 10.0),
            ("NGA", 2002, 1000.0, 0.9, 2000.0),
            ("KEN", 2002, 25.0, 0.4, 3.0),
        ],
    )
    assert scorecard.alarms(made, RULES)["unit"].to_list() == ["COD", "SDN"]
    chances = [row["value"] for row in scorecard.false_alarms(made, RULES) if row["metric"] == "chance"]
    assert chances == [0.9, 0.7]


def test_no_more_are_listed_than_asked(found):
    rows = [("SDN", 2001 + k, 25.0, 0.01, 100.0 + k) for k in range(9)]
    few = world.small_protocol(listed=2)
    listed = [row for row in scorecard.misses(invented(found, rows), few) if row["metric"] == "actual"]
    assert len(listed) == 2
    assert listed[0]["value"] == 108


def test_a_threshold_that_was_never_passed_has_no_auc(found):
    silent = dataclasses.replace(found, chances=found.chances.with_columns(outcome=pl.lit(0.0)))
    metrics = {row["metric"] for row in scorecard.thresholds(silent, DRAWS)}
    assert metrics == {"forecast", "observed", "brier"}


def test_regions_are_those_of_the_united_nations(card):
    rows = card.filter(pl.col("section") == "region")
    assert {metric.split(": ")[1] for metric in rows["metric"]} == {"Africa", "Americas", "Asia", "Europe"}


def test_a_skill_against_a_benchmark_without_error_is_unknown_and_the_release_still_made(found):
    quiet = found.cases.with_columns(pl.lit(0.0).alias("crps"), pl.lit(0.0).alias("benchmark"))
    asian = pl.col("unit").is_in([unit for unit in found.units if state(unit).region == "Asia"])
    mixed = pl.concat([found.cases.filter(~asian), quiet.filter(asian)])
    made = scorecard.scorecard(dataclasses.replace(found, cases=mixed), RULES)
    assert made.filter(pl.col("metric") == "skill: Asia")["value"].to_list() == [None]
    assert made.filter(pl.col("metric") == "skill: Africa")["value"].is_not_null().all()
    assert rules.faults("scores", schema.shape("scores", made)) == []
