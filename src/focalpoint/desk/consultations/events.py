"""The events of consultations."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

CONSULTATION = _("the consultation %(ref)s")
ASSESSMENT = _("the assessment %(ref)s")

EVENTS = (
    EventType(
        "consultation.asked",
        _("asked others for their view, in the consultation %(subject)s"),
        CONSULTATION,
        creates=True,
        objects=("assessment",),
        done=_("Saved. Record what they say on this page."),
    ),
    EventType(
        "consultation.answered",
        _("recorded what was said in the consultation %(subject)s"),
        CONSULTATION,
        objects=("assessment",),
        variants={("view", "dissents"): _("recorded a dissent in the consultation %(subject)s")},
        done=_("Saved. It is on the note."),
    ),
    EventType(
        "consultation.withdrawn",
        _("withdrew the consultation %(subject)s"),
        CONSULTATION,
        objects=("assessment",),
        done=_("Withdrawn. It is no longer on the note, and can still be read here."),
    ),
    EventType(
        "consultation.local-view",
        _("said of %(subject)s why no local partner was asked"),
        ASSESSMENT,
        done=_("Saved. The reason is on the note."),
    ),
)
