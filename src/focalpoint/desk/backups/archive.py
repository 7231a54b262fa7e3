"""A back-up archive: a tar of files, its manifest last, encrypted with age while it is written.

Nothing of it is on a disk unencrypted, and ``age`` and ``tar`` alone can open it.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

import pyrage
from pyrage import x25519

from focalpoint.reference.errors import FocalpointError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 16


class Damaged(FocalpointError):
    """An archive that is not as it was written."""


class WrongKey(FocalpointError):
    """A key that does not open an archive."""


class NotWritten(FocalpointError):
    """An archive that could not be written."""


class Member(NamedTuple):
    """A file of an archive: its name there, and the file or the bytes that are taken."""

    name: str
    content: Path | bytes


def write(file: Path, members: Iterable[Member], about: Mapping[str, Any], recipients: list[x25519.Recipient]) -> None:
    """Write an archive for its owner alone; what ``about`` says comes into its manifest."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        try:
            with _piped(lambda packed: _pack(packed, members, about)) as packed:
                pyrage.encrypt_io(packed, out, recipients)
        except pyrage.EncryptError as error:
            raise NotWritten(f"{file.name} could not be written: {error}.", todo="Make room, then try again.") from None
        out.flush()
        os.fsync(out.fileno())


def read(file: Path, identity: x25519.Identity, into: Path | None = None) -> dict[str, Any]:
    """Open an archive, check each file by its manifest and return that; keep the files where a folder is given.

    Raises
    ------
    WrongKey : the key opens another archive.
    Damaged : a byte is missing or another.
    """
    try:
        with file.open("rb") as given, _piped(lambda out: pyrage.decrypt_io(given, out, [identity])) as stream:
            return _checked(stream, into)
    except (pyrage.DecryptError, tarfile.TarError, ValueError, KeyError, OSError) as error:
        if getattr(error, "errno", None):  # a trouble of the machine, not of the archive
            raise
        if "No matching keys" in str(error):
            todo = "Name the file with the key that was made for this archive."
            raise WrongKey(f"The key does not open {file.name}.", todo=todo) from error
        message = f"{file.name} is damaged or is no archive: {error}."
        raise Damaged(message, todo="Use another copy of it.") from error


@contextmanager
def _piped(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Yield a stream of what ``work`` writes at the same time; its error comes before one that follows from it."""
    inner, outer = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(_write_all, work, outer)
        try:
            with os.fdopen(inner, "rb") as stream:
                yield stream
        finally:
            error = done.exception()
            if error and not isinstance(error, BrokenPipeError):
                raise error


def _write_all(work: Callable[[IO[bytes]], None], outer: int) -> None:
    with os.fdopen(outer, "wb") as out:
        work(out)


def _pack(out: IO[bytes], members: Iterable[Member], about: Mapping[str, Any]) -> None:
    """Write a tar of some files; one that is gone by now was erased and is left out."""
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=out, mode="w|") as packed:
        for name, content in members:
            try:
                given = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
            except FileNotFoundError:
                continue
            with given:
                hashes[name] = _add(packed, name, given)
        _add(packed, MANIFEST, io.BytesIO(json.dumps({**about, "files": hashes}, sort_keys=True).encode()))


def _add(packed: tarfile.TarFile, name: str, given: IO[bytes]) -> str:
    """Add a file, as long as it is now, and return the hash of what was added."""
    info, counted = tarfile.TarInfo(name), _Hashed(given)
    info.size, info.mode = given.seek(0, os.SEEK_END), 0o600
    given.seek(0)
    packed.addfile(info, counted)  # type: ignore[arg-type] # it is only read
    return counted.digest.hexdigest()


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, given: IO[bytes]) -> None:
        self.given, self.digest = given, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.given.read(size)
        self.digest.update(data)
        return data


def _checked(stream: IO[bytes], into: Path | None) -> dict[str, Any]:
    """Read a tar to its end and return its manifest, of which each hash holds."""
    hashes: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for info in packed:
            content = packed.extractfile(info)
            if content is None:
                raise ValueError(f"{info.name} is no file")
            if info.name == MANIFEST:
                manifest = json.load(content)
            else:
                hashes[info.name] = _kept(content, _place(into, info.name))
    while stream.read(CHUNK):  # what is behind the end of the tar is opened too, and with it proved
        pass
    if hashes != manifest["files"]:
        raise ValueError("a file does not have the hash that its manifest says")
    return manifest


def _place(into: Path | None, name: str) -> Path | None:
    """Return where a file goes; a name that leads out of the folder is refused."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name} leads out of the archive")
    return into / path if into else None


def _kept(content: IO[bytes], place: Path | None) -> str:
    """Return the hash of a file's bytes, which are written to a new file where a place is given."""
    hashed = _Hashed(content)
    if place:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with place.open("xb") if place else nullcontext() as out:
        while chunk := hashed.read(CHUNK):
            if out:
                out.write(chunk)
    return hashed.digest.hexdigest()
