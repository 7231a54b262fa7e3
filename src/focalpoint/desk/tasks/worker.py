"""The worker: takes events out of the outbox, claims what is due, does it, keeps how it went."""

import contextlib
import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import Error, close_old_connections, transaction
from django.utils import timezone

from focalpoint.desk.tasks import actions
from focalpoint.desk.tasks.jobs import jobs
from focalpoint.desk.tasks.models import Task

PAUSE = 1.0  # seconds between two looks where nothing is due
MOST_ATTEMPTS = actions.MOST_ATTEMPTS
logger = logging.getLogger(__name__)


class UnknownJob(Exception):
    """A task of a job that this version does not have."""


class EndedInTheMiddle(Exception):
    """A task during which the worker ended each time."""


def work(*, is_over: Callable[[], bool], clock: Callable[[], dt.datetime] = timezone.now, pause: float = PAUSE) -> None:
    """Work until ``is_over``. A database that does not answer is asked again, for as long as it takes."""
    is_scheduled = False
    while not is_over():
        close_old_connections()
        try:
            if not is_scheduled:
                actions.schedule_recurring(at=clock())
                is_scheduled = True
            has_worked = work_once(at=clock())
        except Error as error:
            logger.warning("The worker waits for the database: %s", type(error).__name__)
            has_worked = False
        if not has_worked:
            time.sleep(pause)


def work_once(*, at: dt.datetime) -> bool:
    """Deliver what the outbox holds and do one task that is due; return whether there was anything to do."""
    delivered = actions.deliver_outbox(at=at)
    task = actions.claim_next(at=at)
    if task is not None:
        _do(task, at)
    return bool(delivered or task)


def _do(task: Task, at: dt.datetime) -> None:
    """Do a claimed task. Whatever it raises is kept with it: this is the edge at which errors of jobs end."""
    try:
        _run(task, at)
    except actions.ClaimLost:
        logger.warning("Task %s was done by another worker.", task)
    except Exception as error:  # noqa: BLE001 - a job may fail in any way, and the others go on
        logger.warning("Task %s failed: %s", task, type(error).__name__)
        actions.fail(task=task, error=error, at=at)


def _run(task: Task, at: dt.datetime) -> None:
    """Run a job and keep that it is done."""
    job = jobs().get(task.job)
    if job is None:
        raise UnknownJob
    if task.attempts > MOST_ATTEMPTS and task.key != Task.RECURRING:
        raise EndedInTheMiddle
    with transaction.atomic() if job.is_atomic else contextlib.nullcontext():
        job.run(key=task.key, at=at)
        actions.finish(task=task, job=job, at=at)
