"""What a file brings: each typed table with its description, ready to be kept."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import polars as pl

from focalpoint.foresight.sources import issues, reading, registry
from focalpoint.foresight.vintages.edition import CANDIDATE_SOURCE, YEARLY_SOURCE, Edition
from focalpoint.foresight.vintages.identification import content, described, identify
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import month_label, month_of_day
from focalpoint.reference.errors import FocalpointError

NO_ISSUES = issues.table()
EVENTS = (YEARLY_SOURCE, CANDIDATE_SOURCE)


class DeathsLeftOut(FocalpointError):
    """Rows with deaths that cannot be read; ``issues`` says which."""

    issues: pl.DataFrame


class NothingKept(FocalpointError):
    """A file that would become an empty vintage: a header alone, or rows that are all in error."""


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a person says about a file of events.

    Attributes
    ----------
    release : its number, or ``extract``.
    complete_for : the States (ISO3) it is complete for.
    leave_out : rows with deaths that cannot be used may be left out.
    """

    release: str | None = None
    complete_for: tuple[str, ...] = ()
    leave_out: bool = True


NOTHING_SAID = Said()


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One typed table and what is known about it."""

    vintage: Vintage
    frame: pl.LazyFrame
    issues: pl.DataFrame


def read(path: Path, sha256: str, *, known_at: dt.date, retrieved: dt.date, said: Said = NOTHING_SAID) -> list[Entry]:
    """Read every table of a file and describe each as a vintage.

    Parameters
    ----------
    path : the file as it came.
    sha256 : hash of its bytes.
    known_at, retrieved : the days to write into the description.
    said : what the person who adds it says about its edition.

    Raises
    ------
    NothingKept : not one row is without an error.
    DeathsLeftOut : rows with deaths would be left out without permission.
    EditionNotKnown, EditionContradicted : which months a file of UCDP's events covers is unknown.
    """
    readings = look(path, known_at=known_at, said=said)
    return describe(readings, path, sha256, known_at=known_at, retrieved=retrieved, said=said)


def look(path: Path, *, known_at: dt.date, said: Said = NOTHING_SAID) -> list[reading.Reading]:
    """Read every table of a file, as the first half of :func:`read`, and refuse what it refuses."""
    readings = reading.read(path, known_at=known_at)
    if not any(one.rows_kept for one in readings):
        raise _nothing_kept(path, readings)
    if not said.leave_out:
        _refuse_losses(path, readings)
    return readings


def _nothing_kept(path: Path, readings: list[reading.Reading]) -> NothingKept:
    """Say what was wrong with the first row, for where no row can be kept one fault is mostly that of them all."""
    faults = pl.concat(one.issues for one in readings).filter(pl.col("severity") == "error")
    first = next(faults.iter_rows(named=True), None)
    return NothingKept(
        f"{path.name} gives no row to keep: {sum(one.rows_read for one in readings):,} were read.",
        todo=f"{issues.sentence(first)} See every fault with `focalpoint recognise`."
        if first
        else "Download it again.",
    )


def describe(
    readings: list[reading.Reading],
    path: Path,
    sha256: str,
    *,
    known_at: dt.date,
    retrieved: dt.date,
    said: Said = NOTHING_SAID,
) -> list[Entry]:
    """Describe each table that was read as a vintage, as the second half of :func:`read`."""
    return [
        _entry(one, _table(one, number), path, sha256, known_at=known_at, retrieved=retrieved, said=said)
        for number, one in enumerate(readings)
    ]


def _refuse_losses(path: Path, readings: list[reading.Reading]) -> None:
    aside = sum(one.deaths_aside for one in readings)
    rows = sum(one.rows_read - one.rows_kept for one in readings if one.deaths_aside)
    if not aside:
        return
    error = DeathsLeftOut(
        f"{path.name} was not added: {rows:,} of its rows cannot be used, and at least {aside:,} deaths are in them.",
        todo="Correct them and add the file again, or add it without them: --leave-out.",
    )
    error.issues = pl.concat(one.issues for one in readings)
    raise error


def _entry(
    one: reading.Reading, table: str, path: Path, sha256: str, *, known_at: dt.date, retrieved: dt.date, said: Said
) -> Entry:
    vintage = _describe(one, table, path, sha256, known_at=known_at, retrieved=retrieved)
    frame = one.frame.lazy()
    if found := edition_in(one, path, known_at=known_at, release=said.release):
        vintage = dataclasses.replace(described(vintage, found), complete_for=said.complete_for)
        kind = "yearly" if found.is_final else "candidate"
        frame = frame.with_columns(source=pl.lit(found.source), release_kind=pl.lit(kind))
    card = registry.source(vintage.source)
    vintage = dataclasses.replace(
        vintage,
        id=identity(vintage.source, vintage.release, vintage.last, sha256, table),
        licence=card.licence,
        citation=card.citation,
        url=card.url,
        may_ship=card.may_ship,
    )
    return Entry(vintage, frame, fitting_issues(one, found))


def fitting_issues(one: reading.Reading, found: Edition | None) -> pl.DataFrame:
    """Return the issues of a table; what a whole file of events has is said of the kind of file that this one is.

    Candidate events whose coding is done look like those of a yearly release, until their edition is known.
    """
    if found is None or found.is_final:
        return one.issues
    expected = pl.lit("a whole candidate release, not a part of one")
    too_few = pl.col("code") == issues.TOO_FEW_ROWS
    return one.issues.with_columns(pl.when(too_few).then(expected).otherwise("expected").alias("expected"))


def edition_in(one: reading.Reading, path: Path, *, known_at: dt.date, release: str | None = None) -> Edition | None:
    """Say which edition of UCDP's events a table is; None for other sources and for an empty one.

    Raises
    ------
    EditionNotKnown, EditionContradicted, UnknownEdition : see ``identification.identify``.
    """
    if one.source not in EVENTS or not one.frame.height:
        return None
    names = (path.name, one.member)
    return identify(content(one.frame), names=names, given=release, source=one.source, known_at=known_at)


def _describe(
    one: reading.Reading, table: str, path: Path, sha256: str, *, known_at: dt.date, retrieved: dt.date
) -> Vintage:
    first, last = span(one.frame.lazy(), one.grain)
    return Vintage(
        id="",
        sha256=sha256,
        source=one.source,
        grain=one.grain,
        release=one.release,
        retrieved=retrieved,
        known_at=known_at,
        original_name=path.name,
        size=path.stat().st_size,
        rows_kept=one.rows_kept,
        rows_bad=one.rows_read - one.rows_kept,
        first=first,
        last=last,
        member=one.member,
        layout=one.layout,
        table=f"{sha256}.{table}.parquet",
    )


def say_again(vintage: Vintage, frame: pl.LazyFrame, name: str, said: Said) -> Vintage:
    """Return a vintage that is kept, with what a person says of it now; unchanged when nothing is said.

    Its id does not change.

    Raises
    ------
    EditionContradicted, UnknownEdition : the release said does not fit the file.
    """
    if vintage.source not in EVENTS:
        return vintage
    if said.release:
        held = content(frame.select("iso3", "date_start", "clear").collect())
        vintage = described(
            vintage,
            identify(held, names=(name,), given=said.release, source=vintage.source, known_at=vintage.known_at),
        )
    return dataclasses.replace(vintage, complete_for=tuple(sorted({*vintage.complete_for, *said.complete_for})))


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
