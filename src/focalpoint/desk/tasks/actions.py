"""Claiming tasks and keeping how they went. One conditional UPDATE claims; a claim ends by itself.

A worker that ends in the middle of a task leaves a claim that runs out, and the task is done by the next worker.
"""

import datetime as dt
import secrets
import traceback
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F

from focalpoint.desk.tasks import queries
from focalpoint.desk.tasks.jobs import Job, jobs
from focalpoint.desk.tasks.models import Task
from focalpoint.desk.trail.models import Outbox

LEASE = dt.timedelta(minutes=5)  # a job that takes longer may be done by two workers; the mark of one of them counts
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=6)
MOST_ATTEMPTS = 10  # over about a day
BATCH = 200


class ClaimLost(Exception):
    """A task that another worker claimed, since this one took longer than its claim."""


def schedule_recurring(*, at: dt.datetime) -> None:
    """Make the rows of recurring work that are missing, each due at once; those of jobs that are gone go."""
    Task.objects.filter(key=Task.RECURRING).exclude(job__in=jobs()).delete()
    for each in jobs().values():
        if each.every is not None:
            Task.objects.get_or_create(job=each.name, key=Task.RECURRING, defaults={"due_at": at})


def deliver_outbox(*, at: dt.datetime) -> int:
    """Turn events of the outbox into tasks, oldest first, and return how many events were taken out."""
    if not Outbox.objects.exists():
        return 0
    with transaction.atomic():
        several = connection.features.has_select_for_update_skip_locked
        rows = Outbox.objects.select_for_update(skip_locked=several, of=("self",) if several else ())
        events = list(rows.order_by("event_id").values_list("event_id", "event__verb")[:BATCH])
        made = [
            Task(job=job.name, key=str(number), due_at=at)
            for number, verb in events
            for job in jobs().values()
            if verb in job.verbs
        ]
        Task.objects.bulk_create(made, ignore_conflicts=True)
        Outbox.objects.filter(event_id__in=[number for number, _verb in events]).delete()
    return len(events)


def claim_next(*, at: dt.datetime) -> Task | None:
    """Claim the task that has been due the longest; None where nothing is due or other workers were faster."""
    for pk in queries.due(at).values_list("pk", flat=True)[:10]:
        claim = {"claim": secrets.token_hex(16), "claimed_until": at + LEASE, "attempts": F("attempts") + 1}
        if queries.due(at).filter(pk=pk).update(**claim):
            return Task.objects.get(pk=pk)
    return None


def finish(*, task: Task, job: Job, at: dt.datetime) -> None:
    """Keep that a task is done; recurring work is due again.

    Raises
    ------
    ClaimLost : another worker has it by now; what was written in this transaction is undone.
    """
    over = {"due_at": at + job.every} if job.every else {"done_at": at}
    cleared = {"claim": "", "claimed_until": None, "attempts": 0, "error": "", "failed_at": None}
    if not Task.objects.filter(pk=task.pk, claim=task.claim).update(**over, **cleared, ran_at=at):
        raise ClaimLost(str(task))


def fail(*, task: Task, error: BaseException, at: dt.datetime) -> None:
    """Keep that a task failed: it waits longer each time, and after ``MOST_ATTEMPTS`` until a person tries it again.

    Recurring work is never given up.
    """
    wait = min(FIRST_WAIT * 2 ** min(task.attempts - 1, 20), LONGEST_WAIT)
    kept = {"claim": "", "claimed_until": None, "error": _place(error), "ran_at": at, "due_at": at + wait}
    if task.attempts >= MOST_ATTEMPTS and task.key != Task.RECURRING:
        kept["failed_at"] = at
    Task.objects.filter(pk=task.pk, claim=task.claim).update(**kept)


def retry_failed(*, at: dt.datetime) -> int:
    """Make everything that failed due at once, and return how many tasks that is."""
    return queries.failing().update(due_at=at, attempts=0, failed_at=None)


def forget_done(*, before: dt.datetime) -> int:
    """Delete what was done before a time, and return how many tasks that was."""
    return Task.objects.filter(done_at__lt=before).delete()[0]


def _place(error: BaseException) -> str:
    """Return the kind of an error and where it was raised; its message may hold what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{where}"[:200]
