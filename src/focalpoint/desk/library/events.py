"""The events of the office's own corrections of the catalogue."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

CORRECTION = _("the correction %(ref)s of the catalogue")

EVENTS = (
    EventType(
        "catalogue.correction-asked",
        _("asked for the correction %(subject)s of the catalogue"),
        CORRECTION,
        creates=True,
        done=_("The correction is sent. A second person confirms or refuses it."),
    ),
    EventType(
        "catalogue.corrected",
        _("confirmed the correction %(subject)s of the catalogue"),
        CORRECTION,
        done=_("Confirmed. The entry reads so from now on; records keep the version they were made with."),
    ),
    EventType(
        "catalogue.correction-refused",
        _("refused the correction %(subject)s of the catalogue"),
        CORRECTION,
        done=_("Refused. The entry is not changed."),
    ),
    EventType(
        "catalogue.correction-withdrawn",
        _("withdrew the correction %(subject)s of the catalogue"),
        CORRECTION,
        done=_("Withdrawn. The entry reads as before the correction."),
    ),
)
