"""Which releases `focalpoint up` makes by itself: in an empty home, after an upgrade, beside own data."""

import json
import subprocess

import pytest

from focalpoint.cli import first_releases
from focalpoint.cli.first_releases import NoRelease, embedded_end, make_first_releases

OLDER, NEWEST = "2024-12", embedded_end()


@pytest.fixture
def asked(monkeypatch, no_release) -> list[list[str]]:
    """What would have been run; nothing is."""
    calls: list[list[str]] = []

    def run(command, check):
        calls.append(command[3:])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(first_releases.subprocess, "run", run)
    return calls


def release(home, origin, *, embedded=True):
    path = home / "releases" / f"r-{origin}-00000000" / "manifest.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"origin": origin, "embedded": embedded}))


def test_an_empty_home_gets_the_last_final_month_and_the_last_month(tmp_path, asked):
    make_first_releases(tmp_path)
    assert asked == [["forecast", "--with-final"]]


def test_a_home_of_an_earlier_version_gets_the_new_one_alone_once_and_is_told(tmp_path, asked, capsys):
    release(tmp_path, OLDER)
    make_first_releases(tmp_path)
    assert asked == [["forecast"]]
    assert NEWEST in capsys.readouterr().out
    release(tmp_path, NEWEST)
    make_first_releases(tmp_path)
    assert asked == [["forecast"]]


def test_a_release_from_a_person_s_own_data_is_not_overruled(tmp_path, asked, capsys):
    release(tmp_path, OLDER, embedded=False)
    make_first_releases(tmp_path)
    assert asked == []
    assert "focalpoint forecast" in capsys.readouterr().out


def test_a_person_s_own_data_are_not_overruled(tmp_path, asked):
    release(tmp_path, OLDER)
    (tmp_path / "vintages" / "raw").mkdir(parents=True)
    (tmp_path / "vintages" / "raw" / "abc.json").write_text("{}")
    make_first_releases(tmp_path)
    assert asked == []


def test_a_release_that_goes_further_than_the_product_s_data_needs_none(tmp_path, asked, capsys):
    release(tmp_path, OLDER)
    release(tmp_path, "2031-01", embedded=False)
    make_first_releases(tmp_path)
    assert asked == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"origin": "2024-12"}'])
def test_a_damaged_release_is_left_to_the_desk(tmp_path, asked, text):
    release(tmp_path, OLDER)
    next(tmp_path.glob("releases/*/manifest.json")).write_text(text)
    make_first_releases(tmp_path)
    assert asked == []


def test_a_failure_says_how_to_see_why(tmp_path, no_release, monkeypatch):
    monkeypatch.setattr(
        first_releases.subprocess, "run", lambda command, check: subprocess.CompletedProcess(command, 1)
    )
    with pytest.raises(NoRelease, match="could not be made") as failure:
        make_first_releases(tmp_path)
    assert "focalpoint forecast --with-final" in str(failure.value.todo)


def test_the_product_s_data_end_in_february_2026():
    assert embedded_end() == "2026-02"
