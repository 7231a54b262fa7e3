"""Reading a release back: what comes out is what went in, fast, and without the models."""

import subprocess
import sys
from pathlib import Path

import pytest

import bundles
from focalpoint.foresight.release import read
from focalpoint.foresight.release.schema import TABLES, shape


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read") / "r"
    bundles.make(folder)
    return folder


def test_what_was_written_is_read(release: Path):
    bundle, tables = read.load(release), bundles.tables()
    for name in TABLES:
        assert getattr(bundle, name).equals(shape(name, tables[name]))
    assert bundle.card.startswith("# Model card")
    assert bundle.id == bundle.manifest.id == bundles.drafted().id


def test_the_manifest_is_read_with_its_inputs_and_settings(release: Path):
    manifest = read.load(release).manifest
    assert (manifest.origin, manifest.origin_month) == ("2024-12", 540)
    assert (manifest.window.first, manifest.window.last) == ("2025-01", "2026-02")
    assert [one.source for one in manifest.inputs] == ["ucdp_ged_panel", "vdem", "unhcr"]
    assert manifest.settings["thresholds"] == [25, 100, 1000]
    assert (manifest.created, manifest.known_at) == (bundles.CREATED, bundles.KNOWN_AT)
    assert manifest.revised_data
    assert manifest.embedded


def test_every_unit_of_the_watch_list_has_forecasts(release: Path):
    assert read.load(release).forecasts["unit"].n_unique() == 195


def test_the_state_of_palestine_is_unknown_and_never_zero(release: Path):
    bundle = read.load(release)
    rows = bundle.forecasts.filter(unit="PSE")
    assert rows.height > 0
    assert rows["value"].null_count() == rows.height
    assert bundle.history.filter(unit="PSE")["best"].drop_nulls().is_empty()
    assert bundle.evenhand.filter(unit="PSE")["severity_best"].to_list() == [None]


def test_a_good_release_has_an_empty_report_with_its_hashes(release: Path):
    report = read.verify(release)
    assert report.ok
    assert report.findings == ()
    assert report.id is not None
    assert report.content is not None
    assert report.id.endswith(report.content[:8])


def test_a_refusal_says_the_first_reason_and_how_many_more(tmp_path: Path):
    bundles.make(tmp_path / "r")
    for name in ("scores.parquet", "drivers.parquet"):
        (tmp_path / "r" / name).unlink()
    with pytest.raises(read.Refused, match=r"drivers.parquet: the file is missing and 1 more") as caught:
        read.load(tmp_path / "r")
    assert "Copy the release again" in caught.value.todo
    assert len(caught.value.report.findings) == 2


def test_the_reader_brings_no_models_and_no_web(release: Path):
    code = (
        "import sys; import focalpoint.foresight.release.read;"
        "print([m for m in ('sklearn', 'lightgbm', 'scipy', 'django', 'yaml', 'joblib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
