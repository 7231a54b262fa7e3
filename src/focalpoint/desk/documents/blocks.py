"""What a document is made of. Plain data: it is stored as JSON when a note is signed, and its digest proves it.

Text that rests on evidence names the items by their references, so that redaction never has to read the text.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

from django.utils import translation
from django.utils.formats import date_format
from pydantic import BaseModel, ConfigDict, Field, model_validator

from focalpoint.desk.documents.checksum import digest_of
from focalpoint.desk.marking.refs import short_ref

Key = Annotated[str, Field(min_length=1)]

_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def _is_unset(value: Any) -> bool:
    """Such a field is left out of the JSON, so that a field added later changes no digest of today."""
    return value is None or value is False or value in ("", ())


class _Block(BaseModel):
    """Strict and frozen: an unknown field is a mistake, and a block never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Block):
    """A piece of text, with emphasis and a footnote where given."""

    text: str
    strong: bool = False
    footnote: str = ""


class _Part(_Block):
    """One part of a document. Only one that ``may_leave`` the office is in the copy for a body."""

    may_leave: bool = Field(default=False, exclude_if=_is_unset)


class Heading(_Part):
    """A heading; level 1 is the one below the title."""

    kind: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=3)] = 1


class Paragraph(_Part):
    """Running text. Numbered ones count through the whole document, as notes of the United Nations do.

    A blank line in a text begins a new paragraph under the same number, in every format.
    """

    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    numbered: bool = True

    def parts(self) -> list[list[Run]]:
        """Return the runs of each paragraph of the text; a footnote is kept at the end of its run."""
        found: list[list[Run]] = [[]]
        for run in self.runs:
            pieces = paragraphs(run.text)
            for place, text in enumerate(pieces):
                if place:
                    found.append([])
                note = run.footnote if place == len(pieces) - 1 else ""
                found[-1].append(run.model_copy(update={"text": text, "footnote": note}))
        return [part for part in found if any(run.text.strip() or run.footnote for run in part)] or [[]]


class Point(_Block):
    """A point about one item of evidence; ``key`` is the item's reference."""

    key: Key
    text: str

    def __str__(self) -> str:
        return self.text


class Listing(_Part):
    """Short points under a paragraph: all of evidence, each with its key, or all the office's own words."""

    kind: Literal["listing"] = "listing"
    points: tuple[Point, ...] | tuple[str, ...]

    @model_validator(mode="after")
    def _is_keyed(self) -> Self:
        if self.may_leave and any(isinstance(point, str) for point in self.points):
            raise ValueError("A listing that may leave the office needs the key of each point.")
        return self


class Cite(_Block):
    """An item of evidence, shown by the beginning of its reference."""

    ref: Key

    def __str__(self) -> str:
        return short_ref(self.ref)


class Reason(_Block):
    """Words that rest on items of evidence, or on none."""

    text: str
    rests_on: tuple[Key, ...]

    def __str__(self) -> str:
        return self.text


Cell = str | Reason | tuple[Cite, ...]


class Table(_Part):
    """A small table with a head.

    ``widths`` are the columns' shares of the page. ``keys`` name the subject of each row, such as a factor or option.
    """

    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = Field(default=(), exclude_if=_is_unset)
    keys: tuple[Key, ...] = Field(default=(), exclude_if=_is_unset)

    @model_validator(mode="after")
    def _is_keyed(self) -> Self:
        if len(self.keys) != len(self.rows) and (self.keys or self.may_leave):
            raise ValueError("A table that may leave the office, or has keys, needs one key for each row.")
        if any(_cited(row) - _resting(row) for row in self.rows):
            raise ValueError("A row that cites evidence needs a reason that says on which evidence it rests.")
        return self

    def texts(self) -> list[list[str]]:
        """Return the words of each cell, row by row."""
        return [[cell_text(cell) for cell in row] for row in self.rows]


def cell_text(cell: Cell) -> str:
    """Return the words of a cell.

    >>> cell_text((Cite(ref="abcdefgh"), Cite(ref="bcdefghj"))), cell_text(())
    ('abcdef, bcdefg', '–')
    """
    return ", ".join(map(str, cell)) or "–" if isinstance(cell, tuple) else str(cell)


def _cited(row: tuple[Cell, ...]) -> set[str]:
    return {cite.ref for cell in row if isinstance(cell, tuple) for cite in cell}


def _resting(row: tuple[Cell, ...]) -> set[str]:
    return {ref for cell in row if isinstance(cell, Reason) for ref in cell.rests_on}


class Band(_Block):
    """One word of the likelihood yardstick with its range in per cent."""

    word: str
    low: int
    high: int


class Yardstick(_Part):
    """The likelihood yardstick with one judgement marked on it."""

    kind: Literal["yardstick"] = "yardstick"
    caption: str
    bands: tuple[Band, ...]
    marked: int


class Bar(_Block):
    """One row of bars: a band from ``low`` to ``high`` and a darker one inside it, in per cent of the width.

    ``mark`` is a line across the bar, for example a median.
    """

    label: str
    text: str
    low: float = 0.0
    high: Annotated[float, Field(ge=0, le=100)]
    half: tuple[float, float] | None = None
    mark: float | None = None


class Bars(_Part):
    """Figures on one straight scale, each with its words; a writer without pictures gives the words alone."""

    kind: Literal["bars"] = "bars"
    caption: str
    rows: tuple[Bar, ...]

    def as_table(self) -> Table:
        """Return the words of the bars, for a writer without pictures."""
        return Table(caption=self.caption, head=("", ""), rows=tuple((row.label, row.text) for row in self.rows))


class Quote(_Part):
    """A dissent or a reply in its author's own words."""

    kind: Literal["quote"] = "quote"
    text: str
    by: str


Block = Annotated[Heading | Paragraph | Listing | Table | Yardstick | Bars | Quote, Field(discriminator="kind")]


class Document(_Block):
    """A whole document. ``marking`` and ``classification`` are on every page.

    ``office`` and ``address`` are its letterhead. ``notice`` is what became known after the text was fixed, shown above
    the text; ``endorsement`` is who has approved it as of when it is shown; ``seal`` is its digest in words, below it.
    None of the three is part of the digest.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    title: str
    subtitle: str = ""
    reference: str = ""
    marking: str
    classification: str = ""
    language: str = "en"
    date: dt.date
    blocks: tuple[Block, ...]
    office: str = Field(default="", exclude_if=_is_unset)
    address: str = Field(default="", exclude_if=_is_unset)
    notice: str = Field(default="", exclude_if=_is_unset)
    endorsement: str = Field(default="", exclude_if=_is_unset)
    seal: str = Field(default="", exclude_if=_is_unset)
    version: Literal[2] = Field(default=2, alias="schema")

    @property
    def right_to_left(self) -> bool:
        """Whether the document's language is written from right to left."""
        return self.language.split("-")[0] in {"ar", "fa", "he", "ur", "ps", "dv", "ckb"}

    def day(self) -> str:
        """Return the document's date in words of its own language."""
        with translation.override(self.language):
            return date_format(self.date)

    def digest(self) -> str:
        """Return the SHA-256 of the document's canonical JSON, 64 hexadecimal digits."""
        return digest_of(self.model_dump(mode="json"))

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


def let_leave(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks as ones that may leave the office in a copy.

    Raises
    ------
    ValidationError : a block has no key where one is needed.
    """
    return [type(block)(**{**vars(block), "may_leave": True}) for block in blocks]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a written text; a blank line separates them.

    >>> paragraphs("One" + chr(13) + chr(10) + "line." + chr(10) * 3 + "Two.")
    ['One\\nline.', 'Two.']
    """
    return _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n"))


def runs_right_to_left(text: str) -> bool:
    """Whether a text's first strong letter is of a script written from right to left (Unicode rule P2).

    >>> runs_right_to_left("2025: السودان"), runs_right_to_left("Sudan (السودان)")
    (True, False)
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT - {"AN"}:
            return True
    return False


def printable(text: str) -> str:
    """Return a text without the control characters that XML and PDF cannot hold; line breaks and tabs are kept.

    >>> printable("a" + chr(0) + "b" + chr(11))
    'ab'
    """
    return "".join(character for character in text if character in "\n\t" or _is_printable(character))


def _is_printable(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in "￾￿"
