"""The watch list and the units behind it: by name the cases that trip people, then properties over all of it."""

import datetime as dt
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.reference import countries
from focalpoint.reference.countries import find, find_name, neighbours, state, unlisted, unlisted_name, watched
from focalpoint.reference.units import codes, names, plain, states, unlisted_units

ISO3 = [each.iso3 for each in watched()]
SCHEMES: tuple[countries.Scheme, ...] = ("iso3", "iso2", "m49", "gw", "cow", "views")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def iso(found: countries.State | None) -> str | None:
    return found.iso3 if found else None


def test_the_watch_list_is_193_members_and_two_observers_in_order():
    assert len([each for each in watched() if each.status == "member"]) == 193
    assert [each.iso3 for each in watched() if each.status == "observer"] == ["PSE", "VAT"]
    assert sorted(ISO3) == ISO3


def test_every_state_has_its_own_codes_and_none_is_shared():
    for scheme in SCHEMES:
        held = [getattr(each, scheme) for each in watched() if getattr(each, scheme) is not None]
        assert len(held) == len(set(held)), scheme


def test_only_the_states_without_a_code_of_a_scheme_lack_it():
    assert [each.iso3 for each in watched() if each.gw is None] == ["PSE"]
    assert [each.iso3 for each in watched() if each.cow is None] == ["PSE", "VAT"]
    assert [each.iso3 for each in watched() if each.views is None] == ["AND", "LIE", "MCO", "PSE", "SMR", "VAT"]


def test_the_regions_are_the_five_of_the_united_nations():
    sizes = pl.Series([each.region for each in watched()]).value_counts().sort("").rows()
    assert sizes == [("Africa", 54), ("Americas", 35), ("Asia", 48), ("Europe", 44), ("Oceania", 14)]


def test_south_sudan_begins_on_9_july_2011():
    assert find("gw", 626, on=day("2011-07-08")) is None
    assert iso(find("gw", 626, on=day("2011-07-09"))) == "SSD"
    assert find("iso3", "SSD", on=day("2010-12-31")) is None
    assert neighbours("SSD", on=day("2011-07-08")) == frozenset()
    assert neighbours("SSD", on=day("2011-07-09")) == {"CAF", "COD", "ETH", "KEN", "SDN", "UGA"}


def test_sudan_loses_its_southern_neighbours_and_its_m49_number_in_2011():
    assert {"UGA", "KEN", "COD"} <= neighbours("SDN", on=day("2011-07-08"))
    assert neighbours("SDN") == {"CAF", "EGY", "ERI", "ETH", "LBY", "SSD", "TCD"}
    assert iso(find("m49", 736, on=day("2011-07-08"))) == "SDN"
    assert find("m49", 736, on=day("2011-07-09")) is None
    assert iso(find("m49", 729, on=day("2011-07-09"))) == "SDN"
    assert find("m49", 729, on=day("2010-01-01")) is None


def test_serbia_continues_yugoslavia_of_1992_and_changes_its_number_in_2006():
    for text in ("1991-06-01", "1992-04-27", "2005-12-31", "2024-12-31"):
        assert iso(find("gw", 345, on=day(text))) == "SRB", "UCDP goes on using 345"
    assert find("gw", 340, on=day("2006-06-02")) is None
    assert iso(find("gw", 340, on=day("2006-06-03"))) == "SRB"
    assert state("SRB").gw == 340
    assert state("SRB").cow == 345
    assert iso(find_name("Yugoslavia", on=day("1992-01-01"))) == "SRB"
    assert iso(find_name("Serbia and Montenegro", on=day("2000-01-01"))) == "SRB"
    assert find_name("Serbia and Montenegro", on=day("2006-06-03")) is None
    assert iso(find("iso3", "SCG", on=day("2004-01-01"))) == "SRB"
    assert iso(find("iso2", "CS", on=day("2004-01-01"))) == "SRB"
    assert find("iso3", "MNE", on=day("2006-06-02")) is None
    assert state("MNE").start == day("2006-06-03")


def test_timor_leste_begins_on_20_may_2002():
    assert find("gw", 860, on=day("2002-05-19")) is None
    assert iso(find("gw", 860, on=day("2002-05-20"))) == "TLS"
    assert iso(find_name("East Timor")) == "TLS"
    assert neighbours("TLS") == {"IDN"}
    assert "TLS" not in neighbours("IDN", on=day("1999-09-01"))


def test_yemen_is_one_in_gleditsch_ward_and_two_in_the_correlates_of_war():
    assert iso(find("gw", 678, on=day("1989-06-01"))) == "YEM"
    assert iso(find("gw", 678, on=day("2024-06-01"))) == "YEM"
    assert iso(find("cow", 678, on=day("1990-05-21"))) == "YEM"
    assert find("cow", 678, on=day("1990-05-22")) is None
    assert find("cow", 679, on=day("1990-05-21")) is None
    assert iso(find("cow", 679, on=day("1990-05-22"))) == "YEM"
    assert find("gw", 680, on=day("1989-06-01")) is None
    south = unlisted("gw", 680, on=day("1989-06-01"))
    assert south is not None
    assert south.recorded_under == "YEM"
    assert south.end == day("1990-05-21")
    assert "OMN" not in neighbours("YEM", on=day("1989-01-01"))


def test_germany_is_260_in_gleditsch_ward_and_255_in_the_correlates_of_war():
    assert (state("DEU").gw, state("DEU").cow) == (260, 255)
    assert iso(find("cow", 260, on=day("1989-12-31"))) == "DEU"
    assert find("cow", 260, on=day("1990-10-03")) is None
    assert find("gw", 255) is None
    assert find("gw", 265, on=day("1989-12-31")) is None
    east = unlisted("gw", 265, on=day("1989-12-31"))
    assert east is not None
    assert east.name == "German Democratic Republic"
    assert iso(find_name("German Federal Republic")) == "DEU"
    assert "POL" not in neighbours("DEU", on=day("1989-01-01"))
    assert "POL" in neighbours("DEU")


def test_the_state_of_palestine_is_recorded_under_israel():
    assert countries.recorded_under("PSE") == "ISR"
    assert state("PSE").gw is None
    assert iso(find("gw", 666)) == "ISR"
    assert iso(find_name("West Bank and Gaza")) == "PSE"
    assert neighbours("PSE") == {"EGY", "ISR", "JOR"}
    assert [each.iso3 for each in watched() if countries.recorded_under(each.iso3)] == ["PSE"]


def test_ethiopia_runs_on_and_eritrea_begins_in_1993():
    assert iso(find("gw", 530, on=day("1992-01-01"))) == "ETH"
    assert find("gw", 531, on=day("1993-05-23")) is None
    assert iso(find("m49", 230, on=day("1992-01-01"))) == "ETH"
    assert "ERI" not in neighbours("ETH", on=day("1992-01-01"))


def test_the_russian_federation_continues_the_ussr():
    assert iso(find("iso3", "SUN", on=day("1991-01-01"))) == "RUS"
    assert find("iso3", "SUN", on=day("1992-01-01")) is None
    assert iso(find("gw", 365, on=day("1989-01-01"))) == "RUS"
    assert find("gw", 369, on=day("1991-08-23")) is None
    assert find_name("Soviet Union", on=day("1992-01-01")) is None


def test_czechoslovakia_is_nobodys_and_says_so():
    assert find_name("Czechoslovakia") is None
    gone = unlisted_name("Czechoslovakia", on=day("1990-01-01"))
    assert gone is not None
    assert gone.recorded_under is None
    assert "neither" in gone.reason
    assert unlisted("gw", 315, on=day("1993-01-01")) is None


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Zaire", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo", "COG"),
        ("Burma/Myanmar", "MMR"),
        ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("TURKIYE", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Gambia, The", "GMB"),
        ("Bahamas, The", "BHS"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Korea, Rep.", "KOR"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Guinea", "GIN"),
        ("Vatican City State", "VAT"),
    ],
)
def test_a_name_people_use_leads_to_its_state(name, iso3):
    assert iso(find_name(name)) == iso3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kosovo", "XKX"),
        ("Taiwan", "TWN"),
        ("Western Sahara", "ESH"),
        ("Somaliland", "SOL"),
        ("Hong Kong", "HKG"),
        ("Zanzibar", "ZZB"),
        ("Palestine/Gaza", "PSG"),
        ("Northern Cyprus", "CYN"),
        ("World", "WLD"),
    ],
)
def test_a_unit_off_the_list_is_found_with_a_reason(name, code):
    found = unlisted_name(name)
    assert find_name(name) is None
    assert found is not None
    assert found.code == code
    assert found.reason.endswith(".")


def test_a_name_nobody_knows_is_neither_listed_nor_unlisted():
    assert find_name("Ruritania") is None
    assert unlisted_name("Ruritania") is None
    assert find_name("") is None


def test_an_unknown_code_says_what_was_meant():
    with pytest.raises(countries.UnknownState, match=r"XKX.*Kosovo.*1244"):
        state("XKX")
    with pytest.raises(countries.UnknownState, match="Did you mean MMR"):
        state("BUR")
    with pytest.raises(countries.UnknownState, match="alpha-3"):
        state("???")


def test_codes_are_read_as_files_write_them():
    for written in (700, 700.0, "700", "700.0", " 700 "):
        assert iso(find("gw", written)) == "AFG"
    assert iso(find("m49", "004")) == "AFG"
    assert iso(find("iso2", "na")) == "NAM"
    assert find("gw", None) is None
    assert find("gw", "seven") is None
    assert find("cow", "70.5") is None


def test_the_code_table_has_one_row_a_code_and_day_and_no_open_end():
    for scheme in SCHEMES:
        table = countries.code_table(scheme)
        assert table.columns == ["code", "iso3", "start", "end"]
        assert table.null_count().row(0) == (0, 0, 0, 0)
        assert (table["start"] <= table["end"]).all()
        pairs = table.join(table, on="code", suffix="_other").filter(
            (pl.col("iso3") != pl.col("iso3_other"))
            & (pl.col("start") <= pl.col("end_other"))
            & (pl.col("start_other") <= pl.col("end"))
        )
        assert pairs.is_empty(), scheme


def test_the_code_table_keeps_both_numbers_of_yemen_apart_by_date():
    yemen = countries.code_table("cow").filter(pl.col("iso3") == "YEM")
    assert yemen.rows() == [
        (678, "YEM", day("1945-10-24"), day("1990-05-21")),
        (679, "YEM", day("1990-05-22"), dt.date.max),
    ]


@pytest.mark.parametrize(
    ("iso3", "expected"),
    [
        ("LSO", {"ZAF"}),
        ("KOR", {"PRK"}),
        ("MMR", {"BGD", "CHN", "IND", "LAO", "THA"}),
        ("RWA", {"BDI", "COD", "TZA", "UGA"}),
        ("SRB", {"ALB", "BGR", "BIH", "HRV", "HUN", "MKD", "MNE", "ROU"}),
        ("SOM", {"DJI", "ETH", "KEN"}),
        ("MAR", {"DZA", "ESP"}),
        ("ISL", set()),
    ],
)
def test_the_land_neighbours_of_known_cases_are_right(iso3, expected):
    assert neighbours(iso3) == expected


days = st.dates(min_value=day("1946-01-01"), max_value=day("2030-12-31"))


@given(iso3=st.sampled_from(ISO3), on=st.none() | days)
def test_a_border_has_two_sides(iso3, on):
    for other in neighbours(iso3, on=on):
        assert iso3 in neighbours(other, on=on)
        assert other != iso3


@given(each=st.sampled_from(watched()), scheme=st.sampled_from(SCHEMES), on=days)
def test_what_a_code_finds_existed_that_day_and_has_been_of_that_code(each, scheme, on):
    code = getattr(each, scheme)
    found = find(scheme, code, on=on) if code is not None else None
    if found is not None:
        assert found.on(on)
        assert found == each


@given(each=st.sampled_from(watched()), on=days)
def test_a_row_of_the_code_table_and_find_agree(each, on):
    table = countries.code_table("iso3").filter(
        (pl.col("code") == each.iso3) & (pl.col("start") <= on) & (pl.col("end") >= on)
    )
    assert [iso(find("iso3", each.iso3, on=on))] == (table["iso3"].to_list() or [None])


@given(st.text(max_size=40))
def test_any_text_is_looked_up_without_an_error(text):
    assert plain(plain(text)) == plain(text) or "st" in plain(text)
    find_name(text)
    for scheme in SCHEMES:
        find(scheme, text)


def test_no_name_stands_for_two_units_at_once():
    for name, entries in names().items():
        assert len({entry.unit for entry in entries}) == 1, name


def test_every_unit_that_a_table_names_exists():
    known = states().keys() | unlisted_units().keys()
    for scheme in SCHEMES:
        assert {entry.unit for entries in codes(scheme).values() for entry in entries} <= known
    assert {entry.unit for entries in names().values() for entry in entries} <= known
    assert {unit.recorded_under for unit in unlisted_units().values()} - {None} <= states().keys()
    assert not states().keys() & unlisted_units().keys()


def test_importing_countries_does_not_import_polars():
    script = "import sys, focalpoint.reference.countries as c; c.find_name('Mali'); sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
