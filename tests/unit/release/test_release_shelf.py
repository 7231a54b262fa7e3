"""The releases that an installation keeps."""

import os
from pathlib import Path

import pytest

import bundles
from focalpoint.foresight.release.shelf import find, kept


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for seed, origin in ((2, 541), (1, 540)):
        bundles.make(tmp_path / bundles.drafted(seed, origin).id, seed=seed, origin=origin)
    return tmp_path


def test_releases_are_listed_in_the_order_of_their_data(shelf: Path):
    assert [one.manifest.origin for one in kept(shelf) if one.manifest] == ["2024-12", "2025-01"]


def test_of_two_releases_of_one_day_the_one_that_was_written_later_is_the_newest(tmp_path: Path):
    names = []
    for seed in (1, 2):
        names.append(bundles.drafted(seed, 540).id)
        bundles.make(tmp_path / names[-1], seed=seed, origin=540)
    for order in (names, names[::-1]):
        for place, name in enumerate(order, start=1):
            os.utime(tmp_path / name / "manifest.json", ns=(place, place))
        assert [one.path.name for one in kept(tmp_path)] == order


def test_a_damaged_release_is_listed_first_with_its_reasons(shelf: Path):
    damaged = shelf / bundles.drafted(2, 541).id
    (damaged / "scores.parquet").write_bytes(b"x")
    first = kept(shelf)[0]
    assert (first.path, first.manifest, first.report.ok) == (damaged, None, False)
    assert first.report.id == damaged.name


def test_files_and_unfinished_folders_are_no_releases(shelf: Path):
    (shelf / "notes.txt").write_text("x")
    (shelf / ".r-2024-12-00000000.half").mkdir()
    assert len(kept(shelf)) == 2


def test_no_folder_holds_no_release(tmp_path: Path):
    assert kept(tmp_path / "nothing") == []


def test_a_release_is_found_by_its_id_or_its_path(shelf: Path):
    name = bundles.drafted(1, 540).id
    assert find(name, shelf) == shelf / name
    assert find(str(shelf / name), Path("/nowhere")) == shelf / name


def test_a_path_is_never_looked_up_among_the_ids(shelf: Path):
    (shelf / "inner").mkdir()
    assert find("../inner", shelf / "inner") == Path("../inner")
