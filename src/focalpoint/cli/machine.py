"""The machine is looked at before it serves: files of the home, the clock, and files that belong to no item."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import click

from focalpoint.reference.errors import FocalpointError

# What a desk reads and writes in its home; an original itself is read alone.
NAMES = (
    *(
        "secret_key",
        "originals.key",
        "trail.key",
        "trail-anchors.txt",
        "withdrawals.txt",
        "serving.lock",
        "DEMONSTRATION",
    ),
    *("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm"),
)
FOLDERS = ("originals", "releases", "static", "vintages", "downloads")
ROOT = 0
SLACK = dt.timedelta(minutes=5)  # two machines' clocks may differ that much


class NotOurs(FocalpointError):
    """A home with files that this account cannot read or write."""


def look_at_files(folder: Path) -> None:
    """Refuse a home in which a file cannot be read and written by this account, and one of another account to root.

    Raises
    ------
    NotOurs : with the names of such files.
    """
    owner = folder.stat().st_uid
    if os.geteuid() == ROOT != owner:
        message = f"{folder} belongs to another account, which could not use what root writes there."
        raise NotOurs(message, todo=f"Start the desk as the account with the number {owner}, as its service does.")
    found = [str(each) for each in _used(folder) if not os.access(each, _wanted(each))]
    if found:
        shown = "\n".join(f"  {each}" for each in found[:10])
        more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
        message = f"This account cannot read and write what belongs to the desk:\n{shown}{more}"
        raise NotOurs(message, todo=f"Give it to the account that serves the desk: chown -R ACCOUNT {folder}")


def warn(folder: Path, *, now: dt.datetime) -> None:
    """Say what is not as it should be and does not keep the desk from serving."""
    from focalpoint.desk.intake.orphans import orphans
    from focalpoint.desk.trail.queries import last_time

    last = last_time()
    if last is not None and now < last - SLACK:
        message = (
            f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC, before the last row: {last:%Y-%m-%d %H:%M} UTC."
        )
        click.echo(message, err=True)
        click.echo("  Set the clock right before anybody works: rows of the trail would be out of order.", err=True)
    found = orphans(folder, at=now)
    if found.files or found.rows:
        message = f"Sealed files without an item: {len(found.files)}; items whose file is gone: {len(found.rows)}."
        click.echo(f"{message}\n  See them: focalpoint originals", err=True)


def _used(folder: Path) -> Iterator[Path]:
    """Yield what is there of the files and folders that a desk uses, but not what lies in a folder that is closed."""
    yield folder
    yield from (each for name in NAMES if (each := folder / name).exists())
    for name in FOLDERS:
        for top, _folders, files in os.walk(folder / name):
            yield Path(top)
            yield from (Path(top, each) for each in sorted(files))


def _wanted(file: Path) -> int:
    """Return the rights that are needed: a folder is entered; what lies in one is read, and replaced as a whole."""
    if file.is_dir():
        return os.R_OK | os.W_OK | os.X_OK
    return os.R_OK | os.W_OK if file.name in NAMES else os.R_OK
