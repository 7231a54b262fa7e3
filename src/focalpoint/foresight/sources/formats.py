"""What kind of file a member is, by its first bytes; and the tables it holds."""

import codecs
from collections.abc import Sequence
from pathlib import Path

from focalpoint.foresight.sources import encoding, sheets, text
from focalpoint.foresight.sources.archives import (
    LIMITS,
    OLE,
    ZIP,
    CannotOpen,
    Limits,
    Member,
    NestedArchive,
    is_workbook,
)
from focalpoint.foresight.sources.grid import Grid
from focalpoint.reference.errors import FocalpointError

PARQUET = b"PAR1"
# R's own formats, as text, binary or with the name of the format before: RDS and RData.
R_DATA = (b"RDX2", b"RDX3", b"RDA2", b"RDA3", b"X\n\x00\x00", b"A\n2\n", b"A\n3\n")
PEEK = 2048
# PNG, JPEG, GIF and PDF: a short one may hold too few NULs to be distinguished from text by them.
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")


class NotATable(FocalpointError):
    """A web page, a document or another file that holds no table."""


def grids(member: Member, limits: Limits = LIMITS) -> Sequence[Grid]:
    """Return the tables of one member.

    Raises
    ------
    NotATable, CannotOpen, NestedArchive, sheets.DamagedTable, ArchiveTooLarge : each says what to do.
    """
    with member.path.open("rb") as stream:
        start = stream.read(PEEK)
    if start.startswith(ZIP):
        return _packed(member, limits)
    if start.startswith(PARQUET):
        return [sheets.parquet(member.name, member.path)]
    if start.startswith(OLE):
        raise NotATable(
            f"{member.name} is a workbook with a password, or in the old XLS format.",
            todo="Open it in a spreadsheet program and save it as XLSX or CSV, without a password.",
        )
    if start.startswith(R_DATA):
        raise NotATable(
            f"{member.name} holds data of R in R's own format.",
            todo="Write it as CSV in R, then add that: write.csv(x, 'events.csv', row.names = FALSE), where x is the"
            " table (readRDS or load gives it).",
        )
    return _textual(member, start)


def _packed(member: Member, limits: Limits) -> Sequence[Grid]:
    if not is_workbook(member.path):
        raise NestedArchive(
            f"{member.name} is an archive inside an archive.", todo="Unpack it once and add the content."
        )
    found = sheets.workbook(member.name, member.path, limits)
    if not found:
        raise CannotOpen(f"{member.name} is a workbook without a single filled cell.", todo="Download it again.")
    return found


def _textual(member: Member, start: bytes) -> Sequence[Grid]:
    if start.startswith(PICTURES) or encoding.is_binary(member.path):
        raise NotATable(
            f"{member.name} is neither text nor a workbook, Parquet or JSON.",
            todo="Give one of those, or a zip of them.",
        )
    codec = encoding.likely(member.path).codec
    words = codecs.getincrementaldecoder(codec)(errors="replace").decode(start).lstrip("\ufeff \t\r\n")
    if not words and _blank(member.path, codec):
        raise CannotOpen(f"{member.name} holds nothing but blank lines.", todo="Download it again.")
    if words.startswith("<"):
        raise NotATable(
            f"{member.name} is a web page or XML, not a table.",
            todo="The server may have answered with an error page: open it in a browser, then download again.",
        )
    if words.startswith(("{", "[")):
        return [sheets.json_records(member.name, member.path)]
    return [text.Delimited(member.name, member.path)]


def _blank(path: Path, codec: str) -> bool:
    with path.open(encoding=codec, errors="replace") as stream:
        return not any(line.strip("\ufeff \t\r\n\0") for line in stream)
