"""The issues table: one shape, plain sentences, and a file that no spreadsheet can be made to run."""

import csv

import polars as pl
import pytest

from focalpoint.foresight.sources import issues

ISSUE = {"line": 3, "column": "best", "code": "negative-deaths", "severity": "error", "value": "-4", "expected": "x"}


def test_every_table_has_the_same_columns_in_the_same_order():
    assert issues.table().schema == issues.table([ISSUE]).schema == pl.Schema(issues.SCHEMA)


def test_merging_fills_in_the_file_and_sorts_by_line():
    later, sooner = issues.table([{"line": 9}]), issues.table([{"line": 2}, {"line": None}])
    merged = issues.merge([later, sooner], file="a.zip", member="b.csv")
    assert merged["line"].to_list() == [2, 9, None]
    assert set(merged["file"]) == {"a.zip"}
    assert set(merged["member"]) == {"b.csv"}


def test_a_long_value_is_cut_short():
    merged = issues.merge([issues.table([{"value": "x" * 5000}])], file="a", member="a")
    assert len(merged["value"][0]) == issues.LONGEST_VALUE


def test_a_sentence_says_where_what_and_what_to_do():
    issue = {**ISSUE, "file": "a.zip", "member": "b.csv", "expected": "a number.", "todo": "Correct it."}
    assert issues.sentence(issue) == 'a.zip, b.csv, line 3, column best: found "-4", expected a number. Correct it.'


def test_a_sentence_leaves_out_what_is_not_known():
    issue = {"file": "a.csv", "member": "a.csv", "expected": "rows", "todo": "Look."}
    assert issues.sentence(issue) == "a.csv: expected rows. Look."


def test_the_export_is_read_back_whole(tmp_path):
    table = issues.merge([issues.table([{**ISSUE, "value": 'a "quoted"\nbreak, é'}])], file="ä.csv", member="m")
    path = issues.write_csv(table, tmp_path / "issues.csv")
    assert pl.read_csv(path, schema=issues.SCHEMA).equals(table)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_export_is_a_formula(tmp_path, value):
    path = issues.write_csv(issues.table([{"value": value}]), tmp_path / "issues.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["value"] == "'" + value
