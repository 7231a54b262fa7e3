"""What can be done in the background. Each app declares its jobs in ``jobs.py``; the installation lists them.

The setting ``FOCALPOINT_JOBS`` names that tuple.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


class Run(Protocol):
    """What a job does for one key at a time."""

    def __call__(self, *, key: str, at: dt.datetime) -> None:
        """Do it; whatever is raised makes it wait and be tried again."""


@dataclass(frozen=True)
class Job:
    """One kind of work.

    Parameters
    ----------
    name : its name in the table of tasks.
    sentence : what it does, for the administrator.
    run : what does it; ``key`` is the number of the event, or ``Task.RECURRING``.
    every : how long after one run the next is due; None for work that follows from events.
    verbs : the events that it follows from.
    is_atomic : whether it runs in one transaction with the mark that it is done, so that its rows are written once.
        A job that cannot, since it works on files, must be safe to repeat.
    """

    name: str
    sentence: str | Promise
    run: Run
    every: dt.timedelta | None = None
    verbs: tuple[str, ...] = ()
    is_atomic: bool = True


@cache
def jobs() -> dict[str, Job]:
    """Return every job of this installation by its name."""
    return {each.name: each for each in import_string(settings.FOCALPOINT_JOBS)}
