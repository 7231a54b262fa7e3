"""The events of accounts and of signing in."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

ACCOUNT = _("the account %(ref)s")

ROLE = _("the role %(ref)s of the office")

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
    EventType(
        "office.mode-set",
        _("set the mode of the office: %(subject)s"),
        variants={
            ("small", "1"): _("set the small-office mode: a named person outside is the second person"),
            ("small", "0"): _("ended the small-office mode"),
        },
        creates=True,
        done=_("The mode is saved."),
    ),
    EventType(
        "role.asked",
        _("asked a second person to confirm %(subject)s"),
        ROLE,
        done=_("The request is saved. The head of office or the principal confirms or refuses it on the page Roles."),
    ),
    EventType(
        "role.confirmed",
        _("confirmed what %(subject)s gives"),
        ROLE,
        done=_("Confirmed. An administrator can give the role to people now, on the page of an account."),
    ),
    EventType(
        "role.refused", _("refused what %(subject)s would give"), ROLE, done=_("Refused. The role is not changed.")
    ),
    EventType(
        "role.changed",
        _("changed %(subject)s so that it gives no more than before"),
        ROLE,
        done=_("The role is changed. Its holders see it on their next page."),
    ),
    EventType(
        "role.retired",
        _("retired %(subject)s"),
        ROLE,
        done=_("The role is retired. Its holders keep their other roles."),
    ),
    EventType(
        "account.roles-asked",
        _("asked a second person to confirm roles of %(subject)s"),
        ACCOUNT,
        done=_("The request is saved. The head of office or the principal confirms or refuses it on the page Roles."),
    ),
    EventType(
        "account.roles-changed",
        _("changed the roles of %(subject)s so that they give no more than before"),
        ACCOUNT,
        done=_("The roles are changed. The owner of the account is informed on the next page."),
    ),
    EventType(
        "account.roles-confirmed",
        _("confirmed roles of %(subject)s"),
        ACCOUNT,
        done=_("Confirmed. The account holds the roles now, and its owner is informed on the next page."),
    ),
    EventType(
        "account.roles-refused",
        _("refused roles of %(subject)s"),
        ACCOUNT,
        done=_("Refused. The account keeps the roles that it holds."),
    ),
    EventType(
        "account.roles-read",
        _("read how the roles of %(subject)s changed"),
        ACCOUNT,
        done=_("Saved: you have read which roles you hold."),
    ),
    EventType(
        "outside.asked",
        _("made a one-time link for a person outside of the office to %(subject)s, as the second person"),
        creates=True,
        done=_("The link is made. It is shown once."),
    ),
    EventType(
        "outside.taken-back",
        _("took back a one-time link for a person outside of the office to %(subject)s"),
        done=_("The link opens nothing any more."),
    ),
    EventType("user.signed-in", _("signed in"), ACCOUNT),
    EventType("user.signed-out", _("signed out"), ACCOUNT),
    EventType("user.sign-in-failed", _("tried to sign in and failed"), ACCOUNT),
)
