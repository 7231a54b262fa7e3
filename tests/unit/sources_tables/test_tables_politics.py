"""V-Dem, its recoded items, Ethnic Power Relations and coups: by the codes of the time."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from written_tables import codes, read_file, read_rows, sample


def by_unit(frame: pl.DataFrame, value: str) -> dict[tuple[str | None, int], object]:
    return {(iso3, year): figure for iso3, year, figure in frame.select("iso3", "year", value).rows()}


def test_vdem_indices_of_a_research_panel_keep_their_names():
    found = read_file(sample("vdem"))
    assert (found.source, found.layout) == ("vdem", "research panel")
    assert by_unit(found.frame, "v2x_polyarchy")["MLI", 2001] == 0.111
    assert set(found.frame.columns) >= {"v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2x_api"}


def test_vdems_own_file_gives_its_indices_without_their_bands_and_items():
    found = read_file(sample("vdem", "sample_official.csv"))
    assert found.layout == "official"
    assert found.frame.columns == ["iso3", "year", "v2x_civlib", "v2x_libdem", "v2x_polyarchy"]
    assert codes(found, severity="warning") == []


def test_vdem_units_are_found_by_the_code_of_their_time():
    figures = by_unit(read_file(sample("vdem", "sample_official.csv")).frame, "v2x_polyarchy")
    assert figures["YEM", 1985] == 0.055
    assert figures["RUS", 1985] == 0.077
    assert by_unit(read_file(sample("vdem")).frame, "v2x_polyarchy")["DEU", 1989] == 0.444


def test_czechoslovakia_and_east_germany_do_not_stand_for_the_states_of_today():
    figures = by_unit(read_file(sample("vdem")).frame, "v2x_polyarchy")
    assert ("CZE", 1990) not in figures
    assert figures["CZE", 1995] == 0.777
    assert figures["DEU", 1989] != 0.055


def test_the_west_bank_and_gaza_apart_do_not_stand_for_the_state_of_palestine():
    found = read_file(sample("vdem"))
    assert "PSE" not in found.frame["iso3"].to_list()
    parts = found.issues.filter(code="part-of-a-state")
    assert parts.select("line", "value", "severity").rows() == [(9, "PSE", "note"), (10, "PSG", "note")]


def index(**cells: object) -> dict[str, object]:
    return (
        {"country_name": "Mali", "country_text_id": "MLI", "country_id": 28, "year": 2001, "COWcode": 432}
        | {
            "v2x_polyarchy": 0.5,
            "v2x_hosinter": 7,
        }
        | cells
    )


@pytest.mark.parametrize(("cell", "code"), [(1.01, "out-of-range"), (-0.01, "out-of-range"), ("high", "not-a-number")])
def test_an_index_outside_nought_to_one_is_unknown(cell, code):
    found = read_rows([index(v2x_polyarchy=cell)])
    assert codes(found) == [(2, "v2x_polyarchy", code)]
    assert found.frame.rows() == [("MLI", 2001, 7.0, None)]


def test_an_empty_index_is_unknown_and_nought_is_nought():
    figures = by_unit(read_file(sample("vdem")).frame, "v2x_mpi")
    assert figures["MLI", 2002] == 0.0
    assert by_unit(read_file(sample("vdem")).frame, "v2x_libdem")["MLI", 2002] is None


def test_a_unit_before_it_was_a_state_is_kept_and_noted_once():
    found = read_rows([index(country_text_id="NAM", COWcode=565, year=year) for year in (1985, 1986, 1995)])
    assert found.frame["iso3"].to_list() == [None, None, "NAM"]
    assert found.issues.filter(code="not-yet-a-state")["value"].to_list() == ["565 (1985 to 1986)"]


@pytest.mark.data
def test_vdems_research_file_reads_whole(shared_data):
    found = read_file(shared_data / "vdem" / "vdem_indices_1980_2024.csv", known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == 7_775
    assert codes(found, severity="error") == codes(found, severity="warning") == []
    figures = found.frame.drop_nulls("iso3")
    assert not figures.select("iso3", "year").is_duplicated().any()
    assert figures["v2x_polyarchy"].is_between(0, 1).all()
    assert by_unit(found.frame, "v2x_polyarchy")["MEX", 1980] == 0.299


def test_recoded_items_are_kept_as_they_are():
    found = read_file(sample("vdem_items"))
    assert found.source == "vdem_items"
    assert by_unit(found.frame, "pol_killing_approved")["MLI", 2002] == 1.0
    assert by_unit(found.frame, "partyban.new.1")["SRB", 1985] == 1.0
    assert by_unit(found.frame, "vdem_popsize")["MLI", 2002] is None


def test_recoded_items_of_a_colony_stand_for_no_state():
    found = read_file(sample("vdem_items"))
    assert by_unit(found.frame, "freediscussion")[None, 1970] == 0.066
    assert by_unit(found.frame, "freediscussion")["MOZ", 1980] == 0.077


@pytest.mark.parametrize(
    ("column", "cell"),
    [("pol_killing_approved", 2), ("judicialreform", 5), ("freediscussion", 1.5), ("minorityrule", -1)],
)
def test_a_recoded_item_off_its_scale_is_unknown(column, cell):
    row = {"COWcode": 432, "country_name": "Mali", "year": 2001, "pol_killing_approved": 0, "social_inequality": 0}
    found = read_rows([row | {"judicialreform": 1, "freediscussion": 0.5, "minorityrule": 0} | {column: cell}])
    assert [(line, name) for line, name, _ in codes(found)] == [(2, column)]
    assert found.frame[column].to_list() == [None]


@pytest.mark.data
def test_recoded_items_read_whole(shared_data):
    found = read_file(shared_data / "vdem" / "vdem_ewp_items_1960_2024.csv", known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == found.frame.height == 10_666
    assert codes(found, severity="error") == codes(found, severity="warning") == []


def test_epr_by_country_and_year_gives_shares_of_the_whole_population():
    frame = read_file(sample("epr")).frame
    assert by_unit(frame, "excluded_share")["MLI", 2002] == 0.222
    assert by_unit(frame, "discriminated_share")["MLI", 2002] == 0.022
    assert by_unit(frame, "groups_relevant")["MLI", 2002] == 2
    assert by_unit(frame, "excluded_share")["MLI", 2003] == 0.0


def test_yemen_keeps_the_number_of_the_yemen_arab_republic():
    assert by_unit(read_file(sample("epr")).frame, "excluded_share")["YEM", 1995] == 0.7


def test_serbia_stands_for_2006_and_yugoslavia_of_that_year_is_kept_apart():
    found = read_file(sample("epr"))
    assert by_unit(found.frame, "excluded_share")["SRB", 2006] == 0.6
    assert codes(found, severity="warning") == [(5, "countries_gwid", "second-unit-of-state")]
    assert found.frame.height == found.rows_read


@pytest.mark.parametrize(
    ("cells", "issue"),
    [
        ({"exclpop": 1.2}, (2, "exclpop", "out-of-range")),
        ({"exclpop": -0.1}, (2, "exclpop", "negative-number")),
        ({"discrimpop": 0.4}, (2, "discrimpop", "part-over-whole")),
        ({"rlvt_groups_count": -1}, (2, "rlvt_groups_count", "negative-number")),
    ],
)
def test_a_share_that_cannot_be_is_said(cells, issue):
    row = {"countries_gwid": 432, "year": 2001, "exclpop": 0.3, "discrimpop": 0.1, "rlvt_groups_count": 3}
    found = read_rows([row | cells])
    assert codes(found) == [issue]
    assert found.frame.height == 1


def test_epr_group_by_group_is_added_up_year_by_year():
    found = read_file(sample("epr", "sample_groups.csv"))
    assert found.layout == "groups"
    excluded, groups = by_unit(found.frame, "excluded_share"), by_unit(found.frame, "groups_relevant")
    assert excluded["MLI", 2001] == pytest.approx(0.2 + 0.05 + 0.01)
    assert excluded["MLI", 2003] == pytest.approx(0.05 + 0.01)
    assert by_unit(found.frame, "discriminated_share")["MLI", 2001] == 0.05
    assert groups["MLI", 2001] == 4


def group(name: str, status: str, size: object = 0.1, **cells: object) -> dict[str, object]:
    start = {"gwid": 432, "statename": "Mali", "from": 2001, "to": 2001, "group": name}
    return start | {"size": size, "status": status} | cells


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        (group("a", "BANISHED"), (2, "status", "unknown-code")),
        (group("a", "POWERLESS", 1.5), (2, "size", "out-of-range")),
        (group("a", "POWERLESS", "", to=2001), (2, "size", "missing-value")),
        (group("a", "POWERLESS", to=1999), (2, "to", "end-before-start")),
        (group("a", "POWERLESS", to="now"), (2, "to", "not-a-number")),
    ],
)
def test_a_group_that_cannot_be_is_left_out(row, issue):
    found = read_rows([row, group("b", "DOMINANT")])
    assert codes(found) == [issue]
    assert by_unit(found.frame, "groups_relevant")["MLI", 2001] == 1


spells = st.lists(
    st.tuples(
        st.sampled_from(["POWERLESS", "DISCRIMINATED", "DOMINANT", "IRRELEVANT", "SELF-EXCLUSION"]),
        st.integers(0, 100),
        st.integers(1990, 1995),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(spells)
def test_the_shares_agree_with_going_through_the_groups_year_by_year(chosen):
    rows = [
        group(str(n), status, size / 100, **{"from": start, "to": start + more})
        for n, (status, size, start, more) in enumerate(chosen)
    ]
    shares = by_unit(read_rows(rows).frame, "excluded_share")
    for year in range(1990, 1999):
        there = [(s, size) for s, size, start, more in chosen if start <= year <= start + more]
        out = sum(size for status, size in there if status in ("POWERLESS", "DISCRIMINATED", "SELF-EXCLUSION"))
        assert (("MLI", year) in shares) == bool(there)
        assert not there or shares["MLI", year] == pytest.approx(out / 100)


@pytest.mark.data
def test_epr_reads_whole(shared_data):
    found = read_file(shared_data / "structural" / "epr_country_year_1946_2020.csv", known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == found.frame.height == 10_665
    assert codes(found, severity="error") == []
    assert not found.frame.drop_nulls("iso3").select("iso3", "year").is_duplicated().any()


def test_coups_are_counted_from_the_list_of_events():
    frame = read_file(sample("coups", "sample_official.tsv")).frame
    assert by_unit(frame, "coup_attempts") == {
        ("MLI", 2001): 2,
        ("MLI", 2002): 1,
        ("YEM", 1962): 1,
        (None, 1963): 1,
        ("NAM", 2001): 1,
    }
    assert frame["coup_any"].to_list() == [1] * 5


def test_a_country_year_table_says_at_least_one_coup_or_none():
    frame = read_file(sample("coups")).frame
    assert by_unit(frame, "coup_any")["MLI", 2001] == 0
    assert by_unit(frame, "coup_attempts")["MLI", 2002] == 1
    assert by_unit(frame, "coup_any")["RUS", 1985] == 0


def coup(**cells: object) -> dict[str, object]:
    return {"country": "Mali", "ccode": 432, "year": 2001, "month": 1, "day": 2, "coup": 1} | cells


@pytest.mark.parametrize(
    ("cells", "issue", "attempts"),
    [
        ({"coup": 3}, (2, "coup", "unknown-code"), 1),
        ({"coup": ""}, (2, "coup", "missing-value"), 1),
        ({"year": "then"}, (2, "year", "not-a-number"), 1),
        ({"month": 13}, (2, "month", "out-of-range"), 2),
        ({"day": 40}, (2, "day", "out-of-range"), 2),
        ({"month": 5}, (3, "ccode", "duplicate-event"), 2),
    ],
)
def test_a_coup_that_cannot_be_is_said(cells, issue, attempts):
    found = read_rows([coup(**cells), coup(month=5)])
    assert codes(found) == [issue]
    assert by_unit(found.frame, "coup_attempts")["MLI", 2001] == attempts


def test_a_coup_in_a_country_that_is_no_more_is_kept_and_noted():
    found = read_rows([coup(country="Republic of Vietnam", ccode=817, year=1963)])
    assert codes(found) == [(2, "ccode", "not-on-watch-list")]
    assert found.frame.height == 1


@pytest.mark.data
def test_coups_read_whole(shared_data):
    found = read_file(shared_data / "structural" / "coups_country_year_1945_2024.csv", known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == found.frame.height == 776
    assert found.frame["coup_any"].sum() == 443
    assert codes(found, severity="error") == []
