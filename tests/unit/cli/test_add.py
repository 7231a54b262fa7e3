"""``focalpoint add``."""

import csv
import json

import pytest
from click.testing import CliRunner

from focalpoint.cli import BAD_INPUT, focalpoint
from focalpoint.foresight.sources import registry
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
    assert "The data cover every State to 2026-02." in run(sample, "--known-at", "2025-06-30").output


def test_it_says_when_newer_months_do_not_count_yet(home, tmp_path, sample):
    path = tmp_path / "candidate.csv"
    header, *rows = sample.read_text().splitlines()
    kept = [row.replace("2023-", "2026-") for row in rows if row.startswith("9000006")]
    path.write_text("\n".join([header, *kept]) + "\n")
    output = run(path, "--release", "extract", "--complete-for", "TGO").output
    assert "There are figures to 2026-05" in output


def test_the_second_time_says_that_nothing_changed(home, sample):
    run(sample, "--known-at", "2025-06-30")
    result = run(sample)
    assert result.exit_code == 0
    assert "known since 2025-06-30 (already here, nothing changed)" in result.output
    assert "Next:" not in result.output


def test_issues_are_shown_and_written_where_asked(home, damaged, tmp_path):
    result = run(damaged, "--leave-out", "--issues", tmp_path / "issues.csv")
    assert result.exit_code == 0, result.output
    assert 'line 2, column low: found "-4"' in result.output
    with (tmp_path / "issues.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert ("negative-deaths", "2") in {(row["code"], row["line"]) for row in rows}


def test_a_file_is_not_added_without_its_deadliest_rows_unless_a_person_says_so(home, damaged, tmp_path):
    result = run(damaged, "--issues", tmp_path / "issues.csv")
    assert result.exit_code == BAD_INPUT
    assert "1 of its rows cannot be used, and at least 6 deaths are in them" in result.output
    assert 'line 2, column low: found "-4"' in result.output
    assert "negative-deaths" in (tmp_path / "issues.csv").read_text(encoding="utf-8-sig")
    assert Store(home, snapshot=None).vintages() == []
    assert run(damaged, "--leave-out").exit_code == 0


def test_issues_are_still_there_the_second_time(home, damaged, tmp_path):
    run(damaged, "--leave-out")
    run(damaged, "--issues", tmp_path / "issues.csv")
    assert "negative-deaths" in (tmp_path / "issues.csv").read_text(encoding="utf-8-sig")


def test_json_says_everything(home, sample, damaged):
    result = run(sample, damaged, "--leave-out", "--known-at", "2025-06-30", "--json")
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


def test_of_an_extract_it_says_where_it_counts_and_what_it_holds_elsewhere(home, tmp_path, sample):
    """Myanmar's 12 events of 1993 with the 145 deaths that UCDP has of that year, and the sample's after 2021."""
    header, first, *rows = csv.reader(sample.read_text().splitlines())
    rows = [row for row in rows if "2021-" not in row[header.index("date_start")]]
    given = {"country_id": "775", "date_start": "1993-02-01", "date_end": "1993-02-01"}
    for number, dead in enumerate([134, *[1] * 11]):
        row = dict(zip(header, first, strict=True)) | given | dict.fromkeys(("best", "low", "high"), str(dead))
        rows.append(list((row | {"id": str(number), "deaths_civilians": "0"}).values()))
    path = tmp_path / "some.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    output = run(path, "--known-at", "2025-06-30").output
    assert "It is a part of a release. It counts for Myanmar 1993." in output
    assert "    Madagascar 2022 to 2023: 19 deaths, more than UCDP's total of 0" in output
    assert "    Togo 2023: 40 of 76 deaths (53 %)" in output
    assert "--complete-for TGO" in output


def test_what_an_extract_is_complete_for_can_be_said_later(home, sample):
    run(sample, "--known-at", "2025-06-30")
    output = run(sample, "--complete-for", "tgo", "--complete-for", "MDG").output
    assert "what is said of it changed" in output
    assert "Togo 2021 to 2023" in output
    assert "listed and not counted" not in output


def test_an_event_that_comes_again_with_other_figures_is_refused_with_its_deaths(home, tmp_path, sample):
    header, first, *rows = sample.read_text().splitlines()
    path = tmp_path / "twice.csv"
    path.write_text("\n".join([header, first, *rows, first.replace(",6,9,4,", ",60,90,40,"), rows[0]]) + "\n")
    result = run(path)
    assert result.exit_code == BAD_INPUT
    assert "at least 60 deaths are in them" in result.output
    assert Store(home, snapshot=None).vintages() == []
    result = run(path, "--leave-out")
    assert result.exit_code == 0
    assert 'line 13, column id: found "9000001"' in result.output


def test_a_code_that_is_no_state_is_refused(home, sample):
    result = run(sample, "--complete-for", "XYZ")
    assert result.exit_code == BAD_INPUT
    assert "XYZ is not the ISO3 code" in result.output
    assert Store(home, snapshot=None).vintages() == []


@pytest.fixture
def candidate(tmp_path, sample):
    """Candidate events of March 2026 on four continents, as many as a month has, under a name that says nothing."""
    header, *rows = sample.read_text().split("\n9")
    path = tmp_path / "events.csv"
    codes = {"Togo,461": ("481", "70", "375", "740")}
    (old, places), first = next(iter(codes.items())), rows[0]
    made = [
        f"{number}"
        + first[6:].replace(old, f"x,{code}").replace("2021-01-31", "2026-03-02").replace("2021-02-02", "2026-03-02")
        for number, code in enumerate(places * 125, start=1)
    ]
    path.write_text("\n".join([header, made[0].replace("Clear", "Check deaths"), *made[1:]]) + "\n")
    return path


def test_a_file_that_may_be_whole_and_has_no_number_is_asked_for_its_release(home, candidate):
    result = run(candidate)
    assert result.exit_code == BAD_INPUT
    assert "which months it covers is not known" in result.output
    assert "--release 26.0.3" in result.output
    assert run(candidate, "--release", "26.0.3").exit_code == 0
    (kept,) = Store(home, snapshot=None).vintages()
    assert (kept.release, kept.kind, kept.covers_first) == ("26.0.3", "monthly", "2026-03")


def test_a_number_that_is_no_release_is_refused(home, candidate):
    result = run(candidate, "--release", "26.13")
    assert result.exit_code == BAD_INPUT
    assert "26.0.7" in result.output
