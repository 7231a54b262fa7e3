"""Which State a row is about: by code and year, and never silently."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources.units import locate, resolve


def located(*pairs, scheme="gw"):
    codes, years = zip(*pairs, strict=True)
    lines = range(2, len(pairs) + 2)
    rows = pl.DataFrame({"_line": lines, "code": codes, "year": years}, schema_overrides={"_line": pl.Int64})
    kept, found = locate(rows, scheme, "code", "year", column="country_id")
    return dict(kept.select("_line", "iso3").rows()), found


@pytest.mark.parametrize(
    ("code", "year", "iso3"),
    [
        ("365", 1989, "RUS"),
        ("345", 1995, "SRB"),
        ("340", 2010, "SRB"),
        ("678", 1989, "YEM"),
        ("678", 2024, "YEM"),
        ("260", 1989, "DEU"),
        ("626", 2011, "SSD"),
        ("625", 2000, "SDN"),
        ("860", 2002, "TLS"),
        ("666", 2023, "ISR"),
        ("775", 2024, "MMR"),
    ],
)
def test_a_code_is_the_state_of_today_that_holds_it_in_that_year(code, year, iso3):
    assert resolve("gw", code, year).iso3 == iso3


@pytest.mark.parametrize(("code", "year"), [("265", 2001), ("626", 1999), ("680", 2005), ("315", 2000)])
def test_a_state_that_was_not_there_in_that_year_is_an_error_and_the_row_is_left_out(code, year):
    kept, found = located(("461", year), (code, year))
    assert kept == {2: "TGO"}
    issue = found.row(0, named=True)
    assert (issue["line"], issue["column"], issue["code"]) == (3, "country_id", "country-not-on-date")
    assert str(year) in issue["expected"]
    assert issue["severity"] == "error"


@pytest.mark.parametrize(("code", "name"), [("347", "Kosovo"), ("713", "Taiwan")])
def test_a_unit_off_the_watch_list_keeps_its_rows_without_a_state_and_one_note_says_so(code, name):
    kept, found = located((code, 2012), (code, 2013), ("461", 2013))
    assert kept == {2: None, 3: None, 4: "TGO"}
    assert found.height == 1
    issue = found.row(0, named=True)
    assert (issue["line"], issue["code"], issue["severity"]) == (2, "not-on-watch-list", "note")
    assert name in issue["expected"]
    assert "2 rows" in issue["value"]


def test_a_code_that_nobody_knows_is_a_warning_and_its_rows_are_kept():
    kept, found = located(("99999", 2012))
    assert kept == {2: None}
    assert found.select("code", "severity").rows() == [("unknown-country", "warning")]


def test_a_row_without_a_code_or_a_year_is_kept():
    kept, found = located((None, 2012), ("461", None))
    assert kept == {2: None, 3: "TGO"}
    assert found["code"].to_list() == ["no-country"]


def test_names_are_found_in_words():
    kept, _ = located(("Burma", 2020), ("Soviet Union", 1989), scheme="name")
    assert kept == {2: "MMR", 3: "RUS"}


CODES = st.sampled_from(["461", "580", "347", "265", "626", "365", "9999", None])
YEARS = st.one_of(st.none(), st.integers(1985, 2025))


@settings(deadline=None)
@given(st.lists(st.tuples(CODES, YEARS), min_size=1, max_size=8))
def test_a_table_is_located_as_each_row_alone_would_be(pairs):
    kept, found = located(*pairs)
    alone = {line: resolve("gw", code, year) for line, (code, year) in enumerate(pairs, start=2)}
    late = {line for line, one in alone.items() if one.problem == "country-not-on-date"}
    assert kept == {line: one.iso3 for line, one in alone.items() if line not in late}
    assert set(found.filter(code="country-not-on-date")["line"]) == late
