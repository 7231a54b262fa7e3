"""The HTML writer: a fragment for a page of the desk."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from focalpoint.desk.documents.blocks import Block, Document, Paragraph, Quote, Run, Table, paragraphs


def write(document: Document, level: int = 1) -> SafeString:
    """Return the document as an HTML fragment: numbered paragraphs, footnotes at the end with links both ways.

    ``level`` is that of the title's heading: 2 where the page has a first heading of its own.
    """
    footnotes: list[str] = []
    blocks = []
    for number, block in document.numbered():
        blocks.append({"number": number, "block": block, "parts": _parts(block, footnotes), "rows": _rows(block)})
    context = {"document": document, "level": level, "blocks": blocks, "footnotes": list(enumerate(footnotes, start=1))}
    return mark_safe(render_to_string("documents/document.html", context))  # noqa: S308 - the template escapes


def _parts(block: Block, footnotes: list[str]) -> list[Any]:
    """Return the paragraphs of a block: runs with their footnotes, or plain texts."""
    if isinstance(block, Paragraph):
        return [[_noted(run, footnotes) for run in part] for part in block.parts()]
    return paragraphs(block.text) if isinstance(block, Quote) else []


def _rows(block: Block) -> list[list[tuple[str, str]]]:
    """Return the rows of a table, each cell under its column's name, for screens too narrow for columns."""
    if not isinstance(block, Table):
        return []
    return [list(zip(block.head, row, strict=True)) for row in block.texts()]


def _noted(run: Run, footnotes: list[str]) -> tuple[Run, int | None]:
    """Return a run with the number of its footnote, which is appended to ``footnotes``."""
    if not run.footnote:
        return run, None
    footnotes.append(run.footnote)
    return run, len(footnotes)
