"""UNHCR and IDMC: people added up by where they are from and where they are, unknown kept apart from none."""

import csv
import datetime as dt
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from written_tables import codes, read_file, read_rows, sample

FROM_AND_IN = ["iso3", "year", "refugees_from", "asylum_seekers_from", "idps_unhcr", "refugees_in", "stateless_in"]


def of(frame: pl.DataFrame, iso3: str, year: int) -> dict[str, object]:
    return frame.filter(iso3=iso3, year=year).row(0, named=True)


def test_refugees_count_once_where_they_are_from_and_once_where_they_are():
    frame = read_file(sample("unhcr")).frame
    assert frame.columns == FROM_AND_IN
    assert of(frame, "MLI", 2001)["refugees_from"] == 1111 + 222
    assert of(frame, "NAM", 2001)["refugees_in"] == 1111 + 77
    assert of(frame, "AUT", 2001)["refugees_in"] == 222


def test_austria_is_not_australia_though_unhcr_calls_it_aus():
    assert "AUS" not in read_file(sample("unhcr")).frame["iso3"].to_list()


def test_displaced_people_stay_in_their_own_country():
    frame = read_file(sample("unhcr")).frame
    assert of(frame, "MLI", 2001)["idps_unhcr"] == 3333
    assert of(frame, "NAM", 2001)["idps_unhcr"] == 0


def test_stateless_and_unknown_people_count_where_they_are():
    frame = read_file(sample("unhcr")).frame
    assert of(frame, "MLI", 2001)["stateless_in"] == 555
    assert of(frame, "MLI", 2001)["refugees_in"] == 0 + 44 + 0 + 66


def test_people_without_a_known_origin_are_noted_not_dropped():
    found = read_file(sample("unhcr"))
    assert codes(found) == [
        (6, "coo_iso", "not-on-watch-list"),
        (7, "coo_iso", "not-on-watch-list"),
        (10, "coo_iso", "not-on-watch-list"),
    ]
    nameless = found.frame.filter(pl.col("iso3").is_null() & (pl.col("year") == 2001))
    assert nameless["refugees_from"].sum() == 66


def test_a_country_that_no_row_names_at_one_end_has_no_figure_there():
    austria = of(read_file(sample("unhcr")).frame, "AUT", 2001)
    assert austria["refugees_from"] is None
    assert austria["refugees_in"] == 222


def test_a_sum_of_nothing_but_empty_cells_is_unknown_and_not_zero():
    frame = read_file(sample("unhcr")).frame
    assert of(frame, "MLI", 2002)["asylum_seekers_from"] is None
    assert of(frame, "NAM", 2001)["asylum_seekers_from"] == 0


@pytest.mark.parametrize(
    ("name", "layout"), [("sample_api.json", "api"), ("sample_download.csv", "download"), ("sample.csv", "api")]
)
def test_every_arrangement_is_known(name, layout):
    found = read_file(sample("unhcr", name))
    assert (found.source, found.layout) == ("unhcr", layout)
    assert of(found.frame, "MLI", 2001)["idps_unhcr"] == 3333
    assert found.issues.filter(severity="error").is_empty()


def test_a_dash_is_unknown():
    for name in ("sample_api.json", "sample_download.csv"):
        unknown = read_file(sample("unhcr", name)).frame.filter(pl.col("iso3").is_null())
        assert None in unknown["refugees_from"].to_list()


def test_the_answer_of_the_api_is_read_inside_its_envelope(tmp_path):
    path = tmp_path / "answer.json"
    items = sample("unhcr", "sample_api.json").read_text()
    path.write_text(f'{{"page": 1, "short_url": "", "maxPages": 1, "total": [], "items": {items}}}')
    assert read_file(path).frame.equals(read_file(sample("unhcr", "sample_api.json")).frame)


def pair(coo: str, coa: str, **people: object) -> dict[str, object]:
    none = dict.fromkeys(("refugees", "asylum_seekers", "idps", "stateless"), 0)
    return {"year": 2001, "coo_iso": coo, "coa_iso": coa} | none | people


@pytest.mark.parametrize("people", ["refugees", "asylum_seekers", "idps", "stateless"])
def test_fewer_than_no_people_is_an_error(people):
    found = read_rows([pair("MLI", "NAM", **{people: -1}), pair("MLI", "TUV")])
    assert codes(found) == codes(found, severity="error") == [(2, people, "negative-number")]
    assert (found.rows_read, found.rows_kept) == (2, 1)


def test_a_pair_and_year_that_come_twice_count_once():
    found = read_rows([pair("MLI", "NAM", refugees=5), pair("MLI", "NAM", refugees=7)])
    assert of(found.frame, "MLI", 2001)["refugees_from"] == 5
    assert codes(found) == [(3, "coo_iso", "duplicate-unit-year")]


def test_a_row_without_an_origin_is_an_error_and_not_the_origin_unknown():
    assert codes(read_rows([pair("", "NAM"), pair("MLI", "NAM")])) == [(2, "coo_iso", "missing-value")]


def test_a_year_to_come_is_an_error():
    found = read_rows([pair("MLI", "NAM"), pair("MLI", "NAM", year=2031)], known_at=dt.date(2025, 1, 1))
    assert codes(found) == [(3, "year", "date-in-future")]


people = st.one_of(st.none(), st.integers(0, 10**7))
place = st.sampled_from(["MLI", "NAM", "TUV", "UNK"])


def slow_sums(pairs):
    """Add up one pair after the other."""
    out: dict[str, list[int | None]] = defaultdict(lambda: [None, None])
    for (coo, coa), refugees in pairs.items():
        for end, side in ((coo, 0), (coa, 1)):
            if refugees is not None:
                out[end][side] = (out[end][side] or 0) + refugees
            else:
                out[end]
    return {code: tuple(sums) for code, sums in out.items()}


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.tuples(place, place), people, min_size=1, max_size=10))
def test_the_sums_agree_with_adding_one_pair_after_the_other(pairs):
    frame = read_rows([pair(coo, coa, refugees=size) for (coo, coa), size in pairs.items()]).frame
    found = {iso3 or "UNK": ends for iso3, *ends in frame.select("iso3", "refugees_from", "refugees_in").rows()}
    assert {code: tuple(ends) for code, ends in found.items()} == slow_sums(pairs)


def test_idmc_takes_the_exact_figure_where_there_is_a_rounded_one_too():
    found = read_file(sample("idmc", "sample_official.csv"))
    assert (found.source, found.layout) == ("idmc", "official")
    assert found.frame.rows() == [
        ("MLI", 2001, 1111),
        ("MLI", 2002, 2222),
        ("NAM", 2001, 444),
        ("NAM", 2002, None),
        (None, 2001, 777),
    ]


def test_idmc_takes_the_rounded_figure_where_it_is_the_only_one():
    rows = [{"ISO3": "MLI", "Name": "Mali", "Year": 2001, "Conflict Stock Displacement": 1100}]
    assert read_rows(rows).frame.rows() == [("MLI", 2001, 1100)]


def test_idmc_as_unhcr_copies_it_is_read_with_zero_as_none():
    found = read_file(sample("idmc"))
    assert found.layout == "UNHCR's copy"
    assert of(found.frame, "MLI", 2003)["idps_conflict"] == 0
    assert of(found.frame, "PSE", 2001)["idps_conflict"] == 555
    assert [code for _, _, code in codes(found)] == ["not-on-watch-list"] * 2


def displaced(**cells: object) -> dict[str, object]:
    return {"year": 2001, "coo_iso": "MLI", "coa_iso": "MLI", "total": 5} | cells


@pytest.mark.parametrize(
    ("cells", "issue"),
    [
        ({"total": -5}, (2, "total", "negative-number")),
        ({"total": ""}, (2, "total", "missing-value")),
        ({"total": "many"}, (2, "total", "not-a-number")),
        ({"coa_iso": "NAM"}, (2, "coa_iso", "two-countries")),
        ({"coo_iso": ""}, (2, "coo_iso", "missing-value")),
    ],
)
def test_a_row_of_displaced_people_that_cannot_be_is_left_out(cells, issue):
    found = read_rows([displaced(**cells), displaced(year=2002)])
    assert codes(found) == [issue]
    assert found.frame["year"].to_list() == [2002]


def test_a_code_that_nobody_knows_is_a_warning():
    found = read_rows([displaced(coo_iso="QQQ", coa_iso="QQQ")])
    assert found.issues.filter(code="unknown-country")["severity"].to_list() == ["warning"]
    assert found.frame.rows() == [(None, 2001, 5)]


@pytest.mark.data
def test_unhcrs_file_adds_up_to_the_same_people(shared_data):
    path = shared_data / "unhcr" / "unhcr_population.csv"
    found = read_file(path, known_at=dt.date(2025, 12, 31))
    assert found.rows_read == found.rows_kept == 138_893
    assert codes(found, severity="error") == []
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"] == "2024.0"]
    whole = sum(int(float(row["refugees"])) for row in rows)
    year = found.frame.filter(year=2024)
    assert year["refugees_from"].sum() == year["refugees_in"].sum() == whole
    assert of(found.frame, "SYR", 2024)["refugees_from"] == sum(
        int(float(row["refugees"])) for row in rows if row["coo_iso"] == "SYR"
    )
    assert not found.frame.drop_nulls("iso3").select("iso3", "year").is_duplicated().any()


@pytest.mark.data
def test_idmcs_file_reads_whole(shared_data):
    found = read_file(shared_data / "unhcr" / "unhcr_idmc.csv", known_at=dt.date(2025, 12, 31))
    assert found.rows_kept == 934
    assert of(found.frame, "PSE", 2024)["idps_conflict"] == 2_032_000
    assert of(found.frame, "SSD", 2024)["idps_conflict"] == 945_000
