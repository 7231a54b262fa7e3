"""Small tables written by a test and read by the house."""

import csv
import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.reading import Reading


def sample(source_id: str, name: str = "sample.csv") -> Path:
    """Return a sample file of a source."""
    return registry.folder(source_id) / name


def read_file(path: Path, *, known_at: dt.date | None = None) -> Reading:
    """Read a file that holds one table."""
    found = reading.read(path, known_at=known_at)
    assert len(found) == 1
    return found[0]


def read_rows(rows: Sequence[Mapping[str, object]], *, known_at: dt.date | None = None) -> Reading:
    """Write rows as CSV and read them back."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, restval="")
            writer.writeheader()
            writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
        return read_file(path, known_at=known_at)


def codes(reading_: Reading, *, severity: str | None = None) -> list[tuple[int | None, str | None, str]]:
    """Return line, column and code of each issue, without the one about the size of a sample."""
    found = reading_.issues.filter(reading_.issues["code"] != "too-few-rows")
    if severity:
        found = found.filter(found["severity"] == severity)
    return found.select("line", "column", "code").rows()
