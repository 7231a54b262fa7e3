"""What a file brings, told before it is kept."""

import datetime as dt
import zipfile

import polars as pl
import pytest

from focalpoint.foresight.sources import registry
from focalpoint.foresight.vintages import entry
from focalpoint.foresight.vintages.store import Store

DAY = dt.date(2026, 1, 1)
TABLES = ("ucdp_ged_panel", "wdi", "vdem", "mentions")


@pytest.fixture
def archive(tmp_path):
    """A zip with the samples of several sources."""
    path = tmp_path / "several.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for source in TABLES:
            packed.write(registry.folder(source) / "sample.csv", f"{source}/data (1).csv")
    return path


def test_each_table_of_an_archive_is_described_on_its_own(archive):
    found = entry.read(archive, "ab" * 32, known_at=DAY, retrieved=DAY)
    assert sorted(one.vintage.source for one in found) == sorted(TABLES)
    assert len({one.vintage.id for one in found}) == len({one.vintage.table for one in found}) == len(TABLES)


def test_names_of_tables_are_plain(archive):
    for one in entry.read(archive, "ab" * 32, known_at=DAY, retrieved=DAY):
        assert one.vintage.table.startswith("ab" * 32 + ".")
        assert one.vintage.table.replace(".", "").replace("-", "").isalnum()


def test_the_whole_archive_is_kept_once(archive, tmp_path):
    store = Store(tmp_path / "home", snapshot=None)
    added = store.add(archive, known_at=DAY)
    assert {one.vintage.source for one in added} == set(TABLES)
    assert len([path for path in store.raw.iterdir() if path.suffix == ""]) == 2  # the bytes and the lock
    for vintage in store.vintages():
        assert store.frame(vintage).collect().height > 0


@pytest.mark.parametrize(
    ("grain", "values", "expected"),
    [
        ("event", {"date_start": [dt.date(2020, 1, 31), dt.date(2019, 12, 1)]}, ("2019-12", "2020-01")),
        ("unit_month", {"month": [540, 109]}, ("1989-01", "2024-12")),
        ("unit_year", {"year": [2024, 1960]}, ("1960", "2024")),
        ("unit_year", {"year": []}, ("", "")),
    ],
)
def test_the_span_is_the_first_and_last_period(grain, values, expected):
    assert entry.span(pl.LazyFrame(values), grain) == expected


def test_an_id_has_the_release_or_the_last_period_and_the_hash():
    assert entry.identity("wdi", None, "2024", "0123456789", "0") == "wdi-2024-01234567"
    assert entry.identity("wdi", "7", "2024", "0123456789", "3-wdi-csv") == "wdi-7-01234567-3"
