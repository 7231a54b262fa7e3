"""Hours are shown in a person's zone and name it; a day that counts for everybody is the office's."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from focalpoint.reference.errors import FocalpointError


class Zones:
    """Middleware: show hours in the zone that the reader chose, or else in the office's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's zone."""
        zone = getattr(request.user, "zone", "")
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)


def office_day(at: dt.datetime) -> dt.date:
    """Return the day that it is in the office at a time, wherever the reader is.

    >>> office_day(dt.datetime(2026, 11, 27, 3, 45, tzinfo=dt.UTC))
    datetime.date(2026, 11, 27)
    """
    return timezone.localdate(at, timezone.get_default_timezone())


def ensure_not_passed(day: dt.date, at: dt.datetime, *, refusal: type[FocalpointError]) -> None:
    """Refuse, in the way of the room that asks, a day on which something is due and that is over in the office."""
    if day < office_day(at):
        raise refusal(_("That day has passed."), todo=_("Choose today or a later day."))


def zones() -> list[tuple[str, str]]:
    """Return the zones to choose from, by name: places, and UTC."""
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith(OTHERS))
    return [("", "–"), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named)]


OTHERS = ("Etc/", "SystemV/", "US/", "posix/", "right/")  # second names, and some that say hours the wrong way round
