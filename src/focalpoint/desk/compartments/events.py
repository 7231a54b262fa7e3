"""The events of markings and members that are changed later."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

SOURCE = _("the source %(ref)s")
SITUATION = _("the situation %(ref)s")

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
    EventType(
        "identity.sealed",
        _("sealed who the source %(subject)s is"),
        SOURCE,
        done=_("Sealed. From now on two custodians open it together."),
    ),
    EventType(
        "identity.asked",
        _("asked to read who the source %(subject)s is"),
        SOURCE,
        done=_("The request is sent. Another custodian grants or refuses it."),
    ),
    EventType(
        "identity.answered",
        _("answered whether a custodian may read who the source %(subject)s is"),
        SOURCE,
        variants={
            ("granted", "1"): _("let another custodian read who the source %(subject)s is"),
            ("granted", "0"): _("refused to let another custodian read who the source %(subject)s is"),
        },
        done=_("The answer is saved."),
    ),
    EventType(
        "identity.opened",
        _("began to read who the source %(subject)s is, by the grant of another custodian"),
        SOURCE,
        done=_("The identity is open to you for 15 minutes. Each time you read it is in the trail."),
    ),
    EventType("identity.read", _("read who the source %(subject)s is"), SOURCE, is_read=True),
    EventType(
        "overlap.answered",
        _("looked at the situation %(subject)s together with another of the same country"),
        SITUATION,
        objects=("other",),
        variants={
            ("outcome", "apart"): _("found the situation %(subject)s and another of the same country to be two"),
            ("outcome", "together"): _(
                "let the owners of the situation %(subject)s and of another of the same country see both"
            ),
        },
        done=_("The answer is saved. This pair no longer waits."),
    ),
)
