"""What an original shows without being opened: text as text, a picture drawn again, the words of a PDF."""

import enum
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from focalpoint.desk.intake import sandbox
from focalpoint.reference.errors import FocalpointError

SOURCES = Path(__file__).parents[3]
START = (
    f"import sys; sys.path.insert(0, {str(SOURCES)!r}); from focalpoint.desk.intake import decoding; decoding.main()"
)
CHARACTERS = 20_000
PATIENCE = 20  # seconds for a decoder that should need one
AT_ONCE = threading.BoundedSemaphore(2)  # decoders for one process of the server; a third waits
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
TEXTS = {"application/json", "application/xml", "application/csv"}


class Way(enum.Enum):
    """How an original is previewed."""

    TEXT = "text"
    WORDS = "words"
    PICTURE = "picture"
    NONE = "none"


class NoPreview(FocalpointError):
    """An original that no decoder of ours could read."""


def way(kind: str) -> Way:
    """Return how an original of a media type is previewed.

    >>> way("text/html"), way("application/x-dosexec")
    (<Way.TEXT: 'text'>, <Way.NONE: 'none'>)
    """
    if kind.startswith("text/") or kind in TEXTS:
        return Way.TEXT
    if kind in PICTURES:
        return Way.PICTURE
    return Way.WORDS if kind == "application/pdf" else Way.NONE


def text(data: bytes) -> str:
    """Return the beginning of a text: marks that would turn or hide what follows are spelled out.

    >>> text("a\\u202eb\\x00".encode())
    'a⟨U+202E⟩b⟨U+0000⟩'
    """
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    found = data[: 4 * CHARACTERS].decode("utf-16" if wide else "utf-8-sig", errors="replace")
    return spelled(found[:CHARACTERS])


def words(data: bytes) -> str:
    """Return the words of a PDF's first pages, read in a process of its own.

    Raises
    ------
    NoPreview : it is locked or damaged, or reading it takes too much.
    """
    return spelled(_decoded("words", data).decode("utf-8", errors="replace"))


def picture(data: bytes) -> bytes:
    """Return a picture drawn again as JPEG in a process of its own, without what the camera wrote into it.

    Raises
    ------
    NoPreview : it is damaged, or drawing it takes too much.
    """
    return _decoded("picture", data)


def spelled(found: str) -> str:
    """Spell out signs that are not seen: controls, and marks of direction."""
    return "".join(
        f"⟨U+{ord(sign):04X}⟩"
        if unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\n\r\t\u200c\u200d"
        else sign
        for sign in found
    )


def _decoded(what: str, data: bytes) -> bytes:
    """Have bytes decoded by ``decoding``, in a process apart from this one."""
    command = [sys.executable, "-I", "-c", START, what]
    try:
        with AT_ONCE:
            done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False, env={})
    except subprocess.TimeoutExpired:
        done = None
    if done and done.returncode == sandbox.UNCONFINED:
        raise NoPreview(
            _("Previews are off: the kernel of this machine cannot confine the process that reads the file."),
            todo=_("Download the file, and open it on a machine that may be lost."),
        )
    if done is None or done.returncode or not done.stdout:
        raise NoPreview(
            _("This file cannot be previewed here."), todo=_("Download it, and open it on a machine that may be lost.")
        )
    return done.stdout
