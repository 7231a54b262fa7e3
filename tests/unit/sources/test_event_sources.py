"""ACLED and GDELT: one canonical table of events, and no figure that the producer does not give."""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.events import SCHEMA
from focalpoint.foresight.sources.gdelt import by_month

KNOWN_AT = dt.date(2025, 6, 1)


def sample(source_id):
    return registry.folder(source_id) / "sample.csv"


def read(source_id):
    return reading.read(sample(source_id), known_at=KNOWN_AT)[0]


@pytest.fixture
def acled():
    return read("acled").frame


def test_acled_gives_one_count_of_deaths_and_no_range(acled):
    assert acled["best"].sum() == 27
    assert acled["low"].null_count() == acled["high"].null_count() == acled.height


def test_acled_deaths_are_civilians_only_where_civilians_were_the_target(acled):
    assert acled.filter(pl.col("civilians").is_not_null())["civilians"].to_list() == [12, 3, 0]
    assert acled.filter(kind="state_based")["civilians"].null_count() == 3


def test_acled_events_are_sorted_into_kinds_by_type_target_and_actors(acled):
    assert dict(acled.select("event_id", "kind").rows()) == {
        "NOW1": "state_based",
        "NOW2": "one_sided",
        "NOW3": "other",
        "NOW4": "one_sided",
        "NOW5": "non_state",
        "NOW6": "state_based",
        "NOW7": "other",
        "NOW8": "other",
        "NOW9": "one_sided",
        "NOW10": "state_based",
    }


def test_acled_precision_is_put_on_the_scale_of_ucdp(acled):
    precise = dict(acled.select("event_id", "date_prec").rows())
    assert (precise["NOW1"], precise["NOW3"], precise["NOW6"]) == (1, 3, 4)
    vague = acled.filter(where_prec=4)
    assert vague["event_id"].to_list() == ["NOW4", "NOW7"]
    assert vague["lat"].null_count() == 2


def test_acled_dates_come_in_words_or_in_figures(acled):
    assert acled["date_start"][:2].to_list() == [dt.date(2023, 3, 1), dt.date(2023, 3, 2)]
    assert (acled["date_start"] == acled["date_end"]).all()


def test_acled_may_not_be_passed_on():
    assert registry.source("acled").may_ship is False


@pytest.mark.parametrize("source_id", ["gdelt1", "gdelt2"])
def test_gdelt_without_a_header_is_known_by_the_look_of_its_columns(source_id):
    known = reading.recognise(sample(source_id))[0]
    assert (known.source, known.headerless) == (source_id, True)


@pytest.mark.parametrize("source_id", ["gdelt1", "gdelt2"])
def test_gdelt_counts_reports_and_no_deaths(source_id):
    frame = read(source_id).frame
    assert frame.columns[: len(SCHEMA)] == list(SCHEMA)
    assert frame.select("low", "best", "high", "civilians").null_count().row(0) == (10, 10, 10, 10)
    assert set(frame["kind"]) == {"other"}


def test_gdelt_places_an_event_in_the_state_where_the_action_was():
    found = read("gdelt2")
    assert found.frame["iso3"].to_list() == ["TGO"] * 3 + ["MDG"] * 3 + [None] + ["TGO"] * 3
    assert found.issues.select("line", "code", "severity").rows() == [(7, "no-country", "note")]


def test_gdelt_centroids_of_countries_and_provinces_are_no_points():
    frame = read("gdelt2").frame
    assert frame.filter(pl.col("lat").is_not_null())["where_prec"].unique().to_list() == [1]
    assert frame["where_prec"].to_list() == [1, 1, 6, 1, 6, 1, None, 4, 1, 6]


@pytest.mark.parametrize("turned", ["Vietnam, Republic Of", "Hanoi, Ha Noi, Vietnam, Republic Of", "Hanoi, Vietnam"])
def test_gdelt_names_that_are_turned_round_are_found(turned, tmp_path):
    text = sample("gdelt2").read_text().replace("Madeupville, Plateaux, Togo", turned)
    path = tmp_path / "a.tsv"
    path.write_text(text)
    assert "VNM" in set(reading.read(path)[0].frame["iso3"])


def test_gdelt_1_may_lack_its_last_column(tmp_path):
    path = tmp_path / "a.tsv"
    rows = [line.split("\t")[:57] for line in sample("gdelt1").read_text().splitlines()]
    path.write_text("\n".join("\t".join(row) for row in rows))
    assert reading.read(path)[0].rows_kept == 10


def test_gdelt_adds_up_to_the_columns_of_the_media_panel():
    assert by_month(read("gdelt2").frame).rows() == [
        ("MDG", 469, 2, 0, -9.5),
        ("MDG", 470, 0, 1, None),
        ("TGO", 469, 1, 1, -10.0),
        ("TGO", 470, 1, 0, -10.0),
    ]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "source_id"), [("events1samp", "gdelt1"), ("events2samp", "gdelt2"), ("events2Transsamp", "gdelt2")]
)
def test_the_producers_rows_with_an_added_column_are_read_whole(shared_data, name, source_id, tmp_path):
    path = shared_data / "streams" / f"{name}.tsv"
    found = reading.read(path)[0]
    assert (found.source, found.rows_read, found.rows_kept) == (source_id, 50, 50)
    assert "unknown-column" not in found.issues["code"].to_list()
    bare = tmp_path / "bare.csv"
    bare.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    assert reading.read(bare)[0].frame.equals(found.frame)
