"""The events of missions and commissions of inquiry."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

MISSION = _("the mission %(ref)s")
FINDING = _("the finding %(ref)s")

EVENTS = (
    EventType(
        "mission.opened",
        _("opened the mission or commission of inquiry %(subject)s"),
        MISSION,
        creates=True,
        objects=("situation",),
        done=_("Saved. Enter its findings next."),
    ),
    EventType(
        "mission.changed",
        _("changed the mandate, a standard or the members of the mission %(subject)s"),
        MISSION,
        objects=("situation",),
        done=_("Saved. What it said before can be read below."),
    ),
    EventType(
        "mission.withdrawn",
        _("withdrew the mission %(subject)s"),
        MISSION,
        objects=("situation",),
        done=_("Withdrawn. It is no longer on the note, and can still be read here."),
    ),
    EventType(
        "mission.found",
        _("entered the finding %(subject)s"),
        FINDING,
        creates=True,
        objects=("mission",),
        variants={
            ("version", ""): _("entered a version of the finding %(subject)s"),
            ("version", "1"): _("entered the finding %(subject)s"),
            ("withdrawn", ""): _("withdrew the finding %(subject)s"),
        },
        done=_("Saved. Earlier versions can still be read."),
    ),
)
