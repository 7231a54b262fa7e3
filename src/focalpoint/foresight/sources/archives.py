"""Files as they come: plain, or packed in a zip or gz, unpacked to disk piece by piece and never beyond a limit."""

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from focalpoint.reference.errors import FocalpointError

MAGIC_LENGTH = 8
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NESTED = (GZIP, ZIP, b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
WORKBOOK_PART = "xl/workbook.xml"


class CannotOpen(FocalpointError):
    """A file that is not there, is empty, or cannot be read at all."""


class DamagedArchive(FocalpointError):
    """A zip or gz that is broken or needs a password."""


class NestedArchive(FocalpointError):
    """An archive inside an archive."""


class ArchiveTooLarge(FocalpointError):
    """A file, or what unpacks from it, beyond the limit."""


class Readable(Protocol):
    """Anything that gives bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""


@dataclass(frozen=True)
class Limits:
    """How much is read at most: bytes of a file and of all that unpacks from it, times a file may grow, members."""

    total: int = 4 << 30
    ratio: int = 200
    members: int = 500
    piece: int = 1 << 20
    free_growth: int = 16 << 20


LIMITS = Limits()


@dataclass(frozen=True)
class Member:
    """One file to read: its name inside the archive (the file's own name when there is none) and where it lies."""

    name: str
    path: Path


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[list[Member]]:
    """Give the members of a file, unpacked where they were packed; what was unpacked is removed afterwards.

    Raises
    ------
    CannotOpen, DamagedArchive, NestedArchive, ArchiveTooLarge : each says what to do.
    """
    start = magic(path)
    size = path.stat().st_size
    if size > limits.total:
        raise too_large(path, limits)
    with tempfile.TemporaryDirectory(prefix="focalpoint-") as scratch:
        if start.startswith(GZIP):
            yield [_from_gzip(path, Path(scratch), limits)]
        elif start.startswith(ZIP) and not is_workbook(path):
            yield list(_from_zip(path, Path(scratch), limits))
        else:
            yield [Member(path.name, path)]


def too_large(path: Path, limits: Limits) -> ArchiveTooLarge:
    """Say that a file is larger than the house reads at once."""
    return ArchiveTooLarge(
        f"{path.name} holds more than {limits.total / (1 << 30):.3g} GiB, more than is read at once.",
        todo="Split it by year and add the parts one by one.",
    )


def magic(path: Path) -> bytes:
    """Return the first bytes of a file; raises CannotOpen when there are none."""
    if path.is_dir():
        raise CannotOpen(f"{path} is a folder.", todo=f"Give the files in it: {path}/*")
    try:
        with path.open("rb") as stream:
            start = stream.read(MAGIC_LENGTH)
    except OSError as error:
        raise CannotOpen(
            f"{path} cannot be opened: {error.strerror}.", todo="Check the name and the rights."
        ) from error
    if not start:
        raise CannotOpen(f"{path.name} is empty: 0 bytes.", todo="Download it again.")
    return start


def is_workbook(path: Path) -> bool:
    """Whether a zip is an XLSX workbook; raises DamagedArchive when it is no zip at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            return WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> DamagedArchive:
    return DamagedArchive(
        f"{path.name} is broken: {error}.",
        todo="Download it again, or open and save it again in the program it is from.",
    )


def _from_gzip(path: Path, scratch: Path, limits: Limits) -> Member:
    name = path.name.removesuffix(".gz")
    target = scratch / "0"
    try:
        with gzip.open(path, "rb") as packed:
            _unpack(packed, target, path, packed_size=path.stat().st_size, room=limits.total, limits=limits)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from error
    return Member(name, target)


def _from_zip(path: Path, scratch: Path, limits: Limits) -> Iterator[Member]:
    room = limits.total
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if _is_content(info)]
            if len(infos) > limits.members:
                raise ArchiveTooLarge(
                    f"{path.name} holds {len(infos)} files.", todo="Unpack it and add the files you need."
                )
            for number, info in enumerate(infos):
                target = scratch / str(number)
                with archive.open(info) as packed:
                    room -= _unpack(packed, target, path, packed_size=info.compress_size, room=room, limits=limits)
                yield Member(info.filename, target)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _damaged(path, error) from error


def _is_content(info: zipfile.ZipInfo) -> bool:
    """Leave out folders and what macOS adds."""
    return not info.is_dir() and not info.filename.startswith("__MACOSX/") and ".DS_Store" not in info.filename


def _unpack(packed: Readable, target: Path, path: Path, *, packed_size: int, room: int, limits: Limits) -> int:
    """Copy piece by piece, counting what comes out, not what the archive says about itself."""
    allowed = min(room, max(packed_size, 1) * limits.ratio + limits.free_growth)
    written = 0
    with target.open("wb") as out:
        while piece := packed.read(limits.piece):
            if not written and piece.startswith(NESTED) and not _may_be_workbook(piece):
                raise NestedArchive(
                    f"{path.name} holds an archive inside an archive.", todo="Unpack it once and add what is inside."
                )
            written += len(piece)
            if written > allowed:
                raise ArchiveTooLarge(
                    f"{path.name} unpacks to more than {allowed:,} bytes, out of proportion to its size.",
                    todo="Do not open it; download it again from the producer's own page.",
                )
            out.write(piece)
    return written


def _may_be_workbook(piece: bytes) -> bool:
    return piece.startswith(ZIP) and (b"[Content_Types].xml" in piece or b"xl/" in piece)
