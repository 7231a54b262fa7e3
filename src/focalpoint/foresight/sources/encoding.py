"""Which encoding a text file is in: UTF-8 and UTF-16 are recognised by their bytes; Windows-1252 is the last resort."""

import codecs
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20
SAMPLE = 1 << 16
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
FALLBACK = "cp1252"
MAX_NUL_SHARE = 0.2


@dataclass(frozen=True)
class Encoding:
    """A codec, and whether it was guessed rather than known."""

    codec: str
    guessed: bool = False


def quick(path: Path) -> Encoding | None:
    """Return the encoding by the first bytes; None when only the whole file separates UTF-8 from Windows-1252."""
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    for mark, codec in MARKS.items():
        if sample.startswith(mark):
            return Encoding(codec)
    return _sixteen(sample)


def likely(path: Path) -> Encoding:
    """Return the encoding from the beginning alone, which is enough to find the header."""
    known = quick(path)
    if known:
        return known
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return Encoding(FALLBACK, guessed=True)
    return Encoding("utf-8")


def detect(path: Path) -> Encoding:
    """Return the encoding of a whole file: UTF-8 if every byte agrees, else Windows-1252, marked as guessed.

    Windows-1252 agrees with Latin-1 wherever Latin-1 has letters, has curly quotes and dashes besides, and is what
    spreadsheets write under either name.
    """
    known = quick(path)
    if known:
        return known
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding(FALLBACK, guessed=True)
    return Encoding("utf-8")


def is_binary(path: Path) -> bool:
    """Whether the first bytes hold NULs that no text has."""
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    return quick(path) is None and sample.count(b"\0") > len(sample) * MAX_NUL_SHARE


def _sixteen(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: Latin letters leave every other byte zero."""
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) == 0:
        return Encoding("utf-16-le")
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) == 0:
        return Encoding("utf-16-be")
    return None
