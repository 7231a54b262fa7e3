"""What a stranger does wrong at the command line: refused in plain words, before anything is written or lost."""

import json
import re

import pytest
from click.testing import CliRunner

from focalpoint.cli import BAD_INPUT, focalpoint, options
from focalpoint.foresight.sources import registry

SAMPLE = registry.folder("ucdp_ged") / "sample.csv"
COUPS = registry.folder("coups") / "sample.csv"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "given.csv"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def run(*arguments):
    return CliRunner().invoke(focalpoint, [str(argument) for argument in arguments])


def says(done):
    """Return the message that the program prints for an error of its own, as ``main`` does."""
    return f"{done.exception.message} {done.exception.todo}"


@pytest.mark.parametrize("verb", ["add", "recognise"])
def test_issues_never_overwrite_a_file_to_read(verb, given, home):
    done = run(verb, given, "--issues", given)
    assert done.exit_code == BAD_INPUT
    assert "it would be overwritten" in done.stderr
    assert given.read_bytes() == SAMPLE.read_bytes()
    assert not home.exists()


@pytest.mark.parametrize("verb", ["add", "recognise"])
def test_issues_never_overwrite_a_file_to_read_by_another_name(verb, given, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(given)
    assert run(verb, given, "--issues", link).exit_code == BAD_INPUT
    assert given.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize("verb", ["add", "recognise"])
def test_issues_in_a_folder_that_is_not_there_are_refused_before_reading(verb, given, tmp_path, home):
    done = run(verb, given, "--issues", tmp_path / "none" / "issues.csv")
    assert done.exit_code == BAD_INPUT
    assert "make it first" in done.stderr
    assert not home.exists()


@pytest.mark.parametrize("verb", ["add", "recognise"])
def test_issues_beside_the_file_are_written(verb, given, tmp_path):
    done = run(verb, given, "--issues", tmp_path / "issues.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "issues.csv").read_text(encoding="utf-8-sig").startswith("file,member,line")


def test_nothing_to_write_is_always_writable(given):
    options.writable(None, [given])


@pytest.mark.parametrize("arguments", [("forecast",), ("backtest", "--years", "2024"), ("onset", SAMPLE)])
def test_no_processes_at_all_are_refused(arguments):
    done = run(*arguments, "--jobs", "0")
    assert done.exit_code == BAD_INPUT
    assert "0 processes can do nothing" in done.stderr


def test_knowledge_from_the_future_is_refused_by_add_and_forecast_alike(given):
    for arguments in (("forecast",), ("add", given)):
        done = run(*arguments, "--known-at", "2999-01-01")
        assert done.exit_code == BAD_INPUT
        assert "2999-01-01 is in the future" in done.stderr


def test_an_origin_before_the_data_is_told_where_they_begin():
    done = run("forecast", "--origin", "1970-01", "--jobs", "1")
    assert "begin after that month, in 1989-01" in says(done)


def test_a_back_test_refuses_a_panel_without_deaths_instead_of_using_the_data_at_hand():
    done = run("backtest", "--panel", COUPS, "--years", "2024", "--jobs", "1")
    assert says(done) == (
        "sample.csv holds no deaths by country and month. "
        "Give a UCDP GED file, or one of its counts by country and month."
    )


def test_a_folder_is_refused_with_what_to_give_instead(tmp_path):
    done = run("recognise", tmp_path)
    assert done.exit_code == BAD_INPUT
    assert f"{tmp_path} is a folder.\n  Give the files in it: {tmp_path}/*" in done.stderr


def header_only(tmp_path):
    path = tmp_path / "header.csv"
    path.write_text(SAMPLE.read_text().splitlines()[0] + "\n")
    return path


def test_a_header_alone_does_not_become_the_newest_release(tmp_path, home):
    done = run("add", header_only(tmp_path))
    assert done.exit_code == BAD_INPUT
    assert "header.csv gives no row to keep: 0 were read." in done.stderr
    assert not list(home.glob("vintages/raw/*.json"))


def test_a_file_whose_every_row_is_in_error_is_refused_whole(tmp_path, home):
    header, row = SAMPLE.read_text().splitlines()[:2]
    path = tmp_path / "bad.csv"
    place = header.split(",").index("best")
    path.write_text("\n".join([header, ",".join("x" if i == place else c for i, c in enumerate(row.split(",")))]))
    done = run("add", path)
    assert done.exit_code == BAD_INPUT
    assert "bad.csv gives no row to keep: 1 were read." in done.stderr
    assert "focalpoint recognise" in done.stderr
    assert not list(home.glob("vintages/raw/*.json"))


def test_a_file_of_day_first_dates_alone_is_refused_with_their_form_and_the_way_out(tmp_path, home):
    path = tmp_path / "days.csv"
    path.write_text(re.sub(r"(\d{4})-(\d\d)-(\d\d) 00:00:00.000", r"\3/\2/\1", SAMPLE.read_text()))
    done = run("add", path)
    assert done.exit_code == BAD_INPUT
    (cause,) = [line for line in done.stderr.splitlines() if "column date_start" in line]
    assert "31/01/2021 and 9 more like it" in cause
    assert "yyyy-mm-dd" in cause


def test_a_refused_file_does_not_keep_the_others_out_and_json_tells_both(tmp_path, given):
    done = run("add", header_only(tmp_path), given, "--json")
    assert done.exit_code == BAD_INPUT
    told = json.loads(done.stdout)
    assert [one["source"] for one in told["added"]] == ["ucdp_ged"]
    assert [one["file"].rsplit("/", 1)[-1] for one in told["failed"]] == ["header.csv"]


def test_a_file_is_named_once_in_what_is_said_of_it(tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()
    assert run("add", path).stderr.count("empty.csv") == 1


def test_errors_are_shown_before_notes_and_warnings(tmp_path):
    lines = SAMPLE.read_text().splitlines()
    path = tmp_path / "late.csv"
    path.write_text("\n".join([*lines[:-1], lines[-1].replace(lines[-1].split(",")[0], "", 1)]) + "\n")
    shown = [line for line in run("add", path).stdout.splitlines() if line.startswith("late.csv, line")]
    assert f"line {len(lines)}," in shown[0]


def test_one_issue_is_called_one_issue(tmp_path, given):
    done = run("recognise", given)
    assert "1 issues" not in done.output


def test_an_old_extract_is_named_an_extract(tmp_path):
    path = tmp_path / "old.csv"
    lines = SAMPLE.read_text()
    for year in range(2015, 2026):
        lines = lines.replace(f"{year}-", f"{year - 30}-")
    path.write_text(lines)
    [table] = json.loads(run("recognise", path, "--json").stdout)["tables"]
    assert table["release"] == "extract"
