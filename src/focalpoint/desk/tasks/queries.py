"""Reading tasks: what is due, what failed, and whether anything works it off."""

import datetime as dt

from django.db.models import Q, QuerySet

from focalpoint.desk.tasks.models import Task
from focalpoint.desk.trail.models import Event, Outbox

LATE = dt.timedelta(minutes=15)  # work that waits longer than this has no worker


def due(at: dt.datetime) -> QuerySet[Task]:
    """Return the tasks that can be claimed, the longest due first."""
    is_free = Q(claimed_until=None) | Q(claimed_until__lt=at)
    return Task.objects.filter(is_free, done_at=None, failed_at=None, due_at__lte=at).order_by("due_at", "pk")


def failing() -> QuerySet[Task]:
    """Return the tasks whose last run failed, those that were given up first."""
    return Task.objects.filter(done_at=None).exclude(error="").order_by("failed_at", "due_at", "pk")


def open_tasks() -> QuerySet[Task]:
    """Return the tasks that are not done, by the time at which they are due."""
    return Task.objects.filter(done_at=None).order_by("due_at", "pk")


def is_behind(at: dt.datetime) -> bool:
    """Whether work waits so long that no worker can be running."""
    if due(at - LATE).exists():
        return True
    first = Outbox.objects.order_by("event_id").values_list("event_id", flat=True).first()
    if first is None:
        return False
    written = Event.objects.filter(number=first).values_list("at", flat=True).first()
    return written is not None and dt.datetime.fromisoformat(written) < at - LATE
