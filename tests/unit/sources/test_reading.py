"""Recognising and reading: by header alone, from every container, with every problem on its line."""

import datetime as dt
import shutil
import zipfile

import pytest

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.archives import ArchiveTooLarge, Limits

KNOWN_AT = dt.date(2025, 6, 1)


@pytest.mark.parametrize("source_id", registry.SOURCES)
def test_every_source_has_a_card_a_reader_and_a_sample(source_id):
    card = registry.source(source_id)
    assert card.id == source_id
    assert card.licence
    assert card.citation
    assert card.url.startswith("http")
    assert callable(registry.reader(source_id))
    assert (registry.folder(source_id) / "sample.csv").is_file()


@pytest.mark.parametrize("source_id", sorted({entry.folder for entry in registry.SOURCES.values()}))
def test_every_sample_is_read_whole_as_its_own_source(source_id):
    found = reading.read(registry.folder(source_id) / "sample.csv", known_at=KNOWN_AT)
    assert [one.source for one in found] == [source_id]
    assert found[0].rows_read == found[0].rows_kept >= 10
    assert found[0].issues.filter(severity="error").is_empty()


def test_a_file_is_known_by_its_header_whatever_it_is_called(tmp_path):
    strange = tmp_path / "holiday photos.jpeg"
    shutil.copy(registry.folder("ucdp_ged") / "sample.csv", strange)
    assert [(one.source, one.layout) for one in reading.recognise(strange)] == [("ucdp_ged", "ged")]


def test_a_table_of_no_source_is_refused_with_the_nearest_source_and_what_is_missing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,best,high,low\n1,2,3,1\n")
    with pytest.raises(reading.NotRecognised, match=r"nearest source is ucdp_ged .*missing: type_of_violence"):
        reading.read(path)
    assert reading.recognise(path)[0].source is None


def zipped(tmp_path, files):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_each_table_of_a_zip_is_read_as_its_own_source(tmp_path):
    names = ("ucdp_ged", "acled", "gdelt2")
    path = zipped(tmp_path, {f"{name}.txt": (registry.folder(name) / "sample.csv").read_bytes() for name in names})
    found = reading.read(path, known_at=KNOWN_AT)
    assert [(one.source, one.member) for one in found] == [(name, f"{name}.txt") for name in names]
    assert {one.issues["file"][0] for one in found if one.issues.height} == {"all.zip"}


def test_a_table_beside_that_nobody_knows_is_an_issue_of_the_first(tmp_path):
    sample = (registry.folder("acled") / "sample.csv").read_bytes()
    found = reading.read(zipped(tmp_path, {"codebook.csv": "variable,meaning\nx,y\n", "acled.csv": sample}))
    assert found[0].issues.select("code", "value").rows() == [("table-not-recognised", "codebook.csv")]


def test_an_unknown_column_warns_with_the_line_of_the_header(tmp_path):
    lines = (registry.folder("gdelt_panel") / "sample.csv").read_text().splitlines()
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["A title line", f"{lines[0]},invented", *(f"{line},1" for line in lines[1:])]))
    issue = reading.read(path)[0].issues.filter(code="unknown-column").row(0, named=True)
    assert (issue["line"], issue["column"], issue["severity"]) == (2, "invented", "warning")


def test_a_header_without_rows_is_read_and_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text((registry.folder("gdelt_panel") / "sample.csv").read_text().splitlines()[0])
    found = reading.read(path)[0]
    assert (found.rows_read, found.rows_kept, found.frame.height) == (0, 0, 0)
    assert found.issues["code"].to_list() == ["no-rows"]


@pytest.mark.parametrize("source_id", sorted({entry.folder for entry in registry.SOURCES.values()}))
def test_a_header_without_rows_gives_an_empty_table_of_the_same_columns(source_id, tmp_path):
    sample = registry.folder(source_id) / "sample.csv"
    whole = reading.read(sample)[0]
    if reading.recognise(sample)[0].headerless:
        pytest.skip("this source is published without a header")
    path = tmp_path / "a.csv"
    path.write_text(sample.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    empty = reading.read(path)[0]
    assert empty.frame.schema == whole.frame.schema
    assert empty.rows_kept == 0


def test_only_the_columns_asked_for_are_read():
    found = reading.read(
        registry.folder("ucdp_ged") / "sample.csv", only=("id", "country_id", "date_start", "date_end")
    )
    assert found[0].rows_kept == 0
    assert set(found[0].issues.filter(severity="error")["column"]) == {
        "type_of_violence",
        "low",
        "best",
        "high",
    }


def test_a_file_without_any_column_of_ours_has_no_nearest_source(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("apples,pears\n1,2\n")
    with pytest.raises(reading.NotRecognised, match="None of its columns"):
        reading.read(path)


def test_reading_twice_gives_the_same(tmp_path):
    sample = registry.folder("ucdp_ged") / "sample.csv"
    first, second = (reading.read(sample, known_at=KNOWN_AT)[0] for _ in range(2))
    assert first.frame.equals(second.frame)
    assert first.issues.equals(second.issues)


def test_a_file_over_the_limit_is_refused_before_anything_is_read():
    with pytest.raises(ArchiveTooLarge, match="Split it by year"):
        reading.read(registry.folder("ucdp_ged") / "sample.csv", limits=Limits(total=100))
