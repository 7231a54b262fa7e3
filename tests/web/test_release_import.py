"""The import of a release: whole or not at all, once, and never of what fails a check."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import bundles
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.watch import actions, queries
from focalpoint.desk.watch.actions import Imported, Rejected, take_in, take_in_all
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Release
from focalpoint.foresight.release import write
from focalpoint.foresight.release.read import Refused, load
from focalpoint.reference.errors import FocalpointError

OLD = Path(__file__).parents[1] / "releases" / "r-2024-12-0737c7f9"
CONSOLE = SystemActor.CONSOLE
NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)


@pytest.fixture
def copy(newest, tmp_path):
    """A copy of a release that a test may damage."""
    return shutil.copytree(newest, tmp_path / newest.name)


def counts():
    return [model.objects.count() for model in (Release, Document, CountryForecast, Chance)]


def test_a_release_becomes_rows(release):
    assert counts() == [1, 4, 195, 195 * 3 * len(bundles.SPANS)]
    assert (release.origin, release.first, release.last) == (540, 541, 554)
    assert release.source_line == "UCDP GED 25.1; UNHCR 2025; V-Dem 15"
    assert release.licences == "CC BY 4.0; CC BY-SA 4.0"


def test_the_record_is_named_apart_from_all_else_with_its_own_day(release):
    assert release.record_line == "UCDP GED 25.1"
    assert release.killings_known_at == bundles.KNOWN_AT
    release.data = [{"source": "ucdp_candidate", "edition": "26.0.2", "known_at": "2026-03-31"}, *release.data]
    assert release.record_line == "UCDP Candidate 26.0.2; UCDP GED 25.1"
    assert release.killings_known_at == dt.date(2026, 3, 31)
    release.data = []
    assert release.record_line == release.source_line
    assert release.killings_known_at == release.known_at


def test_every_chance_of_the_bundle_is_kept_to_the_last_digit(release, newest):
    frame = load(newest).forecasts
    asked = {"target": "civilians_sum", "kind": "chance", "model": "combination", "level": 100.0, "window": 6}
    kept = Chance.objects.filter(threshold=100, window=6)
    found = {(each.iso3, each.first): (each.value, each.low, each.high) for each in kept}
    rows = list(frame.filter(**asked).iter_rows(named=True))
    assert {first for _, first in found} == {541, 547}
    assert found == {(row["unit"], row["month"] - 5): (row["value"], row["low"], row["high"]) for row in rows}


def test_what_remains_of_the_year_is_a_question_of_its_own(release, analyst):
    asked = {"user": analyst, "release": release, "iso3": "SDN"}
    whole, rest = queries.chances(**asked), queries.remaining(**asked, first=550, last=552)
    assert {window for _, window in whole} == {3, 6, 12}
    assert set(rest) == {25, 100, 1000}
    assert (rest[25].first, rest[25].window) == (550, 3)
    assert rest[25].pk != whole[25, 3].pk
    assert queries.remaining(**asked, first=552, last=560) == {}


def test_the_events_behind_the_figures_come_back_as_rows(release, analyst, newest):
    found = queries.events(user=analyst, release=release, iso3="ISR")
    rows = load(newest).events.filter(unit="ISR")
    assert [each["event_id"] for each in found] == rows["event_id"].to_list()
    assert {each["part"] for each in found} == {"Gaza", "West Bank", "Israel"}
    assert found[0]["date_start"] == rows["date_start"][0].isoformat()
    assert queries.events(user=analyst, release=release, iso3="FJI") == []
    last = queries.events(user=analyst, release=release, iso3="ISR", since=540)
    assert [each["event_id"] for each in last] == rows.filter(month=540)["event_id"].to_list()


def test_drivers_are_kept_by_the_chance_they_speak_of(release):
    drivers = CountryForecast.objects.get(iso3="FJI").document["drivers"]
    assert [row["rank"] for row in drivers["onset_one_sided"]] == [1, 2, 3]
    assert len(drivers["civilians_sum"]) == 6


def test_a_release_of_layout_1_is_taken_in_with_what_it_has(no_release):
    done = take_in(path=OLD, by=CONSOLE, at=NOW)
    kept = Release.objects.get(id=done.id)
    assert kept.data == [
        {"source": "ucdp_ged_panel", "edition": "25.1", "first": "1989-01", "last": "2024-12", "basis": None}
        | {"known_at": "2025-06-30", "units": []}
    ]
    assert Chance.objects.filter(iso3="SDN").count() == 9
    sudan = CountryForecast.objects.get(iso3="SDN")
    assert sudan.events == {}
    assert sudan.document["history"][-1]["coded"] is None
    assert sudan.document["drivers"]["onset_one_sided"] == []
    assert len(sudan.document["drivers"]["civilians_sum"]) == 6


def test_those_killed_are_the_sum_of_twelve_months(release, newest):
    history = load(newest).history
    sudan = [row for row in history.iter_rows(named=True) if row["unit"] == "SDN"][-12:]
    kept = CountryForecast.objects.get(iso3="SDN")
    assert kept.killed_best == sum(row["best"] for row in sudan)
    assert kept.killed_low <= kept.killed_best <= kept.killed_high


def test_what_is_recorded_elsewhere_stays_unknown(release):
    kept = CountryForecast.objects.get(iso3="PSE")
    assert (kept.killed_best, kept.spark, kept.recorded_under) == (None, "", "ISR")
    assert set(Chance.objects.filter(iso3="PSE").values_list("value", flat=True)) == {None}
    assert kept.document["fan"] == []


def test_a_quiet_state_is_zero_and_not_unknown(release):
    kept = CountryForecast.objects.get(iso3="NRU")
    assert (kept.killed_low, kept.killed_best, kept.killed_high) == (0, 0, 0)


def test_the_same_release_twice_changes_nothing(release, newest):
    before = counts()
    assert take_in(path=newest, by=CONSOLE, at=NOW + dt.timedelta(days=9)) == Imported(release.id, new=False)
    assert counts() == before
    assert Release.objects.get().imported_at == release.imported_at


@pytest.mark.parametrize(
    "name", ["forecasts.parquet", "history.parquet", "scores.parquet", "manifest.json", "model_card.md"]
)
def test_a_release_with_one_flipped_byte_is_refused_and_says_which_file(no_release, copy, name):
    raw = bytearray((copy / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / name).write_bytes(raw)
    with pytest.raises(Refused, match=name.replace(".", r"\.")):
        take_in(path=copy, by=CONSOLE, at=NOW)
    assert counts() == [0, 0, 0, 0]


def test_a_release_with_a_missing_file_is_refused(no_release, copy):
    (copy / "evenhand.parquet").unlink()
    with pytest.raises(Refused, match=r"evenhand\.parquet: the file is missing"):
        take_in(path=copy, by=CONSOLE, at=NOW)


def test_an_import_that_breaks_half_way_leaves_nothing(no_release, copy, monkeypatch):
    def breaks(*args, **kwargs):
        raise FocalpointError("The disk is full.")

    monkeypatch.setattr(CountryForecast.objects, "bulk_create", breaks)
    with pytest.raises(FocalpointError):
        take_in(path=copy, by=CONSOLE, at=NOW)
    assert counts() == [0, 0, 0, 0]


def test_a_bad_release_in_the_folder_does_not_stop_the_good_ones(no_release, newest, tmp_path):
    shutil.copytree(newest, tmp_path / newest.name)
    (tmp_path / "r-2000-01-00000000").mkdir()
    (tmp_path / ".made.half").mkdir()
    (tmp_path / "notes.txt").write_text("")
    results = list(take_in_all(folder=tmp_path, by=CONSOLE, at=NOW))
    assert [type(each) for each in results] == [Rejected, Imported]
    assert "manifest.json: the file is missing" in results[0].reason


def test_a_folder_with_nothing_new_is_not_read_again(release, newest, tmp_path, monkeypatch):
    shutil.copytree(newest, tmp_path / newest.name)
    monkeypatch.setattr(actions, "take_in", None)
    assert list(take_in_all(folder=tmp_path, by=CONSOLE, at=NOW)) == [Imported(release.id, new=False)]


def test_a_folder_that_is_not_there_is_empty(db, tmp_path):
    assert list(take_in_all(folder=tmp_path / "none", by=CONSOLE, at=NOW)) == []


def test_a_state_that_a_release_leaves_out_is_unknown_and_never_absent(no_release, tmp_path):
    tables = {
        name: table.filter((pl.col("unit") != "FJI").fill_null(True))
        for name, table in bundles.tables(months=24).items()
    }
    write.write(tmp_path / "made", write.draft(tables, bundles.facts(), created=bundles.CREATED))
    take_in(path=tmp_path / "made", by=CONSOLE, at=NOW)
    assert CountryForecast.objects.count() == 195
    assert CountryForecast.objects.get(iso3="FJI").killed_best is None


def test_the_newest_release_is_the_one_with_the_latest_data(two_releases):
    assert list(Release.objects.all()) == list(two_releases)


def test_no_page_needs_the_tables_or_the_models():
    code = (
        "import django, sys; django.setup(); import focalpoint.desk.site.urls, focalpoint.desk.watch.map as m; "
        "m.geometry(); sys.exit(bool({'polars', 'lightgbm', 'sklearn', 'scipy', 'pandas'} & set(sys.modules)))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "focalpoint.desk.site.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
