"""The home of a demonstration is deleted whole, and no other home ever is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from focalpoint.cli.demo import demo, table
from focalpoint.desk.demo import home
from focalpoint.desk.demo.people import SignIn

MAKEFILE = Path(__file__).parents[3] / "Makefile"


@pytest.fixture
def marked(tmp_path) -> Path:
    folder = tmp_path / "demo"
    (folder / "releases" / "r-1").mkdir(parents=True)
    (folder / "releases" / "r-1" / "manifest.json").write_text("{}")
    (folder / "desk.sqlite3").write_bytes(b"x")
    home.mark(folder)
    return folder


def test_a_demonstration_is_deleted_whole(marked):
    home.remove(marked)
    assert not marked.exists()


def test_another_home_is_refused_and_stays(tmp_path):
    (tmp_path / "desk.sqlite3").write_bytes(b"x")
    with pytest.raises(home.NotADemo):
        home.remove(tmp_path)
    assert (tmp_path / "desk.sqlite3").exists()


def test_what_a_link_in_it_leads_to_stays(marked, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "evidence").write_text("x")
    (marked / "link").symlink_to(elsewhere)
    home.remove(marked)
    assert (elsewhere / "evidence").exists()
    assert not marked.exists()


def test_a_link_to_a_demonstration_is_refused(marked, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(marked)
    with pytest.raises(home.NotADemo):
        home.remove(link)
    assert marked.exists()


def test_an_interrupted_deletion_can_be_ended(marked, monkeypatch):
    def fail(folder):
        raise OSError("busy")

    with monkeypatch.context() as broken:
        broken.setattr(home.shutil, "rmtree", fail)
        with pytest.raises(OSError, match="busy"):
            home.remove(marked)
    assert home.is_demo(marked)
    home.remove(marked)
    assert not marked.exists()


def test_the_verb_asks_first(marked, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(marked))
    assert CliRunner().invoke(demo, ["remove"], input="n\n").exit_code != 0
    assert marked.exists()
    assert CliRunner().invoke(demo, ["remove"], input="y\n").exit_code == 0
    assert not marked.exists()


def test_the_verb_refuses_any_other_home_even_with_yes(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    answer = CliRunner().invoke(demo, ["remove", "--yes"])
    assert isinstance(answer.exception, home.NotADemo)
    assert tmp_path.exists()


def test_a_script_finds_name_and_password_in_what_is_printed():
    printed = "Took in release r-1.\n" + table([SignIn("analyst", "analyst-1", "a-b"), SignIn("head", "head-1", "c-d")])
    assert re.search(r"(?im)name\W+(\S+)", printed)[1] == "analyst-1"
    assert re.search(r"(?im)password\W+(\S+)", printed)[1] == "a-b"
    assert "head-1" in printed


def test_make_run_keeps_the_demonstration_in_a_home_of_its_own():
    assert "run: export FOCALPOINT_HOME ?= var/demo" in MAKEFILE.read_text()


def run(folder, *words):
    command = [sys.executable, "-c", "from focalpoint.cli import main; main()", *words]
    environment = {**os.environ, "FOCALPOINT_HOME": str(folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_loaded_proved_and_removed_from_the_command_line(tmp_path):
    folder = tmp_path / "demo"
    loaded = run(folder, "demo", "load")
    assert loaded.returncode == 0, loaded.stderr
    assert "name analyst-1 and the password" in loaded.stdout
    proved = run(folder, "trail", "verify")
    assert proved.returncode == 0, proved.stderr
    assert "The trail is whole" in proved.stdout
    again = run(folder, "demo", "load")
    assert again.returncode == 2
    assert "has an account already" in again.stderr
    assert run(folder, "demo", "remove", "--yes").returncode == 0
    assert not folder.exists()
