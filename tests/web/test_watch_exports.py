"""CSV and XLSX: the States of the page, numbers as numbers, one header, and nothing that a spreadsheet would run."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pages
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.models import Chance, CountryForecast
from focalpoint.desk.watch.sheets import Column, Sheet, Table, csv_file, disarmed, rows_csv, workbook
from focalpoint.desk.watch.watchsheet import MONTHS, SITUATIONS, SOURCES, STATES

QUERIES = [
    "",
    "?threshold=25&window=3",
    "?region=Africa&sort=killed",
    "?view=ongoing&sort=-known",
    "?view=surprises",
    "?view=ahead",
    "?view=risers&threshold=100",
    "?sort=state",
    "?region=Western+Asia&situation=none",
]
HEADS = [column.name for column in (*STATES, SITUATIONS)]
FIGURES = ("chance", "chance_low", "chance_high", "base_rate", "times_base_rate", "killed", "onset_chance")


def csv_rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def book(client, query=""):
    return openpyxl.load_workbook(io.BytesIO(client.get(f"/watch.xlsx{query}").content))


@pytest.mark.parametrize("query", QUERIES)
def test_the_csv_holds_the_states_of_the_page_in_the_same_order(owner, two_releases, query):
    page = pages.read(owner.get(f"/{query}").content).tables
    shown = [row[1].split("\n")[0].strip() for row in page[0][1:]] if page else []
    response = owner.get(f"/watch.csv{query}")
    assert response.content.decode("utf-8-sig").splitlines()[0].split(",") == HEADS
    assert [row["state"] for row in csv_rows(response)] == shown


@pytest.mark.parametrize("query", ["", "?view=ahead", "?region=Oceania&sort=state"])
def test_the_workbook_holds_the_cells_of_the_csv_as_numbers(owner, two_releases, query):
    rows = csv_rows(owner.get(f"/watch.csv{query}"))
    sheet = book(owner, query)["States"]
    heads, *lines = sheet.iter_rows(values_only=True)
    assert list(heads) == HEADS
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        cells = dict(zip(heads, line, strict=True))
        for name in FIGURES:
            assert cells[name] is None or isinstance(cells[name], int | float), name
            assert (float(row[name]) if row[name] else None) == cells[name]


def test_a_small_chance_is_a_small_number_and_what_nobody_can_tell_is_empty(owner, release):
    Chance.objects.filter(iso3="FJI").update(value=0.0043, low=0.0012, high=0.0091)
    rows = {row["iso3"]: row for row in csv_rows(owner.get("/watch.csv"))}
    fiji, unknown = rows["FJI"], rows["PSE"]
    assert (fiji["chance"], fiji["chance_low"], fiji["chance_high"]) == ("0.0043", "0.0012", "0.0091")
    assert fiji["status"] == "known"
    assert unknown["status"] == "cannot tell"
    assert {unknown[name] for name in ("rank", *FIGURES) if name != "base_rate"} == {""}


def test_the_file_says_which_months_and_threshold_its_chances_are_for(owner, release):
    row = csv_rows(owner.get("/watch.csv?threshold=100&window=3"))[0]
    assert (row["threshold"], row["first_month"], row["last_month"]) == ("100", "2025-01", "2025-03")


def test_low_best_and_high_of_those_killed_are_columns(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(killed_low=10, killed_best=20, killed_high=30)
    row = csv_rows(owner.get("/watch.csv"))[0]
    assert [row[name] for name in ("killed_low", "killed", "killed_high", "killed_basis")] == [
        "10",
        "20",
        "30",
        "final",
    ]


def test_a_fall_is_a_negative_number_and_not_text(owner, two_releases):
    Chance.objects.filter(release=two_releases[0], iso3="SDN").update(value=0.4)
    Chance.objects.filter(release=two_releases[1], iso3="SDN").update(value=0.9)
    rows = {row["iso3"]: row for row in csv_rows(owner.get("/watch.csv"))}
    assert rows["SDN"]["change"] == "-0.5"


def test_the_months_are_rows_of_a_second_sheet(owner, release):
    heads, *rows = book(owner, "?region=Oceania")["Months"].iter_rows(values_only=True)
    assert list(heads) == [column.name for column in MONTHS]
    assert len(rows) == 14 * 60
    fiji = [row for row in rows if row[0] == "FJI"]
    assert (fiji[0][2], fiji[-1][2]) == ("2020-01", "2024-12")
    assert {row[7] for row in rows} <= {"recorded", "zero", "missing", "unknown"}
    assert all(row[4] is not None for row in rows if row[7] in {"recorded", "zero"})


def test_months_that_nobody_can_tell_have_no_figure(owner, release):
    rows = [row for row in book(owner)["Months"].iter_rows(values_only=True) if row[0] == "PSE"]
    assert {row[3:7] for row in rows} == {(None, None, None, None)}
    assert {row[7] for row in rows} == {"unknown"}


def test_the_code_book_explains_every_column_of_every_sheet(owner, release):
    found = book(owner)
    assert found.sheetnames == ["States", "Months", "Codebook", "Sources"]
    explained = {(row[0], row[1]) for row in found["Codebook"].iter_rows(min_row=2, values_only=True) if row[2]}
    for name in ("States", "Months", "Sources"):
        heads = next(found[name].iter_rows(values_only=True))
        assert {(name, head) for head in heads} <= explained


def test_every_source_has_its_edition_licence_and_citation(owner, release):
    heads, *rows = book(owner)["Sources"].iter_rows(values_only=True)
    assert list(heads) == [column.name for column in SOURCES]
    named = {row[0]: row for row in rows}
    assert {"ucdp_ged_panel", "vdem", "unhcr"} <= set(named)
    assert named["vdem"][1:5] == ("15", "2025-06-30", "CC BY-SA 4.0", "The makers of vdem, release 15.")
    assert named["release"][4] == release.id
    assert named["marking"][4] == "TLP:GREEN"


def test_a_workbook_opens_without_a_warning(owner, two_releases):
    content = owner.get("/watch.xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    assert not [text for text in texts if re.search(r"<f[ >]|externalLink|vbaProject|hyperlink", text)]


def test_the_file_is_named_after_the_release(owner, two_releases):
    old = two_releases[1].id
    response = owner.get(f"/watch.csv?release={old}")
    assert response["Content-Disposition"] == f'attachment; filename="watch-{old}.csv"'


def test_names_are_labels_in_the_readers_language_and_heads_are_not(owner, release):
    text = owner.get("/watch.csv", headers={"accept-language": "fr"}).content.decode("utf-8-sig")
    assert text.splitlines()[0].split(",") == HEADS
    assert {row["chance"].count(",") for row in csv.DictReader(io.StringIO(text))} == {0}


def test_taking_the_rows_away_is_in_the_trail(owner, release):
    owner.get("/watch.csv")
    event = Event.objects.get(verb="rows.exported")
    assert event.subject == release.id


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "|x"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(text):
    first = csv_file("x", Table(["head"], [[text]], [text])).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(first)))[1] == ["'" + text]
    sheet = Sheet("Page", [Column("head", "")], [[text]])
    assert list(csv.reader(io.StringIO(rows_csv("x", sheet).content.decode("utf-8-sig"))))[1] == ["'" + text]
    cell = openpyxl.load_workbook(io.BytesIO(workbook("x", [sheet]).content)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == "'" + text


@given(st.text(max_size=40))
def test_no_text_at_all_begins_like_a_formula_once_disarmed(text):
    assert not str(disarmed(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_numbers_stay_what_they_are(value):
    assert disarmed(value) is value


def test_a_hostile_name_from_a_release_is_disarmed_and_escaped(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(name="=HYPERLINK(1)<script>alert(1)</script>")
    assert "<script>alert" not in owner.get("/").content.decode()
    assert csv_rows(owner.get("/watch.csv"))[0]["state"].startswith("'=HYPERLINK")


def test_without_a_release_there_is_no_file(owner, no_release):
    assert owner.get("/watch.csv").status_code == 404
    assert owner.get("/watch.xlsx").status_code == 404
