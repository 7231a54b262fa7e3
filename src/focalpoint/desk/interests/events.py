"""The events of declared interests."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

DECLARATION = _("the declaration of interests %(ref)s")

EVENTS = (
    EventType(
        "interest.declared",
        _("declared an interest: %(subject)s"),
        DECLARATION,
        creates=True,
        objects=("situation",),
        variants={("interests", "0"): _("declared to have no interest: %(subject)s")},
        done=_("Saved. It counts in this situation until you correct it."),
    ),
    EventType(
        "interest.answered",
        _("recused the person of the declaration of interests %(subject)s"),
        DECLARATION,
        objects=("situation",),
        variants={("answer", "goes_on"): _("said why the person of the declaration %(subject)s goes on")},
        done=_("Saved with your reason."),
    ),
)
