"""Which source a table is: by its header, or, where there is none, by the order and look of its columns."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from focalpoint.foresight.sources.grid import Head, Record, Wanted
from focalpoint.foresight.sources.source import Headerless, Layout, Source

LOOKED_AT = 5
LEAST_ALIKE = 0.25
FEWEST_KNOWN = 4


@dataclass(frozen=True)
class Match:
    """A table that was recognised.

    ``unknown`` are header cells that the layout does not have; ``header_line`` is None without a header.
    """

    source: Source
    layout: Layout
    wanted: Wanted
    header_line: int | None
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Nearest:
    """The source that comes closest to a table that was not recognised."""

    source: Source
    layout: Layout
    missing: tuple[str, ...] = field(default=())
    found: tuple[str, ...] = field(default=())


def match(heads: Sequence[Head], sources: Iterable[Source]) -> Match | None:
    """Return the source whose layout has most of its columns in the header; None when none has all that it requires."""
    cards = tuple(sources)
    for way in (_by_header, _by_order):
        tried = (way(head, card, layout) for head in heads for card in cards for layout in card.layouts)
        if found := [hit for hit in tried if hit]:
            return max(found, key=_score)
    return None


def nearest(heads: Sequence[Head], sources: Iterable[Source]) -> Nearest | None:
    """Return the source with most of its required columns in one row of the heads, None when none has any."""
    best, closest = LEAST_ALIKE, None
    pairs = [(card, layout) for card in sources for layout in card.layouts]
    for _, cells in (record for head in heads for record in head.records):
        present = {_plain(cell) for cell in cells if cell.strip()}
        for card, layout in pairs:
            share = _alike(present, layout)
            if share > best:
                missing = tuple(column for column in layout.required if _plain(column) not in present)
                best, closest = share, Nearest(card, layout, missing, tuple(cells))
    return closest


def _alike(present: set[str], layout: Layout) -> float:
    """Return how alike a row of names and a layout are: the share of its required columns, or of names it knows."""
    required = sum(_plain(column) in present for column in layout.required) / len(layout.required)
    known = sum(_plain(column) in present for column in {*layout.required, *layout.optional})
    return max(required, known / len(present) if known >= FEWEST_KNOWN else 0)


def _score(hit: Match) -> tuple[int, int, int]:
    known = sum(name is not None for name in hit.wanted.names)
    return len(hit.layout.required), known, -len(hit.unknown)


def _by_header(head: Head, card: Source, layout: Layout) -> Match | None:
    required = {_plain(column) for column in layout.required}
    for skip, (line, cells) in enumerate(head.records):
        if len(cells) >= len(required) and required <= {_plain(cell) for cell in cells}:
            return _named(head, card, layout, skip, line, cells)
    return None


def _named(head: Head, card: Source, layout: Layout, skip: int, line: int, cells: Sequence[str]) -> Match:
    spelled = {_plain(column): column for column in (*layout.required, *layout.optional, *layout.use)}
    names: list[str | None] = []
    unknown, repeated = [], []
    for cell in cells:
        name = spelled.get(_plain(cell), cell.strip())
        name = name if layout.known(name) or not layout.known(name.casefold()) else name.casefold()
        known = layout.known(name)
        if not known and name:
            unknown.append(name)
        if known and name in names:
            repeated.append(name)
        names.append(name if known and layout.wanted(name) and name not in names else None)
    tagged = len(head.records) > skip + 1 and _is_tagged(head.records[skip + 1][1])
    wanted = Wanted(head, skip + 1 + tagged, tuple(names), layout.numbers)
    return Match(card, layout, wanted, line, tuple(unknown), tuple(repeated))


def _by_order(head: Head, card: Source, layout: Layout) -> Match | None:
    if layout.headerless is None:
        return None
    rows = head.records[:LOOKED_AT]
    for order in layout.headerless.orders:
        if rows and sum(_looks(row, order, layout.headerless) for row in rows) * 2 > len(rows):
            names = tuple(column if layout.wanted(column) else None for column in order)
            return Match(card, layout, Wanted(head, 0, names, layout.numbers), None)
    return None


def _looks(record: Record, order: Sequence[str], rule: Headerless) -> bool:
    cells = record[1]
    if len(cells) != len(order):
        return False
    named = dict(zip(order, cells, strict=True))
    return all(
        re.fullmatch(pattern, named[column].strip()) for column, pattern in rule.cells.items() if column in named
    )


@functools.lru_cache(maxsize=4096)  # the same few hundred names are asked for again by every layout
def _plain(cell: str) -> str:
    """Write a name of a column in one way: `` Best `` is best, ``Date Start`` is date_start."""
    return re.sub(r"[\s_]+", "_", cell.strip().lstrip("\ufeff").strip().casefold())


def _is_tagged(cells: Sequence[str]) -> bool:
    """Whether a row is HXL's: every cell is a tag such as ``#date+start``, or empty."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)
