"""What a document is made of. Plain data: it is stored as JSON when a note is signed, and its hash proves it."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_RIGHT_TO_LEFT = {"R", "AL", "AN"}


class _Block(BaseModel):
    """Strict and frozen: an unknown field is a mistake, and a block never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Block):
    """A piece of text, perhaps stressed, perhaps with a footnote after it."""

    text: str
    strong: bool = False
    footnote: str = ""


class Heading(_Block):
    """A heading; level 1 stands under the title."""

    kind: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=3)] = 1


class Paragraph(_Block):
    """Running text. Numbered ones count through the whole document, as notes of the United Nations do."""

    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    numbered: bool = True


class Listing(_Block):
    """Short points under a paragraph."""

    kind: Literal["listing"] = "listing"
    points: tuple[str, ...]


class Table(_Block):
    """A small table with a head."""

    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Band(_Block):
    """One word of the likelihood yardstick with its range in per cent."""

    word: str
    low: int
    high: int


class Yardstick(_Block):
    """The likelihood yardstick with one judgement marked on it."""

    kind: Literal["yardstick"] = "yardstick"
    caption: str
    bands: tuple[Band, ...]
    marked: int


class Quote(_Block):
    """A dissent or a reply in its author's own words."""

    kind: Literal["quote"] = "quote"
    text: str
    by: str


Block = Annotated[Heading | Paragraph | Listing | Table | Yardstick | Quote, Field(discriminator="kind")]


class Document(_Block):
    """A whole document. ``marking`` and ``classification`` stand on every page."""

    title: str
    subtitle: str = ""
    reference: str = ""
    marking: str
    classification: str = ""
    language: str = "en"
    date: dt.date
    blocks: tuple[Block, ...]

    @property
    def right_to_left(self) -> bool:
        """Tell whether the document as a whole runs from right to left."""
        return self.language.split("-")[0] in {"ar", "fa", "he", "ur", "ps", "dv", "ckb"}

    def digest(self) -> str:
        """Return the SHA-256 of the document's canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def numbered(self) -> Iterator[tuple[int | None, Block]]:
        """Yield each block with its paragraph number, or None where it has none."""
        count = 0
        for block in self.blocks:
            if isinstance(block, Paragraph) and block.numbered:
                count += 1
                yield count, block
            else:
                yield None, block


def say(*pieces: str | Run, numbered: bool = True) -> Paragraph:
    """Return a paragraph of plain pieces and runs.

    >>> say("It is ", Run(text="likely", strong=True)).runs[1].strong
    True
    """
    return Paragraph(
        runs=tuple(piece if isinstance(piece, Run) else Run(text=piece) for piece in pieces), numbered=numbered
    )


def runs_right_to_left(text: str) -> bool:
    """Tell whether a text's first strong letter is of a script that runs from right to left (Unicode rule P2).

    >>> runs_right_to_left("2025: السودان"), runs_right_to_left("Sudan (السودان)")
    (True, False)
    """
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT - {"AN"}:
            return True
    return False


def printable(text: str) -> str:
    """Return a text without the control signs that XML and PDF cannot hold; line breaks and tabs stay.

    >>> printable("a" + chr(0) + "b" + chr(11))
    'ab'
    """
    return "".join(
        sign for sign in text if sign in "\n\t" or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in "￾￿")
    )
