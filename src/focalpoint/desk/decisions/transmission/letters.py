"""The letters of bodies: kept sealed in the installation's folder, as the originals of items are."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Message
from focalpoint.desk.intake import originals
from focalpoint.desk.intake.actions import Attachment, ensure_keepable
from focalpoint.desk.intake.filenames import cleaned
from focalpoint.desk.intake.quota import ensure_room
from focalpoint.desk.people.models import User


@contextlib.contextmanager
def sealed(letter: Attachment | None, *, by: User) -> Iterator[dict[str, object]]:
    """Seal a letter and yield the columns that hold where it is; when what follows fails, no file is left behind.

    Raises
    ------
    TooLarge, EmptyFile, NoRoom : a file that is not kept.
    """
    if letter is None:
        yield {}
        return
    ensure_keepable(letter)
    ensure_room(len(letter.data), by=by)
    found = originals.put(_home(), letter.data)
    try:
        yield {"letter_name": letter.name[-255:], **{f"letter_{name}": each for name, each in found._asdict().items()}}
    except BaseException:
        originals.remove(_home(), found.blob)
        raise


def opened(message: Message) -> bytes:
    """Return the bytes of a letter.

    Raises
    ------
    Unreadable : the message has none, its file is gone, or it was changed.
    """
    if message.letter_key is None:
        raise originals.Unreadable(_("This message has no letter."), todo=_("Open the transmission again."))
    key = bytes(message.letter_key)
    stored = originals.Stored(message.letter_address, message.letter_blob, message.letter_size, key)
    return originals.get(_home(), stored)


def kept_letters() -> list[tuple[str, str]]:
    """Return the blob and the message of every letter."""
    return list(Message.objects.exclude(letter_blob="").values_list("letter_blob", "ref"))


def size_of_letters(person: User | None) -> int:
    """Return how many bytes the letters have that a person handed in, or all of them."""
    found = Message.objects.exclude(letter_blob="").filter(**({"by": person} if person else {}))
    return found.aggregate(total=Sum("letter_size"))["total"] or 0


def download_name(message: Message) -> str:
    """Return the name under which a letter is given out: its own, cleaned, behind the symbol of its transmission."""
    return f"T-{message.transmission.ref[:8]}_{cleaned(message.letter_name) or message.letter_address[:12]}"


def _home() -> Path:
    return Path(settings.FOCALPOINT_HOME)
