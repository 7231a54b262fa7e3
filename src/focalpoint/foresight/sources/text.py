"""Delimited text, read exactly: quoted line breaks, physical line numbers, and a way on after a stray quote.

This is the slow path that explains; ``quick`` reads large clean files and hands everything else to this one.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from focalpoint.foresight.sources import encoding
from focalpoint.foresight.sources.grid import HEAD_RECORDS, Head, Loaded, Record, Wanted, frame

DELIMITERS = (",", "\t", ";", "|")
LONGEST_RECORD = 200
LONGEST_FIELD = 8 << 20
BLANK = " \r\n\ufeff"


@dataclass(frozen=True)
class Delimited:
    """A text grid."""

    label: str
    path: Path

    def heads(self) -> list[Head]:
        """Return the first records as each delimiter would split them."""
        codec = encoding.likely(self.path).codec
        found = []
        for delimiter in DELIMITERS:
            with self.path.open(encoding=codec, newline="", errors="replace") as stream:
                head = tuple(islice(records(stream, delimiter), HEAD_RECORDS))
            found.append(Head(head, delimiter))
        return found

    def load(self, wanted: Wanted) -> Loaded:
        """Return the rows wanted: quickly when the file is large and clean, exactly when it is not."""
        from focalpoint.foresight.sources import quick

        return quick.load(self.path, wanted) or load(self.path, wanted)


def load(path: Path, wanted: Wanted) -> Loaded:
    """Read every record exactly.

    Rows with too few or too many cells are left out and become issues; so do lines with a quote that never closes.
    """
    found = encoding.detect(path)
    width = len(wanted.names)
    places = [(place, name) for place, name in enumerate(wanted.names) if name]
    columns: dict[str, list[str]] = {name: [] for _, name in places}
    lines: list[int] = []
    issues = [_guessed()] if found.guessed else []
    count = 0
    with path.open(encoding=found.codec, newline="", errors="replace") as stream:
        for line, cells in islice(records(stream, wanted.head.delimiter, width), wanted.skip, None):
            count += 1
            if len(cells) != width:
                issues.append(_ragged(line, cells, width))
                continue
            lines.append(line)
            for place, name in places:
                columns[name].append(cells[place])
    return Loaded(frame(columns, lines), count, tuple(issues))


def records(lines: Iterable[str], delimiter: str, width: int | None = None) -> Iterator[Record]:
    """Split physical lines into records, each with the line it starts on; blank lines are passed over.

    A record of several lines that has not ``width`` cells, or never ends, is taken back to its first line, so that
    one stray quote costs one row and not the rest of the file.

    Examples
    --------
    >>> list(records(["a,b\\n", '1,"x\\n', 'y"\\n', "2,z\\n"], ","))
    [(1, ['a', 'b']), (2, ['1', 'x\\ny']), (4, ['2', 'z'])]
    """
    csv.field_size_limit(LONGEST_FIELD)
    source = _Lines(lines)
    while (line := source.take()) is not None:
        start = source.number
        if not line.strip(BLANK):
            continue
        if line.count('"') % 2 == 0:
            yield start, _split(line, delimiter)
            continue
        whole = _gather(line, source)
        cells = _joined(whole, delimiter)
        if not cells or (width is not None and len(cells) != width):
            source.give_back(whole[1:])
            cells = _split(line, delimiter)
        yield start, cells


class _Lines:
    """Physical lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def _gather(first: str, source: _Lines) -> list[str]:
    """Take lines until the quotes are even, or until there are too many."""
    whole, quotes = [first], first.count('"')
    while quotes % 2:
        line = source.take()
        if line is None or len(whole) >= LONGEST_RECORD:
            source.give_back([line] if line is not None else [])
            return whole
        whole.append(line)
        quotes += line.count('"')
    return whole


def _split(line: str, delimiter: str) -> list[str]:
    text = line.replace("\0", "")
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return text.rstrip("\r\n").split(delimiter)


def _joined(lines: list[str], delimiter: str) -> list[str]:
    """Split a record of several lines; nothing when a quote is where no writer puts one."""
    text = "".join(lines).replace("\0", "")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _ragged(line: int, cells: list[str], width: int) -> dict[str, object]:
    code, todo = ("too-few-cells", "Complete the row; it may have been cut off or hold a stray quote.")
    if len(cells) > width:
        code, todo = ("too-many-cells", "Put a cell that holds the delimiter between double quotes.")
    place = min(len(cells), width)
    return {
        "line": line,
        "column": f"cell {place if len(cells) < width else width + 1}",
        "code": code,
        "severity": "error",
        "value": f"{len(cells)} cells",
        "expected": f"{width} cells, as in the header",
        "todo": todo,
    }


def _guessed() -> dict[str, object]:
    return {
        "line": 1,
        "code": "encoding-guessed",
        "severity": "warning",
        "value": "bytes that are not UTF-8",
        "expected": "UTF-8 or UTF-16 text; it was read as Windows-1252 (Western European)",
        "todo": "Look at names with accents; save the file as UTF-8 if they are wrong.",
    }
