"""Which months no file covers, and what a store knows of where its files are from."""

import datetime as dt
from dataclasses import replace

import pytest

from focalpoint.foresight.sources.presence import Presence
from focalpoint.foresight.vintages.gaps import covers, missing_months
from focalpoint.foresight.vintages.provenance import Provenance, held, is_final, kept, note, read, write
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import BadSidecar, Vintage
from focalpoint.reference.calendar import month_label, parse_month

NOTE = Provenance(
    source="wdi",
    name="WDI_CSV.zip",
    release="",
    address="https://example.org/WDI_CSV.zip",
    day=dt.date(2026, 11, 27),
    sha256="ab" * 32,
    size=9,
    etag='"one"',
    modified="",
)


def yearly(release: str) -> Vintage:
    last = f"{1999 + int(release.split('.')[0])}-12"
    rows = {"rows_kept": 100_000, "kind": "yearly", "covers_first": "1989-01", "covers_last": last}
    return Vintage(release, source="ucdp_ged", release=release, first="1989-01", last=last, **rows)


def candidate(release: str) -> Vintage:
    return Vintage(release, source="ucdp_candidate", release=release, first="2025-01", last="2026-10")


PANEL = Vintage(
    "p", source="ucdp_candidate_panel", release="25.01.25.12+26.0.1", first="2025-01", last="2026-02", embedded=True
)


@pytest.mark.parametrize(
    ("vintages", "missing"),
    [
        ([], []),
        ([yearly("26.1")], []),
        ([yearly("26.1"), candidate("26.01.26.06"), candidate("26.0.7")], []),
        ([yearly("26.1"), candidate("26.01.26.06"), candidate("26.0.8")], ["2026-07"]),
        ([yearly("25.1"), candidate("26.0.1")], [f"2025-{month:02d}" for month in range(1, 13)]),
        ([yearly("25.1"), PANEL, candidate("26.0.4")], ["2026-03"]),
        ([yearly("25.1"), candidate("25.01.25.11"), candidate("26.0.1")], ["2025-12"]),
        ([candidate("26.0.1"), candidate("26.0.3")], []),
    ],
)
def test_the_months_between_what_files_cover_are_missing(vintages, missing):
    assert [month_label(month) for month in missing_months(vintages)] == missing


def test_late_events_of_another_month_cover_nothing():
    assert list(covers(candidate("26.0.3"))) == [parse_month("2026-03")]


def test_a_file_of_which_nothing_is_known_covers_nothing():
    assert list(covers(candidate("from a colleague"))) == []
    assert list(covers(Vintage("x", source="wdi", release="2025", first="1960", last="2024"))) == []


def test_a_note_is_read_as_it_was_written(tmp_path):
    write(tmp_path / "note", NOTE)
    assert read(tmp_path / "note") == NOTE
    assert NOTE.marks == Presence(9, '"one"')


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"day": "yesterday"}'])
def test_a_damaged_note_is_named(tmp_path, text):
    (tmp_path / "note").write_text(text)
    with pytest.raises(BadSidecar, match="note"):
        read(tmp_path / "note")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def keep(store, **more):
    one = replace(NOTE, **more)
    store.raw.mkdir(parents=True, exist_ok=True)
    write(note(store, one.sha256), one)
    return one


def test_a_note_is_no_vintage(store):
    before = store.vintages()
    keep(store)
    assert store.vintages() == before
    assert kept(store) == [NOTE]


def test_the_newest_note_of_a_file_says_which_version_is_here(store):
    keep(store, sha256="cd" * 32, etag='"two"', day=dt.date(2026, 12, 1))
    keep(store)
    assert held(store, "wdi").marks == {"WDI_CSV.zip": Presence(9, '"two"')}
    assert held(store, "wdi").fetched == {"WDI_CSV.zip": dt.date(2026, 12, 1)}
    assert held(store, "coups").marks == {}


def test_a_version_whose_number_only_its_name_says_is_known_by_its_note(store):
    keep(store, source="vdem", release="16", name="V-Dem-CY-Core-v16_csv.zip")
    assert "16" in held(store, "vdem").releases


def test_the_tables_of_the_package_hide_no_file_but_say_how_far_final_figures_reach(store):
    assert held(store, "vdem").releases == frozenset()
    assert month_label(held(store, "ucdp_candidate").whole_to) == "2024-12"


def test_an_extract_hides_no_release_and_covers_no_month(store, monkeypatch):
    part = Vintage("x", source="ucdp_ged", release="26.1", first="2025-01", last="2025-12", rows_kept=900)
    monkeypatch.setattr(Store, "vintages", lambda self: [yearly("26.1")])
    assert held(store, "ucdp_ged").releases == {"26.1"}
    monkeypatch.setattr(Store, "vintages", lambda self: [part])
    assert held(store, "ucdp_ged").releases == frozenset()
    assert held(store, "ucdp_ged").whole_to == 0
    assert list(covers(part)) == []


@pytest.mark.parametrize(("source", "release", "final"), [("ucdp_ged", "26.1", True), ("ucdp_ged", None, False)])
def test_a_yearly_release_is_final(source, release, final):
    assert is_final(Vintage("x", source=source, release=release)) == final
