"""What a speech is kept by: its words or the item that holds them, and the SHA-256 of the archived copy."""

import datetime as dt
import hashlib
import re

from django.utils.translation import gettext as _

from focalpoint.desk.intake.actions import read_original
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Speech
from focalpoint.reference.errors import FocalpointError

SHA256 = re.compile(r"[0-9a-f]{64}")


class NotSaid(FocalpointError):
    """A speech without words, of another situation, or of a day that is still to come."""


class BadHash(FocalpointError):
    """A hash that is none, or that of another file."""


def ensure_said(speech: Speech, *, at: dt.datetime) -> None:
    """Hold a speech to its words and its day."""
    if not speech.words.strip() and speech.item is None:
        raise NotSaid(_("The words are missing."), todo=_("Write them, or choose the item that holds them."))
    if speech.item and not speech.situation.links.filter(item=speech.item).exists():
        raise NotSaid(_("This item is not linked to the situation."), todo=_("Link it first."))
    if speech.said_on > office_day(at):
        raise NotSaid(_("The date is in the future."), todo=_("Enter the date on which it was said."))


def checked_hash(speech: Speech, *, by: User, at: dt.datetime) -> str:
    """Return the SHA-256 of the archived copy: as it was given, or of the file that the item holds.

    Raises
    ------
    BadHash : there is an address and no hash, it is no SHA-256, or the files of the item have another one.
    """
    given = speech.archive_sha256.strip().lower()
    if given and not SHA256.fullmatch(given):
        raise BadHash(_("This is no SHA-256."), todo=_("Enter its 64 digits, 0 to 9 and a to f."))
    held = _hashes(speech, by=by, at=at)
    if given and held and given not in held:
        said = _("The file that the item holds has another SHA-256: %(digest)s.") % {"digest": held[0]}
        raise BadHash(said, todo=_("Correct it, or choose the item that holds the archived copy."))
    found = given or (held[0] if len(held) == 1 else "")
    if speech.archive_url and not found:
        raise BadHash(_("The archived copy needs its SHA-256."), todo=_("Enter it, or choose the item with the file."))
    return found


def _hashes(speech: Speech, *, by: User, at: dt.datetime) -> list[str]:
    """Return the SHA-256 of each file of the item; that they were read is in its custody."""
    if speech.item is None:
        return []
    kept = speech.item.originals.filter(key__isnull=False).order_by("pk")
    return [hashlib.sha256(read_original(original=each, by=by, at=at)).hexdigest() for each in kept]
