"""How much room there is for files, of one person and of the installation; people see it in steps of ten per cent."""

import dataclasses
import datetime as dt

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from focalpoint.desk.intake.models import Item, Original
from focalpoint.desk.people.models import User
from focalpoint.reference.errors import FocalpointError

MEGABYTE = 1_000_000
STEP = 10  # per cent: the exact share of the installation would tell how much others filed
REPORTS_AN_HOUR = 100  # of one person


class NoRoom(FocalpointError):
    """A file for which there is no room."""


class TooMany(FocalpointError):
    """More reports of one person within an hour than a person writes."""


@dataclasses.dataclass(frozen=True)
class Room:
    """What is used of what there is, in bytes."""

    used: int
    most: int

    @property
    def percent(self) -> int:
        """How full it is, rounded down to a step.

        >>> Room(399, 1000).percent, Room(2, 1).percent
        (30, 100)
        """
        return min(100, self.used * 100 // self.most // STEP * STEP)


def room_of(person: User | None) -> Room:
    """Return the room of a person, or that of the installation."""
    most = settings.FOCALPOINT_PERSON_MB if person else settings.FOCALPOINT_FILES_MB
    return Room(sum(import_string(each)(person) for each in settings.FOCALPOINT_SIZES), most * MEGABYTE)


def ensure_room(size: int, *, by: User) -> None:
    """Refuse files for which there is no room.

    Raises
    ------
    NoRoom : of this person, or of the installation.
    """
    if not size:
        return
    own, all_ = room_of(by), room_of(None)
    if own.used + size > own.most:
        message = _("Your files fill the room of one person, %(most)d MB.") % {"most": own.most // MEGABYTE}
        raise NoRoom(message, todo=_("Send it without the file."))
    if all_.used + size > all_.most:
        message = _("The room of this office for files is full.")
        raise NoRoom(message, todo=_("Send it without the file, and tell the administrator."))


def ensure_not_too_many(*, by: User, at: dt.datetime) -> None:
    """Refuse a report of a person who filed very many within an hour.

    Raises
    ------
    TooMany : as a program would, and no person.
    """
    since = at - dt.timedelta(hours=1)
    if Item.objects.filter(created_by=by, created_at__gt=since).count() >= REPORTS_AN_HOUR:
        message = _("You filed %(most)d reports within an hour.") % {"most": REPORTS_AN_HOUR}
        raise TooMany(message, todo=_("Wait a few minutes, then send it again."))


def size_of_originals(person: User | None) -> int:
    """Return how many bytes the originals have that can still be read, of a person or of all."""
    found = Original.objects.filter(key__isnull=False, **({"item__created_by": person} if person else {}))
    return found.aggregate(total=Sum("size"))["total"] or 0
