"""Where an installation keeps its files: read from the environment in one place."""

import os
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

DEFAULT_HOME = "var"
NAME_ANOTHER = "Name a folder you may write to, for example FOCALPOINT_HOME=/srv/focalpoint."


class NoHome(FocalpointError):
    """A home that is no folder and cannot become one."""


def home() -> Path:
    """Return the folder of database, vintages, releases and originals (``FOCALPOINT_HOME``, default ``var``).

    The folder is made when it is not there, so that every verb works in an empty home.
    """
    folder = named(os.environ.get("FOCALPOINT_HOME", ""))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoHome(f"FOCALPOINT_HOME {folder} cannot be a folder: {error.strerror}.", todo=NAME_ANOTHER) from error
    return folder


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
