"""Delimited text, read exactly: records, physical lines, and a way on after a stray quote."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import text
from focalpoint.foresight.sources.grid import LINE, Head, Wanted
from focalpoint.foresight.sources.text import Delimited, records

CELLS = st.text(alphabet='ab,;"\n é', max_size=6)


def split(content, delimiter=",", width=None):
    return list(records(io.StringIO(content, newline=""), delimiter, width))


def wanted(names, skip=1, delimiter=","):
    return Wanted(Head((), delimiter), skip, tuple(names))


@pytest.fixture
def put(tmp_path):
    def write(content, codec="utf-8"):
        path = tmp_path / "a.csv"
        path.write_bytes(content.encode(codec))
        return path

    return write


def test_records_carry_the_line_they_start_on():
    assert split("a,b\n1,2\n3,4\n") == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])]


def test_a_quoted_line_break_moves_the_lines_after_it():
    assert split('a,b\n1,"x\ny\nz"\n2,w\n') == [(1, ["a", "b"]), (2, ["1", "x\ny\nz"]), (5, ["2", "w"])]


def test_a_doubled_quote_is_one_quote():
    assert split('1,"he said ""no"""\n') == [(1, ["1", 'he said "no"'])]


def test_blank_lines_are_passed_over_and_still_counted():
    assert split("a\n\n  \nb\n") == [(1, ["a"]), (4, ["b"])]


def test_a_quote_that_never_closes_costs_its_own_line_only():
    found = split('a,b\n1,"x\n2,y\n3,z\n', width=2)
    assert [line for line, _ in found] == [1, 2, 3, 4]
    assert found[2:] == [(3, ["2", "y"]), (4, ["3", "z"])]


def test_a_stray_quote_that_the_next_row_closes_costs_no_other_row():
    found = split('a,b\n1,"x\n2,y\n3,"z\n4,w\n', width=2)
    assert [cells for _, cells in found if len(cells) == 2][-1] == ["4", "w"]
    assert (3, ["2", "y"]) in found


def test_a_record_longer_than_anyone_writes_is_taken_for_a_stray_quote(monkeypatch):
    monkeypatch.setattr(text, "LONGEST_RECORD", 3)
    found = split('a,b\n1,"x\n' + "2,y\n" * 5 + '3,z"\n', width=2)
    assert found.count((3, ["2", "y"])) == 1
    assert len(found) == 8


def test_a_nul_byte_is_left_out_and_nothing_breaks():
    assert split("a\0b,c\n") == [(1, ["ab", "c"])]


def test_a_cell_beyond_the_limit_does_not_stop_the_rest(monkeypatch):
    monkeypatch.setattr(text, "LONGEST_FIELD", 10)
    assert [line for line, _ in split("a,b\n" + "x" * 50 + ",1\nc,d\n")] == [1, 2, 3]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_the_csv_module_writes_is_read_back_with_the_right_lines(rows):
    rows = [row for row in rows if "".join(row).strip(" \n")]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    starts = []
    for row in rows:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    assert split(out.getvalue()) == list(zip(starts, rows, strict=True))


def test_rows_of_the_wrong_width_become_issues_and_the_rest_is_kept(put):
    loaded = text.load(put("a,b\n1,2\n3\n4,5,6\n7,8\n"), wanted(["a", "b"]))
    assert loaded.rows.rows() == [(2, "1", "2"), (5, "7", "8")]
    assert [(i["line"], i["code"]) for i in loaded.issues] == [(3, "too-few-cells"), (4, "too-many-cells")]
    assert loaded.records == 4


def test_only_the_columns_wanted_are_loaded(put):
    loaded = text.load(put("a,b,c\n1,2,3\n"), wanted([None, "b", None]))
    assert loaded.rows.columns == [LINE, "b"]


def test_a_cell_of_spaces_is_missing(put):
    assert text.load(put("a,b\n1,  \n"), wanted(["a", "b"])).rows.rows() == [(2, "1", None)]


def test_text_that_is_not_utf8_is_read_as_latin1_and_said_so(put):
    loaded = text.load(put("a,b\n1,café\n", "cp1252"), wanted(["a", "b"]))
    assert loaded.rows["b"].to_list() == ["café"]
    assert [issue["code"] for issue in loaded.issues] == ["encoding-guessed"]


def test_the_head_is_shown_for_each_delimiter(put):
    heads = {head.delimiter: head.records[0][1] for head in Delimited("a", put("a;b\n1;2\n")).heads()}
    assert heads[";"] == ["a", "b"]
    assert heads[","] == ["a;b"]
