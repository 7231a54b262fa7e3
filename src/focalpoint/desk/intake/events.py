"""The events of sources and items of evidence."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

ITEM = _("the item %(ref)s")
SOURCE = _("the source %(ref)s")

EVENTS = (
    EventType("item.filed", _("filed the item %(subject)s"), ITEM, creates=True),
    EventType("item.graded", _("set the credibility of the item %(subject)s"), ITEM, done=_("The credibility is set.")),
    EventType(
        "item.status-set",
        _("set the status of the item %(subject)s"),
        ITEM,
        variants={
            ("status", "provisional"): _("set the item %(subject)s back to provisional"),
            ("status", "confirmed"): _("found the item %(subject)s to be confirmed"),
            ("status", "refuted"): _("found the item %(subject)s to be refuted"),
        },
        done=_("The status is set."),
    ),
    EventType(
        "item.grade-answered",
        _("answered whether the item %(subject)s is confirmed by an independent source"),
        ITEM,
        done=_("Saved."),
    ),
    EventType(
        "item.sourced",
        _("named where the item %(subject)s comes from"),
        ITEM,
        objects=("source",),
        done=_("The source is named."),
    ),
    EventType(
        "item.consent-withdrawn",
        _("recorded that consent for the item %(subject)s was withdrawn; what it held can no longer be read"),
        ITEM,
        done=_("The withdrawal is recorded. What was reported can no longer be read."),
    ),
    EventType(
        "item.erased-again",
        _("erased the item %(subject)s again, which a back-up from before the withdrawal of consent brought back"),
        ITEM,
    ),
    EventType(
        "repeat.compared",
        _("compared %(subject)s with another that looks like it"),
        objects=("other",),
        done=_("Saved."),
    ),
    EventType(
        "source.registered",
        _("registered the source %(subject)s"),
        SOURCE,
        creates=True,
        done=_("The source is registered. Items can name it now."),
    ),
    EventType(
        "source.graded", _("set the reliability of the source %(subject)s"), SOURCE, done=_("The reliability is set.")
    ),
)
