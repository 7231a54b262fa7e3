"""The events of accounts and of signing in."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

ACCOUNT = _("the account %(ref)s")

EVENTS = (
    EventType("user.created", _("opened the account %(subject)s"), ACCOUNT, creates=True),
    EventType(
        "user.changed",
        _("changed role, clearance or teams of %(subject)s"),
        ACCOUNT,
        variants={("closed", ""): _("closed the account %(subject)s")},
    ),
    EventType("user.zone-chosen", _("chose the time zone in which hours are shown"), ACCOUNT),
    EventType("user.password-set", _("set a new password for %(subject)s"), ACCOUNT),
    EventType("user.factor-added", _("set up a second factor of signing in"), ACCOUNT),
    EventType("user.factor-removed", _("removed a second factor of signing in"), ACCOUNT),
    EventType("user.signed-in", _("signed in"), ACCOUNT),
    EventType("user.signed-out", _("signed out"), ACCOUNT),
    EventType("user.sign-in-failed", _("tried to sign in and failed"), ACCOUNT),
)
