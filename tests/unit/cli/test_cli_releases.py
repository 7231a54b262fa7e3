"""``focalpoint verify`` and ``focalpoint releases`` as a person types them."""

import datetime as dt
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bundles
from focalpoint.cli import BAD_INPUT, focalpoint, releases

NAME = bundles.drafted().id


def run(*words: str) -> Result:
    return CliRunner().invoke(focalpoint, words)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    monkeypatch.setattr(releases, "today", lambda: dt.date(2025, 7, 1))
    bundles.make(tmp_path / "releases" / NAME)
    return tmp_path / "releases"


def test_a_good_release_is_verified_by_path_and_by_id(shelf: Path):
    for name in (NAME, str(shelf / NAME)):
        result = run("verify", name)
        assert result.exit_code == 0
        assert f"{NAME} is as it was written. Content hash: " in result.stdout


def test_every_file_is_named(shelf: Path):
    result = run("verify", NAME)
    for name in bundles.drafted().files:
        assert name in result.stdout


def test_a_changed_byte_ends_with_1_and_names_the_file(shelf: Path):
    raw = bytearray((shelf / NAME / "drivers.parquet").read_bytes())
    raw[1000] ^= 1
    (shelf / NAME / "drivers.parquet").write_bytes(raw)
    result = run("verify", NAME)
    assert result.exit_code == 1
    line = next(line for line in result.stdout.splitlines() if line.startswith("drivers.parquet"))
    assert "the hash differs from the manifest" in line
    assert "Refused. Copy the release again" in result.stdout


def test_a_stranger_in_the_folder_is_named(shelf: Path):
    (shelf / NAME / "notes.txt").write_text("x")
    result = run("verify", NAME)
    assert result.exit_code == 1
    assert "Take it out of the folder" in result.stdout


def test_without_a_manifest_no_file_is_called_good(shelf: Path):
    (shelf / NAME / "manifest.json").unlink()
    result = run("verify", NAME)
    assert result.exit_code == 1
    assert "as it was written" not in result.stdout


def test_the_findings_come_as_json(shelf: Path):
    (shelf / NAME / "scores.parquet").unlink()
    result = run("verify", NAME, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["ok"], found["id"]) == (False, NAME)
    assert found["findings"][0]["file"] == "scores.parquet"
    assert found["findings"][0]["problem"] == "the file is missing"


def test_a_release_that_is_nowhere_is_a_mistake_in_typing(shelf: Path):
    result = run("verify", "r-2020-01-00000000")
    assert result.exit_code == 2
    assert "neither a folder nor a release kept here" in result.stderr


def test_releases_are_listed_with_origin_window_inputs_and_state(shelf: Path):
    result = run("releases")
    assert result.exit_code == 0
    for words in (NAME, "2024-12", "2025-01 to 2026-02", "ucdp_ged_panel 25.1", "verified; 6 of its 12 months over"):
        assert words in result.stdout


def test_a_window_that_is_over_is_called_over(shelf: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(releases, "today", lambda: dt.date(2026, 3, 1))
    assert "verified; window over" in run("releases").stdout


def test_a_damaged_release_is_listed_as_refused(shelf: Path):
    (shelf / NAME / "scores.parquet").unlink()
    result = run("releases")
    assert result.exit_code == 0
    assert "refused: scores.parquet: the file is missing" in result.stdout


def test_the_list_comes_as_json(shelf: Path):
    (row,) = json.loads(run("releases", "--json").stdout)
    assert (row["id"], row["verified"], row["over"]) == (NAME, True, False)
    assert row["window"] == {"first": "2025-01", "last": "2026-02"}
    assert row["inputs"] == ["ucdp_ged_panel 25.1", "vdem 15", "unhcr 2025"]


def test_an_empty_home_says_how_to_make_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "new"))
    result = run("releases")
    assert result.exit_code == 0
    assert "Make one: focalpoint forecast" in result.stdout
    assert json.loads(run("releases", "--json").stdout) == []


@pytest.mark.parametrize("verb", ["verify", "releases"])
def test_help_says_what_a_verb_does(verb: str):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert "--json" in result.stdout


def test_a_release_is_written_as_a_data_package_and_never_over_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bundles.make(tmp_path / "made")
    done = CliRunner().invoke(focalpoint, ["releases", "package", "made", "--out", "x.zip"])
    assert done.exit_code == 0, done.output
    assert zipfile.is_zipfile(tmp_path / "x.zip")
    assert hashlib.sha256((tmp_path / "x.zip").read_bytes()).hexdigest() in done.output
    again = CliRunner().invoke(focalpoint, ["releases", "package", "made", "--out", "x.zip"])
    assert again.exit_code == BAD_INPUT
    assert "--replace" in again.output
    assert CliRunner().invoke(focalpoint, ["releases", "package", "made", "--out", "x.zip", "--replace"]).exit_code == 0


def test_a_release_that_is_not_here_is_not_packed(tmp_path):
    assert CliRunner().invoke(focalpoint, ["releases", "package", str(tmp_path / "none")]).exit_code == BAD_INPUT
