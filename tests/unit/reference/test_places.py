"""Where an installation keeps its files."""

from pathlib import Path

from focalpoint.reference import places


def test_an_empty_home_is_made_on_first_use(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "a" / "b"))
    assert places.home() == (tmp_path / "a" / "b").resolve()
    assert (tmp_path / "a" / "b").is_dir()


def test_without_a_setting_the_home_is_var_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("FOCALPOINT_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert places.home() == Path(tmp_path / "var").resolve()


def test_an_empty_setting_counts_as_no_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", "")
    monkeypatch.chdir(tmp_path)
    assert places.home().name == "var"
