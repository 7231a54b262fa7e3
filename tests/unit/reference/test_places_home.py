"""The home of an installation: one folder, named whole; what is none is said so, with what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.site import environment
from focalpoint.reference import places

COMMAND = [sys.executable, "-c", "from focalpoint.cli import main; main()"]
STRANGER = "~nobody-of-this-name/desk"


def test_a_home_is_named_whole_and_made_when_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "a" / ".." / "b"))
    assert places.home() == tmp_path / "b"
    assert (tmp_path / "b").is_dir()


def test_naming_a_folder_makes_none(tmp_path):
    assert places.named(str(tmp_path / "new")) == tmp_path / "new"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("empty", ["", None])
def test_without_a_name_it_is_the_folder_var_here(empty, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOCALPOINT_HOME", raising=False)
    if empty is not None:
        monkeypatch.setenv("FOCALPOINT_HOME", empty)
    assert places.home() == tmp_path / "var"


@pytest.mark.parametrize("wrong", [STRANGER, "a\0b"])
def test_a_text_that_names_no_folder_is_refused_with_what_to_do(wrong):
    with pytest.raises(places.NoHome, match="names no folder") as raised:
        places.named(wrong)
    assert "FOCALPOINT_HOME=" in raised.value.todo


@pytest.mark.parametrize("below", ["file", "file/below", "x" * 300])
def test_a_place_that_cannot_become_a_folder_is_refused(below, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / below))
    with pytest.raises(places.NoHome, match="cannot be a folder"):
        places.home()


@given(st.text(max_size=20))
def test_any_text_is_a_folder_or_a_plain_error(text):
    try:
        found = places.named(text)
    except places.NoHome:
        return
    assert found.is_absolute()


@pytest.mark.parametrize("wrong", [STRANGER, "/dev/null", "/dev/null/below", "/" + "x" * 300])
def test_the_settings_report_such_a_home_as_e001_with_a_hint_and_go_on(wrong):
    found = environment.read({"FOCALPOINT_HOME": wrong})
    assert [each.id for each in found.problems if each.id == "focalpoint.E001"] == ["focalpoint.E001"]
    assert all(each.hint for each in found.problems)
    assert found.home.is_absolute()


@given(st.text(max_size=20))
def test_no_value_of_the_home_stops_the_settings(text):
    assert isinstance(environment.read({"FOCALPOINT_HOME": text}).home, Path)


@pytest.mark.parametrize("verb", ["trail verify", "people list", "demo load", "up"])
def test_a_command_ends_with_a_plain_sentence_and_exit_code_2(verb, tmp_path):
    variables = {**os.environ, "FOCALPOINT_HOME": STRANGER}
    done = subprocess.run(
        [*COMMAND, *verb.split()], env=variables, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert STRANGER in done.stderr
    assert "FOCALPOINT_HOME=" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
