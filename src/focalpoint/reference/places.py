"""Where an installation keeps its files: read from the environment in one place."""

import os
from pathlib import Path

DEFAULT_HOME = "var"


def home() -> Path:
    """Return the folder of database, vintages, releases and originals (``FOCALPOINT_HOME``, default ``var``).

    The folder is made when it is not there, so that every verb works in an empty home.
    """
    folder = Path(os.environ.get("FOCALPOINT_HOME") or DEFAULT_HOME).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
