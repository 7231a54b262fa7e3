"""World Development Indicators: the World Bank's three arrangements and the research panel give the same table."""

import datetime as dt
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from written_tables import codes, read_file, read_rows, sample

COLUMNS = ["iso3", "year", "population", "gdp_pc", "gdp_growth", "trade_share", "infant_mortality_wdi"]
MALI = [
    ("MLI", 2001, 1111111, 111.1, 1.1, 11.1, 11.1),
    ("MLI", 2002, 2222222, 222.2, -2.2, 22.2, 22.2),
    ("MLI", 2003, 3333333, None, None, None, None),
]


def of_mali(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.filter(pl.col("iso3") == "MLI").select(COLUMNS).rows()


@pytest.mark.parametrize(("name", "layout"), [("sample.csv", "research panel"), ("sample_official.csv", "official")])
def test_both_arrangements_give_the_same_rows(name, layout):
    found = read_file(sample("wdi", name))
    assert (found.source, found.layout, found.grain) == ("wdi", layout, "unit_year")
    assert found.frame.columns == COLUMNS
    assert of_mali(found.frame) == MALI


def test_the_databank_export_is_read_with_its_dots_for_missing(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        "Country Name,Country Code,Series Name,Series Code,2001 [YR2001],2002 [YR2002]\n"
        '"Mali",MLI,"Population, total",SP.POP.TOTL,1111111,2222222\n'
        '"Mali",MLI,"GDP per capita",NY.GDP.PCAP.KD,111.1,..\n'
    )
    found = read_file(path)
    assert found.layout == "databank"
    assert found.frame.select("year", "population", "gdp_pc").rows() == [(2001, 1111111, 111.1), (2002, 2222222, None)]


def test_the_zip_of_the_world_bank_is_read_past_its_notes(tmp_path):
    path = tmp_path / "WDI_CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(sample("wdi", "sample_official.csv"), "WDICSV.csv")
        archive.writestr("WDICountry.csv", "Country Code,Short Name,Region\nMLI,Mali,Sub-Saharan Africa\n")
    found = read_file(path)
    assert of_mali(found.frame) == MALI
    assert "table-not-recognised" in found.issues["code"].to_list()


def test_the_empty_column_at_the_end_of_each_row_is_no_issue():
    assert codes(read_file(sample("wdi", "sample_official.csv")), severity="warning") == []


def test_an_empty_cell_is_unknown_and_a_zero_is_zero():
    rows = read_file(sample("wdi")).frame.filter(pl.col("iso3") == "NAM").select("year", "gdp_growth").rows()
    assert rows == [(2001, 4.4), (2002, 0.0)]


def test_namibia_is_not_taken_for_a_missing_value():
    assert read_file(sample("wdi")).frame["iso3"].to_list().count("NAM") == 2


def test_the_past_of_a_territory_stands_under_the_state_of_today():
    assert read_file(sample("wdi")).frame.filter(iso3="SSD", year=2001)["population"].to_list() == [6666666]


def test_aggregates_and_units_off_the_list_are_kept_and_noted():
    found = read_file(sample("wdi"))
    assert found.frame.filter(pl.col("iso3").is_null()).height == 3
    assert codes(found) == [
        (9, "country code", "not-on-watch-list"),
        (10, "country code", "not-on-watch-list"),
        (11, "country", "not-on-watch-list"),
    ]
    assert found.issues.filter(code="not-on-watch-list")["severity"].unique().to_list() == ["note"]


@pytest.mark.parametrize("code", ["HIC", ""])
def test_an_income_group_is_known_by_its_name(code):
    found = read_rows([panel(country="High income", iso3c=code)])
    assert found.issues.filter(code="not-on-watch-list")["severity"].to_list() == ["note"]
    assert codes(found) == [(2, "country", "not-on-watch-list")]


def test_a_strange_code_beside_the_name_of_a_state_is_a_warning_and_no_guess():
    found = read_rows([panel(country="Mali", iso3c="MAL")])
    assert found.frame["iso3"].to_list() == [None]
    assert codes(found, severity="warning") == [(2, "country code", "unknown-country")]


def panel(**cells: object) -> dict[str, object]:
    return {
        "country": "Mali",
        "iso3c": "MLI",
        "year": 2001,
        "wdi.gdppc.new": 111.1,
        "wdi.popsize.new": 1111,
        "wdi.gdppcgrow.new": 1.1,
        "wdi.trade.new": 11,
        "wdi.imrate.new": 11,
    } | cells


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("wdi.popsize.new", -5, "negative-number"),
        ("wdi.popsize.new", 1.5, "not-a-number"),
        ("wdi.gdppc.new", "-0.1", "negative-number"),
        ("wdi.gdppc.new", "1,5", "decimal-comma"),
        ("wdi.gdppcgrow.new", -100.5, "out-of-range"),
        ("wdi.trade.new", -1, "negative-number"),
        ("wdi.imrate.new", "nan", "not-a-number"),
    ],
)
def test_a_figure_that_cannot_be_is_unknown_and_the_rest_of_its_row_is_kept(column, cell, code):
    found = read_rows([panel(**{column: cell})])
    assert codes(found) == [(2, column, code)]
    assert found.issues["severity"][0] == "warning"
    assert found.frame.height == 1
    assert found.frame.null_count().sum_horizontal().item() == 1


def test_a_wrong_cell_of_the_wide_table_is_named_by_its_line_and_year(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "Country Name,Country Code,Indicator Name,Indicator Code,2001,2002\n"
        "Mali,MLI,Population,SP.POP.TOTL,-1,2\nMali,MLI,Trade,NE.TRD.GNFS.ZS,3,x\n"
    )
    assert codes(read_file(path)) == [(2, "2001", "negative-number"), (3, "2002", "not-a-number")]


def test_an_indicator_of_a_country_that_comes_twice_counts_once(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "Country Name,Country Code,Indicator Name,Indicator Code,2001\n"
        "Mali,MLI,Population,SP.POP.TOTL,1\nMali,MLI,Population,SP.POP.TOTL,2\n"
    )
    found = read_file(path)
    assert found.frame["population"].to_list() == [1]
    assert codes(found) == [(3, "Indicator Code", "duplicate-indicator")]


def test_a_country_and_year_that_come_twice_count_once():
    found = read_rows([panel(), panel(**{"wdi.gdppc.new": 5}), panel(year=2002)])
    assert found.frame["gdp_pc"].to_list() == [111.1, 111.1]
    assert codes(found) == [(3, "iso3c", "duplicate-unit-year")]


def test_a_country_under_two_names_counts_once(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "Country Name,Country Code,Indicator Name,Indicator Code,2001\n"
        "Mali,MLI,Population,SP.POP.TOTL,1\nThe Mali,MLI,Trade,NE.TRD.GNFS.ZS,2\n"
    )
    found = read_file(path)
    assert found.frame["iso3"].to_list() == ["MLI", None]
    assert codes(found) == [(3, "country code", "second-unit-of-state")]


@pytest.mark.parametrize("year", ["", "20O1", 1066, 9999])
def test_a_row_without_a_possible_year_is_left_out(year):
    found = read_rows([panel(year=year), panel(year=2002)])
    assert found.frame["year"].to_list() == [2002]
    assert [(line, column) for line, column, _ in codes(found, severity="error")] == [(2, "year")]


def test_a_year_after_the_file_was_known_is_left_out():
    found = read_rows([panel(year=2024), panel(year=2026)], known_at=dt.date(2025, 6, 1))
    assert found.frame["year"].to_list() == [2024]
    assert codes(found) == [(3, "year", "date-in-future")]


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["MLI", "NAM", "TUV"]), st.integers(1990, 1999)),
        st.integers(0, 10**9),
        min_size=1,
        max_size=12,
    )
)
def test_wide_and_long_arrangements_agree_whatever_the_figures(figures):
    long = read_rows([panel(iso3c=code, year=year, **{"wdi.popsize.new": n}) for (code, year), n in figures.items()])
    years = sorted({year for _, year in figures})
    wide = read_rows(
        [
            {"Country Name": code, "Country Code": code, "Indicator Name": "n", "Indicator Code": "SP.POP.TOTL"}
            | {str(year): figures.get((code, year)) for year in years}
            for code in sorted({code for code, _ in figures})
        ]
    )
    keys = ["iso3", "year", "population"]
    assert long.frame.select(keys).sort(keys).rows() == wide.frame.select(keys).sort(keys).rows()


@pytest.mark.data
def test_the_research_panel_reads_whole(shared_data):
    found = read_file(shared_data / "structural" / "wdi_1960_2024.csv", known_at=dt.date(2025, 12, 31))
    assert (found.rows_read, found.rows_kept) == (17_290, 17_290)
    assert codes(found, severity="error") == codes(found, severity="warning") == []
    usa = found.frame.filter(iso3="USA", year=2015).row(0, named=True)
    assert usa["population"] == 321_815_121
    assert usa["gdp_pc"] == pytest.approx(56_849.469792, abs=1e-4)
    assert usa["trade_share"] == pytest.approx(27.688214, abs=1e-5)
    states = found.frame.drop_nulls("iso3")
    assert states["iso3"].n_unique() == 194
    assert not states.select("iso3", "year").is_duplicated().any()
