"""What a document is made of. Plain data: it is stored as JSON when a note is signed, and its hash proves it."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from django.utils import translation
from django.utils.formats import date_format
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def _unsaid(value: Any) -> bool:
    """Tell whether a field says nothing: it then stands in no JSON, so that older hashes keep proving their text."""
    return value is None or value is False or value in ("", ())


class _Block(BaseModel):
    """Strict and frozen: an unknown field is a mistake, and a block never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Block):
    """A piece of text, perhaps stressed, perhaps with a footnote after it."""

    text: str
    strong: bool = False
    footnote: str = ""


class _Part(_Block):
    """One part of a document. What does not say that it ``goes`` stays in the office when a copy leaves."""

    goes: bool = Field(default=False, exclude_if=_unsaid)


class Heading(_Part):
    """A heading; level 1 stands under the title."""

    kind: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=3)] = 1


class Paragraph(_Part):
    """Running text. Numbered ones count through the whole document, as notes of the United Nations do.

    A blank line in somebody's text begins a new paragraph under the same number, in each writer alike.
    """

    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    numbered: bool = True

    def parts(self) -> list[list[Run]]:
        """Return the runs of each paragraph of the text; a footnote stays with the end of its run."""
        found: list[list[Run]] = [[]]
        for run in self.runs:
            pieces = paragraphs(run.text)
            for place, text in enumerate(pieces):
                if place:
                    found.append([])
                note = run.footnote if place == len(pieces) - 1 else ""
                found[-1].append(run.model_copy(update={"text": text, "footnote": note}))
        return [part for part in found if any(run.text.strip() or run.footnote for run in part)] or [[]]


class Listing(_Part):
    """Short points under a paragraph."""

    kind: Literal["listing"] = "listing"
    points: tuple[str, ...]


class Table(_Part):
    """A small table with a head.

    ``widths`` are the columns' shares of the page. ``keys`` name what each row speaks of, and ``withholds`` is the
    column whose words stay in the office when what a row rests on stays.
    """

    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = Field(default=(), exclude_if=_unsaid)
    keys: tuple[str, ...] = Field(default=(), exclude_if=_unsaid)
    withholds: int | None = Field(default=None, exclude_if=_unsaid)


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
    """A whole document. ``marking`` and ``classification`` stand on every page.

    ``notice`` is what became known since the text was fixed; it stands above the text and outside its hash.
    """

    title: str
    subtitle: str = ""
    reference: str = ""
    marking: str
    classification: str = ""
    language: str = "en"
    date: dt.date
    blocks: tuple[Block, ...]
    notice: str = Field(default="", exclude_if=_unsaid)

    @property
    def right_to_left(self) -> bool:
        """Tell whether the document as a whole runs from right to left."""
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


def going(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks as ones that may leave the office in a copy."""
    return [block.model_copy(update={"goes": True}) for block in blocks]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text that somebody wrote: a blank line stands between them.

    >>> paragraphs("One" + chr(13) + chr(10) + "line." + chr(10) * 3 + "Two.")
    ['One\\nline.', 'Two.']
    """
    return _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n"))


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


RULE = 2  # by which a document is hashed today; what was hashed by an earlier rule is proved by that rule


def digest_of(stored: Mapping[str, Any], rule: int = RULE) -> str:
    """Return the SHA-256 of a document as it is stored, whatever fields later versions of the product add to one.

    Rule 1 hashed the fields in the order in which a document declares them; rule 2 hashes them by name.

    The notice stands outside it: what became known since changes nothing of what was fixed.

    >>> digest_of({"b": 1, "a": 2, "notice": "x"}) == digest_of({"a": 2, "b": 1})
    True
    """
    kept = {name: value for name, value in stored.items() if name != "notice"}
    if rule == 1:
        return _declared(kept)
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _declared(stored: Mapping[str, Any]) -> str:
    """Return the SHA-256 by rule 1, in whatever order a database gives the fields back; nothing for no document."""
    try:
        text = Document.model_validate(stored).model_dump_json(exclude_unset=True)
    except ValidationError:
        return ""
    return hashlib.sha256(text.encode()).hexdigest()
