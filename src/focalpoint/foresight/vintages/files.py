"""Bytes on disk: hashing, whole-or-nothing writes, and one writer at a time."""

import fcntl
import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from focalpoint.reference.errors import FocalpointError


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


@functools.lru_cache(maxsize=256)
def _hash_seen(path: Path, size: int, changed: int) -> str:
    return sha256_of(path)


def checked(path: Path, sha256: str) -> Path:
    """Return the path when its bytes still have this hash; hashed again only when size or time of change differ.

    Raises
    ------
    ChangedBytes
        When the file is gone or its bytes are others.
    """
    if not path.is_file():
        raise ChangedBytes(f"The kept file {path} is gone.", todo="Add the original file again.")
    stat = path.stat()
    if _hash_seen(path, stat.st_size, stat.st_mtime_ns) != sha256:
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


def copy_whole(origin: Path, target: Path) -> None:
    """Copy a file so that a reader sees all of it or none of it."""
    with written_whole(target) as partial:
        shutil.copyfile(origin, partial)


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: a second process waits here until the first is done."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
