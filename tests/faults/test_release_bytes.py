"""Any byte of any file of a release, changed, is refused."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bundles
from focalpoint.foresight.release import read
from focalpoint.foresight.release.schema import FILES

NAMES = (*FILES, "manifest.json")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flip") / "r"
    bundles.make(folder)
    return folder


@contextmanager
def replaced(path: Path, raw: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(raw)
    try:
        yield
    finally:
        path.write_bytes(before)


def flipped(raw: bytes, offset: int, bit: int) -> bytes:
    return raw[:offset] + bytes([raw[offset] ^ (1 << bit)]) + raw[offset + 1 :]


def refused(release: Path, name: str) -> None:
    """The release is refused, in the report and in reading, for the reason of this one file."""
    report = read.verify(release)
    assert not report.ok
    assert {finding.file for finding in report.findings} == {name}
    with pytest.raises(read.Refused, match=name):
        read.load(release)


def test_the_untouched_release_is_read(release: Path):
    assert read.load(release).id == bundles.drafted().id


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_refused(release: Path, name: str, data: st.DataObject):
    raw = (release / name).read_bytes()
    offset = data.draw(st.integers(0, len(raw) - 1), label="offset")
    with replaced(release / name, flipped(raw, offset, data.draw(st.integers(0, 7), label="bit"))):
        refused(release, name)


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 7])
def test_every_single_byte_of_the_manifest_matters(release: Path, step: int):
    raw = (release / "manifest.json").read_bytes()
    for offset in range(0, len(raw), step):
        with replaced(release / "manifest.json", flipped(raw, offset, offset % 8)):
            assert not read.verify(release).ok, f"byte {offset} can be changed"


@pytest.mark.parametrize("name", NAMES)
def test_a_truncated_file_is_refused(release: Path, name: str):
    raw = (release / name).read_bytes()
    for kept in (0, 1, len(raw) // 2, len(raw) - 1):
        with replaced(release / name, raw[:kept]):
            refused(release, name)


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_more_is_refused(release: Path, name: str):
    with replaced(release / name, (release / name).read_bytes() + b"\n"):
        refused(release, name)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_refused(release: Path, name: str, tmp_path: Path):
    copy = tmp_path / "r"
    shutil.copytree(release, copy)
    (copy / name).unlink()
    report = read.verify(copy)
    assert [(finding.file, finding.problem) for finding in report.findings] == [(name, "the file is missing")]


def test_two_files_of_equal_kind_that_are_swapped_are_both_refused(release: Path, tmp_path: Path):
    copy = tmp_path / "r"
    shutil.copytree(release, copy)
    (copy / "drivers.parquet").rename(copy / "kept")
    (copy / "profile.parquet").rename(copy / "drivers.parquet")
    (copy / "kept").rename(copy / "profile.parquet")
    assert {finding.file for finding in read.verify(copy).findings} == {"drivers.parquet", "profile.parquet"}


def test_a_file_of_another_release_is_refused(release: Path, tmp_path: Path):
    copy = tmp_path / "r"
    shutil.copytree(release, copy)
    (copy / "forecasts.parquet").write_bytes(bundles.drafted(2).files["forecasts.parquet"])
    assert {finding.file for finding in read.verify(copy).findings} == {"forecasts.parquet"}


def test_the_manifest_of_another_release_is_refused(release: Path, tmp_path: Path):
    copy = tmp_path / "r"
    shutil.copytree(release, copy)
    (copy / "manifest.json").write_bytes(bundles.drafted(2).files["manifest.json"])
    assert not read.verify(copy).ok
