"""The installation's secret: made once, at random, and kept in its home for its owner's eyes only."""

import os
import secrets
from pathlib import Path

from focalpoint.reference.places import OWNER_ALONE

NAME = "secret_key"


def kept(home: Path) -> str:
    """Return the secret of a home, or nothing when none has been made."""
    try:
        return (home / NAME).read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def keep(home: Path) -> str:
    """Return the secret of a home, making it first when there is none (file mode 0600)."""
    home.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
    try:
        handle = os.open(home / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept(home)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return kept(home)
