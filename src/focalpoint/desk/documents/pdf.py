"""The PDF writer: the blocks go to typst as data, never as typst code, so that no text can become an instruction."""

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any, Literal

import typst

from focalpoint.desk.documents.blocks import (
    Block,
    Document,
    Listing,
    Paragraph,
    Quote,
    Table,
    paragraphs,
    printable,
    runs_right_to_left,
)

PICTURE_PPI = 110.0  # points of a picture in an inch: A4 is 909 wide
TEMPLATE = Path(__file__).with_name("note.typ")


def write(document: Document) -> bytes:
    """Return the document as PDF: A4, marking on each page, footnotes, page numbers.

    The same document gives the same bytes on the same machine: the time in the file is the document's own date.
    """
    made = _compiled(_data(document), document.date, "pdf")
    if not isinstance(made, bytes):  # several pages as pictures come as a list; PDF is one piece
        raise TypeError("typst gave no PDF")
    return made


def write_pictures(document: Document) -> tuple[bytes, ...]:
    """Return each page of the same PDF as a picture (PNG)."""
    return _pictures(_data(document), document.date)


@functools.lru_cache(maxsize=4)
def _pictures(data: str, day: dt.date) -> tuple[bytes, ...]:
    """Return the pages of one document; a browser asks for them one by one."""
    made = _compiled(data, day, "png")
    return (made,) if isinstance(made, bytes) else tuple(made or ())


def _compiled(data: str, day: dt.date, kind: Literal["pdf", "png"]) -> bytes | list[bytes] | None:
    """Return the pages as one PDF, or as pictures."""
    stamp = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(),
        sys_inputs={"document": data},
        timestamp=int(stamp.timestamp()),
        format=kind,
        ppi=PICTURE_PPI,
    )


@functools.cache
def _fonts() -> typst.Fonts:
    """Return the fonts of this machine; to look for them takes ten times as long as a page."""
    return typst.Fonts()


def _data(document: Document) -> str:
    """Return the document as JSON for the template, each text cleaned, with direction and paragraph numbers."""
    data = document.model_dump(mode="json", exclude={"blocks"})
    data["rtl"], data["day"] = document.right_to_left, document.day()
    data["blocks"] = [
        {**data, "number": number, "rtl": runs_right_to_left(_text(data))}
        for number, data in ((number, _data_of(block)) for number, block in document.numbered())
    ]
    data |= {name: getattr(document, name) for name in ("notice", "office", "address", "endorsement", "seal")}
    return printable(json.dumps(data, ensure_ascii=False))


def _data_of(block: Block) -> dict[str, Any]:
    """Return a block as data for the template: its texts in paragraphs, points and cells, without keys."""
    data = block.model_dump(mode="json", exclude={"keys"})
    if isinstance(block, Paragraph):
        data["parts"] = [[run.model_dump(mode="json") for run in part] for part in block.parts()]
    elif isinstance(block, Quote):
        data["parts"] = paragraphs(block.text)
    elif isinstance(block, Table):
        data["rows"], data["widths"] = block.texts(), list(block.widths)
    elif isinstance(block, Listing):
        data["points"] = list(map(str, block.points))
    return data


def _text(data: object) -> str:
    """Return all text of a block in reading order, to find its direction."""
    if isinstance(data, str):
        return data + " "
    if isinstance(data, dict):
        return "".join(_text(value) for key, value in data.items() if key != "kind")
    return "".join(map(_text, data)) if isinstance(data, list | tuple) else ""
