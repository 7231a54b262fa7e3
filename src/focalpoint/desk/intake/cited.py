"""Where an item is cited, from an app above this one: the situations it is linked to.

Intake knows no situation. The installation names, in ``FOCALPOINT_PANELS``, the function that finds them.
"""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User


@dataclass(frozen=True)
class Cited:
    """One situation that the reader may see."""

    ref: str
    title: str
    tlp: str


def cited(user: User, item: Item) -> list[Cited]:
    """Return where an item is cited, as far as this reader may see; nothing else is counted."""
    return cast(list[Cited], import_string(settings.FOCALPOINT_PANELS["cited"])(user, item))
