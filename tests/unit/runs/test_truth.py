"""A frozen release against what became known after it: by hand, then what always holds."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import small_truth
from focalpoint.foresight.runs import truth
from small_truth import ONSETS, STATES

RULES = truth.rules().model_copy(update={"replicates": 20})


def scores(release=None, panel=None):
    return truth.scores(release or small_truth.release(), panel or small_truth.panel(), RULES)


def of(rows, kind="one-sided", months=12, target=truth.CIVILIANS):
    return next(row for row in rows if (row["truth"], row["months"], row["target"]) == (kind, months, target))


def named(rows):
    return [row["unit"] for row in rows]


def test_a_whole_year_by_hand():
    row = of(scores())
    assert (row["n"], row["events"], row["seen"], row["over"]) == (4, 3, 3, 12)
    assert row["expected"] == pytest.approx(0.9 + 0.6 + 0.01 + 0.8)
    assert row["auc"] == pytest.approx(
        1 / 3
    )  # of the pairs with Ukraine, where it did not come, Sudan alone stood above
    assert row["average_precision"] == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    assert row["brier"] == pytest.approx((0.1**2 + 0.4**2 + 0.99**2 + 0.8**2) / 4)


def test_last_year_and_the_base_rate_are_judged_on_the_same_states():
    benchmark = of(scores())["benchmark"]
    # In 2024: Sudan 240, Ukraine 120, the others none. RawChances yes for the first two, and came in all but Ukraine.
    assert benchmark["last_year"]["brier"] == pytest.approx(3 / 4)
    assert benchmark["last_year"]["auc"] == pytest.approx(1 / 3)
    assert benchmark["release"]["brier"] == pytest.approx((3 * 0.85**2 + 0.15**2) / 4)
    assert benchmark["release"]["auc"] == 0.5


def test_hits_misses_and_false_alarms_are_named_with_what_was_said_and_seen():
    row = of(scores())
    assert named(row["hits"]) == ["SDN", "TCD"]
    assert [(one["name"], one["chance"], one["deaths"]) for one in row["misses"]] == [("Argentina", 0.01, 48.0)]
    alarm = row["false_alarms"][0]
    assert (alarm["name"], alarm["deaths"], alarm["civilians"], alarm["all_deaths"]) == ("Ukraine", 12.0, 60.0, 1200.0)


def test_a_surprise_is_a_state_with_few_killed_before_and_no_less_than_the_base_rate():
    row = of(scores())
    assert {one["unit"]: one["surprise"] for one in row["hits"] + row["misses"] + row["false_alarms"]} == {
        "SDN": False,
        "TCD": True,
        "ARG": False,  # few killed, but below the base rate of 15 %
        "UKR": False,
    }


def test_a_row_says_what_kind_of_truth_it_rests_on():
    row = of(scores())
    assert (row["truth"], row["basis"], row["as_of"], row["data_to"]) == (
        *("one-sided", "candidate"),
        *("2025-06-30", "2026-02"),
    )
    assert (row["first"], row["last"]) == ("2025-01", "2025-12")


def test_all_civilians_are_an_estimate_until_every_month_is_final():
    assert {row["truth"] for row in scores()} == {"one-sided", "estimate"}
    final = scores(panel=small_truth.panel(basis="final"))
    assert {(row["truth"], row["basis"]) for row in final} == {("one-sided", "final"), ("final", "final")}


def test_one_sided_deaths_that_no_source_gives_by_month_are_left_out():
    assert {row["truth"] for row in scores(panel=small_truth.panel(one_sided={}, civilians=5.0))} >= {"one-sided"}
    blank = {unit: [None] * 14 for unit in STATES}
    assert {row["truth"] for row in scores(panel=small_truth.panel(one_sided=blank))} == {"estimate"}


def test_with_nothing_newer_than_the_release_there_is_nothing_to_score():
    assert scores(panel=small_truth.panel(last="2024-12")) == []


def test_a_window_that_is_partly_over_counts_what_came_and_has_no_brier_score_yet():
    rows = scores(panel=small_truth.panel(last="2025-08"))
    partly, whole = of(rows, months=12), of(rows, months=6)
    assert (partly["over"], partly["brier"], partly["benchmark"]["last_year"]["brier"]) == (8, None, None)
    assert "brier" not in partly["intervals"]
    assert partly["seen"] == 2  # in eight months Sudan has 80 and Argentina 32, Chad 24
    assert (whole["over"], whole["brier"] is None) == (6, False)
    assert {row["months"] for row in rows} == {6, 12}


def test_a_whole_window_makes_shorter_ones_superfluous():
    assert {row["months"] for row in scores()} == {12}


def test_a_state_without_a_chance_or_a_record_is_named_and_not_counted():
    said = {unit: figures[0] for unit, figures in STATES.items()} | {"UKR": None}
    row = of(scores(small_truth.release(said), small_truth.panel(one_sided={"ARG": [4.0, None] * 7})))
    assert (row["n"], row["unknown"]) == (2, ["Argentina", "Ukraine"])
    assert row["seen"] == len(row["hits"]) + len(row["misses"]) == 2


def test_an_event_that_came_nowhere_leaves_ranking_unknown():
    quiet = {unit: [0.0] * 14 for unit in STATES}
    row = of(scores(panel=small_truth.panel(one_sided=quiet)))
    assert (row["seen"], row["auc"], row["average_precision"]) == (0, None, None)
    assert row["brier"] == pytest.approx((0.9**2 + 0.6**2 + 0.01**2 + 0.8**2) / 4)


def onset(one_sided, yearly, last="2026-02"):
    panel = small_truth.panel(last=last, one_sided=one_sided, yearly=yearly)
    return of(scores(small_truth.release(onsets=ONSETS), panel), months=24, target=truth.ONSET)


def test_an_onset_comes_after_two_quiet_years():
    years = {"TCD": {2023: 0.0, 2024: 3.0}, "ARG": {2023: 0.0, 2024: 0.0}, "NER": {2023: 30.0, 2024: 5.0}}
    row = onset({"TCD": [3.0] * 14, "ARG": [0.0] * 14, "NER": [9.0] * 14}, years)
    assert (row["n"], row["seen"], row["over"], row["brier"]) == (3, 1, 14, None)
    assert row["expected"] == pytest.approx(0.7)
    assert row["auc"] == 1.0
    assert [(one["unit"], one["rank"]) for one in row["hits"]] == [("TCD", 1)]
    assert named(row["resumed"]) == ["NER"]  # 30 in 2023, and so it goes on
    assert row["with_resumed"]["events"] == 2


def test_a_year_that_is_not_over_counts_once_it_has_reached_the_threshold():
    years = {unit: {2023: 0.0, 2024: 0.0} for unit in ONSETS}
    quiet = [0.0] * 12
    row = onset({"TCD": [*quiet, 13.0, 13.0], "ARG": [*quiet, 2.0, 2.0], "NER": [*quiet, 0.0, 0.0]}, years)
    assert named(row["hits"]) == ["TCD"]
    assert row["seen"] == 1


def test_an_onset_in_a_year_that_was_over_when_the_release_was_made_is_no_test_of_it():
    years = {unit: {2023: 0.0, 2024: 0.0} for unit in ONSETS}
    panel = small_truth.panel(one_sided={unit: [3.0] * 14 for unit in ONSETS}, yearly=years)
    made = small_truth.release(onsets=ONSETS)
    targets = [
        {row["target"] for row in truth.scores(dataclasses.replace(made, origin=made.origin + later), panel, RULES)}
        for later in (0, 11, 12, 14)
    ]
    assert [truth.ONSET in each for each in targets] == [True, True, False, False]
    assert targets[-1] == set()  # February 2026: nothing newer is known


def test_an_onset_outside_the_list_is_a_miss():
    years = {unit: {2023: 0.0, 2024: 0.0} for unit in ONSETS}
    narrow = RULES.model_copy(update={"listed": 1})
    panel = small_truth.panel(one_sided={unit: [3.0] * 14 for unit in ONSETS}, yearly=years)
    row = of(truth.scores(small_truth.release(onsets=ONSETS), panel, narrow), months=24, target=truth.ONSET)
    assert (named(row["hits"]), named(row["misses"])) == (["TCD"], ["ARG", "NER"])


def test_where_the_years_before_are_unknown_nobody_can_tell():
    years = {"TCD": {2023: 0.0, 2024: 0.0}, "ARG": {2024: 0.0}, "NER": {2023: 0.0, 2024: 0.0}}
    row = onset({unit: [3.0] * 14 for unit in ONSETS}, years)
    assert row["unknown"] == ["Argentina"]


@given(st.dictionaries(st.sampled_from(sorted(STATES)), st.floats(0.001, 0.999), min_size=1), st.integers(0, 8))
def test_named_states_add_up_and_a_row_is_plain_json(chances, killed):
    panel = small_truth.panel(one_sided={unit: [float(killed)] * 14 for unit in STATES})
    for row in scores(small_truth.release(chances), panel):
        assert row["seen"] == row["events"] == len(row["hits"]) + len(row["misses"])
        assert len(row["states"]) == row["n"]
        assert row["expected"] == pytest.approx(sum(chance for _, chance, _ in row["states"]))
        assert json.loads(json.dumps(row, allow_nan=False)) == row
