"""Taking a back-up: data in one archive, keys in another, each opened and proved after it was written."""

import datetime as dt
import fcntl
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pyrage import x25519

import focalpoint
from focalpoint.desk.backups import archive, postgresql, sqlite
from focalpoint.desk.backups.archive import Member
from focalpoint.desk.intake import originals, withdrawals
from focalpoint.desk.trail import anchors, keys
from focalpoint.desk.trail.chain import GENESIS, Break, Link, breaks
from focalpoint.reference.errors import FocalpointError

# Whoever holds one of these is signed in, or was: they are over when a copy is put back.
EMPTIED = ("django_session", "site_cache", "account_emailconfirmation")
KEY_FILES = ("secret_key", originals.KEY_FILE, keys.FILE)
FILES = (anchors.FILE, "DEMONSTRATION")
FOLDERS = (originals.FOLDER, "releases", "vintages")
ROW_KEYS = "row-keys.json"
LEFT = ".backup-"  # begins the name of the folder in which the database is copied
NO_ROW = Link(0, "", "", "", "", "", "", GENESIS)


@dataclass(frozen=True)
class Part:
    """One archive: the folder that it goes to, and whom it is for."""

    folder: Path
    recipients: list[x25519.Recipient]


@dataclass(frozen=True)
class Taken:
    """A back-up: its two archives, how many rows its trail has, and where that does not hold."""

    data: Path
    keys: Path
    rows: int
    broken: Break | None


class SameRecipient(FocalpointError):
    """Data and keys that one key would open."""


class NotFinished(FocalpointError):
    """A back-up that was not written."""


def take(home: Path, data: Part, apart: Part, *, at: dt.datetime) -> Taken:
    """Back up a home while people work in it, and open what was written."""
    if {str(each) for each in data.recipients} & {str(each) for each in apart.recipients}:
        todo = "Make another key for one of them: who finds a copy of the data must not hold its keys."
        raise SameRecipient("Data and keys are for the same recipient.", todo=todo)
    copy = sqlite if connection.vendor == "sqlite" else postgresql
    anchors.write(home / anchors.FILE, day=at.date())
    with _alone(home), tempfile.TemporaryDirectory(prefix=LEFT, dir=home) as name:
        folder = Path(name)
        members, found = copy.taken(folder, EMPTIED)
        known = anchors.read(home / anchors.FILE) | anchors.read(data.folder / anchors.FILE)
        last, broken = _proved(copy.links(folder), known)
        about = _about(at, last)
        kept = [*_key_files(home), Member(ROW_KEYS, json.dumps(found).encode())]
        written = _written(data, "data", [*members, *_files(home)], about)
        made = Taken(written, _written(apart, "keys", kept, about), last.number, broken)
    if broken is None and last.number:  # otherwise what is there may be the better one
        withdrawals.write(home / withdrawals.FILE)
        for name in (withdrawals.FILE, anchors.FILE):
            shutil.copyfile(home / name, data.folder / name)
    return made


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one back-up of a home be taken at a time, and delete what one left that was killed."""
    with (home / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotFinished("Another back-up of this home is being taken.", todo="Wait until it ends.") from None
        for left in home.glob(f"{LEFT}*"):
            shutil.rmtree(left)
        yield


def _proved(links: Iterable[Link], known: dict[int, str]) -> tuple[Link, Break | None]:
    """Return the last row of a trail and the first place where it does not hold."""
    last, first = NO_ROW, None

    def passed() -> Iterator[Link]:
        nonlocal last
        for each in links:
            last = each
            yield each

    for found in breaks(passed(), known):
        first = first or found
    return last, first


def _about(at: dt.datetime, last: Link) -> dict[str, Any]:
    """Return what both archives say of themselves."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": archive.FORMAT,
        "program": focalpoint.__version__,
        "made_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "installation": keys.key_id(keys.installation_key()),
        "database": connection.vendor,
        "changes": sorted(f"{app}.{name}" for app, name in applied),
        "rows": last.number,
        "hash": last.hash,
    }


def _written(part: Part, kind: str, members: Iterable[Member], about: dict[str, Any]) -> Path:
    """Write an archive, open it with a key that lives as long as this takes, and give it its name."""
    stamp = dt.datetime.fromisoformat(about["made_at"]).strftime("%Y%m%dT%H%M%SZ")
    file = part.folder / f"focalpoint-{stamp}-{kind}.age"
    part.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial, own = file.with_suffix(".partial"), x25519.Identity.generate()
    partial.unlink(missing_ok=True)
    try:
        archive.write(partial, members, {**about, "kind": kind}, [*part.recipients, own.to_public()])
        archive.read(partial, own)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def _files(home: Path) -> Iterator[Member]:
    """Yield the files of a home that are no keys and no database."""
    yield from (Member(f"home/{name}", home / name) for name in FILES if (home / name).is_file())
    for folder in FOLDERS:
        for file in sorted((home / folder).rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield Member(f"home/{file.relative_to(home).as_posix()}", file)


def _key_files(home: Path) -> Iterator[Member]:
    yield from (Member(name, home / name) for name in KEY_FILES if (home / name).is_file())
