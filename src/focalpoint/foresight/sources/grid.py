"""A grid: one table as it lies in a file, before anyone knows which source it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

HEAD_RECORDS = 25
LINE = "_line"
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Head:
    """The first records of a grid, with their physical lines, as read with one delimiter."""

    records: tuple[Record, ...]
    delimiter: str = ""


@dataclass(frozen=True)
class Wanted:
    """What to load: the head it was recognised by, records to skip, and a name for each column (None: leave out).

    ``numbers`` are columns that may come as whole numbers instead of text, where every cell is one.
    """

    head: Head
    skip: int
    names: tuple[str | None, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """Rows as strings under the names wanted, null where a cell is empty, with ``_line``.

    ``records`` counts every row there was; ``lines`` turns the values of ``_line`` into physical lines and is None
    when they are that already.
    """

    rows: pl.DataFrame
    records: int
    issues: tuple[Mapping[str, object], ...] = ()
    lines: Callable[[Sequence[int]], dict[int, int]] | None = field(default=None, compare=False)


class Grid(Protocol):
    """A table that can show its head in each way it may be read, and load its rows."""

    @property
    def label(self) -> str:
        """Name the grid: the file inside an archive, the sheet of a workbook."""

    def heads(self) -> list[Head]:
        """Return the first records, once for each delimiter that may be meant."""

    def load(self, wanted: Wanted) -> Loaded:
        """Return the rows below the header."""


def frame(columns: Mapping[str, Sequence[str | None]], lines: Sequence[int]) -> pl.DataFrame:
    """Build the rows of ``Loaded`` from lists of strings; blanks become null."""
    data = pl.DataFrame(
        {LINE: lines, **columns}, schema={LINE: pl.Int64, **dict.fromkeys(columns, pl.String)}, orient="col"
    )
    return blank_to_null(data)


def blank_to_null(rows: pl.DataFrame) -> pl.DataFrame:
    """Turn cells of nothing but spaces into null, so that missing is one thing."""
    texts = pl.col(pl.String)
    return rows.with_columns(pl.when(texts.str.strip_chars() != "").then(texts))
