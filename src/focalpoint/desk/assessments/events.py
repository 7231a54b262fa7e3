"""The events of assessments."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

ASSESSMENT = _("the assessment %(ref)s")

EVENTS = (
    EventType(
        "assessment.started",
        _("started the assessment %(subject)s"),
        ASSESSMENT,
        creates=True,
        objects=("situation",),
        done=_("The assessment is started. Answer the risk factors and record a judgement; then propose options."),
    ),
    EventType(
        "assessment.saved",
        _("saved the assessment %(subject)s"),
        ASSESSMENT,
        objects=("evidence",),
        variants={("factor", ""): _("answered a risk factor in the assessment %(subject)s")},
        done=_("Saved."),
    ),
    EventType(
        "judgement.recorded",
        _("recorded a judgement in the assessment %(subject)s"),
        ASSESSMENT,
        objects=("evidence",),
        done=_("The judgement is recorded. The figure of the forecast can be shown with it now."),
    ),
    EventType(
        "release-figure.shown",
        _("was shown, after judging, what the forecast says on a judgement in the assessment %(subject)s"),
        ASSESSMENT,
        objects=("release",),
    ),
    EventType(
        "dissent.recorded",
        _("recorded a dissent on the assessment %(subject)s"),
        ASSESSMENT,
        done=_("Your dissent is recorded. It goes with the note."),
    ),
)
