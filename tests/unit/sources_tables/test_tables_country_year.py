"""What every table of countries by year shares."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import country_year, registry
from focalpoint.foresight.sources.source import Layout
from focalpoint.reference import countries

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["340", "345", "365", "432", "678", "680", "265", "817", "999"]), st.integers(1946, 2024)
    ),
    min_size=1,
    max_size=20,
    unique=True,
)


def frame(rows):
    return pl.DataFrame(
        {"_line": range(2, len(rows) + 2), "gw": [code for code, _ in rows], "year": [year for _, year in rows]},
        schema={"_line": pl.Int64, "gw": pl.String, "year": pl.Int64},
    )


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_no_row_is_ever_dropped_for_its_unit(rows):
    kept, _ = country_year.located(frame(rows), "gw", "gw", dated=True, column="gw")
    assert kept.select("_line", "gw", "year").equals(frame(rows))


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_every_unit_without_a_state_has_an_issue(rows):
    kept, found = country_year.located(frame(rows), "gw", "gw", dated=True, column="gw")
    nameless = set(kept.filter(pl.col("iso3").is_null())["gw"])
    assert {value.split(" ")[0] for value in found["value"]} == nameless


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_no_state_has_two_units_in_a_year(rows):
    kept, _ = country_year.located(frame(rows), "gw", "gw", dated=True, column="gw")
    single, found = country_year.one_unit_a_state(kept, "gw", "gw", column="gw")
    assert not single.drop_nulls("iso3").select("iso3", "year").is_duplicated().any()
    assert single["iso3"].null_count() == kept["iso3"].null_count() + found.height
    assert single["_line"].to_list() == kept["_line"].to_list()


@pytest.mark.parametrize(
    ("scheme", "code", "year", "iso3"),
    [
        ("gw", "345", 1985, "SRB"),
        ("gw", "345", 2006, "SRB"),
        ("gw", "678", 1985, "YEM"),
        ("gw", "678", 2020, "YEM"),
        ("cow", "679", 2020, "YEM"),
        ("gw", "680", 1985, None),
        ("gw", "260", 1985, "DEU"),
        ("cow", "255", 2000, "DEU"),
        ("gw", "265", 1985, None),
        ("gw", "626", 2010, None),
        ("gw", "626", 2011, "SSD"),
        ("gw", "625", 2005, "SDN"),
        ("gw", "860", 2001, None),
        ("gw", "860", 2002, "TLS"),
        ("gw", "365", 1960, "RUS"),
        ("gw", "347", 2010, None),
    ],
)
def test_a_code_stands_for_the_state_of_its_year(scheme, code, year, iso3):
    kept, found = country_year.located(frame([(code, year)]), scheme, "gw", dated=True, column="gw")
    assert kept["iso3"].to_list() == [iso3]
    assert found.height == (iso3 is None)


def test_figures_of_a_territory_before_its_state_count_where_the_producer_gives_them_so():
    rows = frame([("SSD", 1990)])
    assert country_year.located(rows, "iso3", "gw", dated=False, column="gw")[0]["iso3"].to_list() == ["SSD"]
    assert country_year.located(rows, "iso3", "gw", dated=True, column="gw")[0]["iso3"].to_list() == [None]


def test_every_code_is_one_of_the_watch_list():
    listed = {state.iso3 for state in countries.watched()}
    rows = frame([(str(code), 2020) for code in range(1, 1000)])
    kept, _ = country_year.located(rows, "gw", "gw", dated=True, column="gw")
    found = set(kept["iso3"].drop_nulls())
    assert found <= listed
    assert len(found) > 170


def test_a_layout_takes_the_columns_of_its_patterns_and_leaves_the_rest():
    layout = Layout(name="x", required=("year",), patterns=(".+",), use=("year",), use_patterns=("v2x_[a-z]+",))
    assert [layout.wanted(name) for name in ("year", "v2x_libdem", "v2x_libdem_sd", "e_gdp")] == [
        True,
        True,
        False,
        False,
    ]
    assert layout.known("e_gdp")


OURS = ("wdi", "un_igme", "vdem", "vdem_items", "unhcr", "idmc", "epr", "coups", "ewp", "mentions")


@pytest.mark.parametrize("source_id", OURS)
def test_a_card_says_how_its_file_is_to_be_had(source_id):
    card = registry.source(source_id)
    assert bool(card.downloads) != bool(card.by_hand)
    assert all(layout.minimum_rows > 100 for layout in card.layouts)
    assert card.note


@pytest.mark.parametrize("source_id", OURS)
def test_only_what_may_ship_says_so(source_id):
    may_not = {"un_igme", "vdem_items", "epr", "coups", "ewp"}
    assert registry.source(source_id).may_ship is (source_id not in may_not)
