"""The HTML writer: a fragment for a page of the desk."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from focalpoint.desk.documents.blocks import Document, Paragraph, Run


def write(document: Document, level: int = 1) -> SafeString:
    """Return the document as an HTML fragment: numbered paragraphs, footnotes at the end with links both ways.

    ``level`` is that of the title's heading: 2 where the page has a first heading of its own.
    """
    footnotes: list[str] = []
    blocks = []
    for number, block in document.numbered():
        runs = [_noted(run, footnotes) for run in block.runs] if isinstance(block, Paragraph) else []
        blocks.append({"number": number, "block": block, "runs": runs})
    context = {"document": document, "level": level, "blocks": blocks, "footnotes": list(enumerate(footnotes, start=1))}
    return mark_safe(render_to_string("documents/document.html", context))  # noqa: S308 - the template escapes


def _noted(run: Run, footnotes: list[str]) -> tuple[Run, int | None]:
    """Return a run with the number of its footnote, which is appended to ``footnotes``."""
    if not run.footnote:
        return run, None
    footnotes.append(run.footnote)
    return run, len(footnotes)
