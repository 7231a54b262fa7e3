"""The events of sources and items of evidence."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

ITEM = _("the item %(ref)s")
SOURCE = _("the source %(ref)s")

EVENTS = (
    EventType("item.filed", _("filed the item %(subject)s"), ITEM, creates=True),
    EventType("item.graded", _("set the credibility of the item %(subject)s"), ITEM),
    EventType(
        "item.grade-answered",
        _("answered whether the item %(subject)s is confirmed by an independent source"),
        ITEM,
    ),
    EventType("item.sourced", _("named where the item %(subject)s comes from"), ITEM, objects=("source",)),
    EventType(
        "item.consent-withdrawn",
        _("recorded that consent for the item %(subject)s was withdrawn; what it held can no longer be read"),
        ITEM,
    ),
    EventType("repeat.compared", _("compared %(subject)s with another that looks like it"), objects=("other",)),
    EventType("source.registered", _("registered the source %(subject)s"), SOURCE, creates=True),
    EventType("source.graded", _("set the reliability of the source %(subject)s"), SOURCE),
)
