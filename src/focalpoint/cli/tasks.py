"""``focalpoint tasks``: do the work of the background, list it, try again what failed."""

import os
import signal
import sys
import threading

import click

from focalpoint.cli import WholeSentences, starting
from focalpoint.reference.places import home

FAILED = 1


@click.group(cls=WholeSentences)
def tasks() -> None:
    """Do, list and repeat the background work of the desk."""


@tasks.command()
@click.option("--parent", type=int, help="End when the process of this number, which started the worker, has ended.")
def work(parent: int | None) -> None:
    """Work until it is stopped. `focalpoint up` starts such a worker; more of them share the work."""
    starting.ready(home())
    from focalpoint.desk.tasks import worker

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    worker.work(is_over=lambda: stopped.is_set() or (parent is not None and os.getppid() != parent))


@tasks.command("list")
def list_open() -> None:
    """List the work that is open. Ends with 1 when a task failed, or when no worker runs."""
    starting.ready(home())
    from django.utils import timezone

    from focalpoint.desk.tasks import queries
    from focalpoint.desk.tasks.jobs import jobs

    now = timezone.now()
    for each in queries.open_tasks():
        job = jobs().get(each.job)
        says = str(job.sentence) if job else "A job of another version"
        state = f"failed {each.attempts} times: {each.error}" if each.error else f"due {each.due_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{each.job} {each.key}: {says}. {'Given up: ' if each.failed_at else ''}{state}.")
    is_behind = queries.is_behind(now)
    if is_behind:
        click.echo("Work waits, and no worker does it. Start one: focalpoint up, or focalpoint tasks work", err=True)
    if queries.failing().exists():
        click.echo("Some work failed. Mend the reason, then: focalpoint tasks retry", err=True)
    if is_behind or queries.failing().exists():
        sys.exit(FAILED)


@tasks.command()
def retry() -> None:
    """Make all work that failed due at once."""
    starting.ready(home())
    from django.utils import timezone

    from focalpoint.desk.tasks import actions

    click.echo(f"Tasks that are due again: {actions.retry_failed(at=timezone.now())}.")
