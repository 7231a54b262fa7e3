"""A release as a data package: described, citable, the same to the byte, and checkable after it was unpacked."""

import csv
import hashlib
import io
import json
import zipfile

import polars as pl
import pytest
import yaml

import bundles
from focalpoint.foresight.release import layouts, read
from focalpoint.foresight.release.package import NotPackable, codebook, columns, description, licence, package
from focalpoint.foresight.release.schema import TABLES

TYPES = {
    pl.String: "string",
    pl.Int64: "integer",
    pl.Int32: "integer",
    pl.Float64: "number",
    pl.Date: "date",
    pl.Boolean: "boolean",
}


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "release"
    bundles.make(folder)
    return folder


@pytest.fixture(scope="module")
def archive(release):
    return zipfile.ZipFile(io.BytesIO(package(release)))


def part(archive, name):
    return next(archive.read(each).decode() for each in archive.namelist() if each.endswith(f"/{name}"))


def test_the_code_book_describes_every_column_of_every_table_with_its_type_and_key():
    assert set(codebook()) == set(TABLES)
    for name, table in TABLES.items():
        assert [(column, kind) for column, kind, _meaning in columns(name, 2)] == [
            (column, TYPES[type(kind)]) for column, kind in table.columns.items()
        ]
        assert tuple(codebook()[name]["key"]) == table.key
        assert all(meaning for _column, _kind, meaning in columns(name, 2))


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_the_code_book_knows_what_each_layout_brought(layout):
    there = layouts.tables(layout)
    assert {name for name, said in codebook().items() if said.get("since", 1) <= layout} == set(there)
    for name, found in there.items():
        assert [column for column, _kind, _meaning in columns(name, layout)] == list(found)


def test_the_same_release_gives_the_same_bytes(release, tmp_path):
    other = tmp_path / "elsewhere"
    bundles.make(other)
    assert package(release) == package(other)


def test_what_was_unpacked_is_the_release_and_verifies(archive, tmp_path):
    archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert read.verify(folder / "release").ok
    assert folder.name == json.loads(part(archive, "release/manifest.json"))["id"]


def test_the_description_names_each_file_with_its_hash_and_length(archive):
    said = json.loads(part(archive, "datapackage.json"))
    held = {each["path"]: each for each in said["resources"]}
    root = archive.namelist()[0].split("/")[0]
    for path, each in held.items():
        raw = archive.read(f"{root}/{path}")
        assert (len(raw), f"sha256:{hashlib.sha256(raw).hexdigest()}") == (each["bytes"], each["hash"])
    assert {path for path in held if path.endswith(".parquet")} == {f"release/{name}.parquet" for name in TABLES}


def test_each_table_is_described_by_the_columns_that_it_has(archive):
    said = json.loads(part(archive, "datapackage.json"))
    for each in said["resources"]:
        if each["format"] == "parquet":
            table = each["path"].removeprefix("release/").removesuffix(".parquet")
            assert [field["name"] for field in each["schema"]["fields"]] == list(TABLES[table].columns)


def test_every_source_is_named_with_its_licence_and_is_a_reference_of_the_citation(archive):
    manifest = json.loads(part(archive, "release/manifest.json"))
    said = json.loads(part(archive, "datapackage.json"))
    cited = yaml.safe_load(part(archive, "CITATION.cff"))
    assert [each["title"] for each in said["sources"]] == [one["citation"] for one in manifest["inputs"]]
    assert [each["url"] for each in cited["references"]] == [one["url"] for one in manifest["inputs"]]
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", manifest["id"])
    assert {each["title"] for each in said["licenses"]} == {one["licence"] for one in manifest["inputs"]}
    for one in manifest["inputs"]:
        assert one["citation"] in part(archive, "README.md")


def test_the_forbidden_uses_travel_with_the_data(archive):
    for use in json.loads(part(archive, "release/manifest.json"))["forbidden_uses"]:
        assert use in part(archive, "README.md")
        assert use in json.loads(part(archive, "datapackage.json"))["description"]


def test_the_code_book_travels_as_a_table(archive):
    rows = list(csv.DictReader(io.StringIO(part(archive, "codebook.csv"))))
    assert len(rows) == sum(len(table.columns) for table in TABLES.values())
    assert set(rows[0]) == {"file", "column", "type", "meaning"}


@pytest.mark.parametrize("words", ["CC BY 4.0", "open, with attribution", "=CC 0; und so weiter"])
def test_a_licence_keeps_its_words_and_has_a_name_that_programs_take(words):
    found = licence(words)
    assert found["title"] == words
    assert all(sign.isalnum() or sign in "-._" for sign in found["name"])


def test_a_release_of_an_older_layout_is_described_as_it_is(archive):
    manifest = json.loads(part(archive, "release/manifest.json"))
    older = manifest | {"schema": 1, "files": {"drivers.parquet": manifest["files"]["drivers.parquet"]}}
    (table,) = description(older)["resources"]
    assert "target" not in [field["name"] for field in table["schema"]["fields"]]
    assert table["schema"]["primaryKey"] == ["unit", "rank"]


@pytest.mark.parametrize("damage", ["changed", "missing", "no manifest"])
def test_what_is_not_what_was_frozen_is_not_packed(tmp_path, damage):
    folder = tmp_path / "release"
    bundles.make(folder)
    if damage == "changed":
        (folder / "model_card.md").write_text("Another card.")
    else:
        (folder / ("scores.parquet" if damage == "missing" else "manifest.json")).unlink()
    with pytest.raises(NotPackable) as told:
        package(folder)
    assert told.value.todo
