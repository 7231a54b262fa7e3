"""The reference page names every column, field and rule that the code has."""

from pathlib import Path

import pytest

from focalpoint.foresight.release.manifest import Input, Manifest
from focalpoint.foresight.release.schema import FILES, SECTIONS, TABLES, TARGETS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "release-bundle.md").read_text(encoding="utf-8")


def part(name: str) -> str:
    return PAGE.split(f"### {name}.parquet")[1].split("\n## ")[0].split("\n### ")[0]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_explained(name: str):
    assert [column for column in TABLES[name].columns if column not in part(name)] == []


@pytest.mark.parametrize("name", TABLES)
def test_the_key_is_given(name: str):
    assert f"Key: {', '.join(TABLES[name].key)}." in part(name)


def test_every_file_is_named():
    assert [name for name in FILES if name not in PAGE] == []


def test_every_field_of_the_manifest_is_explained():
    fields = {field.alias or name for name, field in Manifest.model_fields.items()} | set(Input.model_fields)
    assert [name for name in sorted(fields) if name not in PAGE] == []


def test_every_target_and_section_is_named():
    assert [word for word in (*TARGETS, *SECTIONS) if f"`{word}`" not in PAGE] == []
