"""The events of what leaves the desk: what a person was shown or given."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

EVENTS = (
    EventType("protected.read", _("was shown %(subject)s"), objects=("also",), is_read=True),
    EventType("rows.exported", _("took away the figures of %(subject)s as a table"), objects=("also",), is_read=True),
)
