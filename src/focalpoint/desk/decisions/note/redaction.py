"""Redaction: a text is shown without the words of items that may no longer be read. What is stored is not changed."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from focalpoint.desk.documents.blocks import Block, Cell, Document, Listing, Point, Reason, Table
from focalpoint.desk.marking.refs import short_ref


def redact(document: Document, readable: Collection[str]) -> Document:
    """Return a document with the words of readable items only, in the active language.

    Parameters
    ----------
    document : the text as it is stored.
    readable : references of the items whose words may still be shown; every other key is redacted.
    """
    return document.model_copy(update={"blocks": tuple(_redact_block(block, readable) for block in document.blocks)})


def _redact_block(block: Block, readable: Collection[str]) -> Block:
    if isinstance(block, Listing):
        points = tuple(_redact_point(each, readable) if isinstance(each, Point) else each for each in block.points)
        return block.model_copy(update={"points": points})
    if isinstance(block, Table):
        rows = tuple(tuple(_redact_cell(cell, readable) for cell in row) for row in block.rows)
        return block.model_copy(update={"rows": rows})
    return block


def _redact_point(point: Point, readable: Collection[str]) -> Point:
    if point.key in readable:
        return point
    text = _("%(ref)s: consent was withdrawn; the text is no longer shown") % {"ref": short_ref(point.key)}
    return point.model_copy(update={"text": text})


def _redact_cell(cell: Cell, readable: Collection[str]) -> Cell:
    """Return a cell; a reason is kept as long as some of the evidence it rests on is readable."""
    if not isinstance(cell, Reason) or not cell.rests_on or not set(cell.rests_on).isdisjoint(readable):
        return cell
    return cell.model_copy(update={"text": _("no longer shown")})
