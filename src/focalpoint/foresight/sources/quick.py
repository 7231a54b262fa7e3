"""Large clean text files, read by Polars on all cores and only in the columns wanted.

Polars fills a cut-off row with nulls without a word. So the bytes are looked at meanwhile: a row whose last cell is
empty ends with a delimiter, and one that was cut off does not. Anything but a clean file goes back to the exact path.
A row cut off exactly behind a delimiter passes: the cells it still has are whole, and a required one that is gone is
missed as a value.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from focalpoint.foresight.sources import encoding
from focalpoint.foresight.sources.grid import LINE, Loaded, Wanted

SMALLEST = 4 << 20
PIECE = 1 << 19
LAST = "_last"
QUOTE, NEWLINE, RETURN = ord('"'), ord("\n"), ord("\r")
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Shape:
    """What a file's bytes say of its records, and whether every quote is in its place.

    ``starts`` is the line each record starts on, ``open_ended`` whether it ends with a delimiter.
    """

    starts: Positions
    open_ended: NDArray[np.bool_]
    proper: bool

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return the physical line on which each record starts; records are counted from 1, the header among them."""
        return {record: int(self.starts[record - 1]) for record in records}


def load(path: Path, wanted: Wanted) -> Loaded | None:
    """Read a large clean file; None when it is small, not clean, or not UTF-8: the exact path reads it then."""
    if path.stat().st_size < SMALLEST or wanted.skip > 1 or encoding.quick(path) is not None:
        return None
    with ThreadPoolExecutor(1) as pool:
        looked = pool.submit(look, path, wanted.head.delimiter)
        rows = _scan(path, wanted)
        shape = looked.result()
    if rows is None:
        return None
    records = rows.height + wanted.skip
    empty_ends = int(shape.open_ended[wanted.skip :].sum())
    if not shape.proper or len(shape.open_ended) != records or empty_ends != rows[LAST].null_count():
        return None
    rows = rows.drop(LAST)
    plain = records == 0 or int(shape.starts[records - 1]) == records
    return Loaded(rows, rows.height, lines=None if plain else shape.lines)


def look(path: Path, delimiter: str) -> Shape:
    """Go through the bytes once, piece by piece.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "a.csv")
    >>> _ = path.write_text('a,b\\n1,"x,\\ny"\\n2,z\\n')
    >>> shape = look(path, ",")
    >>> shape.proper, shape.lines([1, 2, 3])
    (True, {1: 1, 2: 2, 3: 4})
    """
    edge, passed, inside, proper = ord(delimiter), 0, 0, True
    starts, open_ended = [np.ones(1, np.int64)], []
    for piece in _windows(path):
        quotes, ends = _places(piece, QUOTE), _places(piece, NEWLINE)
        proper = proper and _in_place(piece, quotes, inside, edge)
        closing = np.flatnonzero((np.searchsorted(quotes, ends) + inside) % 2 == 0)
        starts.append(passed + closing + 2)
        open_ended.append(_before(piece, ends[closing]) == edge)
        passed, inside = passed + len(ends), (inside + len(quotes)) % 2
    return Shape(np.concatenate(starts), np.concatenate(open_ended), proper and not inside)


def _windows(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Give pieces that overlap, so that each byte is in one window with two bytes before it and one behind.

    A last line that has no line end is given one. Each window lies where the one before it lay.
    """
    buffer = np.full(PIECE + 3, NEWLINE, np.uint8)
    room, kept = buffer.data, 2
    with path.open("rb", buffering=0) as stream:
        while read := stream.readinto(room[kept : kept + PIECE]):
            end = kept + read
            yield buffer[:end]
            kept = min(3, end)
            buffer[:kept] = buffer[end - kept : end].copy()
    tail = bytes(buffer[:kept])
    yield np.frombuffer(tail + (b"\n" if tail.endswith(b"\n") else b"\n\n"), np.uint8)


def _places(window: NDArray[np.uint8], byte: int) -> Positions:
    """Return where a byte is in a window, but for its edges, which are another window's."""
    return np.flatnonzero(window[2:-1] == byte) + 2


def _before(window: NDArray[np.uint8], ends: Positions) -> NDArray[np.uint8]:
    """Return the last byte of each line, the return of Windows left out."""
    last = window[ends - 1]
    return np.where(last == RETURN, window[ends - 2], last)


def _in_place(window: NDArray[np.uint8], quotes: Positions, inside: int, delimiter: int) -> bool:
    """Whether each quote opens behind, or closes before, a delimiter, a line end or another quote."""
    edges = np.zeros(256, bool)
    edges[[delimiter, NEWLINE, RETURN, QUOTE]] = True
    opening, closing = quotes[inside::2], quotes[1 - inside :: 2]
    return bool(edges[window[opening - 1]].all() and edges[window[closing + 1]].all())


def _scan(path: Path, wanted: Wanted) -> pl.DataFrame | None:
    """Read the columns wanted and the last one: numbers as such, or as text where one of them is none."""
    texts = [pl.String] * len(wanted.names)
    numbers = [pl.Int64 if name in wanted.numbers else pl.String for name in wanted.names]
    for kinds in (numbers, texts):
        try:
            return _columns(path, wanted, kinds).collect(engine="streaming")
        except pl.exceptions.PolarsError:
            if kinds == texts:
                break
    return None


def _columns(path: Path, wanted: Wanted, kinds: Sequence[type[pl.DataType]]) -> pl.LazyFrame:
    places = [f"c{place}" for place in range(len(wanted.names))]
    scanned = pl.scan_csv(
        path,
        separator=wanted.head.delimiter,
        has_header=False,
        skip_rows=wanted.skip,
        schema=dict(zip(places, kinds, strict=True)),
        row_index_name=LINE,
        row_index_offset=wanted.skip + 1,
        extra_columns="raise",
    )
    named = [pl.col(place).alias(name) for place, name in zip(places, wanted.names, strict=True) if name]
    return scanned.select(pl.col(LINE).cast(pl.Int64), *named, pl.col(places[-1]).alias(LAST))
