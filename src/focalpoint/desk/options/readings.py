"""That a second person has read the safeguards of an option as they are."""

import datetime as dt

from django.utils.translation import gettext as _

from focalpoint.desk.assessments.actions import ensure_writable
from focalpoint.desk.options.models import Option, Reading
from focalpoint.desk.people.models import User
from focalpoint.reference.errors import FocalpointError


class NothingToRead(FocalpointError):
    """A reading of safeguards where there are none."""


def keep_reading(option: Option, *, by: User, at: dt.datetime) -> bool:
    """Keep a reading and return whether it is the first.

    Raises
    ------
    NothingToRead : the option has no safeguard.
    """
    ensure_writable(option.paper.assessment)
    if not option.records:
        raise NothingToRead(_("This option has no safeguard to read."), todo=_("Open the paper again."))
    return Reading.objects.get_or_create(option=option, defaults={"by": by, "at": at})[1]
