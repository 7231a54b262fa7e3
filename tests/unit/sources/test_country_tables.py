"""UCDP and GDELT tables of countries by month and by year."""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.sources import reading, registry

KNOWN_AT = dt.date(2025, 6, 1)
PANEL = "country_iso3,year_month,gdelt_conflict_event_count,gdelt_protest_event_count,gdelt_goldstein_mean\n"


@pytest.fixture
def read(tmp_path):
    def of(text):
        path = tmp_path / "a.csv"
        path.write_text(text)
        return reading.read(path, known_at=KNOWN_AT)[0]

    return of


def sample(source_id):
    return reading.read(registry.folder(source_id) / "sample.csv", known_at=KNOWN_AT)[0]


def issues_of(found):
    return found.issues.filter(pl.col("code") != "too-few-rows").select("line", "column", "code").rows()


def test_the_months_of_the_events_panel_are_numbers_counted_from_1980():
    found = sample("ucdp_ged_panel")
    assert found.grain == "unit_month"
    assert found.frame.row(3) == ("TGO", 506, 3, 30, 36, 12, 15, 3, 0, 0)
    assert found.frame.columns[:6] == ["iso3", "month", "ged_events", "ged_deaths_best", "ged_deaths_high", "civilians"]


def test_a_panel_that_ends_in_december_is_named_after_its_release(read):
    head = (registry.folder("ucdp_ged_panel") / "sample.csv").read_text().splitlines()[0]
    assert read(f"{head}\nTGO,2024-12,1,1,1,1,1,0,1,0,0,1\n").release == "25.1"
    assert read(f"{head}\nTGO,2024-11,1,1,1,1,1,0,1,0,0,1\n").release is None


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("TGO,2024-13,1,1,-5", "year_month", "not-a-month"),
        ("TGO,202401,1,1,-5", "year_month", "not-a-month"),
        ("TGO,2025-07,1,1,-5", "year_month", "date-in-future"),
        ("TGO,2024-01,-1,1,-5", "gdelt_conflict_event_count", "negative-number"),
        ("TGO,2024-01,1,,-5", "gdelt_protest_event_count", "missing-value"),
        ("TGO,2023-12,1,1,-5", "country_iso3", "duplicate-unit-month"),
        ("SUN,2024-01,1,1,-5", "country_iso3", "country-not-on-date"),
        ("HKG,2024-01,1,1,-5", "country_iso3", "not-on-watch-list"),
        ("QQQ,2024-01,1,1,-5", "country_iso3", "unknown-country"),
        ("TGO,2024-01,1,1,-50", "gdelt_goldstein_mean", "out-of-range"),
    ],
)
def test_a_row_that_cannot_be_is_named_by_line_and_column(read, row, column, code):
    assert issues_of(read(f"{PANEL}TGO,2023-12,1,1,-5\n{row}\n")) == [(3, column, code)]


def test_a_month_may_have_events_and_no_mean(read):
    assert read(f"{PANEL}TGO,2023-12,0,0,\n").frame.row(0) == ("TGO", 528, 0, 0, None)


def test_organized_violence_keeps_low_best_and_high_and_its_version():
    found = sample("ucdp_ov")
    assert (found.grain, found.release) == ("unit_year", "25.1")
    last = found.frame.row(9, named=True)
    assert last == {
        "iso3": "MDG",
        "year": 2024,
        "osv_low": 27,
        "osv_best": 45,
        "osv_high": 54,
        "osv_gov_best": 27,
        "osv_nongov_best": 18,
        "sb_best": 90,
        "sb_civilians": 9,
        "ns_best": 4,
        "ns_civilians": 0,
        "ov_best": 139,
        "ov_low": 121,
        "ov_high": 148,
        "ov_civilians": 0,
    }


def test_governments_and_other_groups_make_up_the_total():
    frame = sample("ucdp_ov").frame
    assert (frame["osv_gov_best"] + frame["osv_nongov_best"] == frame["osv_best"]).all()


@pytest.mark.data
def test_the_published_country_year_file_is_read_whole(shared_data):
    found = reading.read(shared_data / "ucdp" / "organizedviolencecy_v25_1.csv", known_at=KNOWN_AT)[0]
    assert (found.rows_read, found.rows_kept, found.release) == (6936, 6936, "25.1")
    # Czechoslovakia, the German Democratic Republic, South Yemen, Taiwan and Kosovo are no States of the list.
    assert found.issues.filter(code="not-on-watch-list").height == 5


@pytest.mark.data
def test_months_and_years_of_the_published_files_agree(shared_data):
    months = reading.read(shared_data / "ucdp" / "ged251_country_month.csv", known_at=KNOWN_AT)[0]
    years = reading.read(shared_data / "ucdp" / "organizedviolencecy_v25_1.csv", known_at=KNOWN_AT)[0]
    assert months.frame["ged_events"].sum() == 385_918
    assert months.frame["ged_deaths_best"].sum() == years.frame["ov_best"].sum()
    assert months.frame.filter(iso3="PSE").is_empty()


@pytest.mark.data
def test_the_media_panel_is_read_whole(shared_data):
    found = reading.read(shared_data / "attention" / "gdelt_country_month_1985_2024.csv", known_at=KNOWN_AT)[0]
    assert (found.source, found.rows_read, found.rows_kept) == ("gdelt_panel", 83_040, 83_040)


def test_candidate_months_without_bounds_are_unknown_and_the_release_names_every_edition():
    found = sample("ucdp_candidate_panel")
    rows = {(row["iso3"], row["month"]): row for row in found.frame.iter_rows(named=True)}
    old, new = rows["MDG", 529], rows["MDG", 533]
    assert (old["sb_best"], old["os_best"], old["sb_low"], old["os_civilians"]) == (10, 5, None, None)
    assert (new["sb_low"], new["os_civilians"], new["os_unknown"], new["edition"]) == (72, 12, 8, "24.0.5")
    assert found.release == "24.0.5+24.0.6+24.01.24.04"


def test_candidate_deaths_below_zero_are_set_aside(read):
    lines = (registry.folder("ucdp_candidate_panel") / "sample.csv").read_text().splitlines()
    found = read("\n".join([lines[0], "TGO,2024-01,24.01.24.04,1,0,0,-3,0,0" + "," * 13]) + "\n")
    assert found.frame.is_empty()
    assert ("sb_best", "negative-deaths") in {row[1:] for row in issues_of(found)}
