"""``recognise`` and ``sources``: what a person sees before anything is done with a file."""

import json

import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli import BAD_INPUT, focalpoint
from focalpoint.foresight.sources import registry

SAMPLE = registry.folder("ucdp_ged") / "sample.csv"


def run(*arguments):
    return CliRunner().invoke(focalpoint, [str(argument) for argument in arguments])


@pytest.fixture
def stranger(tmp_path):
    path = tmp_path / "stranger.csv"
    path.write_text("id,best,high,low,date_start\n1,2,3,1,2024-01-01\n")
    return path


def test_a_known_file_is_a_row_of_the_table():
    done = run("recognise", SAMPLE)
    assert done.exit_code == 0
    assert "ucdp_ged" in done.output
    assert "extract" in done.output


def test_an_unknown_file_ends_with_2_and_names_the_nearest_source_and_what_is_missing(stranger):
    done = run("recognise", stranger)
    assert done.exit_code == BAD_INPUT
    assert "nearest source is ucdp_ged" in done.stderr
    assert "type_of_violence" in done.stderr


def test_a_known_file_is_shown_also_beside_an_unknown_one(stranger):
    done = run("recognise", stranger, SAMPLE)
    assert done.exit_code == BAD_INPUT
    assert "ucdp_ged" in done.stdout


def test_json_holds_tables_issues_and_what_was_refused(stranger):
    told = json.loads(run("recognise", "--json", SAMPLE, stranger).stdout)
    assert [(row["source"], row["rows"], row["kept"]) for row in told["tables"]] == [("ucdp_ged", 10, 10)]
    assert [issue["code"] for issue in told["issues"]] == ["too-few-rows"]
    assert told["refused"][0]["file"] == "stranger.csv"


def test_every_issue_can_be_written_to_a_file(tmp_path):
    out = tmp_path / "issues.csv"
    assert run("recognise", SAMPLE, "--issues", out).exit_code == 0
    assert pl.read_csv(out)["code"].to_list() == ["too-few-rows"]


def test_a_file_that_is_not_there_is_bad_input_and_no_traceback(tmp_path):
    done = run("recognise", tmp_path / "nowhere.csv")
    assert done.exit_code == BAD_INPUT
    assert "cannot be opened" in done.stderr


def test_sources_lists_every_source_with_its_licence_and_whether_figures_may_ship():
    rows = json.loads(run("sources", "--json").stdout)
    assert [row["id"] for row in rows] == list(registry.SOURCES)
    assert {row["id"]: row["may_ship"] for row in rows}["acled"] is False
    shown = run("sources").output
    assert all(name in shown for name in registry.SOURCES)
