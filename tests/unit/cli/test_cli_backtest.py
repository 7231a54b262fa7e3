"""The verb ``backtest``: what it prints, and what it refuses."""

import dataclasses
import json

import polars as pl
import pytest
from click.testing import CliRunner

import small_world as world
from focalpoint.cli import backtest as verb
from focalpoint.cli import focalpoint
from focalpoint.foresight.runs.civilians.backtest import YearsNotCovered


@pytest.fixture
def small(monkeypatch):
    """The verb on the small world."""
    monkeypatch.setattr(verb, "spec", world.small_spec)
    monkeypatch.setattr(verb, "protocol", world.small_protocol)
    monkeypatch.setattr(verb, "_panel", lambda file: world.panel())


def call(*words: str):
    return CliRunner().invoke(focalpoint, ["backtest", "--jobs", "1", *words])


def test_json_has_the_promised_keys(small):
    result = call("--years", "2001-2003", "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert {"skill_mean", "coverage_90", "years"} <= set(made)
    assert set(made["years"]) == {"2001", "2002", "2003"}
    assert set(made["years"]["2002"]) == {"crps", "benchmark_crps", "skill"}


def test_text_begins_with_the_misses_and_ends_with_the_protocol(small):
    result = call("--years", "2003")
    assert result.exit_code == 0, result.output
    assert "Missed" in result.stdout.splitlines()[0]
    assert "revised data" in result.stdout
    assert "Mean yearly skill" in result.stdout


def test_forecasts_from_estimated_months_are_added_when_asked_for(small, monkeypatch):
    made = world.panel()
    more = dict.fromkeys(("ns_civilians", "ov_low", "ov_high"), pl.lit(0.0))
    whole = dataclasses.replace(made, yearly=made.yearly.with_columns(**more))
    monkeypatch.setattr(verb, "_panel", lambda file: whole)
    result = call("--years", "2003", "--estimated")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("From 14 estimated months") == 2
    assert "as they became final" in result.stdout
    said = json.loads(call("--years", "2003", "--estimated", "--json").stdout)["estimated_months"]
    assert {"full", "estimated", "estimated_late"} <= set(said)


@pytest.mark.parametrize("years", ["soon", "2004-2001", "20-24", ""])
def test_years_that_are_no_years_are_a_usage_error(years):
    result = call("--years", years)
    assert result.exit_code == 2
    assert "years" in result.output


def test_years_beyond_the_data_are_refused_in_a_sentence(small):
    result = call("--years", "2001-2030")
    assert isinstance(result.exception, YearsNotCovered)
    assert "2003-12" in result.exception.message
    assert result.exception.todo


def test_a_file_that_is_not_there_is_a_usage_error():
    assert call("--panel", "/nowhere.csv").exit_code == 2


def test_help_says_what_is_compared():
    result = CliRunner().invoke(focalpoint, ["backtest", "--help"])
    assert result.exit_code == 0
    assert "twelve draws" in " ".join(result.output.split())


@pytest.mark.data
def test_one_file_of_country_months_may_be_given(shared_data):
    known = verb._panel(shared_data / "ucdp" / "ged251_country_month.csv")
    assert len(known.units) == 195
    assert known.monthly.height == 195 * len(known.months)
