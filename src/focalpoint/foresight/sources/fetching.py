"""A producer's file, fetched: from its official home or a mirror folder, and never a bad one over a good one."""

import contextlib
import functools
import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.downloads import Download, NoSuchRelease, located
from focalpoint.foresight.sources.request import Limits
from focalpoint.foresight.sources.transfer import BLOCK, DownloadTooLarge, Report, transfer
from focalpoint.reference.errors import FocalpointError

EXPANDED_LIMIT = 16 * 1024**3
Accept = Callable[[Path], None]


class FetchRefused(FocalpointError):
    """What arrived is not the file that was asked for; the file that was there is kept."""


class NotInMirror(FocalpointError):
    """The mirror folder does not hold the file."""


class ByHand(FocalpointError):
    """A source whose file cannot be had without a person: an account, terms to accept, or a form to fill in."""


class AnotherSource(FocalpointError):
    """A readable file, of another source than the one asked for."""


class Account(BaseModel):
    """A service that needs an account, and what a person does instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    by_hand: str


@dataclass(frozen=True)
class Fetched:
    """A file that passed every check: where it is, its size and hash, and whether it is new."""

    path: Path
    size: int
    sha256: str
    new: bool


def fetch(
    download: Download,
    folder: Path,
    *,
    accept: Accept,
    mirror: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    report: Report = lambda done, whole: None,
) -> Fetched:
    """Bring one file into ``folder``, check it, and only then put it in the place of an older one.

    Parameters
    ----------
    download : address, name, smallest and largest size, hash.
    folder : where the file is kept; made when it is not there.
    accept : raises a FocalpointError when the file is not what the source's reader expects.
    mirror : a folder to copy from instead of the official home.
    limits : patience of the transfer.
    report : called with bytes so far and bytes in all.

    Raises
    ------
    TransferFailed, DownloadTooLarge, UnsafeAddress, FetchRefused, NotInMirror

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> there = Download(url="https://example.org/a.csv", file="a.csv", minimum=3)
    >>> with TemporaryDirectory() as here:
    ...     _ = Path(here, "a.csv").write_text("a,b\\n")
    ...     fetch(there, Path(here, "to"), accept=lambda path: None, mirror=Path(here)).size
    4
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / download.name()
    part = folder / f"{download.name()}.part"
    try:
        if mirror is None:
            there = located(download.address())
            transfer(there, part, limit=download.maximum, limits=limits, hosts=download.hosts, report=report)
        else:
            _copy(mirror, download, part, report)
        digest = _check(part, download, accept)
    except (FetchRefused, DownloadTooLarge):
        part.unlink(missing_ok=True)
        raise
    new = not target.is_file() or _sha256(target) != digest
    part.replace(target)
    return Fetched(target, target.stat().st_size, digest, new)


def fetch_source(
    source_id: str,
    folder: Path,
    *,
    release: str | None = None,
    mirror: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    report: Report = lambda done, whole: None,
) -> list[Fetched]:
    """Bring every file of a source into ``folder``, of the newest release known or of the one asked for.

    Raises
    ------
    ByHand : the source has no address that a program may use; says how a person gets the file.
    NoSuchRelease : the release is not written as this producer writes its releases.
    TransferFailed, DownloadTooLarge, UnsafeAddress, FetchRefused, NotInMirror : as ``fetch``.

    Examples
    --------
    >>> fetch_source("ewp", Path("downloads"))
    Traceback (most recent call last):
    ...
    focalpoint.foresight.sources.fetching.ByHand: ...
    """
    if account := accounts().get(source_id):
        raise ByHand(f"{account.title} needs an account.", todo=account.by_hand)
    card = registry.source(source_id)
    if not card.downloads:
        raise ByHand(f"{card.title} cannot be fetched by a program.", todo=card.by_hand or f"See {card.url}.")
    accept = expects(source_id)
    return [
        fetch(download, folder, accept=accept, mirror=mirror, limits=limits, report=report)
        for download in (_of_release(card.downloads, release) if release else card.downloads)
    ]


def _of_release(downloads: Sequence[Download], release: str) -> list[Download]:
    """Return the files whose releases are written like this one."""
    found = []
    for download in downloads:
        with contextlib.suppress(NoSuchRelease):
            found.append(download.of(release))
    return found or [downloads[0].of(release)]  # raises, and says how a release is written


@functools.cache
def accounts() -> dict[str, Account]:
    """Return the services that need an account, by name.

    Examples
    --------
    >>> "token" in accounts()["ucdp_api"].by_hand
    True
    """
    text = resources.files(__package__).joinpath("accounts.yaml").read_text(encoding="utf-8")
    return {name: Account.model_validate(fields) for name, fields in yaml.safe_load(text).items()}


def expects(source_id: str) -> Accept:
    """Return a check that a file holds a table of the source, or of another card of the same reader."""
    wanted = registry.SOURCES[source_id].folder

    def accept(path: Path) -> None:
        found = [one.source for one in reading.recognise(path) if one.source]
        if not any(registry.SOURCES[name].folder == wanted for name in found):
            held = ", ".join(sorted(set(found))) or "no table that is known"
            raise AnotherSource(f"it holds {held}, not {source_id}.")

    return accept


def _copy(mirror: Path, download: Download, part: Path, report: Report) -> None:
    """Copy the file from a mirror folder, which may keep it in any folder one step down."""
    places = [mirror / download.name(), *sorted(mirror.glob(f"*/{download.name()}"))]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise NotInMirror(
            f"{mirror} holds no {download.name()}.",
            todo=f"Put {download.name()} there, or leave --mirror out to use {download.address()}.",
        )
    size = found.stat().st_size
    if size > download.maximum:
        raise FetchRefused(f"{found} has {size:,} bytes, more than the {download.maximum:,} allowed.")
    shutil.copyfile(found, part)
    report(size, size)


def _check(part: Path, download: Download, accept: Accept) -> str:
    """Return the hash of a file that is large enough, of the right hash, whole, and known to its reader."""
    kept = "The file that was there before, if any, is as it was."
    size = part.stat().st_size
    with part.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<script")):
        raise FetchRefused(
            f"What came as {download.name()} is a web page.", todo=f"{kept} Look at {download.address()}."
        )
    if size < download.minimum:
        raise FetchRefused(
            f"{download.name()} has {size:,} bytes; a whole one has at least {download.minimum:,}.", todo=kept
        )
    digest = _sha256(part)
    if download.sha256 not in (None, digest):
        raise FetchRefused(f"{download.name()} has the SHA-256 {digest}, not {download.sha256}.", todo=kept)
    if broken := _broken_archive(part):
        raise FetchRefused(f"{download.name()} is damaged: {broken}.", todo=kept)
    try:
        accept(part)
    except FocalpointError as error:
        raise FetchRefused(f"{download.name()} is not what was expected: {error.message}", todo=kept) from error
    return digest


def _broken_archive(path: Path) -> str:
    """Say what is wrong with a zip or gzip file ("" when nothing is, or when it is neither); every byte is read."""
    with path.open("rb") as file:
        magic = file.read(4)
    try:
        if magic.startswith(b"PK"):
            return _broken_zip(path)
        if magic.startswith(b"\x1f\x8b"):
            return _broken_gzip(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        return str(error) or type(error).__name__
    return ""


def _broken_zip(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > EXPANDED_LIMIT:
            return f"it would unpack to more than {EXPANDED_LIMIT:,} bytes"
        bad = archive.testzip()
    return f"its member {bad} fails its checksum" if bad else ""


def _broken_gzip(path: Path) -> str:
    expanded = 0
    with gzip.open(path) as file:
        while block := file.read(BLOCK):
            expanded += len(block)
            if expanded > EXPANDED_LIMIT:
                return f"it would unpack to more than {EXPANDED_LIMIT:,} bytes"
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
