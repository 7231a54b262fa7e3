"""The lists of submissions, decisions and transmissions: their columns, and what they can be filtered by."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.transmission.bodies import ways
from focalpoint.desk.decisions.workflow import OPEN
from focalpoint.desk.design.table import Column, Filters, choice
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import level

SITUATION = "assessment__situation"
MARKINGS = [(each, each) for each in Tlp.values]
NUMBER = Column("number", _("No."), "number")
TITLE = Column("situation", _("Situation"), Lower(f"{SITUATION}__title"))
MARKING = Column("marking", _("Marking"), level(f"{SITUATION}__tlp"))
QUEUE = (
    NUMBER,
    TITLE,
    Column("clock", _("Clock"), "due_at"),
    Column("state", _("State"), "state"),
    Column("submitted", _("Submitted"), "submitted_at"),
    MARKING,
)
DECIDED = (
    NUMBER,
    TITLE,
    Column("decision", _("Decision"), "decision__at"),
    Column("sent", _("Went to")),
    Column("acknowledged", _("Acknowledged")),
    Column("answer", _("Answer")),
    MARKING,
)
RECEIVED = (
    Column("sent", _("Sent"), "sent_at"),
    Column("note", _("Note")),
    Column("acknowledged", _("Acknowledged"), "acknowledged_at"),
    Column("answer", _("Answer"), "answer_due_on"),
    Column("marking", _("Marking"), level("tlp")),
)
SENT = (*RECEIVED[:2], Column("body", _("Body"), "body"), *RECEIVED[2:])
STEPS = {
    "sent": Q(acknowledged_at=None),
    "acknowledged": Q(acknowledged_at__isnull=False, answered_at=None),
    "answered": Q(answered_at__isnull=False),
}


class _Numbered(Filters):
    find = CharFilter(field_name=f"{SITUATION}__title", lookup_expr="icontains", label=_("Find: words of the title"))
    marking = choice(f"{SITUATION}__tlp", _("Marking"), MARKINGS)


class QueueFilters(_Numbered):
    """What waits: by words of the title, state and marking."""

    state = choice("state", _("State"), [(each.value, each.label) for each in Submission.State if each in OPEN])


class DecidedFilters(_Numbered):
    """What was decided: by words of the title, kind of decision and marking."""

    decision = choice("decision__choice", _("Decision"), Decision.Choice.choices)


def _at_step(found: QuerySet[Transmission], _name: str, step: str) -> QuerySet[Transmission]:
    return found.filter(STEPS[step])


class ReceivedFilters(Filters):
    """What a body was sent: by how far it is, and marking."""

    step = ChoiceFilter(
        method=_at_step,
        label=_("State"),
        choices=[
            ("sent", _("not acknowledged")),
            ("acknowledged", _("acknowledged, not answered")),
            ("answered", _("answered")),
        ],
        empty_label="–",
    )
    marking = choice("tlp", _("Marking"), MARKINGS)


class SentFilters(ReceivedFilters):
    """What was sent: by body, too."""

    body = choice("body", _("Body"), lambda: [(name, way.body.name) for name, way in ways().items()])
