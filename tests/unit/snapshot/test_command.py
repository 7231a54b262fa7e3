"""``make snapshot``: what it needs, and where it writes."""

import json

import pytest
from click.testing import CliRunner

from focalpoint.foresight.sources import registry
from snapshot.__main__ import build
from snapshot.tables import recipe


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "samples"
    for table in recipe().tables:
        path = folder / table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((registry.folder(table.source) / "sample.csv").read_bytes())
    return folder


def test_a_snapshot_needs_the_outlines_of_the_world(samples, tmp_path):
    result = CliRunner().invoke(build, [str(samples), "--out", str(tmp_path / "out")])
    assert result.exit_code != 0
    assert "Natural Earth" in str(result.exception)


@pytest.mark.data
def test_a_snapshot_is_built_where_asked(shared_data, tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(build, [str(shared_data), "--out", str(out), "--json"])
    found = json.loads(result.stdout)
    assert [table["source"] for table in found["tables"]] == [table.source for table in recipe().tables]
    assert (out / "world.json.gz").is_file()
    assert (out / "manifest.json").is_file()
