"""What a file brings: each typed table with its description, ready to be kept."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import polars as pl

from focalpoint.foresight.sources import issues, reading, registry
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import month_label, month_of_day
from focalpoint.reference.errors import FocalpointError

NO_ISSUES = issues.table()


class NothingKept(FocalpointError):
    """A file that would become an empty vintage: a header alone, or rows that are all in error."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One typed table and what is known about it."""

    vintage: Vintage
    frame: pl.LazyFrame
    issues: pl.DataFrame


def read(path: Path, sha256: str, *, known_at: dt.date, retrieved: dt.date) -> list[Entry]:
    """Read every table of a file and describe each as a vintage.

    Parameters
    ----------
    path : the file as it came.
    sha256 : hash of its bytes.
    known_at, retrieved : the days to write into the description.

    Raises
    ------
    NothingKept : not one row is without an error.
    """
    readings = reading.read(path, known_at=known_at)
    if not any(one.rows_kept for one in readings):
        raise NothingKept(
            f"{path.name} gives no row to keep: {sum(one.rows_read for one in readings):,} were read.",
            todo="See why with `focalpoint recognise`, or download it again.",
        )
    return [
        _entry(one, _table(one, number), path, sha256, known_at=known_at, retrieved=retrieved)
        for number, one in enumerate(readings)
    ]


def _entry(
    one: reading.Reading, table: str, path: Path, sha256: str, *, known_at: dt.date, retrieved: dt.date
) -> Entry:
    card = registry.source(one.source)
    frame = one.frame.lazy()
    first, last = span(frame, one.grain)
    vintage = Vintage(
        id=identity(one.source, one.release, last, sha256, table),
        sha256=sha256,
        source=one.source,
        grain=one.grain,
        release=one.release,
        retrieved=retrieved,
        known_at=known_at,
        licence=card.licence,
        citation=card.citation,
        url=card.url,
        original_name=path.name,
        size=path.stat().st_size,
        rows_kept=one.rows_kept,
        rows_bad=one.rows_read - one.rows_kept,
        first=first,
        last=last,
        may_ship=card.may_ship,
        member=one.member,
        layout=one.layout,
        table=f"{sha256}.{table}.parquet",
    )
    return Entry(vintage, frame, one.issues)


def identity(source: str, release: str | None, last: str, sha256: str, table: str) -> str:
    """Return the id of a vintage: source, release (or last period) and the start of the hash.

    >>> identity("ucdp_ged", "25.1", "2024-12", "ab" * 32, "0")
    'ucdp_ged-25.1-abababab'
    """
    number = table.split("-")[0]
    return f"{source}-{release or last}-{sha256[:8]}" + ("" if number == "0" else f"-{number}")


def _table(one: reading.Reading, number: int) -> str:
    """Name a table after its place in the file and its member, in characters every file system takes."""
    return "-".join([str(number), re.sub(r"[^a-z0-9]+", "-", one.member.lower()).strip("-")[-60:]]).strip("-")


def span(frame: pl.LazyFrame, grain: str) -> tuple[str, str]:
    """Return the first and last month (``YYYY-MM``) or year (``YYYY``) of a table, empty for an empty one.

    >>> span(pl.LazyFrame({"month": [480, 540]}), "unit_month")
    ('2019-12', '2024-12')
    """
    column = {"event": "date_start", "unit_month": "month", "unit_year": "year"}[grain]
    low, high = frame.select(pl.col(column).min().alias("low"), pl.col(column).max().alias("high")).collect().row(0)
    if low is None:
        return "", ""
    if grain == "unit_year":
        return str(low), str(high)
    return tuple(month_label(month_of_day(value) if grain == "event" else value) for value in (low, high))  # type: ignore[return-value]  # always two
