"""One desk a home: a lock that lives as long as the server that took it, and its processes."""

import fcntl
import os
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

FILE = "serving.lock"
_held: list[int] = []  # the open file of the lock, kept open; the processes of the server inherit it


class ServedAlready(FocalpointError):
    """Another process serves this home."""


def take(folder: Path) -> None:
    """Take the lock of a home until this process and all that it becomes have ended; taking it twice changes nothing.

    Raises
    ------
    ServedAlready : another process holds it.
    """
    if _held:
        return
    descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise ServedAlready(
            f"Another desk already serves {folder}.",
            todo="Stop that one first, or name another folder in FOCALPOINT_HOME.",
        ) from None
    os.set_inheritable(descriptor, True)
    _held.append(descriptor)


def is_taken() -> bool:
    """Whether this process holds the lock."""
    return bool(_held)


def release() -> None:
    """Give the lock back, as a verb does that needed it for a moment."""
    while _held:
        os.close(_held.pop())
