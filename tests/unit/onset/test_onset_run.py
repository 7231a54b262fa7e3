"""Protocol B1 on invented panels: what each forecast may know, what is scored, what is refused."""

import json

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli.onset import onset as verb
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_mass import report as onset_report
from focalpoint.foresight.runs.onset_mass import yearly as onset
from focalpoint.foresight.runs.onset_mass.panel import NotAnOnsetPanel
from onset_panels import FAST, RULES, panel


def made(frame, to=1998, jobs=1):
    table = onset_panel.country_years(frame, RULES)
    return table, onset.forecasts(table, RULES, FAST, to=to, jobs=jobs, progress=lambda done, of: None)


def changed(frame, rows, **columns):
    return frame.with_columns(
        pl.when(rows).then(value).otherwise(pl.col(name)).alias(name) for name, value in columns.items()
    )


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (panel().drop("danger", "year_sq"), "no predictors"),
        (changed(panel(), pl.col("year") == 1990, mk_onset_1or2=None), "lack a country code, a year, mk_onset_1or2"),
        (pl.concat([panel(), panel()[:1]]), "is there twice"),
        (panel(first=1992), "covers 1992 to 1999"),
        (panel(last=1993), "covers 1985 to 1993"),
    ],
)
def test_a_panel_that_cannot_be_run_is_refused(frame, says):
    with pytest.raises(NotAnOnsetPanel, match=says) as refusal:
        onset_panel.country_years(frame, RULES)
    assert refusal.value.todo


@pytest.mark.parametrize("to", [1993, 2000])
def test_a_last_year_outside_the_panel_is_refused(to):
    with pytest.raises(NotAnOnsetPanel, match=f"up to {to}"):
        made(panel(), to=to)


def test_neither_outcomes_nor_names_are_predictors():
    assert onset_panel.country_years(panel(), RULES).features == ("danger", "year_sq")


def test_a_predictor_nobody_filled_in_is_none():
    assert onset_panel.country_years(panel().with_columns(empty=pl.lit(None, pl.Float64)), RULES).features == (
        "danger",
        "year_sq",
    )


@pytest.mark.data
def test_another_sources_file_is_refused(shared_data):
    with pytest.raises(NotAnOnsetPanel, match="is not the Early Warning Project's panel"):
        onset_panel.read(shared_data / "structural" / "wdi_1960_2024.csv", RULES)


def test_every_year_before_the_last_is_forecast_once_for_each_country():
    _, found = made(panel())
    assert sorted(found["made_from"].unique()) == [1993, 1994, 1995, 1996, 1997]
    assert found.group_by("made_from").len()["len"].to_list() == [30] * 5
    for _, year in found.group_by("made_from"):
        assert year.sort("risk", descending=True)["rank"].is_sorted()
        assert year["rank"].min() == 1


def test_a_forecast_cannot_see_what_came_after_it():
    frame = panel()
    later = pl.col("year") > 1995
    # Outcomes of rows after 1993 speak of 1995 and later: unknown when a forecast is made from 1995.
    blind = changed(frame, later, danger=-9.0)
    blind = changed(blind, pl.col("year") > 1993, mk_onset_1or2=1 - pl.col("mk_onset_1or2"), mk_onset=0)
    seen, unseen = (made(table)[1].filter(pl.col("made_from") <= 1995) for table in (frame, blind))
    columns = ["unit", "made_from", "risk", "rank", "chance", "known_rate"]
    assert seen.select(columns).equals(unseen.select(columns))


def test_a_forecast_does_learn_from_all_that_was_known():
    frame = panel()
    other = changed(frame, pl.col("year") == 1993, mk_onset_1or2=1 - pl.col("mk_onset_1or2"))
    first, second = (made(table)[1].filter(pl.col("made_from") == 1995) for table in (frame, other))
    assert not first["risk"].equals(second["risk"])


def test_the_first_two_years_are_not_calibrated_for_no_outcome_was_known():
    _, found = made(panel())
    early = found.filter(pl.col("made_from") < 1995)
    assert early["chance"].to_numpy() == pytest.approx(np.clip(early["risk"].to_numpy(), 1e-4, 1))
    late = found.filter(pl.col("made_from") == 1997)
    assert late["chance"].to_numpy() != pytest.approx(late["risk"].to_numpy())


def test_a_row_with_a_missing_predictor_has_no_forecast_and_teaches_nothing():
    frame = changed(panel(), (pl.col("year") == 1996) & (pl.col("ccode") == 105), danger=None)
    table, found = made(frame)
    assert found.filter((pl.col("made_from") == 1996) & (pl.col("unit") == 105)).is_empty()
    assert table.complete.sum() == len(frame) - 1


def test_a_country_year_keeps_the_larger_risk_and_the_better_rank_by_hand():
    table = onset_panel.country_years(panel(countries=2, last=1996), RULES)
    forecasts = pl.DataFrame(
        {
            "unit": [100, 101, 100, 101, 100],
            "made_from": [1993, 1993, 1994, 1994, 1995],
            "risk": [0.10, 0.05, 0.02, 0.03, 0.04],
            "rank": [1, 2, 2, 1, 1],
        }
    )
    rows = onset.country_years(table, forecasts, RULES, to=1996)
    found = {
        (unit, year): (risk, rank) for unit, year, risk, rank in rows.select("unit", "year", "risk", "rank").rows()
    }
    assert found == {
        (100, 1994): (0.10, 1),  # made from 1993 alone: nothing was made from 1992
        (101, 1994): (0.05, 2),
        (100, 1995): (0.10, 1),  # 1993: 0.10, rank 1; 1994: 0.02, rank 2
        (101, 1995): (0.05, 1),  # the risk of one year and the rank of the other
        (100, 1996): (0.04, 1),
        (101, 1996): (0.03, 1),  # made from 1994 alone
    }


def test_the_report_lists_misses_first_and_gives_every_measure_an_interval():
    table, forecasts = made(panel())
    rows = onset.country_years(table, forecasts, RULES, to=1998)
    found = onset_report.report(table, rows, forecasts, RULES, FAST)
    assert next(iter(found)) == "misses"
    wanted = {"auc", "recall_at_10", "recall_at_20", "recall_at_30", "average_precision", "brier_skill"}
    assert wanted | {"false_alarms_per_hit"} <= set(found["intervals"])
    assert all(low <= found[name] <= high for name, (low, high) in found["intervals"].items() if name != "brier_skill")
    assert (found["n"], found["onsets"]) == (150, int(rows["onset"].sum()))
    assert found["auc"] > 0.8
    assert found["published"] == {}
    assert json.loads(json.dumps(found)) == found


def test_a_missed_onset_without_a_forecast_stands_before_all_others():
    table, forecasts = made(panel(countries=40))
    rows = onset.country_years(table, forecasts, RULES, to=1998)
    blind = rows.with_columns(rank=pl.when(pl.col("onset").cum_sum() == 1).then(None).otherwise(pl.col("rank") + 30))
    found = onset_report.report(table, blind, forecasts, RULES, FAST)["misses"]
    assert found[0]["rank"] is None
    assert len(found) == rows["onset"].sum()
    assert [m["rank"] for m in found[1:]] == sorted((m["rank"] for m in found[1:]), reverse=True)


def test_periods_say_which_years_the_settings_were_chosen_on():
    rules = RULES.model_copy(update={"frozen_on": 1996})
    table, forecasts = made(panel(last=2000), to=2000)
    rows = onset.country_years(table, forecasts, rules, to=2000)
    periods = onset_report.report(table, rows, forecasts, rules, FAST)["periods"]
    assert [(p["years"], p["used_to_choose_settings"]) for p in periods] == [
        ([1994, 1996], True),
        ([1997, 2000], False),
    ]


def test_published_forecasts_stand_beside_ours_in_every_period():
    rules = RULES.model_copy(update={"frozen_on": 1996})
    table, forecasts = made(panel(last=2000), to=2000)
    rows = onset.country_years(table, forecasts, rules, to=2000)
    # The published ones say the same in another order: the larger the risk of ours, the smaller theirs.
    theirs = rows.with_columns(risk=1 - pl.col("risk"), rank=31 - pl.col("rank"))
    told = forecasts.with_columns(chance=1 - pl.col("chance"))
    found = onset_report.report(table, rows, forecasts, rules, FAST, (theirs, told))
    for part in [found, *found["periods"]]:
        assert part["published"]["auc"] == pytest.approx(1 - part["auc"])
        assert part["published_onsets"] == part["onsets"]
        assert set(part["published_intervals"]) == set(part["intervals"])


def test_more_processes_give_the_same_figures():
    frame = panel()
    assert made(frame, to=1996, jobs=1)[1].equals(made(frame, to=1996, jobs=2)[1])


def test_the_command_prints_the_keys_that_were_promised(tmp_path):
    path = tmp_path / "panel.csv"
    panel().rename({"danger": "freediscussion"}).write_csv(path)
    asked = [str(path), "--to", "1996", "--jobs", "1", "--settings", "onset-2", "--json"]
    result = CliRunner().invoke(verb, asked, catch_exceptions=False)
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    keys = {"auc", "recall_at_10", "recall_at_20", "recall_at_30", "average_precision", "brier_skill"}
    assert keys | {"false_alarms_per_hit", "intervals", "n", "onsets", "protocol", "frozen", "misses"} <= set(found)
    assert found["years"] == [1994, 1996]
    assert found["frozen"]["settings"] == "onset-2"
    assert found["frozen"]["note"].startswith("A second look")


def test_the_command_prints_misses_before_measures(tmp_path):
    path = tmp_path / "panel.csv"
    panel().rename({"danger": "freediscussion"}).write_csv(path)
    result = CliRunner().invoke(verb, [str(path), "--to", "1996", "--jobs", "1"], catch_exceptions=False)
    assert result.stdout.index("Missed") < result.stdout.index("auc")
    assert "small differences mean nothing" in result.stdout
    assert "Settings onset-3. A third look" in result.stdout


def test_settings_nobody_froze_are_refused(tmp_path):
    path = tmp_path / "panel.csv"
    panel().write_csv(path)
    result = CliRunner().invoke(verb, [str(path), "--settings", "onset-9"])
    assert result.exit_code == 2
    assert "onset-1" in result.stderr


@pytest.mark.data
@pytest.mark.slow
def test_the_first_years_of_the_real_panel_come_out_as_recorded(shared_data):
    table = onset_panel.read(shared_data / "ewp" / "panel_1960_2024.csv", RULES)
    assert len(table.features) == 38
    forecasts = onset.forecasts(table, RULES, FAST, to=2024, jobs=1, progress=lambda done, of: None)
    rows = onset.country_years(table, forecasts, RULES, to=2024)
    found = onset_report.report(table, rows, forecasts, RULES, FAST)
    assert (found["n"], found["onsets"], len(found["without_forecast"])) == (5047, 39, 15)
    assert found["published"]["auc"] == 0.825
    assert found["auc"] > 0.75
