"""A back-up is put together next to its place, and moved there only when it is whole."""

import stat
from pathlib import Path

import pytest

from focalpoint.cli import restore


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "home").mkdir(mode=0o755)
    return tmp_path / "home"


def test_a_stage_is_gone_afterwards_and_the_home_is_for_its_owner_alone(folder):
    with restore._stage(folder) as stage:
        (stage / "half").write_text("x")
        assert stage.parent == folder
    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_stage_is_gone_after_an_error_too(folder):
    with pytest.raises(FileNotFoundError), restore._stage(folder) as stage:
        (stage / "half").rename(stage / "other")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["desk.sqlite3", ".restoring", "notes.txt", "originals"])
def test_a_home_that_holds_anything_is_refused_and_left_as_it_is(folder, name):
    (folder / name).mkdir()
    with pytest.raises(restore.PlaceTaken, match=f"it holds {name}") as refused, restore._stage(folder):
        pass
    assert "Nothing was changed" in refused.value.todo
    assert [each.name for each in folder.iterdir()] == [name]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_whole_is_moved_and_the_database_goes_where_the_settings_say(folder, tmp_path, elsewhere):
    staged = folder / ".restoring/home"
    (staged / "originals/ab").mkdir(parents=True)
    for name in ("secret_key", "desk.sqlite3", "originals/ab/ab12"):
        (staged / name).write_text(name)
    place = tmp_path / "other.sqlite3" if elsewhere else folder / "desk.sqlite3"
    restore._move(staged, folder, place)
    assert place.read_text() == "desk.sqlite3"
    assert (folder / "secret_key").read_text() == "secret_key"
    assert (folder / "originals/ab/ab12").exists()
    assert list(staged.iterdir()) == []


def test_a_newer_back_up_is_refused_before_anything_is_loaded(folder):
    with pytest.raises(restore.upgrading.NewerHome, match="Install that version"):
        restore._load(folder, {"format": 2})


def test_a_database_that_is_there_already_is_not_written_over(folder, tmp_path, monkeypatch):
    (tmp_path / "other.sqlite3").write_text("mine")
    monkeypatch.setenv("FOCALPOINT_DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    monkeypatch.setenv("FOCALPOINT_HOME", str(folder))
    with pytest.raises(restore.PlaceTaken, match=r"other.sqlite3 is there already"):
        restore._load(folder, {"format": 1})
    assert (tmp_path / "other.sqlite3").read_text() == "mine"
