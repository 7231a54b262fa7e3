"""The tables of units: whole, sorted, without a clash; and the fast look-up against a slow one."""

import csv
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.reference import countries, units
from focalpoint.reference.units import DATA, Dated, plain, within

TABLES = {
    "states.csv": [
        "iso3",
        "iso2",
        "m49",
        "name",
        "gw",
        "cow",
        "views",
        "region",
        "subregion",
        "start",
        "end",
        "status",
    ],
    "asked.csv": ["name", "unit"],
    "codes.csv": ["scheme", "code", "unit", "start", "end"],
    "continued.csv": ["code", "name", "kind", "recorded_under", "start", "end", "reason"],
    "names.csv": ["name", "unit", "start", "end"],
    "neighbours.csv": ["a", "b", "start", "end"],
    "unlisted.csv": ["code", "name", "kind", "recorded_under", "start", "end", "reason"],
}
days = st.dates(min_value=dt.date(1940, 1, 1), max_value=dt.date(2030, 12, 31))


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_columns_and_no_row_twice(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        assert next(csv.reader(handle)) == TABLES[name]
    written = [tuple(row.values()) for row in rows(name)]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_so_that_a_change_is_one_line(name):
    keys = {"codes.csv": ["scheme", "code", "start"], "neighbours.csv": ["a", "b"]}.get(name, TABLES[name][:1])
    written = [tuple(row[key] for key in keys) for row in rows(name)]
    assert written == sorted(written)


@pytest.mark.parametrize("name", TABLES)
def test_spans_run_forward(name):
    for row in rows(name):
        if row.get("start") and row.get("end"):
            assert row["start"] <= row["end"], row


def test_codes_have_the_form_of_their_scheme():
    for each in countries.watched():
        assert re.fullmatch(r"[A-Z]{3}", each.iso3)
        assert re.fullmatch(r"[A-Z]{2}", each.iso2)
        assert 0 < each.m49 < 900
        assert each.gw is None or 2 <= each.gw <= 990
        assert each.cow is None or 2 <= each.cow <= 990
        assert each.views is None or 1 <= each.views <= 246


def test_gleditsch_ward_and_correlates_of_war_differ_where_they_are_known_to():
    differ = {each.iso3: (each.gw, each.cow) for each in countries.watched() if each.gw != each.cow}
    assert differ == {
        "DEU": (260, 255),
        "KIR": (970, 946),
        "NRU": (971, 970),
        "SRB": (340, 345),
        "TON": (972, 955),
        "TUV": (973, 947),
        "VAT": (327, None),
        "YEM": (678, 679),
    }


def test_no_border_is_written_twice_or_from_the_wrong_side():
    pairs = [(row["a"], row["b"]) for row in rows("neighbours.csv")]
    assert all(one < other for one, other in pairs)
    assert len(pairs) == len(set(pairs))


def test_every_reason_is_one_sentence_or_more_and_kinds_are_known():
    for unit in units.unlisted_units().values():
        assert unit.reason.endswith(".")
        assert unit.kind in {"former", "area", "territory", "aggregate", "other"}
        assert unit.kind != "former" or unit.end is not None


def test_no_alias_repeats_the_name_of_its_unit():
    for row in rows("names.csv"):
        listed, off = units.states().get(row["unit"]), units.unlisted_units().get(row["unit"])
        own = listed.name if listed else off.name
        assert plain(row["name"]) != plain(own), row


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  The   GAMBIA ", "gambia"),
        ("Antigua & Barbuda", "antigua and barbuda"),
        ("St. Kitts and Nevis", "saint kitts and nevis"),
        ("São Tomé and Príncipe", "sao tome and principe"),
        ("Lao People's Dem. Rep.", "lao peoples dem rep"),
        ("Korea, Dem. People’s Rep.", "korea dem peoples rep"),
        ("Åland", "aland"),
        ("北", ""),
        ("", ""),
    ],
)
def test_names_are_compared_in_a_plain_form(written, expected):
    assert plain(written) == expected


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x17F)))
def test_the_plain_form_is_small_letters_digits_and_single_spaces(text):
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", plain(text))


@given(st.sampled_from([each.name for each in countries.watched()]), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_never_changes_what_a_name_finds(name, turned):
    assert countries.find_name(turned(name)) == countries.find_name(name)


@given(days, st.none() | days, st.none() | days)
def test_a_day_lies_within_a_span_with_both_ends(day, start, end):
    slow = all(start <= day for start in [start] if start) and all(day <= end for end in [end] if end)
    assert within(day, start, end) is slow
    assert Dated("X", "Y", start, end).on(day) is slow
    assert Dated("X", "Y", start, end).on(None)


def scan(scheme, code, on):
    """Read the tables again, row by row, for one code: the slow way to the State that holds it on a day."""
    special = [row for row in rows("codes.csv") if row["scheme"] == scheme]
    named = {(row["code"], row["unit"]) for row in special}
    held = [(row["unit"], row["start"], row["end"]) for row in special if row["code"] == code]
    present = [row["iso3"] for row in rows("states.csv") if row[scheme] == code]
    held += [(iso3, "", "") for iso3 in present if (code, iso3) not in named]
    lives = {row["iso3"]: (row["start"], row["end"]) for row in rows("states.csv")}
    day = on.isoformat()
    spans = [(unit, start, end) for unit, start, end in held if unit in lives and start <= day <= (end or "9999")]
    return {unit for unit, _, _ in spans if lives[unit][0] <= day <= (lives[unit][1] or "9999")}


@given(
    st.sampled_from([(row["scheme"], row["code"]) for row in rows("codes.csv")])
    | st.tuples(st.just("gw"), st.sampled_from([row["gw"] for row in rows("states.csv") if row["gw"]])),
    days,
)
def test_the_fast_look_up_agrees_with_reading_the_tables_row_by_row(asked, on):
    scheme, code = asked
    found = countries.find(scheme, code, on=on)
    slow = scan(scheme, code, on)
    assert (found.iso3 if found else None) in (slow or {None})
    assert bool(found) is bool(slow)
