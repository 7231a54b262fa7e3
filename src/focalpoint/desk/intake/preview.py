"""What an original shows without being opened: text as text, a picture drawn again, the words of a PDF."""

import contextlib
import enum
import json
import socket
import threading
import unicodedata
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from focalpoint.desk.intake.preview_service import State
from focalpoint.reference.errors import FocalpointError

CHARACTERS = 20_000
ANSWER_SECONDS = 10  # for the service to answer in, besides what it is asked to wait
WAIT_SECONDS = 2  # for a preview, before the page says that it is being prepared
WAITING = threading.BoundedSemaphore(1)  # threads of one process of the desk that wait: the others serve
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
TEXTS = {"application/json", "application/xml", "application/csv"}


class Way(enum.Enum):
    """How an original is previewed."""

    TEXT = "text"
    WORDS = "words"
    PICTURE = "picture"
    NONE = "none"


class NoPreview(FocalpointError):
    """An original that is not shown."""


class NotYet(NoPreview):
    """A preview that is being prepared, or waits until others are."""


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


def drawn(what: Way, name: str, *, by: str, read: Callable[[], bytes]) -> bytes:
    """Return a preview: a picture as JPEG, or the words of a PDF; the file is read when it was not handed over yet.

    Raises
    ------
    NotYet : it is being prepared.
    NoPreview : the file is damaged, locked, or takes too much; or previews are off.
    """
    state, preview = ask(what, name, by=by)
    if state is State.UNKNOWN:
        is_first = WAITING.acquire(blocking=False)
        try:
            state, preview = ask(what, name, by=by, data=read(), wait=WAIT_SECONDS if is_first else 0)
        finally:
            if is_first:
                WAITING.release()
    elif state is State.DRAWN:
        read()  # what is shown is put on record, and its key is still there
    if state is not State.DRAWN:
        raise _refusal(state)
    return preview


def words(name: str, *, by: str, read: Callable[[], bytes]) -> str:
    """Return the words of a PDF's first pages; see ``drawn``."""
    return spelled(drawn(Way.WORDS, name, by=by, read=read).decode("utf-8", errors="replace"))


def ensure_possible(what: Way, name: str, *, by: str) -> None:
    """Refuse what is known to have no preview, before the page says that there is one.

    Raises
    ------
    NoPreview : it could not be decoded, or previews are off.
    """
    state, _preview = ask(what, name, by=by)
    if state in (State.FAILED, State.OFF):
        raise _refusal(state)


def forget(names: list[str]) -> None:
    """Have what was prepared of files forgotten, as far as the service runs."""
    with contextlib.suppress(NoPreview):
        _exchange({"forget": names, "what": "", "name": "", "by": "", "wait": 0})


def ask(what: Way, name: str, *, by: str, data: bytes | None = None, wait: float = 0) -> tuple[State, bytes]:
    """Ask the service how far a preview is, and hand the file over with ``data``.

    Raises
    ------
    NoPreview : the service does not run.
    """
    return _exchange({"forget": [], "what": what.value, "name": name, "by": by, "wait": wait}, data)


def spelled(found: str) -> str:
    """Spell out signs that are not seen: controls, and marks of direction."""
    return "".join(
        f"⟨U+{ord(sign):04X}⟩"
        if unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\n\r\t\u200c\u200d"
        else sign
        for sign in found
    )


def _exchange(asked: dict[str, Any], data: bytes | None = None) -> tuple[State, bytes]:
    size = None if data is None else len(data)
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_SECONDS + asked["wait"])
            line.connect(settings.FOCALPOINT_PREVIEWS)
            line.sendall(json.dumps({**asked, "size": size}).encode() + b"\n" + (data or b""))
            answer = b"".join(iter(lambda: line.recv(2**16), b""))
    except OSError:
        answer = b""
    if not answer:
        message = _("Previews are off: the process that prepares them does not run.")
        raise NoPreview(message, todo=_("Ask the administrator to start the desk again."))
    head, _end, preview = answer.partition(b"\n")
    return State(json.loads(head)["state"]), preview


def _refusal(state: State) -> NoPreview:
    elsewhere = _("Download it, and open it on a computer that holds nothing else.")
    if state is State.WAITING:
        return NotYet(_("The preview is being prepared."), todo=_("Load this page again in a few seconds."))
    if state is State.BUSY:
        message = _("Several previews are being prepared.")
        return NotYet(message, todo=_("Load this page again when you have seen those you asked for before."))
    if state is State.OFF:
        message = _("Previews are off: the kernel of this machine cannot confine the process that reads a file.")
        return NoPreview(message, todo=elsewhere)
    return NoPreview(_("This file cannot be previewed here."), todo=elsewhere)
