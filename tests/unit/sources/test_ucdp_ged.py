"""UCDP events: low, best and high kept, vague places never a point, candidate and yearly told apart."""

import csv
import datetime as dt
import io

import polars as pl
import pytest

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.events import SCHEMA

SAMPLE = registry.folder("ucdp_ged") / "sample.csv"
KNOWN_AT = dt.date(2025, 6, 1)


def rows():
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def read(tmp_path):
    def of(changed, *, header=True, known_at=KNOWN_AT):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(changed[0]), lineterminator="\n")
        if header:
            writer.writeheader()
        writer.writerows(changed)
        path = tmp_path / "events.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        return reading.read(path, known_at=known_at)[0]

    return of


def codes(found):
    return found.issues.filter(pl.col("code") != "too-few-rows").select("line", "code").rows()


def test_the_sample_is_read_into_the_canonical_table():
    found = reading.read(SAMPLE)[0]
    assert (found.source, found.grain, found.release) == ("ucdp_ged", "event", None)
    assert found.frame.schema == pl.Schema(SCHEMA)
    first = found.frame.row(0, named=True)
    assert first == {
        "event_id": "9000001",
        "source": "ucdp_ged",
        "release_kind": "yearly",
        "iso3": "TGO",
        "date_start": dt.date(2021, 1, 31),
        "date_end": dt.date(2021, 2, 2),
        "date_prec": 2,
        "where_prec": 1,
        "lat": 7.5,
        "lon": 1.5,
        "kind": "one_sided",
        "low": 4,
        "best": 6,
        "high": 9,
        "civilians": 6,
        "unknown": 0,
        "deaths_a": 0,
        "deaths_b": 0,
        "actor_a": "Invented Front",
        "actor_b": "Civilians",
        "place": "Made-up village",
        "area": None,
        "clear": True,
    }


def test_a_place_known_by_its_province_or_less_is_never_a_point():
    vague = reading.read(SAMPLE)[0].frame.filter(pl.col("where_prec") >= 4)
    assert vague.height == 3
    assert vague["lat"].null_count() == vague["lon"].null_count() == 3
    assert vague["place"].null_count() == 0


def test_a_place_of_unknown_precision_is_no_point_either(read):
    changed = rows()
    changed[0]["where_prec"] = ""
    assert read(changed).frame["lat"][0] is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"best": "-4"}, "negative-deaths"),
        ({"deaths_civilians": "-1"}, "negative-deaths"),
        ({"low": ""}, "missing-value"),
        ({"best": "several"}, "not-a-number"),
        ({"high": "9,5"}, "decimal-comma"),
        ({"type_of_violence": "4"}, "unknown-code"),
        ({"date_start": "31.01.2021"}, "day-first-date"),
        ({"date_start": "2027-01-31", "date_end": "2027-02-02"}, "date-in-future"),
        ({"date_end": "2020-01-01"}, "end-before-start"),
        ({"id": "9000002"}, "duplicate-id"),
        ({"country_id": "265"}, "country-not-on-date"),
        ({"id": ""}, "missing-value"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_and_named_by_its_line(read, cells, code):
    changed = rows()
    changed[3].update(cells)
    found = read(changed)
    # The row before has a line break in its headline, so the fourth row starts on the sixth line.
    assert (6, code) in codes(found)
    assert found.rows_kept == found.frame.height == 9


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"best": "50"}, "best-over-high"),
        ({"low": "15"}, "low-over-best"),
        ({"deaths_civilians": "13"}, "civilians-over-best"),
        ({"latitude": "95"}, "out-of-range"),
        ({"longitude": "east"}, "not-a-number"),
        ({"date_prec": "9"}, "out-of-range"),
        ({"country_id": "347"}, "not-on-watch-list"),
        ({"country_id": "4711"}, "unknown-country"),
    ],
)
def test_a_row_that_is_odd_is_kept_as_published_and_named_by_its_line(read, cells, code):
    changed = rows()
    changed[3].update(cells)
    found = read(changed)
    assert (6, code) in codes(found)
    assert found.frame.height == 10


def test_without_the_day_a_file_was_known_no_date_is_in_the_future(read):
    changed = rows()
    changed[3].update(date_start="2027-01-31", date_end="2027-02-02")
    assert codes(read(changed, known_at=None)) == []


def test_a_candidate_file_without_a_header_is_known(read):
    found = read(rows(), header=False)
    assert (found.source, found.layout, found.rows_kept) == ("ucdp_candidate", "ged-candidate", 10)
    assert set(found.frame["release_kind"]) == {"candidate"}


def test_a_candidate_release_is_told_by_a_coding_that_is_not_clear(read):
    changed = rows()
    changed[3]["code_status"] = "Check deaths"
    found = read(changed)
    assert found.source == "ucdp_candidate"
    assert "too-few-rows" not in found.issues["code"].to_list()


def test_an_extract_of_a_release_says_that_absent_is_not_zero(read):
    issue = read(rows()).issues.filter(code="too-few-rows").row(0, named=True)
    assert "unknown, not zero" in issue["todo"]


def test_an_older_layout_without_the_later_columns_is_read(read):
    needed = set(registry.source("ucdp_ged").layouts[0].required)
    older = [{name: cell for name, cell in row.items() if name in needed} for row in rows()]
    assert read(older).frame.height == 10


@pytest.mark.data
def test_the_producers_own_file_is_read_whole(shared_data):
    found = reading.read(shared_data / "ucdp" / "GEDEvent_myanmar_1989_2023.csv", known_at=KNOWN_AT)[0]
    assert (found.rows_read, found.rows_kept) == (7374, 7374)
    assert set(found.frame["iso3"]) == {"MMR"}
    assert found.issues.filter(severity="error").is_empty()
    # Eight events of the release itself have a best figure over the high one: kept as published, and said.
    assert found.issues.filter(code="best-over-high").height == 8
