"""Large clean text files, read by Polars on all cores and only in the columns wanted.

Polars fills a cut-off row with nulls without a word. So the delimiters outside quotes are counted meanwhile: a file is
clean when there are exactly as many as its records need. Anything else goes back to the exact path.
"""

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from focalpoint.foresight.sources import encoding
from focalpoint.foresight.sources.grid import LINE, Loaded, Wanted

SMALLEST = 4 << 20
PIECE = 1 << 20
QUOTE, NEWLINE, RETURN = ord('"'), ord("\n"), ord("\r")


@dataclass(frozen=True)
class Counts:
    """Delimiters outside quotes, line ends, whether the last line has one, and whether every quote is in its place."""

    delimiters: int
    newlines: int
    ended: bool
    quoted: bool


def load(path: Path, wanted: Wanted) -> Loaded | None:
    """Read a large clean file; None when it is small, not clean, or not UTF-8: the exact path reads it then."""
    if path.stat().st_size < SMALLEST or wanted.skip > 1 or encoding.quick(path) is not None:
        return None
    delimiter = wanted.head.delimiter
    with ThreadPoolExecutor(1) as pool:
        counted = pool.submit(count, path, delimiter)
        rows = _scan(path, wanted)
        counts = counted.result()
    if rows is None:
        return None
    records = rows.height + wanted.skip
    if not counts.quoted or counts.delimiters != records * (len(wanted.names) - 1):
        return None
    plain = counts.newlines + (not counts.ended) == records
    lines = None if plain else functools.partial(line_numbers, path)
    return Loaded(rows, rows.height, lines=lines)


def count(path: Path, delimiter: str) -> Counts:
    """Count delimiters outside quotes and line ends, piece by piece.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "a.csv")
    >>> _ = path.write_text('a,b\\n1,"x,y"\\n')
    >>> count(path, ",")
    Counts(delimiters=2, newlines=2, ended=True, quoted=True)
    """
    sought = ord(delimiter)
    delimiters = newlines = inside = placed = 0
    tail, proper = b"\n\n", True
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            parts = piece.split(b'"')
            quoted = b"".join(parts[1 - inside :: 2])
            delimiters += _tally(piece, sought) - _tally(quoted, sought)
            newlines += _tally(piece, NEWLINE)
            inside = (inside + len(parts) - 1) % 2
            seen, right = _in_place(tail + piece, placed, sought)
            tail, placed, proper = (tail + piece)[-2:], (placed + seen) % 2, proper and right
    right = _in_place(tail + b"\n", placed, sought)[1]
    return Counts(delimiters, newlines, tail.endswith(b"\n"), proper and right and not inside)


def _in_place(data: bytes, before: int, delimiter: int) -> tuple[int, bool]:
    """Tell how many quotes there are but for the first and last byte, and whether each opens or closes a cell.

    A quote that opens follows a delimiter, a line end or another quote; one that closes stands before one of these.
    """
    piece = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(piece[1:-1] == QUOTE) + 1
    opening, closing = quotes[before::2], quotes[1 - before :: 2]
    edges = np.zeros(256, bool)
    edges[[delimiter, NEWLINE, RETURN, QUOTE]] = True
    return len(quotes), bool(edges[piece[opening - 1]].all() and edges[piece[closing + 1]].all())


def line_numbers(path: Path, records: Sequence[int]) -> dict[int, int]:
    """Return the physical line on which each record starts; records are counted from 1, the header among them.

    A line end outside quotes ends a record, one inside does not: only their positions are looked at.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "a.csv")
    >>> _ = path.write_text('a,b\\n1,"x\\ny"\\n2,z\\n')
    >>> line_numbers(path, [2, 3])
    {2: 2, 3: 4}
    """
    sought = np.array(sorted(records))
    starts = np.ones(len(sought), np.int64)
    ended = passed = inside = 0
    with path.open("rb") as stream:
        while block := stream.read(PIECE):
            piece = np.frombuffer(block, np.uint8)
            quotes, ends = np.flatnonzero(piece == QUOTE), np.flatnonzero(piece == NEWLINE)
            outside = (np.searchsorted(quotes, ends) + inside) % 2 == 0
            closing = np.flatnonzero(outside)
            first, last = np.searchsorted(sought, [ended + 2, ended + len(closing) + 2])
            starts[first:last] = passed + closing[sought[first:last] - ended - 2] + 2
            ended, passed, inside = ended + len(closing), passed + len(ends), (inside + len(quotes)) % 2
    return dict(zip(sought.tolist(), starts.tolist(), strict=True))


def _tally(piece: bytes, byte: int) -> int:
    return int(np.count_nonzero(np.frombuffer(piece, np.uint8) == byte))


def _scan(path: Path, wanted: Wanted) -> pl.DataFrame | None:
    places = [f"c{place}" for place in range(len(wanted.names))]
    renamed = {place: name for place, name in zip(places, wanted.names, strict=True) if name}
    try:
        return (
            pl.scan_csv(
                path,
                separator=wanted.head.delimiter,
                has_header=False,
                skip_rows=wanted.skip,
                schema=dict.fromkeys(places, pl.String),
                row_index_name=LINE,
                row_index_offset=wanted.skip + 1,
                extra_columns="raise",
            )
            .select(pl.col(LINE).cast(pl.Int64), *[pl.col(place).alias(name) for place, name in renamed.items()])
            .collect(engine="streaming")
        )
    except pl.exceptions.PolarsError:
        return None
