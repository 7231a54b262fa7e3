"""Tables that are not text: sheets of a workbook, Parquet, JSON. Each becomes a grid of strings."""

import itertools
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from focalpoint.foresight.sources.archives import LIMITS, ArchiveTooLarge, Limits
from focalpoint.foresight.sources.grid import HEAD_RECORDS, LINE, Head, Loaded, Wanted, blank_to_null, frame
from focalpoint.reference.errors import FocalpointError

LARGEST_WHOLE = 512 << 20
LARGEST_EXACT = 2**53


class DamagedTable(FocalpointError):
    """A workbook, Parquet or JSON file that its own library cannot read, or whose shape is not a table."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; lines are the row numbers that the spreadsheet shows."""

    label: str
    path: Path
    name: str

    def heads(self) -> list[Head]:
        """Return the first rows."""
        rows = _sheet(self.path, self.name, HEAD_RECORDS)
        return [Head(tuple(_numbered(rows)))]

    def load(self, wanted: Wanted) -> Loaded:
        """Return the rows below the header; rows of nothing but blanks are passed over."""
        kept = [(line, cells) for line, cells in _numbered(_sheet(self.path, self.name, None))][wanted.skip :]
        columns = {
            name: [cells[place] if place < len(cells) else None for _, cells in kept]
            for place, name in enumerate(wanted.names)
            if name
        }
        return Loaded(frame(columns, [line for line, _ in kept]), len(kept))


@dataclass(frozen=True)
class Records:
    """Parquet or JSON: named columns; lines are record numbers, counted from 1."""

    label: str
    table: pl.DataFrame

    def heads(self) -> list[Head]:
        """Return the column names as a header, and the first records."""
        rows = [list(self.table.columns), *map(list, self.table.head(HEAD_RECORDS - 1).iter_rows())]
        return [Head(tuple((number, [str(cell or "") for cell in row]) for number, row in enumerate(rows)))]

    def load(self, wanted: Wanted) -> Loaded:
        """Return the columns wanted."""
        named = {name: self.table.columns[place] for place, name in enumerate(wanted.names) if name}
        rows = self.table.select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE),
            *[pl.col(column).alias(name) for name, column in named.items()],
        )
        return Loaded(blank_to_null(rows), rows.height)


def workbook(label: str, path: Path, limits: Limits = LIMITS) -> list[Sheet]:
    """Return the sheets that hold anything.

    Raises
    ------
    DamagedTable : the workbook is broken or needs a password. ArchiveTooLarge : it unpacks beyond the limits.
    """
    _weigh(label, path, limits)
    try:
        names = fastexcel.read_excel(path).sheet_names
    except fastexcel.FastExcelError as error:
        raise DamagedTable(
            f"{label} is a workbook that cannot be read: {_first_line(error)}.",
            todo="Open it in a spreadsheet program and save it again as XLSX or CSV, without a password.",
        ) from error
    sheets = [Sheet(f"{label}: {name}" if len(names) > 1 else label, path, name) for name in names]
    return [sheet for sheet in sheets if sheet.heads()[0].records]


def parquet(label: str, path: Path) -> Records:
    """Read a Parquet file, every column as text; raises DamagedTable."""
    try:
        table = pl.read_parquet(path)
        return Records(label, _strings(table))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DamagedTable(
            f"{label} is a broken Parquet file: {_first_line(error)}.", todo="Download it again or write it again."
        ) from error


def json_records(label: str, path: Path) -> Records:
    """Read JSON: an array of objects, an object that holds one, one object a line, GeoJSON, or rows below a header row.

    Raises
    ------
    DamagedTable : it is not JSON, or not a list of objects. ArchiveTooLarge : more than is held in memory at once.
    """
    if path.stat().st_size > LARGEST_WHOLE:
        raise ArchiveTooLarge(
            f"{label} is JSON of more than {LARGEST_WHOLE >> 20} MiB.", todo="Ask the producer for CSV, or split it."
        )
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        rows = _rows(_parse(text))
    except (ValueError, RecursionError) as error:
        raise DamagedTable(
            f"{label} is broken JSON: {_first_line(error)}.", todo="Download it again; it may have been cut off."
        ) from error
    if rows is None:
        raise DamagedTable(
            f"{label} is JSON, but not a list of records.",
            todo="A list of objects is expected, one a row: [{...}, {...}], or an object that holds such a list.",
        )
    columns = {name: [_cell(row.get(name)) for row in rows] for name in _names(rows)}
    return Records(label, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines) and "Extra data" in error.msg:
            return [json.loads(line) for line in lines]
        raise


def _rows(found: object) -> list[Mapping[str, object]] | None:
    """Find the list of objects, at the top or one step down."""
    steps: Iterable[object] = [found]
    if isinstance(found, dict):
        steps = [*found.values(), [found]]
    elif isinstance(found, list):
        steps = [found, *(item for item in found if isinstance(item, list))]
    for step in steps:
        if isinstance(step, list) and step and all(isinstance(item, dict) for item in step):
            return [_properties(item) for item in step]
    return _below_header(found) if isinstance(found, list) else None


def _properties(record: dict[str, object]) -> Mapping[str, object]:
    """Return a feature of GeoJSON as its properties, any other record as it is."""
    inner = record.get("properties")
    return inner if record.get("type") == "Feature" and isinstance(inner, dict) else record


def _below_header(rows: list[object]) -> list[Mapping[str, object]] | None:
    """Read arrays of which the first names the columns; a row of HXL tags below it is passed over."""
    if len(rows) < 2 or not all(isinstance(row, list) for row in rows):
        return None
    names, *rest = (list(row) for row in rows if isinstance(row, list))
    if not all(isinstance(name, str) for name in names):
        return None
    tagged = all(str(cell or "#").startswith("#") for cell in rest[0])
    return [dict(zip(names, row, strict=False)) for row in rest[tagged:]]


def _names(rows: Sequence[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(itertools.chain.from_iterable(rows)))


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _strings(table: pl.DataFrame) -> pl.DataFrame:
    """Write every column as text; nested and binary columns, which no source has, become null."""
    return table.select(_text(column) for column in table)


def _text(column: pl.Series) -> pl.Series:
    """Write a column as text; whole numbers that were kept as floats lose their ``.0``, as ids need."""
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        return pl.Series(column.name, [None] * len(column), pl.String)
    if column.dtype.is_float() and ((column == column.round(0)) & (column.abs() < LARGEST_EXACT)).all():
        column = column.cast(pl.Int64)
    return column.cast(pl.String, strict=False)


def _sheet(path: Path, name: str, rows: int | None) -> pl.DataFrame:
    try:
        reader = fastexcel.read_excel(path)
        return reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise DamagedTable(
            f"{path.name}: sheet {name} cannot be read: {_first_line(error)}.", todo="Save the sheet again, or as CSV."
        ) from error


def _numbered(rows: pl.DataFrame) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows.iter_rows(), start=1):
        cells = [str(cell) if cell is not None else "" for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _weigh(label: str, path: Path, limits: Limits) -> None:
    """Unpack the workbook's parts to nowhere, counting, before its reader unpacks them to memory."""
    allowed = min(LARGEST_WHOLE, path.stat().st_size * limits.ratio + limits.free_growth)
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    while piece := part.read(limits.piece):
                        allowed -= len(piece)
                        if allowed < 0:
                            raise ArchiveTooLarge(
                                f"{label} unpacks out of proportion to its size.",
                                todo="Do not open it; download it again from the producer's own page.",
                            )
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
        raise DamagedTable(
            f"{label} is a broken workbook: {_first_line(error)}.",
            todo="Open it in a spreadsheet program and save it again as XLSX or CSV, without a password.",
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(". ")
