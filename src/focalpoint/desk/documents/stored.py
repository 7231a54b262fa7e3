"""Reading a stored document of any schema."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter

from focalpoint.desk.documents import schema_1
from focalpoint.desk.documents.blocks import Block, Cell, Cite, Document, Listing, Point, Reason, Table
from focalpoint.desk.marking.refs import short_ref

UNKNOWN = "unknown"  # the key where the text of schema 1 names no item that is known: it is shown to no body
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def is_schema_1(stored: Mapping[str, Any]) -> bool:
    """Whether a document was stored before blocks named their evidence."""
    return "schema" not in stored


def read_document(stored: Mapping[str, Any], refs: Collection[str] = ()) -> Document:
    """Return a stored document.

    Parameters
    ----------
    stored : the JSON as it is in the database.
    refs : of the items it may cite; only a document of schema 1 needs them.
    """
    if not is_schema_1(stored):
        return Document.model_validate(stored)
    old = schema_1.Document.model_validate(stored)
    evidence = _evidence_of_rows(old, refs)
    blocks = tuple(_convert(block, refs, evidence) for block in old.blocks)
    return Document(**{**vars(old), "blocks": blocks})


def _evidence_of_rows(old: schema_1.Document, refs: Collection[str]) -> dict[str, tuple[Cite, ...]]:
    """Return the evidence of each factor, from the last column of the table that has one after the reasons."""
    found: dict[str, tuple[Cite, ...]] = {}
    for block in old.blocks:
        if isinstance(block, schema_1.Table) and block.withholds is not None:
            for key, row in zip(block.keys, block.rows, strict=True):
                for cell in row[block.withholds + 1 :]:
                    found[key] = _cites(cell, refs)
    return found


def _convert(block: schema_1.Block, refs: Collection[str], evidence: Mapping[str, tuple[Cite, ...]]) -> Block:
    if isinstance(block, schema_1.Listing):
        points = tuple(Point(key=_ref_before_colon(point, refs), text=point) for point in block.points)
        return Listing(points=points, may_leave=block.goes)
    if isinstance(block, schema_1.Table):
        return _table(block, refs, evidence)
    return _BLOCK.validate_python({**block.model_dump(exclude={"goes"}), "may_leave": block.goes})


def _table(block: schema_1.Table, refs: Collection[str], evidence: Mapping[str, tuple[Cite, ...]]) -> Table:
    """Convert a table; without a key for each row it may not leave."""
    rows: list[tuple[Cell, ...]] = list(block.rows)
    if block.withholds is not None:
        column = block.withholds
        rows = [_row(row, column, evidence.get(key), refs) for key, row in zip(block.keys, block.rows, strict=True)]
    fields = {name: getattr(block, name) for name in ("caption", "head", "widths", "keys")}
    return Table(**fields, rows=tuple(rows), may_leave=block.goes and len(block.keys) == len(rows))


def _row(
    row: tuple[str, ...], column: int, evidence: tuple[Cite, ...] | None, refs: Collection[str]
) -> tuple[Cell, ...]:
    """Convert a row of factors; a reason whose evidence is in no table rests on what is unknown."""
    rests_on = (UNKNOWN,) if evidence is None else tuple(cite.ref for cite in evidence)
    cites = tuple(_cites(cell, refs) for cell in row[column + 1 :])
    return (*row[:column], Reason(text=row[column], rests_on=rests_on), *cites)


def _cites(cell: str, refs: Collection[str]) -> tuple[Cite, ...]:
    """Return the items that a cell of schema 1 names by the beginnings of their references."""
    return () if cell == "–" else tuple(Cite(ref=_whole_ref(short, refs)) for short in cell.split(", "))


def _ref_before_colon(point: str, refs: Collection[str]) -> str:
    """Return the reference of the item that a point of schema 1 begins with."""
    short, colon, _rest = point.partition(":")
    return _whole_ref(short, refs) if colon else UNKNOWN


def _whole_ref(short: str, refs: Collection[str]) -> str:
    found = [ref for ref in refs if short_ref(ref) == short]
    return found[0] if len(found) == 1 else UNKNOWN
