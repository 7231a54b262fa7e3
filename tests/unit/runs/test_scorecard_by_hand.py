"""Scores of a back-test whose every case is written here."""

import math
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import small_world as world
from focalpoint.foresight.evaluation.inference import Draws
from focalpoint.foresight.runs.civilians import scorecard
from focalpoint.foresight.runs.civilians.protocol import Protocol, protocol

RULES = world.small_protocol()
DRAWS = Draws(20, 0.9, 1)
CHANCES = {"unit": pl.String, "year": pl.Int32, "window": pl.Int32, "threshold": pl.Float64, "value": pl.Float64,
           "low": pl.Float64, "high": pl.Float64, "outcome": pl.Float64, "base_rate": pl.Float64}  # fmt: skip
YEARS = {"unit": pl.String, "year": pl.Int32, "actual": pl.Float64, "median": pl.Float64, "q05": pl.Float64,
         "q95": pl.Float64}  # fmt: skip


def asked(rows):
    """A back-test with chances alone: unit, year, window, threshold, chance, outcome, base rate."""
    filled = [(u, y, w, t, c, c, c, o, b) for u, y, w, t, c, o, b in rows]
    years = sorted({(u, y) for u, y, *_ in rows})
    return SimpleNamespace(
        chances=pl.DataFrame(filled, schema=CHANCES, orient="row"),
        years=pl.DataFrame([(u, y, 40.0, 1.0, 0.0, 9.0) for u, y in years], schema=YEARS, orient="row"),
    )


def cases(rows):
    """A back-test with cases alone: unit, year, score of the forecast, of the benchmark, whether inside the band."""
    names = ["unit", "year", "crps", "benchmark", "inside_90"]
    table = pl.DataFrame(rows, schema=names, orient="row")
    return SimpleNamespace(cases=table, units=tuple(sorted(set(table["unit"]))))


def values(rows):
    return {row["metric"]: row["value"] for row in rows}


FOUR = [
    ("AFG", 2001, 12, 25.0, 0.8, 1.0, 0.5),
    ("CHE", 2001, 12, 25.0, 0.1, 0.0, 0.5),
    ("SDN", 2001, 12, 25.0, 0.6, 0.0, 0.5),
    ("NOR", 2001, 12, 25.0, 0.7, 1.0, 0.5),
]


def test_scores_of_four_chances_by_hand():
    said = values(scorecard.thresholds(asked(FOUR), DRAWS))
    brier = (0.04 + 0.01 + 0.36 + 0.09) / 4
    assert said["forecast"] == pytest.approx(0.55)
    assert said["observed"] == pytest.approx(0.5)
    assert said["brier"] == pytest.approx(brier)
    assert said["brier_skill"] == pytest.approx(1 - brier / 0.25)
    assert said["auc"] == pytest.approx(1.0)


def test_a_pair_the_wrong_way_round_costs_a_quarter():
    rows = [*FOUR[:2], ("SDN", 2001, 12, 25.0, 0.75, 0.0, 0.5), FOUR[3]]
    assert values(scorecard.thresholds(asked(rows), DRAWS))["auc"] == pytest.approx(0.75)


def test_what_is_not_known_is_not_scored():
    dark = [("KEN", 2001, 12, 25.0, None, 1.0, 0.5), ("NGA", 2001, 12, 25.0, 0.9, None, 0.5)]
    rows = list(scorecard.thresholds(asked([*FOUR, *dark]), DRAWS))
    assert {row["n"] for row in rows} == {4}
    assert values(rows)["observed"] == pytest.approx(0.5)


def test_calendar_years_are_not_windows_of_a_release():
    whole_year = [("KEN", 2001, None, 25.0, 0.9, 1.0, 0.5)]
    assert list(scorecard.thresholds(asked(whole_year), DRAWS)) == []


def test_each_window_and_threshold_has_its_own_scores():
    other = [(u, y, 3, 100.0, 1 - c, o, b) for u, y, _, _, c, o, b in FOUR]
    rows = list(scorecard.thresholds(asked([*FOUR, *other]), DRAWS))
    auc = {(row["window"], row["threshold"]): row["value"] for row in rows if row["metric"] == "auc"}
    assert auc == {(12, 25.0): pytest.approx(1.0), (3, 100.0): pytest.approx(0.0)}


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 99), st.booleans()), min_size=2, max_size=12), st.randoms())
def test_scores_do_not_depend_on_the_order_of_states_and_intervals_hold_them(said, luck):
    rows = [(f"S{k:02}", 2001, 12, 25.0, c / 100, float(o), 0.3) for k, (c, o) in enumerate(said)]
    mixed = list(rows)
    luck.shuffle(mixed)
    plain = list(scorecard.thresholds(asked(rows), DRAWS))
    assert values(scorecard.thresholds(asked(mixed), DRAWS)) == pytest.approx(values(plain))
    slow = sum((c / 100 - o) ** 2 for c, o in said) / len(said)
    assert values(plain)["brier"] == pytest.approx(slow)
    assert all(row["low"] <= row["value"] <= row["high"] for row in plain if row["low"] is not None)


WRONG = [
    ("AFG", 2001, None, 25.0, 0.09, 1.0, 0.5),
    ("AFG", 2001, None, 100.0, 0.02, 1.0, 0.5),
    ("CHE", 2001, None, 25.0, 0.10, 1.0, 0.5),
    ("SDN", 2001, None, 25.0, 0.51, 0.0, 0.5),
    ("NOR", 2001, None, 25.0, 0.50, 0.0, 0.5),
    ("KEN", 2001, 12, 25.0, 0.99, 0.0, 0.5),
]


def test_a_miss_lies_strictly_below_its_bound_and_an_alarm_strictly_above():
    found = asked(WRONG)
    assert scorecard.missed(found, RULES).select("unit", "threshold").rows() == [("AFG", 100.0)]
    assert scorecard.alarms(found, RULES)["unit"].to_list() == ["SDN"]


def test_an_unknown_outcome_is_neither_missed_nor_an_alarm():
    unknown = asked([(u, y, w, t, c, None, b) for u, y, w, t, c, _, b in WRONG])
    assert scorecard.missed(unknown, RULES).is_empty()
    assert scorecard.alarms(unknown, RULES).is_empty()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 99), st.booleans()), max_size=8))
def test_misses_and_alarms_equal_a_plain_search(said):
    rows = [(u, 2000 + k, None, 25.0, c / 100, float(o), 0.5) for k, (u, c, o) in enumerate(said)]
    found = asked(rows)
    missed = {(r[0], r[1]) for r in rows if r[5] == 1 and r[4] < RULES.miss_below}
    alarms = {(r[0], r[1]) for r in rows if r[5] == 0 and r[4] > RULES.alarm_above}
    assert set(scorecard.missed(found, RULES).select("unit", "year").rows()) == missed
    assert set(scorecard.alarms(found, RULES).select("unit", "year").rows()) == alarms
    assert scorecard.alarms(found, RULES)["value"].is_sorted(descending=True)


def test_a_release_lists_what_was_said_and_what_came():
    rows = [row for row in scorecard.misses(asked(WRONG), RULES) if row["unit"] == "AFG"]
    assert values(rows) == {"actual": 40.0, "median": 1.0, "q95": 9.0, "chance": 0.02}
    assert {(row["section"], row["window"], row["n"]) for row in rows} == {("miss", 12, 12)}


TWO_YEARS = [
    ("AFG", 2001, 2.0, 4.0, 1.0),
    ("SDN", 2001, 4.0, 8.0, 0.0),
    ("AFG", 2002, 3.0, 4.0, 1.0),
    ("SDN", 2002, 3.0, 4.0, 1.0),
]


def test_skill_is_of_each_year_s_means_and_the_whole_the_mean_of_the_years():
    each, whole = scorecard.skills(cases(TWO_YEARS), DRAWS)
    assert {year: value.value for year, value in each.items()} == pytest.approx({2001: 0.5, 2002: 0.25})
    assert whole.value == pytest.approx(0.375)


def test_coverage_is_the_mean_over_years():
    assert scorecard.coverage(cases(TWO_YEARS), DRAWS).value == pytest.approx(0.75)


def test_skill_by_region_by_hand():
    rows = {row["metric"]: row["value"] for row in scorecard.regions(cases(TWO_YEARS), DRAWS)}
    assert rows["skill: Asia"] == pytest.approx(1 - 5 / 8)
    assert rows["skill: Africa"] == pytest.approx(1 - 7 / 12)
    assert rows["coverage_90: Africa"] == pytest.approx(0.5)


def test_experts_are_judged_on_known_cases_of_recorded_states():
    experts = pl.DataFrame(
        [
            ("AFG", 2001, "last", 4.0),
            ("SDN", 2001, "last", 2.0),
            ("AFG", 2002, "last", 2.0),
            ("SDN", 2002, "last", None),
            ("CHE", 2001, "last", 99.0),
        ],
        schema=["unit", "year", "expert", "crps"],
        orient="row",
    )
    found = cases(TWO_YEARS)
    found.experts = experts
    # 2001: 3 against 6; 2002: 2 against 4, of the one State that is known.
    assert scorecard.expert_skills(found) == pytest.approx({"last": 0.5})


def test_a_state_without_a_forecast_has_no_year():
    found = asked(WRONG)
    found.years = found.years.with_columns(
        pl.when(pl.col("unit") == "AFG").then(None).otherwise(pl.col("median")).alias("median")
    )
    rows = [row for row in scorecard.country_years(found) if row["metric"] == "median"]
    assert "AFG" not in {row["unit"] for row in rows}
    assert {row["unit"] for row in rows} == {"CHE", "SDN", "NOR", "KEN"}


def test_calibration_is_the_mean_share_below_of_each_level():
    few = world.small_protocol(calibration_levels=(0.5, 0.9))
    table = pl.DataFrame({"unit": ["AFG", "SDN"], "below_0.5": [0.2, 0.6], "below_0.9": [1.0, 0.7]})
    rows = list(scorecard.calibration(SimpleNamespace(cases=table), DRAWS, few))
    assert [(row["threshold"], row["n"]) for row in rows] == [(0.5, 2), (0.9, 2)]
    assert [row["value"] for row in rows] == pytest.approx([0.4, 0.85])
    assert not any(math.isnan(row["low"]) for row in rows)


def test_a_protocol_with_a_word_nobody_knows_is_refused():
    with pytest.raises(ValidationError, match="colour"):
        Protocol.model_validate(protocol().model_dump() | {"colour": "red"})


def test_published_levels_rise_and_mirror():
    levels = np.array(protocol().published_levels)
    assert (np.diff(levels) > 0).all()
    assert levels + levels[::-1] == pytest.approx(1)
