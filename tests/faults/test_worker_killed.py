"""A worker that is killed between the claim and the effect: the task is done by the next one, once."""

import os
import signal
import subprocess
import sys
import textwrap

SETUP = """
    import datetime as dt, os, sys, time
    sys.path.insert(0, {here!r})
    os.environ["DJANGO_SETTINGS_MODULE"] = "focalpoint.desk.site.settings"
    import django
    django.setup()
    from django.conf import settings
    settings.FOCALPOINT_JOBS = "test_worker_killed.JOBS"
    from focalpoint.desk.tasks import actions, worker
    from focalpoint.desk.tasks.models import Task
    from django.contrib.auth.models import Group
    now = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
"""
HELD = "HOLD_THE_JOB"


def hold(*, key, at):
    """Write, say so, and wait where the test wants to kill; the next worker goes through."""
    import time

    from django.contrib.auth.models import Group

    Group.objects.create(name=f"effect of {key}")
    if os.environ.get(HELD):
        print("written", flush=True)  # noqa: T201 - the test waits for it
        time.sleep(600)


def __getattr__(name):
    if name != "JOBS":
        raise AttributeError(name)
    from focalpoint.desk.tasks.jobs import Job

    return (Job("hold", "Hold", hold, verbs=("item.filed",)),)


def started(code: str, home, **more) -> subprocess.Popen:
    here = os.path.dirname(__file__)  # noqa: PTH120 - a text is wanted
    environment = {**os.environ, "FOCALPOINT_HOME": str(home), **more}
    environment.pop("FOCALPOINT_DATABASE_URL", None)
    whole = textwrap.dedent(SETUP.format(here=here)) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", whole], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(code: str, home) -> str:
    process = started(code, home)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def test_a_worker_that_is_killed_before_its_task_is_done_loses_and_doubles_nothing(with_database, tmp_path):
    make = """
        from django.db import transaction
        from focalpoint.desk.trail.actions import record
        with transaction.atomic():
            record(by="system", at=now, verb="item.filed", subject="an-item")
    """
    ended(make, with_database(tmp_path))
    process = started("worker.work_once(at=now)", tmp_path, **{HELD: "1"})
    try:
        assert process.stdout.readline() == "written\n", process.stderr.read()
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    look = """
        print(Group.objects.count(), Task.objects.filter(done_at=None).exclude(claim="").count())
        worker.work_once(at=now)
        print(Group.objects.count())
        for _ in range(3):
            worker.work_once(at=now + actions.LEASE + dt.timedelta(seconds=1))
        print(Group.objects.count(), Task.objects.exclude(done_at=None).count())
    """
    # The claim was kept, the effect undone; it is not taken while the claim holds, and done once after that.
    assert ended(look, tmp_path).split("\n") == ["0 1", "0", "1 1"]
