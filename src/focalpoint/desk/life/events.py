"""The events of the life of a situation, from its monitoring to its end."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

SITUATION = _("the situation %(ref)s")

EVENTS = (
    EventType(
        "situation.changed",
        _("changed the situation %(subject)s"),
        SITUATION,
        objects=("member", "into"),
        variants={
            ("member", ""): _("admitted a person to the situation %(subject)s"),
            ("state", "open"): _("opened the situation %(subject)s again"),
            ("state", "monitoring"): _("set the situation %(subject)s to monitoring"),
            ("state", "closed"): _("closed the situation %(subject)s"),
            ("state", "merged"): _("merged the situation %(subject)s into another"),
        },
        done=_("Saved. The page of the situation shows the reason."),
    ),
    EventType(
        "situation.handed-over",
        _("handed the situation %(subject)s to another owner"),
        SITUATION,
        objects=("owner",),
        done=_("Handed over. The new owner is a member of the situation."),
    ),
)
