"""Every country code and name in the producers' files resolves, or is on the list of units off the watch list."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from focalpoint.reference.countries import Scheme, find, find_name, unlisted, unlisted_name, watched

pytestmark = pytest.mark.data

CODED: list[tuple[str, str, Scheme]] = [
    ("ucdp/organizedviolencecy_v25_1.csv", "country_id_cy", "gw"),
    ("ucdp/ged251_country_month.csv", "country_iso3", "iso3"),
    ("structural/coups_country_year_1945_2024.csv", "ccode", "cow"),
    ("structural/epr_country_year_1946_2020.csv", "countries_gwid", "gw"),
    ("structural/un_igme_infant_mortality_1950_2024.csv", "iso3c", "iso3"),
    ("structural/un_igme_infant_mortality_1950_2024.csv", "ccode", "cow"),
    ("structural/wdi_1960_2024.csv", "ccode", "cow"),
    ("structural/wdi_1960_2024.csv", "iso3c", "iso3"),
    ("unhcr/unhcr_countries.csv", "iso_code", "iso3"),
    ("unhcr/unhcr_population.csv", "coo_iso", "iso3"),
    ("unhcr/unhcr_population.csv", "coa_iso", "iso3"),
    ("unhcr/unhcr_idmc.csv", "coo_iso", "iso3"),
    ("vdem/vdem_indices_1980_2024.csv", "vdem_cowcode", "cow"),
    ("vdem/vdem_ewp_items_1960_2024.csv", "COWcode", "cow"),
    ("attention/gdelt_country_month_1985_2024.csv", "country_iso3", "iso3"),
    ("attention/un_general_debate_mentions_1946_2024.csv", "iso3", "iso3"),
    ("views/country_list.csv", "country_id", "views"),
    ("ewp/published_out_of_sample_1994_2024.csv", "ccode", "cow"),
]
NAMED = [
    ("ucdp/organizedviolencecy_v25_1.csv", "country_cy"),
    ("structural/coups_country_year_1945_2024.csv", "country"),
    ("structural/epr_country_year_1946_2020.csv", "countryname"),
    ("structural/wdi_1960_2024.csv", "country"),
    ("unhcr/unhcr_countries.csv", "name"),
    ("unhcr/unhcr_population.csv", "coo_name"),
    ("vdem/vdem_indices_1980_2024.csv", "vdem_country_name"),
    ("vdem/vdem_ewp_items_1960_2024.csv", "country_name"),
    ("ewp/panel_1960_2024.csv", "ewp_name"),
    ("ewp/published_forecast_2025_2026.csv", "ewp_name"),
    ("views/country_list.csv", "name"),
]


def values(path: Path, column: str) -> list[str]:
    frame = pl.read_csv(path, infer_schema_length=0)
    return [value for value in frame[column].unique().sort().to_list() if value]


def features(folder: Path) -> Iterator[dict[str, str]]:
    for resolution in ("110m", "50m"):
        world = json.loads((folder / f"maps/ne_{resolution}_admin_0_countries.json").read_text(encoding="utf-8"))
        yield from (feature["properties"] for feature in world["features"])


@pytest.mark.parametrize(("name", "column", "scheme"), CODED)
def test_every_code_of_a_file_is_known(shared_data, name, column, scheme):
    unknown = [
        value
        for value in values(shared_data / name, column)
        if find(scheme, value) is None and unlisted(scheme, value) is None
    ]
    assert unknown == []


@pytest.mark.parametrize(("name", "column"), NAMED)
def test_every_name_of_a_file_is_known(shared_data, name, column):
    unknown = [
        value
        for value in values(shared_data / name, column)
        if find_name(value) is None and unlisted_name(value) is None
    ]
    assert unknown == []


def test_every_participant_of_a_treaty_is_known(shared_data):
    unknown = set()
    for path in sorted((shared_data / "un/treaties").glob("treaties_*.csv")):
        with path.open(encoding="utf-8") as handle:
            named = {row.get("Participant") or "" for row in csv.DictReader(handle)}
        unknown |= {name for name in named if name and find_name(name) is None and unlisted_name(name) is None}
    assert unknown == set()


def test_every_country_of_natural_earth_is_known_by_code_and_by_name(shared_data):
    for each in features(shared_data):
        code = each["ADM0_A3"]
        assert find("iso3", code) or unlisted("iso3", code), code
        for field in ("NAME", "NAME_LONG", "ADMIN"):
            assert find_name(each[field]) or unlisted_name(each[field]), each[field]


def test_m49_numbers_and_alpha_2_codes_agree_with_natural_earth(shared_data):
    for each in features(shared_data):
        found = find("iso3", each["ISO_A3"])
        if found is not None:
            assert int(each["UN_A3"]) == found.m49
            assert each["ISO_A2"] == found.iso2


def test_codes_and_names_of_ucdp_lead_to_the_same_state_in_every_year(shared_data):
    frame = pl.read_csv(
        shared_data / "ucdp/organizedviolencecy_v25_1.csv",
        columns=["country_id_cy", "country_cy", "year_cy"],
        infer_schema_length=None,
    ).unique()
    for code, name, year in frame.iter_rows():
        on = dt.date(year, 12, 31)
        by_code = find("gw", code, on=on)
        assert by_code == find_name(name, on=on), (code, name, year)
        assert by_code or unlisted("gw", code) is not None, (code, name, year)


def test_codes_and_names_of_v_dem_lead_to_the_same_state(shared_data):
    frame = pl.read_csv(shared_data / "vdem/vdem_indices_1980_2024.csv", infer_schema_length=None)
    for text_id, name, cow in frame.select("country_text_id", "vdem_country_name", "vdem_cowcode").unique().iter_rows():
        assert find("iso3", text_id) == find_name(name), text_id
        by_cow = find("cow", cow)
        assert by_cow is None or by_cow == find_name(name), text_id


def test_world_bank_codes_agree_with_ours(shared_data):
    frame = pl.read_csv(shared_data / "structural/wdi_1960_2024.csv", infer_schema_length=None)
    for name, iso2, iso3 in frame.select("country", "iso2c", "iso3c").unique().iter_rows():
        assert find("iso3", iso3) == find_name(name), iso3
        found = find("iso3", iso3)
        assert found is None or found.iso2 == iso2


def test_views_names_and_numbers_lead_to_the_same_state(shared_data):
    frame = pl.read_csv(shared_data / "views/country_list.csv")
    for number, _, name in frame.iter_rows():
        assert find("views", number) == find_name(name), name


def test_un_regions_agree_with_the_list_of_unhcr(shared_data):
    frame = pl.read_csv(shared_data / "unhcr/unhcr_countries.csv", infer_schema_length=0).filter(
        pl.col("iso_code").is_not_null()
    )
    for row in frame.iter_rows(named=True):
        found = find("iso3", row["iso_code"])
        if found is not None:
            assert found.region == row["unsd_region"]
            assert found.subregion in (row["unsd_subregion"], row["unsd_imregion"])


def test_no_event_of_ucdp_falls_before_its_state_began(shared_data):
    frame = pl.read_csv(shared_data / "ucdp/ged251_country_month.csv", infer_schema_length=None)
    first = frame.filter(pl.col("ucdp_event_count") > 0).group_by("country_iso3").agg(pl.col("year_month").min())
    for iso3, label in first.iter_rows():
        year, month = (int(part) for part in label.split("-"))
        assert find("iso3", iso3, on=dt.date(year, month, 28)), (iso3, label)


def test_the_matrix_of_views_names_only_known_units(shared_data):
    header = pl.read_csv(shared_data / "views/ged_sb_country_month_matrix_1989_2022.csv", n_rows=0).columns[1:]
    listed = {found.iso3 for name in header if (found := find_name(name))}
    assert len(header) == 191
    assert {each.iso3 for each in watched()} - listed == {"AND", "LIE", "MCO", "PSE", "SMR", "VAT"}
