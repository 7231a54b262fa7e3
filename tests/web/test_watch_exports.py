"""CSV and XLSX: exactly what the page shows, and nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pages
from focalpoint.desk.watch.models import Chance, CountryForecast
from focalpoint.desk.watch.sheets import Table, csv_response, disarmed, xlsx_response

QUERIES = [
    "",
    "?threshold=25&window=3",
    "?region=Africa&sort=killed",
    "?view=ongoing&sort=-known",
    "?view=surprises",
    "?view=risers&threshold=100",
    "?sort=state",
]


def csv_rows(response):
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    end = rows.index([])
    return rows[0], rows[1:end], [row[0] for row in rows[end + 1 :]]


def figures(cell):
    return cell.replace(",", "").removesuffix(" %")


@pytest.mark.parametrize("query", QUERIES)
def test_the_csv_holds_the_rows_of_the_page_in_the_same_order(owner, two_releases, query):
    page = pages.read(owner.get(f"/{query}").content).tables
    shown = page[0][1:] if page else []
    heads, rows, _ = csv_rows(owner.get(f"/watch.csv{query}"))
    assert [row[2] for row in rows] == [row[1].split("\n")[0] for row in shown]
    for row, cells in zip(rows, shown, strict=True):
        named = dict(zip(heads, row, strict=True))
        assert (row[0] or "–", row[3], row[4] or "–") == (cells[0], figures(cells[2]), cells[3])
        assert named["In words"] == cells[4]
        assert named["Multiple of the base rate"] == cells[5]
        assert named["Situation"] == cells[10]


@pytest.mark.parametrize("query", QUERIES)
def test_the_workbook_holds_the_cells_of_the_csv(owner, two_releases, query):
    heads, rows, sources = csv_rows(owner.get(f"/watch.csv{query}"))
    book = openpyxl.load_workbook(io.BytesIO(owner.get(f"/watch.xlsx{query}").content))
    cells = [["" if cell is None else cell for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert cells[0] == heads
    assert len(cells) == 1 + len(rows) + 1 + len(sources)
    for row, line in zip(cells[1 : 1 + len(rows)], rows, strict=True):
        assert [number(cell) for cell in row] == [number(cell) for cell in line]


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def test_the_file_says_where_the_figures_come_from(owner, two_releases):
    _, _, sources = csv_rows(owner.get("/watch.csv"))
    text = "\n".join(sources)
    assert two_releases[0].id in text
    assert "CC BY 4.0" in text
    assert "UCDP GED 25.1" in text
    assert "at least 1,000 civilians killed, January–December 2025" in text


def test_the_file_is_named_after_the_release(owner, two_releases):
    old = two_releases[1].id
    response = owner.get(f"/watch.csv?release={old}")
    assert response["Content-Disposition"] == f'attachment; filename="watch-{old}.csv"'


def test_low_best_and_high_of_those_killed_are_columns(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(killed_low=10, killed_best=20, killed_high=30)
    heads, rows, _ = csv_rows(owner.get("/watch.csv"))
    named = dict(zip(heads, rows[0], strict=True))
    assert [float(named[f"Killed, 12 months, {bound}"]) for bound in ("low", "best", "high")] == [10, 20, 30]
    assert len(named["Killed by month, 60 months"].split(" ")) == 60


def test_a_fall_is_a_negative_number_and_not_text(owner, two_releases):
    Chance.objects.filter(release=two_releases[0], iso3="SDN").update(value=0.4)
    Chance.objects.filter(release=two_releases[1], iso3="SDN").update(value=0.9)
    heads, rows, _ = csv_rows(owner.get("/watch.csv"))
    named = next(dict(zip(heads, row, strict=True)) for row in rows if row[1] == "SDN")
    assert named["Change since the last release, points"] == "-50"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "|x"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(text):
    table = Table(["head"], [[text]], [text])
    first = csv_response("x", table).content.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(first)))[1]
    assert row == ["'" + text]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_response("x", table).content)).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.replace("_x000D_", "\r") == "'" + text


@given(st.text(max_size=40))
def test_no_text_at_all_begins_like_a_formula_once_disarmed(text):
    assert not str(disarmed(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_numbers_stay_what_they_are(value):
    assert disarmed(value) is value


def test_a_hostile_name_from_a_release_is_disarmed_and_escaped(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(name="=HYPERLINK(1)<script>alert(1)</script>")
    assert "<script>alert" not in owner.get("/").content.decode()
    _, rows, _ = csv_rows(owner.get("/watch.csv"))
    assert rows[0][2].startswith("'=HYPERLINK")


def test_without_a_release_there_is_no_file(owner, no_release):
    assert owner.get("/watch.csv").status_code == 404
    assert owner.get("/watch.xlsx").status_code == 404
