"""The store: a release is a vintage, never an overwrite."""

import datetime as dt
import gzip
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.reading import NotRecognised
from focalpoint.foresight.vintages import entry
from focalpoint.foresight.vintages.files import ChangedBytes, sha256_of
from focalpoint.foresight.vintages.store import ChangedWhileRead, Store
from focalpoint.foresight.vintages.vintage import BadSidecar

DAY, LATER = dt.date(2025, 6, 30), dt.date(2025, 9, 1)
SAMPLE = registry.folder("ucdp_ged") / "sample.csv"


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "home", snapshot=None)


@pytest.fixture
def events(tmp_path) -> Path:
    """The sample of UCDP events under a name that says nothing."""
    path = tmp_path / "from a colleague.dat"
    path.write_bytes(SAMPLE.read_bytes())
    return path


@pytest.fixture
def damaged(tmp_path) -> Path:
    """The same events with one negative figure."""
    path = tmp_path / "damaged.csv"
    path.write_text(SAMPLE.read_text().replace(",6,9,4,", ",6,9,-4,", 1))
    return path


def files(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(store.raw.iterdir())}


def test_adding_keeps_the_bytes_under_their_hash(store, events):
    (added,) = store.add(events, known_at=DAY)
    assert added.new
    assert (store.raw / sha256_of(events)).read_bytes() == events.read_bytes()


def test_the_sidecar_says_what_the_file_is(store, events):
    (added,) = store.add(events, known_at=DAY, retrieved=LATER)
    sidecar = json.loads((store.raw / f"{sha256_of(events)}.json").read_text())
    (plain,) = sidecar["vintages"]
    assert plain["source"] == "ucdp_ged"
    assert (plain["known_at"], plain["retrieved"]) == ("2025-06-30", "2025-09-01")
    assert (plain["licence"], plain["may_ship"]) == ("CC BY 4.0", True)
    assert plain["original_name"] == "from a colleague.dat"
    assert plain["citation"]
    assert store.vintages() == [added.vintage]


def test_the_typed_table_is_what_the_reader_gave(store, events):
    (added,) = store.add(events, known_at=DAY)
    (expected,) = entry.read(events, "x", known_at=DAY, retrieved=DAY)
    assert store.frame(added.vintage).collect().equals(expected.frame.collect())
    assert added.vintage.first < added.vintage.last


def test_adding_the_same_file_twice_changes_nothing_and_says_so(store, events):
    (first,) = store.add(events, known_at=DAY)
    before = files(store)
    (second,) = store.add(events, known_at=LATER)
    assert (second.new, second.vintage) == (False, first.vintage)
    assert second.issues.equals(first.issues)
    assert files(store) == before


def test_the_same_bytes_under_another_name_are_the_same_file(store, events, tmp_path):
    store.add(events, known_at=DAY)
    other = tmp_path / "other.csv"
    other.write_bytes(events.read_bytes())
    assert not store.add(other, known_at=DAY)[0].new


def test_a_newer_release_stands_beside_the_older(store, events, damaged):
    store.add(events, known_at=DAY)
    store.add(damaged, known_at=LATER)
    assert [vintage.known_at for vintage in store.known("ucdp_ged", LATER)] == [LATER, DAY]
    assert [vintage.known_at for vintage in store.known("ucdp_ged", DAY)] == [DAY]
    assert store.known("ucdp_ged", dt.date(2025, 6, 29)) == []
    assert store.known("wdi", LATER) == []


def test_bad_rows_are_left_out_and_kept_as_issues(store, events, damaged):
    (whole,), (part,) = store.add(events, known_at=DAY), store.add(damaged, known_at=DAY)
    assert part.vintage.rows_kept == whole.vintage.rows_kept - 1
    assert part.vintage.rows_bad == 1
    found = store.issues(part.vintage).filter(pl.col("code") == "negative-deaths")
    assert found.select("line", "column", "value").row(0) == (2, "low", "-4")


def test_every_member_of_an_archive_is_a_vintage(store, tmp_path, events):
    path = tmp_path / "both.gz"
    path.write_bytes(gzip.compress(events.read_bytes()))
    (added,) = store.add(path, known_at=DAY)
    assert added.vintage.sha256 == sha256_of(path)
    assert store.frame(added.vintage).collect().height == added.vintage.rows_kept


def test_a_file_of_no_known_source_leaves_no_trace(store, tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(NotRecognised):
        store.add(path, known_at=DAY)
    assert not store.raw.exists() or list(store.raw.iterdir()) == []


def test_raw_bytes_that_changed_on_disk_are_refused(store, events):
    (added,) = store.add(events, known_at=DAY)
    (store.raw / added.vintage.sha256).write_bytes(b"other")
    with pytest.raises(ChangedBytes, match="are not the ones that were added"):
        store.frame(added.vintage)
    with pytest.raises(ChangedBytes, match="are not the ones that were added"):
        store.add(events, known_at=DAY)


def test_a_typed_table_that_changed_on_disk_is_refused(store, events):
    (added,) = store.add(events, known_at=DAY)
    path = store.raw / added.vintage.table
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ChangedBytes):
        store.frame(added.vintage)


def test_raw_bytes_that_are_gone_are_refused(store, events):
    (added,) = store.add(events, known_at=DAY)
    (store.raw / added.vintage.sha256).unlink()
    with pytest.raises(ChangedBytes, match="is gone"):
        store.frame(added.vintage)


def test_a_sidecar_that_cannot_be_read_says_which(store, events):
    (added,) = store.add(events, known_at=DAY)
    sidecar = store.raw / f"{added.vintage.sha256}.json"
    sidecar.write_text(sidecar.read_text()[:40])
    with pytest.raises(BadSidecar, match="cannot be read"):
        store.vintages()


def test_a_file_without_a_sidecar_does_not_exist_yet(store, events):
    (added,) = store.add(events, known_at=DAY)
    (store.raw / f"{added.vintage.sha256}.json").unlink()
    assert store.vintages() == []
    assert store.add(events, known_at=DAY)[0].new


def test_a_file_that_changes_while_it_is_read_is_refused(store, events, monkeypatch):
    read = entry.look

    def slow_read(path, *args, **more):
        found = read(path, *args, **more)
        path.write_bytes(path.read_bytes() + b"\n")
        return found

    monkeypatch.setattr(entry, "look", slow_read)
    with pytest.raises(ChangedWhileRead):
        store.add(events, known_at=DAY)
    assert store.vintages() == []


ADD = """
import datetime as dt, sys
from pathlib import Path
from focalpoint.foresight.vintages.store import Store
(added,) = Store(Path(sys.argv[1]), snapshot=None).add(Path(sys.argv[2]), known_at=dt.date(2025, 6, 30))
print(added.new)
"""


def test_two_processes_that_add_the_same_file_make_one_vintage(tmp_path, events):
    home = tmp_path / "home"
    command = [sys.executable, "-c", ADD, str(home), str(events)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in running]
    assert sorted(said) == ["False", "True"]
    store = Store(home, snapshot=None)
    (vintage,) = store.vintages()
    assert store.frame(vintage).collect().height == vintage.rows_kept
    assert [path for path in store.raw.iterdir() if path.name.startswith(".") and path.name != ".lock"] == []
