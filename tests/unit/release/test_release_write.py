"""A release appears whole or not at all, and is the same for the same input."""

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release import read, write
from focalpoint.foresight.release.schema import FILES, BadTable
from focalpoint.foresight.release.write import Occupied, Unwritable


def draft(**changes: pl.DataFrame) -> write.Draft:
    tables = bundles.tables(months=12) | changes
    return write.draft(tables, bundles.facts(), created=bundles.CREATED)


def test_a_release_is_written_with_every_file_and_nothing_else(tmp_path: Path):
    written = write.write(tmp_path / "r", bundles.drafted())
    assert sorted(entry.name for entry in (tmp_path / "r").iterdir()) == sorted([*FILES, "manifest.json"])
    assert [entry.name for entry in tmp_path.iterdir()] == ["r"]
    assert (written.id, written.new) == (bundles.drafted().id, True)
    assert read.verify(tmp_path / "r").ok


def test_the_same_input_gives_the_same_bytes():
    first, second = draft(), draft()
    assert first.id == second.id
    assert first.files == second.files


def test_the_order_in_which_rows_arrive_does_not_matter():
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in bundles.tables(months=12).items()
    }
    assert draft(**shuffled).files == draft().files


def test_one_changed_number_gives_another_id():
    history = bundles.history(months=12).with_columns(
        pl.when(pl.col("events") == 1).then(2).otherwise("events").alias("events")
    )
    assert draft(history=history).id != draft().id


def test_the_day_of_making_does_not_change_the_id():
    facts, tables = bundles.facts(), bundles.tables(months=12)
    ids = {write.draft(tables, facts, created=day).id for day in (dt.date(2025, 1, 1), dt.date(2026, 1, 1))}
    assert len(ids) == 1


def test_writing_it_again_changes_nothing_and_says_so(tmp_path: Path):
    first = write.write(tmp_path / "r", bundles.drafted())
    before = {entry.name: entry.stat().st_mtime_ns for entry in first.path.iterdir()}
    again = write.write(tmp_path / "r", bundles.drafted())
    assert (first.new, again.new, again.id) == (True, False, first.id)
    assert {entry.name: entry.stat().st_mtime_ns for entry in first.path.iterdir()} == before


def test_an_empty_folder_may_be_filled(tmp_path: Path):
    (tmp_path / "r").mkdir()
    assert write.write(tmp_path / "r", bundles.drafted()).new


def test_another_release_is_never_overwritten(tmp_path: Path):
    bundles.make(tmp_path / "r")
    other = bundles.drafted(2)
    with pytest.raises(Occupied, match=f"already holds the release {bundles.drafted().id}"):
        write.write(tmp_path / "r", other)
    assert read.load(tmp_path / "r").id == bundles.drafted().id


def test_a_folder_with_something_else_is_never_overwritten(tmp_path: Path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "letter.txt").write_text("mine")
    with pytest.raises(Occupied, match="something else") as caught:
        write.write(tmp_path / "r", bundles.drafted())
    assert "--out" in caught.value.todo
    assert (tmp_path / "r" / "letter.txt").read_text() == "mine"


def test_a_file_in_the_way_is_never_overwritten(tmp_path: Path):
    (tmp_path / "r").write_text("mine")
    with pytest.raises(Occupied, match="something else"):
        write.write(tmp_path / "r", bundles.drafted())


def test_a_damaged_copy_of_the_same_release_is_not_taken_for_it(tmp_path: Path):
    bundles.make(tmp_path / "r")
    (tmp_path / "r" / "model_card.md").write_text("nothing is wrong")
    with pytest.raises(Occupied):
        write.write(tmp_path / "r", bundles.drafted())


def test_a_crash_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="No space left on device") as caught:
        write.write(tmp_path / "r", bundles.drafted())
    assert "Make room" in caught.value.todo
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_said_to_be_in_the_way(tmp_path: Path):
    (tmp_path / "r").write_text("mine")
    with pytest.raises(Unwritable, match="cannot be written"):
        write.write(tmp_path / "r" / "inner", bundles.drafted())


def test_two_that_write_the_same_release_at_once_both_find_it(tmp_path: Path):
    made = bundles.drafted()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: write.write(tmp_path / "r", made), range(8)))
    assert sum(written.new for written in found) == 1
    assert read.verify(tmp_path / "r").ok
    assert [entry.name for entry in tmp_path.iterdir()] == ["r"]


def test_the_window_is_that_of_the_monthly_forecasts():
    assert b'"first": "2025-01"' in bundles.drafted().files["manifest.json"]
    assert b'"last": "2026-02"' in bundles.drafted().files["manifest.json"]


def test_a_release_without_monthly_forecasts_is_not_written():
    onset = bundles.forecasts().filter(pl.col("kind") == "chance")
    with pytest.raises(BadTable, match="no monthly quantiles"):
        draft(forecasts=onset)


def test_a_table_that_could_not_be_read_is_not_written():
    certain = bundles.forecasts().with_columns(
        pl.when(pl.col("kind") == "chance").then(1.0).otherwise("value").alias("value")
    )
    with pytest.raises(BadTable, match="nothing is certain"):
        draft(forecasts=certain)


def test_tables_that_contradict_each_other_are_not_written():
    with pytest.raises(BadTable, match="of which the record knows nothing"):
        draft(history=bundles.history(months=12).with_columns(pl.lit("unknown").alias("status"), *_nothing()))


def _nothing() -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.Float64).alias(name) for name in ("low", "best", "high")]
