"""The events of releases, of the data behind them, and of States that people follow."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

RELEASE = _("the forecast release %(ref)s")
STATE = _("the State %(ref)s")

EVENTS = (
    EventType("release.imported", _("imported the forecast release %(subject)s"), RELEASE, creates=True),
    EventType("release.scored", _("scored the forecast release %(subject)s on what became known since"), RELEASE),
    EventType(
        "update.started",
        _("started an update of the data"),
        _("the data"),
        done=_("The update has started. This page shows how far it is."),
    ),
    EventType("state.followed", _("began to follow the State %(subject)s"), STATE),
    EventType("state.unfollowed", _("stopped following the State %(subject)s"), STATE),
)
