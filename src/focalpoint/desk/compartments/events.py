"""The events of markings and members that are changed later."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

EVENTS = (
    EventType(
        "marking.raised",
        _("marked %(subject)s more strictly"),
        objects=("items",),
        variants={("items", ""): _("marked %(subject)s more strictly and closed its open items")},
        done=_("The marking is changed."),
    ),
    EventType(
        "marking.asked",
        _("asked for a lower marking of %(subject)s"),
        done=_("The request is sent. A colleague grants or refuses it."),
    ),
    EventType(
        "marking.lowered",
        _("granted a lower marking of %(subject)s"),
        done=_("Granted. The lower marking holds from now on."),
    ),
    EventType(
        "marking.refused",
        _("refused a lower marking of %(subject)s"),
        done=_("Refused. The marking is not changed."),
    ),
    EventType(
        "members.changed",
        _("changed the members of %(subject)s"),
        objects=("member",),
        variants={
            ("admitted", "1"): _("added a person to the members of %(subject)s"),
            ("admitted", "0"): _("removed a person from the members of %(subject)s"),
        },
        done=_("The members are changed."),
    ),
)
