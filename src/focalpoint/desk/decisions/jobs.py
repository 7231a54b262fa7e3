"""Background work of decisions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.decisions import alerts
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.tasks.jobs import Job
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event

WAITS = {  # what was done -> the state in which the alert waits after it
    "submission.made": Submission.State.SUBMITTED,
    "submission.signed": Submission.State.SIGNED,
    "submission.signed-by-telephone": Submission.State.SIGNED,
}


def announce_alert(*, key: str, at: dt.datetime) -> None:
    """Announce an urgent alert to those who have the next step, unless that step was taken meanwhile."""
    event = Event.objects.get(number=key)
    found = Submission.objects.filter(ref=event.subject, is_urgent=True, state=WAITS[event.verb]).first()
    if found is not None:
        alerts.announce(submission=found, by=SystemActor.CLOCK, at=at)


JOBS = (
    Job(
        "announce-alert",
        _("Send a message that an urgent alert waits"),
        announce_alert,
        verbs=tuple(WAITS),
    ),
)
