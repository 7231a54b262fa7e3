"""Folders that pretend to be releases: links, strangers, other layouts, and manifests sealed by someone else."""

import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release import read
from focalpoint.foresight.release.manifest import canonical, sealed

Files = dict[str, bytes]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    bundles.make(tmp_path / "r")
    return tmp_path / "r"


def findings(folder: Path) -> list[tuple[str, str]]:
    report = read.verify(folder)
    assert report.ok is (not report.findings)
    if not report.ok:
        with pytest.raises(read.Refused):
            read.load(folder)
    return [(finding.file, finding.problem) for finding in report.findings]


def edit(folder: Path, **changes: Any) -> None:
    """Change fields of the manifest as an honest tool would: with new hashes and a new seal."""
    fields = json.loads((folder / "manifest.json").read_bytes())
    plain = {key: value for key, value in fields.items() if key not in {"schema", "id", "content", "seal"}}
    (folder / "manifest.json").write_bytes(sealed(plain | changes))


def forge(folder: Path, name: str, raw: bytes, rows: int | None = None) -> None:
    """Replace a file and make the manifest agree with it."""
    (folder / name).write_bytes(raw)
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    rows = files[name]["rows"] if rows is None else rows
    facts = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "rows": rows}
    edit(folder, files=files | {name: facts})


def parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_a_link_to_the_right_bytes_is_refused(release: Path, tmp_path: Path):
    (release / "scores.parquet").rename(tmp_path / "elsewhere")
    (release / "scores.parquet").symlink_to(tmp_path / "elsewhere")
    assert findings(release) == [("scores.parquet", "not a plain file; a release holds no links and no folders")]


def test_a_linked_manifest_is_refused(release: Path, tmp_path: Path):
    (release / "manifest.json").rename(tmp_path / "elsewhere")
    (release / "manifest.json").symlink_to(tmp_path / "elsewhere")
    assert findings(release) == [("manifest.json", "not a plain file; a release holds no links and no folders")]


def test_a_folder_in_place_of_a_file_is_refused(release: Path):
    (release / "drivers.parquet").unlink()
    (release / "drivers.parquet").mkdir()
    assert findings(release)[0][1].startswith("not a plain file")


def test_a_pipe_in_place_of_a_file_does_not_hang(release: Path):
    (release / "drivers.parquet").unlink()
    os.mkfifo(release / "drivers.parquet")
    assert findings(release)[0][1].startswith("not a plain file")


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "forecasts.parquet.bak", "Manifest.json"])
def test_a_stranger_is_refused_by_name(release: Path, name: str):
    (release / name).write_text("x")
    assert findings(release) == [(name, "does not belong to the release")]


def test_a_folder_among_the_files_is_refused(release: Path):
    (release / "more").mkdir()
    assert findings(release) == [("more", "does not belong to the release")]


def test_everything_that_is_wrong_is_said_at_once(release: Path):
    (release / "notes.txt").write_text("x")
    (release / "scores.parquet").unlink()
    (release / "model_card.md").write_text("x")
    assert [file for file, _ in findings(release)] == ["notes.txt", "scores.parquet", "model_card.md"]


def test_no_folder_is_refused_with_advice(tmp_path: Path):
    report = read.verify(tmp_path / "nothing")
    assert report.findings[0].problem == "not a folder"
    assert "focalpoint releases" in report.findings[0].todo


def test_another_folder_is_refused_without_asking_that_its_files_be_taken_out(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("x")
    (tmp_path / "data").mkdir()
    report = read.verify(tmp_path)
    assert [(one.file, one.problem) for one in report.findings] == [
        (str(tmp_path), "not a release: it holds none of its files")
    ]
    assert "Take it out" not in report.findings[0].todo
    assert "focalpoint releases" in report.findings[0].todo


def test_an_empty_folder_is_refused(tmp_path: Path):
    assert findings(tmp_path) == [("manifest.json", "the file is missing")]


@pytest.mark.parametrize(
    ("schema", "todo"),
    [
        (3, "Upgrade Focalpoint."),
        (0, "Make a new release"),
        ("1", "Make a new release"),
        (None, "Make a new release"),
        (True, "Make a new release"),
    ],
)
def test_another_layout_says_what_to_do(release: Path, schema: object, todo: str):
    fields = json.loads((release / "manifest.json").read_bytes())
    (release / "manifest.json").write_bytes(canonical(fields | {"schema": schema}))
    finding = read.verify(release).findings[0]
    assert f"written in layout {schema!r}; this Focalpoint reads layout 1" in finding.problem
    assert todo in finding.todo


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema": NaN}'])
def test_a_manifest_that_is_none_is_refused(release: Path, raw: bytes):
    (release / "manifest.json").write_bytes(raw)
    assert findings(release)[0][0] == "manifest.json"


def test_a_huge_manifest_is_not_read(release: Path):
    with (release / "manifest.json").open("r+b") as handle:
        handle.truncate(2**31)
    assert "where at most 1,048,576 belong" in findings(release)[0][1]


def test_a_missing_field_is_named(release: Path):
    fields = json.loads((release / "manifest.json").read_bytes())
    del fields["forbidden_uses"]
    (release / "manifest.json").write_bytes(canonical(fields))
    assert findings(release) == [("manifest.json", "forbidden_uses: Field required")]


def test_a_field_that_stands_twice_is_refused(release: Path):
    raw = (release / "manifest.json").read_bytes()
    (release / "manifest.json").write_bytes(
        raw.replace(b'"revised_data": true', b'"revised_data": false,\n  "revised_data": true')
    )
    assert findings(release)[0][1].startswith("the text is not in its one canonical form")


def test_a_sealed_name_outside_the_folder_is_refused(release: Path):
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    edit(release, files=files | {"../secret": files["model_card.md"]})
    assert "'../secret'" in findings(release)[0][1]


def test_a_sealed_table_with_a_column_more_is_refused(release: Path):
    frame = pl.read_parquet(release / "drivers.parquet").with_columns(pl.lit(1.0).alias("weight"))
    forge(release, "drivers.parquet", parquet(frame))
    assert findings(release)[0][1].startswith("columns {")


def test_a_sealed_table_with_another_type_is_refused(release: Path):
    frame = pl.read_parquet(release / "drivers.parquet").cast({"rank": pl.Int64})
    forge(release, "drivers.parquet", parquet(frame))
    assert findings(release)[0][1].startswith("columns {")


def test_a_sealed_table_with_fewer_rows_than_promised_is_refused(release: Path):
    forge(release, "drivers.parquet", parquet(pl.read_parquet(release / "drivers.parquet").head(6)))
    assert findings(release) == [("drivers.parquet", "6 rows where 1728 were written")]


def test_a_sealed_table_that_says_what_cannot_be_is_refused(release: Path):
    frame = pl.read_parquet(release / "evenhand.parquet").with_columns(observability=pl.lit(7.0))
    forge(release, "evenhand.parquet", parquet(frame))
    assert findings(release) == [("evenhand.parquet", "observability outside 0 to 1 (195 rows)")]


def test_sealed_tables_that_contradict_each_other_are_refused(release: Path):
    frame = (
        pl.read_parquet(release / "drivers.parquet").filter(pl.col("unit") == "SDN").with_columns(unit=pl.lit("XXX"))
    )
    forge(release, "drivers.parquet", parquet(frame), rows=6)
    assert findings(release) == [("bundle", "drivers.parquet speaks of ['XXX'], which forecasts.parquet does not have")]


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"unit,rank\nSDN,1\n"])
def test_a_sealed_file_that_is_no_parquet_is_refused(release: Path, raw: bytes):
    forge(release, "drivers.parquet", raw)
    assert findings(release)[0][1].startswith("not a readable Parquet file")


def test_a_sealed_card_that_is_no_text_is_refused(release: Path):
    forge(release, "model_card.md", b"\xff\xfe\x00")
    assert findings(release) == [("model_card.md", "not a UTF-8 text")]


def test_an_unreadable_file_is_named(release: Path, monkeypatch: pytest.MonkeyPatch):
    whole = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == "scores.parquet":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert findings(release) == [("scores.parquet", "cannot be read: Permission denied")]
