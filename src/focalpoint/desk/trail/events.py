"""The events of the record itself."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

EVENTS = (
    EventType("trail.older-accepted", _("went on with a database that is older than its anchor, row %(subject)s")),
    EventType(
        "trail.older-withdrawals-accepted",
        _("restored a back-up with a list of withdrawals that ends at row %(subject)s and may lack some"),
    ),
)
