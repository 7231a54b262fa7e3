"""The home of a demonstration: a marker file says so, and only a home with one is ever deleted."""

import shutil
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

MARKER = "DEMONSTRATION"
SAYS = "This folder holds a demonstration of Focalpoint. `focalpoint demo remove --yes` deletes all of it.\n"


class NotADemo(FocalpointError):
    """A home that holds no demonstration."""


def is_demo(folder: Path) -> bool:
    """Whether a home is that of a demonstration."""
    return (folder / MARKER).is_file()


def mark(folder: Path) -> None:
    """Make a home that of a demonstration."""
    (folder / MARKER).write_text(SAYS)


def remove(folder: Path) -> None:
    """Delete a whole demonstration home.

    Raises
    ------
    NotADemo : the folder has no marker; nothing was deleted.
    """
    if not is_demo(folder) or folder.is_symlink():
        raise NotADemo(f"{folder} holds no demonstration.", todo="Nothing was deleted. Name the right FOCALPOINT_HOME.")
    # The marker goes last: what an interruption leaves can be removed by the same verb.
    for each in sorted(folder.iterdir()):
        if each.name == MARKER:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    (folder / MARKER).unlink()
    folder.rmdir()
