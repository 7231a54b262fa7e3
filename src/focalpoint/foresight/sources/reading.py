"""The two doors of this room: ``recognise`` says what a file is, ``read`` turns it into typed tables and issues."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from focalpoint.foresight.sources import formats, issues, matching, registry
from focalpoint.foresight.sources.archives import LIMITS, CannotOpen, Limits, opened
from focalpoint.foresight.sources.columns import Context, Typed
from focalpoint.foresight.sources.grid import LINE, Grid, Loaded
from focalpoint.foresight.sources.matching import Match, Nearest
from focalpoint.foresight.sources.source import Grain, Layout
from focalpoint.reference.errors import FocalpointError

SHOWN = 8


class NotRecognised(FocalpointError):
    """A file of which no table belongs to a known source."""


@dataclass(frozen=True)
class Recognised:
    """One table of a file; source and layout are null, and ``reason`` is given, when no source has its columns."""

    file: str
    member: str
    source: str | None
    layout: str | None
    headerless: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Reading:
    """One table, read: ``frame`` is typed and canonical, ``issues`` says what was not taken unchanged.

    ``deaths_aside`` is how many deaths at least are in the rows that were left out.
    """

    source: str
    member: str
    layout: str
    release: str | None
    grain: Grain
    frame: pl.DataFrame
    issues: pl.DataFrame
    rows_read: int
    rows_kept: int
    deaths_aside: int = 0


def recognise(path: Path, *, limits: Limits = LIMITS) -> list[Recognised]:
    """Say which source each table of a file is, by header or, without one, by the order and look of its columns.

    Parameters
    ----------
    path : CSV, TSV, XLSX, Parquet, JSON, or a zip or gz of them; its name is never looked at.

    Raises
    ------
    FocalpointError : the file cannot be opened, or holds no table.
    """
    with _tables(path, limits) as tables:
        return [_recognised(path, grid, hit) for grid, hit in tables]


def read(
    path: Path, *, known_at: dt.date | None = None, only: Sequence[str] | None = None, limits: Limits = LIMITS
) -> list[Reading]:
    """Read every table of a file that belongs to a known source.

    Parameters
    ----------
    path : as for ``recognise``.
    known_at : the day the file was known; dates after it are issues. None leaves that check out.
    only : read no other columns than these (for readers that can do without the rest).

    Raises
    ------
    NotRecognised : no table belongs to a known source; names the nearest source and the columns that are missing.
    FocalpointError : the file cannot be opened.
    """
    with _tables(path, limits) as tables:
        hits = [(grid, hit) for grid, hit in tables if isinstance(hit, Match)]
        strays = [(grid, hit) for grid, hit in tables if not isinstance(hit, Match)]
        if not hits:
            raise _not_recognised(path, strays)
        skipped = issues.table(_stray(grid, hit) for grid, hit in strays)
        return [
            _read(path, grid, _narrow(hit, only), known_at, skipped if number == 0 else issues.table())
            for number, (grid, hit) in enumerate(hits)
        ]


@contextmanager
def _tables(path: Path, limits: Limits) -> Iterator[list[tuple[Grid, Match | Nearest | None]]]:
    with opened(path, limits) as members:
        grids = [grid for member in members for grid in formats.grids(member, limits)]
        if not grids:
            raise CannotOpen(f"{path.name} holds no files.", todo="Download it again.")
        yield [(grid, _which(grid)) for grid in grids]


def _which(grid: Grid) -> Match | Nearest | None:
    heads = grid.heads()
    cards = registry.all_sources()
    return matching.match(heads, cards) or matching.nearest(heads, cards)


def _recognised(path: Path, grid: Grid, hit: Match | Nearest | None) -> Recognised:
    if isinstance(hit, Match):
        return Recognised(path.name, grid.label, hit.source.id, hit.layout.name, hit.header_line is None)
    return Recognised(path.name, grid.label, None, None, reason=describe(hit))


def describe(near: Nearest | None) -> str:
    """Say in a sentence which source comes nearest and what is missing for it."""
    if near is None:
        return "None of its columns belongs to a known source."
    missing = ", ".join(near.missing[:SHOWN]) + (
        f" and {len(near.missing) - SHOWN} more" if near.missing[SHOWN:] else ""
    )
    return (
        f"The nearest source is {near.source.id} ({near.layout.name}), for which these columns are missing: {missing}."
    )


def _not_recognised(path: Path, strays: Sequence[tuple[Grid, Match | Nearest | None]]) -> NotRecognised:
    nears = [hit for _, hit in strays if isinstance(hit, Nearest)]
    near = max(nears, key=lambda one: 1 - len(one.missing) / len(one.layout.required), default=None)
    return NotRecognised(
        f"{path.name} was not recognised. {describe(near)}",
        todo="Give the file as its producer publishes it, with its header; `focalpoint sources` lists what is read.",
    )


def _stray(grid: Grid, hit: Match | Nearest | None) -> Mapping[str, object]:
    return {
        "column": grid.label,
        "code": "table-not-recognised",
        "severity": "warning",
        "value": grid.label,
        "expected": "a table of a known source. " + describe(hit if isinstance(hit, Nearest) else None).rstrip("."),
        "todo": "Nothing was read from it; leave it if it only explains the data.",
    }


def _read(path: Path, grid: Grid, hit: Match, known_at: dt.date | None, skipped: pl.DataFrame) -> Reading:
    loaded = grid.load(hit.wanted)
    context = Context(path.name, grid.label, hit.source, hit.layout, known_at, hit.header_line is None)
    done = registry.reader(hit.source.id)(_clean(loaded.rows, hit), context)
    card = registry.source(done.source_id or hit.source.id)
    layout = hit.layout if card is hit.source else card.layouts[0]
    found = [issues.table(_of_header(hit)), issues.table(loaded.issues), _physical(done, loaded), skipped]
    found.append(issues.table(_of_size(loaded, hit.header_line, layout)))
    return Reading(
        source=card.id,
        member=grid.label,
        layout=layout.name,
        release=done.release,
        grain=card.grain,
        frame=done.frame,
        issues=issues.merge(found, file=path.name, member=grid.label),
        rows_read=loaded.records,
        rows_kept=done.frame.height if card.grain == "event" else loaded.records - _refused(found),
        deaths_aside=done.deaths_aside,
    )


def _narrow(hit: Match, only: Sequence[str] | None) -> Match:
    if only is None:
        return hit
    names = tuple(name if name in only else None for name in hit.wanted.names)
    return replace(hit, wanted=replace(hit.wanted, names=names))


def _clean(rows: pl.DataFrame, hit: Match) -> pl.DataFrame:
    """Turn the layout's own words for missing into null, and add the columns that the file leaves out as null."""
    texts = [name for name in rows.columns if name != LINE]
    known = dict.fromkeys((*hit.layout.required, *hit.layout.optional))
    absent = [name for name in known if name not in rows.columns and hit.layout.wanted(name)]
    words = list(hit.layout.missing)
    if words:
        rows = rows.with_columns(pl.when(~pl.col(texts).str.strip_chars().is_in(words)).then(pl.col(texts)))
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)


def _refused(found: Sequence[pl.DataFrame]) -> int:
    """Count the rows that an error kept out; the table itself may have fewer or more rows than the file."""
    errors = pl.concat(table.filter(pl.col("severity") == "error").select("line") for table in found)
    return errors["line"].drop_nulls().n_unique()


def _physical(done: Typed, loaded: Loaded) -> pl.DataFrame:
    """Turn record numbers into physical lines, where quoted line breaks make the two differ."""
    numbers = done.issues["line"].drop_nulls().unique().to_list()
    if loaded.lines is None or not numbers:
        return done.issues
    return done.issues.with_columns(pl.col("line").replace(loaded.lines(numbers)))


def _of_header(hit: Match) -> Iterator[Mapping[str, object]]:
    for name in hit.unknown:
        yield {
            "line": hit.header_line,
            "column": name,
            "code": "unknown-column",
            "severity": "warning",
            "expected": f"the columns of {hit.source.id}, layout {hit.layout.name}",
            "todo": "The column was left out; if the producer added it, the reader should learn it.",
        }
    for name in hit.repeated:
        yield {
            "line": hit.header_line,
            "column": name,
            "code": "repeated-column",
            "severity": "warning",
            "expected": "every column once",
            "todo": "The first of them was read; delete the other or give it another name.",
        }


def _of_size(loaded: Loaded, header_line: int | None, layout: Layout) -> Iterator[Mapping[str, object]]:
    if loaded.records < layout.minimum_rows:
        yield {
            "line": header_line or 1,
            "code": issues.TOO_FEW_ROWS if loaded.records else "no-rows",
            "severity": "warning",
            "value": f"{loaded.records} rows",
            "expected": f"at least {layout.minimum_rows:,} rows, as a whole release has",
            "todo": "It may be cut off or an extract: a State that is absent from it is unknown, not zero.",
        }
