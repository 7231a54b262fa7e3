"""The update of the data as the desk sees it: is one running, when was the last look, and what came of it.

An update is a process of its own (``focalpoint update``). It holds the lock while it runs and writes ``update.json`` in
the home; the desk starts it and reads that file. Nothing here needs the database.
"""

import datetime as dt
import fcntl
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from focalpoint.reference.errors import FocalpointError

STATUS, LOCK, LOG = "update.json", "update.lock", "update.log"
VERB = "from focalpoint.cli import main; main()"
STARTING = dt.timedelta(minutes=1)
HANDED_OVER = "FOCALPOINT_UPDATE_LOCK"  # the lock file's number in the process that is started
TRIES, PAUSE = 5, 0.02
Outcome = Literal["running", "current", "updated", "partly", "failed"]


class AlreadyRunning(FocalpointError):
    """An update that is asked for while another one runs."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Look(_Part):
    """What came of the look for one source: the editions that were added, or why none was."""

    source: str
    title: str = ""
    added: tuple[str, ...] = ()
    problem: str = ""


class Move(_Part):
    """The chance of one State before and after."""

    iso3: str
    before: float
    after: float


class Changes(_Part):
    """What the new release says that the one before did not: last month of data, largest move, new surprises."""

    release: str
    data_to: str
    moved: Move | None = None
    surprises: tuple[str, ...] = ()


class Status(_Part):
    """One update, while it runs and after it; times are ISO 8601, months ``YYYY-MM``.

    ``pending`` says that data were added of which no release has been made yet, so that the next run makes it.
    """

    started: str
    ended: str = ""
    outcome: Outcome = "running"
    looks: tuple[Look, ...] = ()
    missing: tuple[str, ...] = ()
    changes: Changes | None = None
    offline: bool = False
    pending: bool = False
    problem: str = ""


def read(home: Path) -> Status | None:
    """Return the last update of a home; None when there was none, or its file is damaged."""
    try:
        return Status.model_validate_json((home / STATUS).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def write(home: Path, status: Status) -> None:
    """Write the state of an update, so that a reader sees all of it or the one before."""
    plain: dict[str, Any] = status.model_dump(mode="json")
    handle, name = tempfile.mkstemp(dir=home, prefix=f".{STATUS}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(plain, file, indent=1)
    Path(name).replace(home / STATUS)


@contextmanager
def alone(home: Path) -> Iterator[int]:
    """Hold the lock of a home's update, which the process that started this one may have handed over.

    Yields the number of the open lock file.

    Raises
    ------
    AlreadyRunning : another process holds it.
    """
    with _lock_file(home) as handle:
        if not _is_locked(handle, fcntl.LOCK_EX) and not _is_locked_soon(handle):
            raise AlreadyRunning(
                "An update of this home is already running.",
                todo="Wait until it is done; the desk shows how far it is.",
            )
        yield handle.fileno()


def is_running(home: Path) -> bool:
    """Whether a process updates a home now."""
    with (home / LOCK).open("a") as handle:
        return not _is_locked(handle, fcntl.LOCK_SH)


def _lock_file(home: Path) -> TextIO:
    handed_over = os.environ.pop(HANDED_OVER, "")
    if not handed_over:
        return (home / LOCK).open("a")
    os.set_inheritable(int(handed_over), False)
    return os.fdopen(int(handed_over), "a")


def _is_locked_soon(handle: TextIO) -> bool:
    """Lock a file that another process may hold for an instant, to see whether an update runs."""
    for _ in range(TRIES):
        time.sleep(PAUSE)
        if _is_locked(handle, fcntl.LOCK_EX):
            return True
    return False


def _is_locked(handle: TextIO, kind: int) -> bool:
    """Lock a file at once, or do not."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def state(home: Path, now: dt.datetime) -> str:
    """Return the state of the last update: never, one of ``Outcome``, or stopped before it was done.

    A process that was just started has a minute to take the lock.
    """
    last = read(home)
    if last is None:
        return "never"
    if last.outcome != "running" or is_running(home):
        return last.outcome
    return "running" if now - dt.datetime.fromisoformat(last.started) < STARTING else "stopped"


def start(home: Path, *, at: dt.datetime) -> None:
    """Start an update in a process of its own, which continues when the page is closed.

    What it prints is in ``update.log`` of the home.

    Raises
    ------
    AlreadyRunning : one runs.
    """
    # The lock goes over to the new process, so that no second one can be started in between.
    with alone(home) as lock, (home / LOG).open("w", encoding="utf-8") as log:
        before = read(home)
        write(home, Status(started=at.isoformat(timespec="seconds"), pending=bool(before and before.pending)))
        process = subprocess.Popen(
            [sys.executable, "-c", VERB, "update"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "FOCALPOINT_HOME": str(home), HANDED_OVER: str(lock)},
            pass_fds=[lock],
            start_new_session=True,
        )
    # Its end has to be waited for, or the system keeps its entry as long as this process lives.
    threading.Thread(target=process.wait, daemon=True).start()
