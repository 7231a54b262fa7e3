"""``focalpoint add`` and ``focalpoint snapshot``."""

import csv
import json

import pytest
from click.testing import CliRunner

from focalpoint.cli import BAD_INPUT, focalpoint
from focalpoint.foresight.sources import registry
from focalpoint.foresight.vintages.build import recipe
from focalpoint.foresight.vintages.store import Store


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def sample():
    return registry.folder("ucdp_ged") / "sample.csv"


@pytest.fixture
def damaged(tmp_path, sample):
    path = tmp_path / "damaged.csv"
    path.write_text(sample.read_text().replace(",6,9,4,", ",6,9,-4,", 1))
    return path


def run(*arguments):
    return CliRunner().invoke(focalpoint, ["add", *map(str, arguments)])


def test_a_file_is_taken_into_an_empty_home(home, sample):
    result = run(sample, "--known-at", "2025-06-30")
    assert result.exit_code == 0, result.output
    assert "known since 2025-06-30 (new)" in result.output
    assert "Next: focalpoint forecast" in result.output
    assert [v.source for v in Store(home, snapshot=None).vintages()] == ["ucdp_ged"]


def test_it_says_to_which_month_the_data_now_reach(home, sample):
    assert "The data cover every State to 2024-12." in run(sample, "--known-at", "2025-06-30").output


def test_it_says_when_newer_months_do_not_count_yet(home, tmp_path, sample):
    path = tmp_path / "candidate.csv"
    header, *rows = sample.read_text().splitlines()
    kept = [row.replace("2023-", "2025-") for row in rows if row.startswith("9000006")]
    path.write_text("\n".join([header, *kept]) + "\n")
    output = run(path).output
    assert "The data cover every State to 2024-12." in output
    assert "There are figures to 2025-05" in output


def test_the_second_time_says_that_nothing_changed(home, sample):
    run(sample, "--known-at", "2025-06-30")
    result = run(sample)
    assert result.exit_code == 0
    assert "known since 2025-06-30 (already here, nothing changed)" in result.output
    assert "Next:" not in result.output


def test_issues_are_shown_and_written_where_asked(home, damaged, tmp_path):
    result = run(damaged, "--issues", tmp_path / "issues.csv")
    assert result.exit_code == 0, result.output
    assert 'line 2, column low: found "-4"' in result.output
    with (tmp_path / "issues.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert ("negative-deaths", "2") in {(row["code"], row["line"]) for row in rows}


def test_issues_are_still_there_the_second_time(home, damaged, tmp_path):
    run(damaged)
    run(damaged, "--issues", tmp_path / "issues.csv")
    assert "negative-deaths" in (tmp_path / "issues.csv").read_text(encoding="utf-8-sig")


def test_json_says_everything(home, sample, damaged):
    result = run(sample, damaged, "--known-at", "2025-06-30", "--json")
    found = json.loads(result.stdout)
    assert [one["new"] for one in found["added"]] == [True, True]
    assert found["added"][0]["known_at"] == "2025-06-30"
    assert found["added"][1]["rows_bad"] == 1
    assert found["failed"] == []


def test_a_file_that_fails_does_not_keep_the_others_out(home, sample, tmp_path):
    stranger = tmp_path / "notes.csv"
    stranger.write_text("a,b\n1,2\n")
    result = run(stranger, sample)
    assert result.exit_code == BAD_INPUT
    assert "was not recognised" in result.output
    assert len(Store(home, snapshot=None).vintages()) == 1


def test_a_day_in_the_future_is_refused(home, sample):
    result = run(sample, "--known-at", "2999-01-01")
    assert result.exit_code == BAD_INPUT
    assert "is in the future" in result.output


def test_a_file_that_is_not_there_is_a_usage_error(home, tmp_path):
    assert run(tmp_path / "nothing.csv").exit_code == BAD_INPUT


def test_an_older_release_added_as_todays_knowledge_is_remarked_on(home, sample):
    output = run(sample).output
    assert "takes its place where both have figures" in output
    assert "add it again with --known-at DATE" in output


def test_an_older_release_with_its_own_day_is_not(home, sample):
    assert "takes its place" not in run(sample, "--known-at", "2024-06-30").output


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "samples"
    for table in recipe().tables:
        path = folder / table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((registry.folder(table.source) / "sample.csv").read_bytes())
    return folder


def test_a_snapshot_needs_the_outlines_of_the_world(samples, tmp_path):
    result = CliRunner().invoke(focalpoint, ["snapshot", "build", str(samples), "--out", str(tmp_path / "out")])
    assert result.exit_code != 0
    assert "Natural Earth" in str(result.exception)


@pytest.mark.data
def test_a_snapshot_is_built_where_asked(shared_data, tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(focalpoint, ["snapshot", "build", str(shared_data), "--out", str(out), "--json"])
    found = json.loads(result.stdout)
    assert [table["source"] for table in found["tables"]] == [table.source for table in recipe().tables]
    assert (out / "world.json.gz").is_file()
    assert (out / "manifest.json").is_file()
