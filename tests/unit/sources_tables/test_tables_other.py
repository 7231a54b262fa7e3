"""Infant mortality, mentions in the General Debate, and the Early Warning Project's panel."""

import datetime as dt

import polars as pl
import pytest

from written_tables import codes, read_file, read_rows, sample


def test_the_groups_own_estimate_is_taken_and_nothing_else():
    found = read_file(sample("un_igme", "sample_official.csv"))
    assert (found.source, found.layout) == ("un_igme", "official")
    assert found.frame.rows() == [
        ("MLI", 2001, 11.11),
        ("MLI", 2002, 22.22),
        ("NAM", 2001, 44.44),
        (None, 2001, 30.30),
        (None, 2001, 8.88),
    ]


def test_countries_of_the_groups_download_are_found_by_name_and_regions_noted():
    found = read_file(sample("un_igme", "sample_official.csv"))
    assert codes(found) == [(8, "Geographic area", "not-on-watch-list"), (9, "Geographic area", "not-on-watch-list")]


def test_the_research_panel_of_infant_mortality_is_read_by_code():
    found = read_file(sample("un_igme"))
    assert found.layout == "research panel"
    assert found.frame.filter(iso3="SSD", year=2001)["infant_mortality"].to_list() == [66.66]
    assert found.frame.filter(iso3="PSE")["infant_mortality"].to_list() == [77.77]
    assert [line for line, _, code in codes(found) if code == "not-on-watch-list"] == [9, 10]


@pytest.mark.parametrize(
    ("cells", "issue"),
    [
        ({"un_imr": -1}, (2, "un_imr", "negative-number")),
        ({"un_imr": 1001}, (2, "un_imr", "out-of-range")),
        ({"un_imr": ""}, (2, "un_imr", "missing-value")),
        ({"un_imr": "12,5"}, (2, "un_imr", "decimal-comma")),
        ({"iso3c": ""}, (2, "iso3c", "missing-value")),
        ({"year": "2001.5"}, (2, "year", "not-a-number")),
    ],
)
def test_a_rate_that_cannot_be_is_left_out(cells, issue):
    row = {"iso3c": "MLI", "year": 2001, "un_imr": 12.5}
    found = read_rows([row | cells, row | {"iso3c": "NAM"}])
    assert codes(found) == [issue]
    assert found.frame["iso3"].to_list() == ["NAM"]


def estimate(**cells: object) -> dict[str, object]:
    return {
        "Geographic area": "Mali",
        "Indicator": "Infant mortality rate",
        "Sex": "Total",
        "Series Name": "UN IGME estimate",
        "TIME_PERIOD": "2001-06",
        "OBS_VALUE": 12.5,
    } | cells


@pytest.mark.parametrize("period", ["2001-06", "2001"])
def test_the_middle_of_a_year_is_the_year(period):
    assert read_rows([estimate(TIME_PERIOD=period)]).frame["year"].to_list() == [2001]


def test_a_period_that_is_no_year_is_left_out():
    found = read_rows([estimate(TIME_PERIOD="June"), estimate()])
    assert [(line, column) for line, column, _ in codes(found)] == [(2, "TIME_PERIOD")]


def test_an_estimate_that_comes_twice_counts_once():
    assert codes(read_rows([estimate(), estimate(OBS_VALUE=5)])) == [(3, "Geographic area", "duplicate-unit-year")]


def test_a_country_in_two_regional_groups_counts_once():
    found = read_rows([estimate(**{"Regional group": "SDG"}), estimate(**{"Regional group": "UNICEF"})])
    assert found.frame["iso3"].to_list() == ["MLI", None]
    assert codes(found) == [(3, "Geographic area", "second-unit-of-state")]


@pytest.mark.data
def test_infant_mortality_reads_whole(shared_data):
    path = shared_data / "structural" / "un_igme_infant_mortality_1950_2024.csv"
    found = read_file(path, known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == found.frame.height == 17_775
    assert found.frame.drop_nulls("iso3")["iso3"].n_unique() == 195
    assert codes(found, severity="error") == []


def test_mentions_are_counted_by_state_and_year():
    frame = read_file(sample("mentions")).frame
    assert frame.columns == ["iso3", "year", "mentions", "speeches", "r2p_mentions"]
    assert frame.row(0) == ("MLI", 2001, 11, 111, 1)
    assert frame.filter(iso3="PSE")["mentions"].to_list() == [22]


def test_western_sahara_and_antarctica_are_noted_not_counted():
    found = read_file(sample("mentions"))
    assert [line for line, _, code in codes(found) if code == "not-on-watch-list"] == [5, 6, 9]


def test_more_speeches_that_name_a_state_than_speeches_cannot_be():
    row = {"year": 2001, "iso3": "MLI", "speeches_by_others_mentioning": 9, "speeches_total": 8}
    found = read_rows([row, row | {"iso3": "NAM", "speeches_by_others_mentioning": 8}])
    assert codes(found) == [(2, "speeches_by_others_mentioning", "part-over-whole")]
    assert found.frame["iso3"].to_list() == ["NAM"]
    assert found.frame["r2p_mentions"].to_list() == [None]


@pytest.mark.data
def test_mentions_read_whole(shared_data):
    path = shared_data / "attention" / "un_general_debate_mentions_1946_2024.csv"
    found = read_file(path, known_at=dt.date(2025, 6, 1))
    assert found.rows_kept == found.frame.height == 9_892
    assert found.frame.filter(iso3="UKR", year=2024)["mentions"].to_list() == [114]
    assert found.frame.filter(year=2005)["r2p_mentions"].unique().to_list() == [42]


def test_the_early_warning_panel_keeps_every_row_and_name():
    found = read_file(sample("ewp"))
    assert found.rows_read == found.frame.height == 10
    assert found.frame["iso3"].to_list()[:8] == ["MLI"] * 3 + ["NAM", None, None, "YEM", None]
    assert found.frame["ewp_name"][4] == "East Germany"
    assert {"popsize.log2", "coup.try.5yr", "mk_onset_1or2", "discrimpop"} <= set(found.frame.columns)


def test_an_outcome_that_is_not_yet_known_is_unknown():
    frame = read_file(sample("ewp")).frame
    assert frame["mk_onset_1"].to_list()[:3] == [0, 1, None]
    assert frame["gdppcgrowth"][2] is None


def test_the_editions_of_2019_and_2020_are_read_under_our_names():
    found = read_file(sample("ewp", "sample_2020.csv"))
    assert (found.source, found.layout) == ("ewp", "editions of 2019 and 2020")
    rows = found.frame.select("ewp_name", "ccode", "year", "mk_onset_1", "mk_onset_1or2").rows()
    assert rows[:3] == [("Mali", 432, 2001, 1, 1), ("Mali", 432, 2002, 0, 0), ("Mali", 432, 2003, None, None)]
    assert found.frame["iso3"].to_list() == ["MLI", "MLI", "MLI", "NAM", None]


def test_an_onset_of_an_old_edition_is_read_from_the_year_before():
    frame = read_file(sample("ewp", "sample_2020.csv")).frame
    assert frame["mk_onset"].to_list() == [0, 1, 0, 0, 0]


def test_no_later_outcome_of_an_old_edition_becomes_a_predictor():
    frame = read_file(sample("ewp", "sample_2020.csv")).frame
    assert not {"mkl.start", "anymk.start.3window", "v2csreprss_ord", "anymk.start.1"} & set(frame.columns)
    assert {"anymk.ongoing", "popsize.ln.combined", "judicialreform"} <= set(frame.columns)


def test_nothing_is_said_of_the_columns_that_an_old_edition_has_besides():
    found = read_file(sample("ewp", "sample_2020.csv"))
    assert "unknown-column" not in found.issues["code"].to_list()


def test_the_recoded_items_without_outcomes_are_still_what_they_were():
    assert read_file(sample("vdem_items")).source == "vdem_items"


@pytest.mark.parametrize("cell", ["2", "-1", "0.5", "yes"])
def test_an_outcome_that_is_neither_yes_nor_no_is_an_error(cell):
    row = {"ewp_name": "Mali", "ccode": 432, "year": 2001, "mk_onset": 0, "mk_onset_1or2": 0}
    found = read_rows([row | {"mk_onset": cell}, row | {"year": 2002}])
    assert [(line, column) for line, column, _ in codes(found, severity="error")] == [(2, "mk_onset")]
    assert found.frame["year"].to_list() == [2002]


@pytest.mark.data
def test_the_early_warning_panel_reads_whole(shared_data):
    found = read_file(shared_data / "ewp" / "panel_1960_2024.csv", known_at=dt.date(2025, 6, 1))
    assert found.frame.height == 9_463
    assert codes(found, severity="error") == codes(found, severity="warning") == []
    assert found.frame.filter(pl.col("year").is_between(1994, 2024))["mk_onset"].sum() == 39
