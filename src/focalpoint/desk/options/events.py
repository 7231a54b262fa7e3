"""The events of options papers."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

PAPER = _("the options paper %(ref)s")

EVENTS = (
    EventType(
        "paper.saved",
        _("saved the options paper %(subject)s"),
        PAPER,
        creates=True,
        objects=("assessment",),
        variants={("assessment", ""): _("started the options paper %(subject)s")},
        done=_("Saved."),
    ),
    EventType(
        "option.considered",
        _("considered a measure in the options paper %(subject)s"),
        PAPER,
        variants={
            ("status", "proposed"): _("proposed a measure in the options paper %(subject)s"),
            ("status", "rejected"): _("considered and rejected a measure in the options paper %(subject)s"),
        },
        done=_("The measure is saved."),
    ),
    EventType(
        "option.withdrawn",
        _("withdrew a measure from the options paper %(subject)s"),
        PAPER,
        variants={("status", "withdrawn"): _("withdrew a proposed measure from the options paper %(subject)s")},
        done=_("The measure is withdrawn. It can be read under its pillar, and proposed again."),
    ),
    EventType(
        "safeguards.read",
        _("read the safeguards of a measure in the options paper %(subject)s"),
        PAPER,
        variants={("outside", "1"): _("read safeguards in the options paper %(subject)s as a person outside")},
        done=_("Your reading of the safeguards is recorded."),
    ),
    EventType(
        "safeguards.refused",
        _("did not confirm safeguards in the options paper %(subject)s as a person outside"),
        PAPER,
        done=_("Your answer is saved."),
    ),
)
