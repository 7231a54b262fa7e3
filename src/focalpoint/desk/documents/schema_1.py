"""Schema 1 of a stored document: signed or sent before blocks named the evidence they rest on.

The order of the fields is part of rule 1 of the digest: nothing in this file changes.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def _unsaid(value: Any) -> bool:
    return value is None or value is False or value in ("", ())


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Block):
    text: str
    strong: bool = False
    footnote: str = ""


class _Part(_Block):
    goes: bool = Field(default=False, exclude_if=_unsaid)


class Heading(_Part):
    kind: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=3)] = 1


class Paragraph(_Part):
    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    numbered: bool = True


class Listing(_Part):
    kind: Literal["listing"] = "listing"
    points: tuple[str, ...]


class Table(_Part):
    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = Field(default=(), exclude_if=_unsaid)
    keys: tuple[str, ...] = Field(default=(), exclude_if=_unsaid)
    withholds: int | None = Field(default=None, exclude_if=_unsaid)


class Band(_Block):
    word: str
    low: int
    high: int


class Yardstick(_Part):
    kind: Literal["yardstick"] = "yardstick"
    caption: str
    bands: tuple[Band, ...]
    marked: int


class Bar(_Block):
    label: str
    text: str
    low: float = 0.0
    high: Annotated[float, Field(ge=0, le=100)]
    half: tuple[float, float] | None = None
    mark: float | None = None


class Bars(_Part):
    kind: Literal["bars"] = "bars"
    caption: str
    rows: tuple[Bar, ...]


class Quote(_Part):
    kind: Literal["quote"] = "quote"
    text: str
    by: str


Block = Annotated[Heading | Paragraph | Listing | Table | Yardstick | Bars | Quote, Field(discriminator="kind")]


class Document(_Block):
    title: str
    subtitle: str = ""
    reference: str = ""
    marking: str
    classification: str = ""
    language: str = "en"
    date: dt.date
    blocks: tuple[Block, ...]
    notice: str = Field(default="", exclude_if=_unsaid)
