"""Bytes on disk: hashing, whole-or-nothing writes, and one writer at a time."""

import dataclasses
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from focalpoint.reference.errors import FocalpointError

PIECE = 4 << 20


class ChangedBytes(FocalpointError):
    """A kept file whose bytes are no longer the ones that were added."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as empty:
    ...     sha256_of(Path(empty.name))[:8]
    'e3b0c442'
    """
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Stamp(NamedTuple):
    """What shows that a file still holds the same bytes: its size and the time of its last change."""

    path: Path
    size: int
    changed: int


_hashes: dict[Stamp, str] = {}


def stamp(path: Path) -> Stamp:
    """Return path, size and time of change: a file with the same stamp holds the same bytes."""
    stat = path.stat()
    return Stamp(path, stat.st_size, stat.st_mtime_ns)


def remember(path: Path, sha256: str) -> None:
    """Keep in mind what a file hashes to, so that this process hashes it again only when its stamp differs."""
    _hashes[stamp(path)] = sha256


def checked(path: Path, sha256: str) -> Path:
    """Return the path when its bytes still have this hash; hashed again only when size or time of change differ.

    Raises
    ------
    ChangedBytes
        When the file is gone or its bytes are others.
    """
    if not path.is_file():
        raise ChangedBytes(f"The kept file {path} is gone.", todo="Add the original file again.")
    if stamp(path) not in _hashes:
        remember(path, sha256_of(path))
    if _hashes[stamp(path)] != sha256:
        raise ChangedBytes(
            f"The bytes of {path} are not the ones that were added (SHA-256 {sha256[:12]}...).",
            todo="Delete the files of that name, then add the original file again.",
        )
    return path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the target's place only when the block ends well."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:20]}.")
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o644)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def copied_meanwhile(origin: Path, folder: Path) -> Iterator["Copy"]:
    """Copy a file into a folder while the block runs; the copy is deleted unless the block gives it its place."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".copy.")
    os.close(handle)
    copy = Path(name)
    with ThreadPoolExecutor(1) as pool:
        try:
            yield Copy(copy, pool.submit(_copy_hashed, origin, copy))
        finally:
            pool.shutdown()
            copy.unlink(missing_ok=True)


@dataclasses.dataclass(frozen=True)
class Copy:
    """A copy on its way."""

    path: Path
    _hash: "Future[str]"

    def sha256(self) -> str:
        """Wait for the copy and return the hash of its bytes."""
        return self._hash.result()

    def keep(self, target: Path) -> None:
        """Give the finished copy its place."""
        sha256 = self.sha256()
        self.path.chmod(0o644)
        self.path.replace(target)
        remember(target, sha256)


def _copy_hashed(origin: Path, target: Path) -> str:
    found = hashlib.sha256()
    with origin.open("rb") as source, target.open("wb") as out:
        while piece := source.read(PIECE):
            found.update(piece)
            out.write(piece)
    return found.hexdigest()


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: a second process waits here until the first is done."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
