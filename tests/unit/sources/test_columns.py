"""From strings to values: what is read, what becomes an issue, and what a warning leaves."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources.columns import Check, typed


def read(column, *cells, checks=()):
    """The values of one column and the codes of its issues, by line."""
    raw = pl.DataFrame({"_line": range(2, len(cells) + 2), "x": cells}, schema={"_line": pl.Int64, "x": pl.String})
    kept, found = typed(raw, [column], None, checks)
    return dict(kept.select("_line", column.name).rows()), dict(found.select("line", "code").rows())


@pytest.mark.parametrize("cell", ["34", " 34 ", "34.0", "+34", "3.4e1", "0034", "34."])
def test_a_whole_number_may_be_written_in_these_ways(cell):
    assert read(c.whole("x"), cell) == ({2: 34}, {})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("34,0", "decimal-comma"),
        ("34.5", "not-a-number"),
        ("many", "not-a-number"),
        ("nan", "not-a-number"),
        ("inf", "not-a-number"),
        ("1 00", "not-a-number"),
        ("=3+1", "not-a-number"),
        ("٣٤", "not-a-number"),
        ("9" * 30, "not-a-number"),
        ("-1", "negative-number"),
        ("101", "out-of-range"),
    ],
)
def test_a_cell_that_is_no_whole_number_from_0_to_100_drops_its_row(cell, code):
    assert read(c.whole("x", low=0, high=100), "7", cell) == ({2: 7}, {3: code})


def test_a_warning_keeps_the_row_and_gives_null():
    assert read(c.whole("x", low=1, high=5, severity="warning"), "3", "9", "odd") == (
        {2: 3, 3: None, 4: None},
        {3: "out-of-range", 4: "not-a-number"},
    )


def test_an_empty_cell_is_null_and_an_issue_only_where_it_is_required():
    assert read(c.whole("x"), None, "1") == ({2: None, 3: 1}, {})
    assert read(c.whole("x", required=True), None, "1") == ({3: 1}, {2: "missing-value"})


def test_a_cell_of_spaces_is_empty_also_where_the_table_did_not_say_so():
    assert read(c.whole("x"), "  ", "1") == ({2: None, 3: 1}, {})
    assert read(c.whole("x", required=True), "  ", "1") == ({3: 1}, {2: "missing-value"})


def test_a_column_that_the_file_does_not_have_is_null():
    kept, found = typed(pl.DataFrame({"_line": [2]}), [c.whole("x"), c.text("y")])
    assert kept.rows() == [(2, None, None)]
    assert found.is_empty()


@pytest.mark.parametrize(("cell", "value"), [("-12.5", -12.5), ("1e-3", 0.001), (" .5 ", 0.5), ("7", 7.0)])
def test_a_number_may_be_written_in_these_ways(cell, value):
    assert read(c.number("x"), cell) == ({2: value}, {})


def test_a_number_with_a_decimal_comma_says_so():
    raw = pl.DataFrame({"_line": [9], "x": ["12,5"]})
    issue = typed(raw, [c.number("x")])[1].row(0, named=True)
    assert (issue["line"], issue["column"], issue["value"]) == (9, "x", "12,5")
    assert issue["todo"] == "Write decimals with a point, not a comma."


@pytest.mark.parametrize("cell", ["2024-02-29", "2024-02-29 00:00:00.000", " 2024-02-29T12:00:00Z "])
def test_a_date_may_have_a_time_behind_it(cell):
    assert read(c.day("x"), cell) == ({2: dt.date(2024, 2, 29)}, {})


@pytest.mark.parametrize("cell", ["2023-02-29", "2024-13-01", "24-02-29", "20240229", "yesterday"])
def test_what_is_no_date_drops_its_row(cell):
    assert read(c.day("x"), "2024-01-01", cell)[1] == {3: "not-a-date"}


def test_a_date_may_have_several_forms():
    column = c.day("x", formats=(c.COMPACT, c.ISO, c.SPELLED))
    day = dt.date(2024, 3, 1)
    assert read(column, "20240301", "2024-03-01", "01 March 2024") == ({2: day, 3: day, 4: day}, {})


def test_a_date_is_in_the_future_only_against_the_day_the_file_was_known():
    assert read(c.day("x"), "2999-01-01")[1] == {}
    column = c.day("x", known_at=dt.date(2024, 5, 1))
    assert read(column, "2024-05-01", "2024-05-02")[1] == {3: "date-in-future"}


def test_a_date_before_anything_was_recorded_is_out_of_range():
    assert read(c.day("x"), "0203-01-01")[1] == {2: "out-of-range"}


def test_a_code_that_is_not_in_the_codebook_drops_its_row_and_lists_the_codes():
    column = c.choice("x", {"1": "one", "2": "two"})
    assert read(column, "1", "2.0", " 2", "9", None) == (
        {2: "one", 3: "two", 4: "two"},
        {5: "unknown-code", 6: "missing-value"},
    )


def test_a_code_may_stand_for_a_number():
    assert read(c.choice("x", {"0": 0, "1": 1}), "0", "1") == ({2: 0, 3: 1}, {})


def test_of_a_key_that_comes_twice_the_first_row_is_kept():
    assert read(c.text("x"), "a", "b", "a", None, None, checks=[c.unique("x", what="id")])[1] == {4: "duplicate-id"}


def test_a_key_of_numbers_is_told_by_its_text():
    key = c.unique("x", what="id")
    assert read(c.text("x"), "7", "07", "8", checks=[key])[1] == {}
    assert read(c.text("x"), "7", "07", "7", checks=[key])[1] == {4: "duplicate-id"}
    assert read(c.text("x"), "7", None, "9", checks=[key])[1] == {}
    assert read(c.text("x"), "7", "8", "9", "7", checks=[key])[1] == {5: "duplicate-id"}


@given(st.lists(st.none() | st.sampled_from(["1", "01", "+1", " 1", "2", "3", "a"]), max_size=6))
def test_a_repeated_key_is_found_whether_keys_are_numbers_or_not(keys):
    wanted = {line: "duplicate-id" for line, key in enumerate(keys, 2) if key is not None and key in keys[: line - 2]}
    assert read(c.text("x"), *keys, checks=[c.unique("x", what="id")])[1] == wanted


def test_a_check_over_two_columns_names_the_column_it_is_about():
    raw = pl.DataFrame({"_line": [2, 3], "best": ["5", "1"], "high": ["4", "2"]})
    check = Check("best-over-high", "best", pl.col("best") > pl.col("high"), "order", "Compare.", "warning")
    kept, found = typed(raw, [c.whole("best"), c.whole("high")], None, [check])
    assert kept.height == 2
    assert found.select("line", "column", "value", "severity").rows() == [(2, "best", "5", "warning")]


def test_a_row_with_two_errors_has_two_issues_and_is_dropped_once():
    raw = pl.DataFrame({"_line": [2, 3], "a": ["x", "1"], "b": ["y", "2"]})
    kept, found = typed(raw, [c.whole("a"), c.whole("b")])
    assert kept.rows() == [(3, 1, 2)]
    assert found["column"].to_list() == ["a", "b"]


def slow_whole(cell):
    """What a whole number is, in plain Python."""
    try:
        return int(cell.strip()) if cell.strip().isascii() and "_" not in cell else None
    except ValueError:
        pass
    try:
        value = float(cell.strip()) if cell.strip().isascii() and "_" not in cell else None
    except ValueError:
        return None
    return int(value) if value is not None and value == round(value) and abs(value) < 2**53 else None


def is_grouped(cell, mark):
    sign, plain = cell.strip()[:1] in ("+", "-"), cell.strip()
    first, *rest = plain[sign:].split(mark)
    digits = all(part.isdigit() for part in (first, *rest))
    return bool(rest) and digits and 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def slow_thousands(cell, cells):
    """A number with its thousands set apart, in plain Python; None for any other."""
    filled = [one for one in cells if one.strip()]
    points = all(is_grouped(one, ".") or "." not in one for one in filled) and any("." not in one for one in filled)
    for mark in (",", " ", *("." if points else "")):
        if is_grouped(cell, mark):
            return int(cell.strip().replace(mark, ""))
    return None


@settings(deadline=None)
@given(st.lists(st.text(alphabet="0123456789.-+ ,x", min_size=1, max_size=7), min_size=1, max_size=6))
def test_whole_numbers_agree_with_plain_python(cells):
    values, found = read(c.whole("x"), *cells)
    expected = {line: slow_thousands(cell, cells) or slow_whole(cell) for line, cell in enumerate(cells, start=2)}
    blank = {line for line, cell in enumerate(cells, start=2) if not cell.strip()}
    assert values == {line: value for line, value in expected.items() if value is not None or line in blank}
    refused = {line for line, code in found.items() if code != "thousands-read"}
    assert refused == {line for line, value in expected.items() if value is None} - blank
