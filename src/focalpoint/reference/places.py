"""Where an installation keeps its files: read from the environment in one place."""

import os
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

DEFAULT_HOME = "var"
OWNER_ALONE = 0o700
NAME_ANOTHER = "Name a folder you may write to, for example FOCALPOINT_HOME=/srv/focalpoint."


class NoHome(FocalpointError):
    """A home that is no folder and cannot become one."""


def home() -> Path:
    """Return the folder of database, vintages, releases and originals (``FOCALPOINT_HOME``, default ``var``).

    The folder is made when it is not there, for its owner alone, so that every verb works in an empty home.
    """
    folder = named(os.environ.get("FOCALPOINT_HOME", ""))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
    except OSError as error:
        raise NoHome(f"FOCALPOINT_HOME {folder} cannot be a folder: {error.strerror}.", todo=NAME_ANOTHER) from error
    return folder


def keep_to_owner() -> None:
    """Have everything that this process writes from now on be for its owner alone; no other account reads it."""
    os.umask(0o777 - OWNER_ALONE)


def named(text: str) -> Path:
    """Return the folder that a text names, whole; nothing is made.

    Raises
    ------
    NoHome : it begins with the home of a user whom this machine does not have, or is no path at all.

    Examples
    --------
    >>> named("/srv/desk/../focalpoint").name
    'focalpoint'
    """
    try:
        return Path(text or DEFAULT_HOME).expanduser().resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise NoHome(f"FOCALPOINT_HOME {text!r} names no folder of this machine.", todo=NAME_ANOTHER) from error
