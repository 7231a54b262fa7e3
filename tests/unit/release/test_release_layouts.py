"""A release of layout 1 stays as it was made and is still read."""

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release import layouts, read
from focalpoint.foresight.release.manifest import inconsistencies, sealed
from focalpoint.foresight.release.schema import TABLES

# Written by the code of layout 1; nothing of it may ever change.
OLD = Path(__file__).parents[2] / "releases" / "r-2024-12-0737c7f9"
CONTENT = "0737c7f9"


def test_a_release_of_layout_1_verifies_under_its_old_id():
    report = read.verify(OLD)
    assert report.findings == ()
    assert report.id == OLD.name
    assert report.content is not None
    assert report.content.startswith(CONTENT)


def test_reading_it_changes_no_byte():
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in OLD.iterdir()}
    read.load(OLD)
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in OLD.iterdir()} == before


@pytest.mark.parametrize("name", TABLES)
def test_its_tables_have_the_columns_of_today(name: str):
    assert dict(getattr(read.load(OLD), name).schema) == TABLES[name].columns


def test_what_it_lacks_is_unknown():
    bundle = read.load(OLD)
    assert bundle.events.is_empty()
    assert bundle.manifest.data == ()
    assert set(bundle.drivers["target"]) == {"civilians_sum"}
    for table, columns in layouts.NEW_COLUMNS[2].items():
        lacking = [column for column in columns if column != "target"]
        assert getattr(bundle, table).select(pl.col(lacking).is_null().all()).row(0) == (True,) * len(lacking)


def test_what_it_has_is_read_as_it_was():
    sudan = read.load(OLD).history.filter(unit="SDN").sort("month").tail(1)
    raw = pl.read_parquet(OLD / "history.parquet").filter(unit="SDN").tail(1)
    assert sudan.select(raw.columns).equals(raw)


def test_a_table_of_a_later_layout_does_not_belong_to_it(tmp_path: Path):
    copy = tmp_path / OLD.name
    copy.mkdir()
    for path in OLD.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "events.parquet").write_bytes(bundles.drafted(months=24).files["events.parquet"])
    assert [finding.file for finding in read.verify(copy).findings] == ["events.parquet"]


def test_a_layout_of_the_future_is_refused_with_what_to_do(tmp_path: Path):
    made = tmp_path / "r"
    bundles.make(made, months=24)
    manifest = made / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema": 2', '"schema": 3'))
    (finding, *_) = read.verify(made).findings
    assert "layout 3; this Focalpoint reads layout 1 and 2" in finding.problem
    assert finding.todo == "Upgrade Focalpoint."


def test_layout_2_without_the_months_of_its_editions_is_refused():
    fields = json.loads(bundles.drafted(months=24).files["manifest.json"])
    raw = sealed(
        {key: value for key, value in fields.items() if key not in {"schema", "id", "content", "seal", "data"}}
    )
    assert inconsistencies(json.loads(raw), raw) == [
        "the months of each edition (data) belong to layout 2 and to no layout before it"
    ]
