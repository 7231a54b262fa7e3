"""Read a release, and only when every byte of it is as it was written.

The desk imports this module: it needs Polars and pydantic, no models.
"""

import hashlib
import io
import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from focalpoint.foresight.release import layouts, rules
from focalpoint.foresight.release.manifest import File, Manifest, inconsistencies
from focalpoint.foresight.release.schema import CARD, FILES, MANIFEST, TABLES, VERSION
from focalpoint.reference.errors import FocalpointError

LARGEST_MANIFEST, LARGEST_FILE = 2**20, 2**28
_READ = " and ".join(map(str, layouts.LAYOUTS))
_GIVE = "Give the folder that `focalpoint forecast` wrote; `focalpoint releases` lists them."
_AGAIN = "Copy the release again from where it was made, or make a new one with `focalpoint forecast`."


class Refused(FocalpointError):
    """A release that is not what it says it is."""

    def __init__(self, report: "Report") -> None:
        self.report = report
        first = report.findings[0]
        more = f" and {len(report.findings) - 1} more" if len(report.findings) > 1 else ""
        super().__init__(f"The release {report.path} is refused: {first.file}: {first.problem}{more}.", todo=first.todo)


@dataclass(frozen=True)
class Finding:
    """One reason to refuse: the file, what is wrong with it, what to do."""

    file: str
    problem: str
    todo: str = _AGAIN


@dataclass(frozen=True)
class Report:
    """What a check of a release found; ``ok`` when nothing did. ``id`` is None when the manifest cannot be read."""

    path: Path
    id: str | None
    content: str | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the release may be read."""
        return not self.findings


@dataclass(frozen=True)
class Bundle:
    """A verified release in memory; tables of an older layout have the columns of the present one, see ``layouts``."""

    path: Path
    manifest: Manifest
    card: str
    forecasts: pl.DataFrame
    drivers: pl.DataFrame
    history: pl.DataFrame
    events: pl.DataFrame
    profile: pl.DataFrame
    scores: pl.DataFrame
    evenhand: pl.DataFrame

    @property
    def id(self) -> str:
        """The name of the release, from its content."""
        return self.manifest.id


class _Stop(Exception):
    def __init__(self, *findings: Finding) -> None:
        self.findings = findings


def _bytes(path: Path, largest: int) -> bytes:
    """Read one regular file that is no link and not larger than it may be."""
    try:
        facts = path.lstat()
    except FileNotFoundError:
        raise _Stop(Finding(path.name, "the file is missing")) from None
    if not stat.S_ISREG(facts.st_mode):
        raise _Stop(Finding(path.name, "not a plain file; a release holds no links and no folders"))
    if facts.st_size > largest:
        raise _Stop(Finding(path.name, f"{facts.st_size:,} bytes where at most {largest:,} belong"))
    try:
        return path.read_bytes()
    except OSError as error:
        raise _Stop(Finding(path.name, f"cannot be read: {error.strerror}")) from None


def _fields(raw: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        raise _Stop(Finding(MANIFEST, "not a readable JSON text: it was edited or damaged")) from None
    if not isinstance(fields, dict):
        raise _Stop(Finding(MANIFEST, "not the manifest of a release"))
    return fields


def _version(fields: dict[str, Any]) -> None:
    found = fields.get("schema")
    if found not in layouts.LAYOUTS or isinstance(found, bool):
        newer = isinstance(found, int) and found > VERSION
        todo = "Upgrade Focalpoint." if newer else "Make a new release with `focalpoint forecast`."
        raise _Stop(Finding(MANIFEST, f"written in layout {found!r}; this Focalpoint reads layout {_READ}", todo))


def _manifest(folder: Path) -> Manifest:
    raw = _bytes(folder / MANIFEST, LARGEST_MANIFEST)
    fields = _fields(raw)
    _version(fields)
    try:
        manifest = Manifest.model_validate_json(raw, strict=True)
    except ValidationError as error:
        places = [(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        raise _Stop(*(Finding(MANIFEST, f"{place}: {message}") for place, message in places)) from None
    if found := inconsistencies(fields, raw):
        raise _Stop(*(Finding(MANIFEST, problem) for problem in found))
    return manifest


def _content(folder: Path, name: str, expected: File) -> bytes:
    raw = _bytes(folder / name, LARGEST_FILE)
    if len(raw) != expected.bytes:
        raise _Stop(Finding(name, f"{len(raw):,} bytes where {expected.bytes:,} were written"))
    if hashlib.sha256(raw).hexdigest() != expected.sha256:
        raise _Stop(Finding(name, "the hash differs from the manifest: the file was changed after it was written"))
    return raw


def _table(name: str, raw: bytes, rows: int | None, layout: int) -> pl.DataFrame:
    file, columns = f"{name}.parquet", layouts.tables(layout)[name]
    try:
        lazy = pl.scan_parquet(io.BytesIO(raw))
        schema, height = dict(lazy.collect_schema()), lazy.select(pl.len()).collect().item()
        if schema != columns:
            raise _Stop(Finding(file, f"columns {schema} where {columns} belong"))
        # Counted before reading: a small file can promise billions of rows.
        if height != rows:
            raise _Stop(Finding(file, f"{height} rows where {rows} were written"))
        frame = layouts.present(name, lazy.collect())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _Stop(Finding(file, f"not a readable Parquet file: {error}")) from None
    if found := rules.faults(name, frame):
        raise _Stop(*(Finding(file, problem) for problem in found))
    return frame


def _card(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise _Stop(Finding(CARD, "not a UTF-8 text")) from None


def _strangers(folder: Path, own: tuple[str, ...]) -> list[Finding]:
    names = sorted(entry.name for entry in folder.iterdir())
    todo = "Take it out of the folder; a release holds exactly its own files."
    return [Finding(name, "does not belong to the release", todo) for name in names if name not in {*own, MANIFEST}]


def _examine(folder: Path) -> tuple[Manifest | None, dict[str, pl.DataFrame], str, list[Finding]]:
    """Read everything that can be read, and collect every reason to refuse."""
    if not folder.is_dir():
        return None, {}, "", [Finding(str(folder), "not a folder", _GIVE)]
    held = {entry.name for entry in folder.iterdir()}
    if held and not held & {*FILES, MANIFEST}:
        return None, {}, "", [Finding(str(folder), "not a release: it holds none of its files", _GIVE)]
    try:
        manifest = _manifest(folder)
    except _Stop as stop:
        return None, {}, "", [*stop.findings, *_strangers(folder, FILES)]
    layout = manifest.schema_version
    own = layouts.files(layout)
    findings, card = _strangers(folder, own), ""
    tables = {name: layouts.present(name, None) for name in TABLES if f"{name}.parquet" not in own}
    for name in own:
        try:
            raw = _content(folder, name, manifest.files[name])
            if name == CARD:
                card = _card(raw)
            else:
                table = name.removesuffix(".parquet")
                tables[table] = _table(table, raw, manifest.files[name].rows, layout)
        except _Stop as stop:
            findings.extend(stop.findings)
    if not findings:
        findings.extend(Finding("bundle", problem) for problem in rules.contradictions(tables))
    return manifest, tables, card, findings


def _report(folder: Path, manifest: Manifest | None, findings: list[Finding]) -> Report:
    if manifest is None:
        return Report(folder, None, None, tuple(findings))
    return Report(folder, manifest.id, manifest.content, tuple(findings))


def columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table in the order of its file; a database need not keep that order.

    >>> columns("evenhand")[:2]
    ('unit', 'severity_low')
    """
    return tuple(TABLES[table].columns)


def verify(path: Path) -> Report:
    """Check a release and say everything that is wrong with it.

    Parameters
    ----------
    path : the folder of the release.

    Returns
    -------
    Report
        Names every file that fails and why; never raises for a bad release.
    """
    manifest, _, _, findings = _examine(path)
    return _report(path, manifest, findings)


def load(path: Path) -> Bundle:
    """Read a release after checking every byte of it.

    Parameters
    ----------
    path : the folder of the release.

    Raises
    ------
    Refused
        When a file is missing, extra, a link, changed, or not of this schema; ``.report`` lists everything.
    """
    manifest, tables, card, findings = _examine(path)
    if manifest is None or findings:
        raise Refused(_report(path, manifest, findings))
    return Bundle(path=path, manifest=manifest, card=card, **tables)
