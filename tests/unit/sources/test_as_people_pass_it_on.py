"""Events as people pass them on: saved by a spreadsheet, written by R, tagged, trimmed. The same rows come out."""

import csv
import datetime as dt
import io
import json

import polars as pl
import pytest

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.formats import NotATable
from focalpoint.foresight.sources.reading import NotRecognised

KNOWN_AT = dt.date(2025, 6, 1)
SAMPLES = {source: registry.folder(source) / "sample.csv" for source in ("ucdp_ged", "acled")}
DEATHS = ("best", "high", "low", "deaths_civilians")


def rows(source="ucdp_ged"):
    with SAMPLES[source].open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def written(changed, names=None, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(changed[0]), lineterminator="\n", delimiter=delimiter)
    writer.writerow(dict(zip(changed[0], names or changed[0], strict=True)))
    writer.writerows(changed)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def of(content, name="events.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return reading.read(path, known_at=KNOWN_AT)[0]

    return of


def plain():
    return reading.read(SAMPLES["ucdp_ged"], known_at=KNOWN_AT)[0].frame


def issues(found, code):
    return found.issues.filter(code=code)


@pytest.mark.parametrize("cell", ["1,200", "1.200", "1 200", "1\u00a0200", "1'200"])
def test_thousands_that_are_set_apart_are_read_and_said_once_for_the_file(read, cell):
    changed = rows()
    for row in changed[1:3]:
        row.update(best=cell, high=cell, deaths_civilians=cell)
    found = read(written(changed, delimiter=";"))
    assert found.frame["best"][1:3].to_list() == [1200, 1200]
    assert found.rows_kept == 10
    assert issues(found, "thousands-read").height == 1


def test_millions_have_two_groups(read):
    changed = rows()
    changed[1].update(best="1,234,567", high="1,234,567")
    assert read(written(changed)).frame["best"][1] == 1_234_567


@pytest.mark.parametrize("cell", ["1,20", "12,00", "1,2000", "1.2", "0,500", "1,200.5"])
def test_a_group_that_has_not_three_digits_is_no_thousand(read, cell):
    changed = rows()
    changed[1].update(best=cell)
    found = read(written(changed, delimiter=";"))
    assert found.rows_kept == 9
    assert issues(found, "thousands-read").is_empty()


def test_a_column_in_which_every_figure_has_three_decimals_has_no_thousands(read):
    changed = rows()
    for row in changed:
        row.update({name: f"{row[name]}.000" for name in DEATHS})
    assert read(written(changed)).frame.equals(plain())


def test_what_is_lost_with_rows_that_cannot_be_read_is_counted(read):
    changed = rows()
    changed[0].update(date_start="someday")  # 6 dead
    changed[1].update(best="many", low="3")
    found = read(written(changed))
    assert (found.rows_kept, found.deaths_aside) == (8, 9)


def test_a_row_that_comes_twice_is_no_loss(read):
    changed = rows()
    found = read(written([*changed, changed[0]]))
    assert (found.rows_kept, found.deaths_aside) == (10, 0)


@pytest.mark.parametrize(
    "change",
    [{"best": "700", "high": "700"}, {"low": "1", "best": "700", "high": "700"}, {"best": "700", "country_id": "501"}],
)
def test_a_row_that_comes_again_with_other_figures_is_a_loss_and_is_named(read, change):
    changed = rows()
    found = read(written([*changed, changed[1], {**changed[0], **change}]))
    assert (found.rows_kept, found.deaths_aside) == (10, 700)
    # A headline has a line break, so the twelfth row begins on the fourteenth line.
    assert found.issues.filter(code="other-figures")["line"].to_list() == [14]
    assert found.issues.filter(code="duplicate-id")["line"].to_list() == [13, 14]


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y 0:00", "%-d/%-m/%Y 0:00"])
def test_day_first_dates_are_one_fault_of_the_file_that_says_how_to_export_it(read, form):
    changed = rows()
    for row in changed:
        for name in ("date_start", "date_end"):
            row[name] = dt.date.fromisoformat(row[name][:10]).strftime(form)
    found = read(written(changed))
    (issue,) = issues(found, "day-first-date").to_dicts()
    assert found.issues.filter(severity="error").height == 1
    assert "and 9 more like it" in issue["value"]
    assert "yyyy-mm-dd" in issue["todo"]
    assert (found.rows_kept, found.deaths_aside) == (0, plain()["best"].sum())


def test_one_day_first_date_costs_one_row(read):
    changed = rows()
    changed[4].update(date_start="03/04/2023")
    found = read(written(changed))
    assert (found.rows_kept, issues(found, "day-first-date").height) == (9, 1)


@pytest.mark.parametrize(
    "change", [str.title, str.upper, lambda name: f" {name} ", lambda name: name.replace("_", " ")]
)
def test_a_header_in_other_capitals_and_with_blanks_is_one_header(read, change):
    names = [change(name.replace("_", " ")) if change is str.title else change(name) for name in rows()[0]]
    found = read(written(rows(), names))
    assert found.frame.equals(plain())
    assert set(found.issues["code"]) == {"too-few-rows"}


@pytest.mark.parametrize(("source", "code"), [("ucdp_ged", "country_id"), ("acled", "iso")])
def test_the_name_of_the_state_is_used_where_its_code_is_empty_and_that_is_said_once(read, source, code):
    changed, expected = rows(source), reading.read(SAMPLES[source], known_at=KNOWN_AT)[0].frame
    for row in changed:
        row[code] = ""
    found = read(written(changed))
    assert found.frame["iso3"].to_list() == expected["iso3"].to_list()
    assert issues(found, "name-used")["value"].to_list() == ["empty in 10 rows"]


@pytest.mark.parametrize(("source", "code"), [("ucdp_ged", "country_id"), ("acled", "iso")])
def test_a_row_with_neither_code_nor_name_is_left_out(read, source, code):
    changed = rows(source)
    changed[3].update({code: "", "country": ""})
    found = read(written(changed))
    assert (found.rows_kept, issues(found, "missing-value").height) == (9, 1)


@pytest.mark.parametrize("name", ["6e+05", "6E+05", "9.1e+06"])
def test_an_id_that_r_or_a_spreadsheet_rounded_is_a_fault_of_that_row(read, name):
    changed = rows()
    changed[1].update(id=name)
    found = read(written(changed))
    assert found.rows_kept == 9
    assert "scipen" in issues(found, "not-an-id")["todo"][0]


def test_events_with_a_few_columns_are_refused_with_the_nearest_source_and_what_is_missing(read):
    few = "id,conflict_new_id,conflict_name,country,best,type_of_violence,date\n1,2,x,Mali,3,3,2024-01-01\n"
    with pytest.raises(NotRecognised, match="nearest source is ucdp_ged") as refused:
        read(few)
    assert "date_start" in refused.value.message


def test_bytes_of_windows_1252_are_read_with_their_quotes_and_dashes(read):
    changed = rows()
    changed[0].update(where_coordinates="\u201cVillage\u201d \u2013 \u0153uvre")
    found = read(written(changed).encode("cp1252"))
    assert found.frame["place"][0] == "\u201cVillage\u201d \u2013 \u0153uvre"
    assert "Windows-1252" in issues(found, "encoding-guessed")["expected"][0]


def test_geojson_is_read_by_its_properties(read):
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.5, 7.5]}, "properties": row}
        for row in rows()
    ]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}), "events.geojson")
    assert found.frame.equals(plain())


@pytest.mark.parametrize("tagged", [False, True])
def test_json_arrays_below_a_header_row_are_read(read, tagged):
    names = list(rows()[0])
    tags = [["#date" if name.startswith("date") else "#x" for name in names]] if tagged else []
    found = read(json.dumps([names, *tags, *(list(row.values()) for row in rows())]), "events.json")
    assert found.frame.equals(plain())


def test_a_row_of_hxl_tags_is_no_event(read):
    header, _, rest = written(rows()).partition("\n")
    tags = ",".join("" if number % 5 else "#meta+id" for number in range(header.count(",") + 1))
    found = read("\n".join([header, tags, rest]))
    assert found.frame.equals(plain())
    assert set(found.issues["code"]) == {"too-few-rows"}


@pytest.mark.parametrize("start", [b"RDX3\nX\n\x00\x00\x00\x03", b"X\n\x00\x00\x00\x03\x00\x04", b"A\n3\n262657\n"])
def test_data_of_r_are_named_as_such_with_what_to_do(read, start):
    with pytest.raises(NotATable, match="R's own format") as refused:
        read(start + b"\x00" * 200, "events.rds")
    assert "write.csv" in refused.value.todo


def test_a_point_or_comma_in_a_coordinate_is_not_a_thousand(read):
    changed = rows()
    changed[0].update(latitude="7.512")
    assert read(written(changed)).frame["lat"][0] == 7.512


@pytest.mark.data
@pytest.mark.parametrize("name", ["ged-thousands-comma", "ged-thousands-point", "ged-header-title-case-blanks"])
def test_files_that_were_collected_are_the_same_events(shared_data, name):
    folder = shared_data.parent / "cases" / "inputs"
    expected, found = (reading.read(folder / f"{one}.csv")[0].frame for one in ("ged-plain", name))
    assert found.equals(expected)
    assert found["best"].sum() == pl.Series([12, 1200, 7, 3]).sum()
