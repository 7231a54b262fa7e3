"""Workbooks, Parquet and JSON become grids of strings, with the line a person would look for."""

import io
import json
import zipfile

import polars as pl
import pytest
import xlsxwriter

from focalpoint.foresight.sources import formats as kinds
from focalpoint.foresight.sources import sheets
from focalpoint.foresight.sources.archives import ArchiveTooLarge, CannotOpen, Limits, Member, NestedArchive
from focalpoint.foresight.sources.formats import NotATable
from focalpoint.foresight.sources.grid import LINE, Wanted
from focalpoint.foresight.sources.sheets import DamagedTable


@pytest.fixture
def put(tmp_path):
    def write(content):
        path = tmp_path / "file.dat"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def book(*tables):
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for number, rows in enumerate(tables):
        sheet = workbook.add_worksheet(f"Table {number + 1}")
        for line, row in rows.items():
            sheet.write_row(line - 1, 0, row)
    workbook.close()
    return out.getvalue()


def load(grid, skip=1):
    head = grid.heads()[0]
    names = head.records[skip - 1][1]
    return grid.load(Wanted(head, skip, tuple(names)))


def as_json(put, content):
    return sheets.json_records("a.json", put(json.dumps(content)))


def test_a_sheet_is_read_with_the_row_numbers_that_the_spreadsheet_shows(put):
    grid = sheets.workbook("a.xlsx", put(book({3: ["id", "n"], 4: ["x", 34], 7: ["y", 1.5]})))[0]
    loaded = load(grid)
    assert loaded.rows.rows() == [(4, "x", "34"), (7, "y", "1.5")]
    assert loaded.records == 2


def test_each_sheet_that_holds_anything_is_a_grid_of_its_own(put):
    path = put(book({1: ["a"], 2: ["1"]}, {}, {1: ["Notes"]}))
    assert [grid.label for grid in sheets.workbook("a.xlsx", path)] == ["a.xlsx: Table 1", "a.xlsx: Table 3"]


def test_a_row_that_is_shorter_than_the_header_has_nulls(put):
    grid = sheets.workbook("a.xlsx", put(book({1: ["a", "b"], 2: ["1"]})))[0]
    assert load(grid).rows.rows() == [(2, "1", None)]


def test_a_workbook_without_a_filled_cell_is_said_plainly(put):
    with pytest.raises(CannotOpen, match="without a single filled cell"):
        kinds.grids(Member("a.xlsx", put(book({}))))


def test_a_workbook_whose_insides_are_broken_is_damaged(put):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(DamagedTable, match="cannot be read"):
        sheets.workbook("a.xlsx", put(out.getvalue()))


def test_a_workbook_that_unpacks_out_of_proportion_is_refused_before_it_is_read(put):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(30 << 20))
    with pytest.raises(ArchiveTooLarge, match="out of proportion"):
        sheets.workbook("a.xlsx", put(out.getvalue()), Limits(free_growth=1 << 20))


def test_parquet_of_any_types_becomes_text(put, tmp_path):
    path = tmp_path / "a.parquet"
    values = {"n": [1, 2], "x": [1.5, None], "d": [None, "2024-01-31"], "list": [[1], [2]]}
    pl.DataFrame(values).with_columns(pl.col("d").str.to_date()).write_parquet(path)
    grid = sheets.parquet("a.parquet", path)
    assert load(grid).rows.rows() == [(1, "1", "1.5", None, None), (2, "2", None, "2024-01-31", None)]


def test_parquet_that_is_broken_is_damaged(put):
    with pytest.raises(DamagedTable, match="broken Parquet"):
        sheets.parquet("a", put(b"PAR1" + b"junk" * 50))


@pytest.mark.parametrize(
    "content",
    [
        [{"a": 1, "b": None}, {"a": "x", "c": {"deep": [1]}}],
        {"total": 2, "data": [{"a": 1, "b": None}, {"a": "x", "c": {"deep": [1]}}]},
        [{"page": 1}, [{"a": 1, "b": None}, {"a": "x", "c": {"deep": [1]}}]],
    ],
    ids=["a list", "a list in an object", "a list behind a heading"],
)
def test_json_records_are_found_where_producers_put_them(put, content):
    loaded = load(as_json(put, content))
    assert loaded.rows.columns == [LINE, "a", "b", "c"]
    assert loaded.rows.rows() == [(1, "1", None, None), (2, "x", None, '{"deep": [1]}')]


def test_json_of_one_object_a_line_is_read(put):
    assert load(sheets.json_records("a", put('{"a": 1}\n\n{"a": 2}\n'))).rows["a"].to_list() == ["1", "2"]


@pytest.mark.parametrize("content", [[], [1, 2], {"error": "no"}, [[1, 2], [3, 4]], [{"a": 1}, 2]], ids=repr)
def test_json_of_another_shape_says_what_is_expected(put, content):
    if content == {"error": "no"}:
        assert load(as_json(put, content)).records == 1
        return
    with pytest.raises(DamagedTable, match="not a list of records") as refused:
        as_json(put, content)
    assert "A list of objects is expected" in refused.value.todo


@pytest.mark.parametrize(
    "content", ['{"a": 1', "[" * 100_000, '[{"a": 1}] trailing'], ids=["cut", "nested", "trailing"]
)
def test_json_that_is_broken_is_damaged(put, content):
    with pytest.raises(DamagedTable, match="broken JSON"):
        sheets.json_records("a.json", put(content))


def test_json_larger_than_memory_is_refused_politely(put, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_WHOLE", 10)
    with pytest.raises(ArchiveTooLarge, match="JSON of more than"):
        as_json(put, [{"a": 1}, {"a": 2}])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\xef\xbb\xbf\n <html>", "web page"),
        ("<html></html>".encode("utf-16"), "web page"),
        (b'<?xml version="1.0"?><a/>', "web page or XML"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password, or in the old XLS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(600), "neither text nor"),
        (b"%PDF-1.7\n" + bytes(600), "neither text nor"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 3000, "neither text nor"),
        (b"\xff\xd8\xff\xe0" + b"x" * 3000, "neither text nor"),
        (b"GIF89a" + b"x" * 3000, "neither text nor"),
    ],
)
def test_what_is_no_table_says_what_it_is(put, content, message):
    with pytest.raises(NotATable, match=message):
        kinds.grids(Member("a.csv", put(content)))


def test_an_archive_as_a_member_is_refused(put):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "x")
    with pytest.raises(NestedArchive):
        kinds.grids(Member("a.zip", put(out.getvalue())))


@pytest.mark.parametrize("content", [b"  \n\t\n", "\ufeff\n".encode(), "\ufeff \n".encode("utf-16-le")])
def test_blank_lines_only_are_said_plainly(put, content):
    with pytest.raises(CannotOpen, match="nothing but blank lines"):
        kinds.grids(Member("a.csv", put(content)))
