"""Acts a second: four people at once file reports and grade sources, each act with its trail and outbox.

Run apart (``python -m benchmarks.acts``) it fills the home and the database that the environment names and prints its
figures as JSON.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Figure

PEOPLE, EACH = 4, 250
AT = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)
TARGETS = {"sqlite": 50, "postgresql": 200}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def figures(shared: Path | None) -> list[Figure]:
    """Measure on SQLite, and on PostgreSQL where it is installed, in processes and homes of their own."""
    kept = [*_measured_apart([])]
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return [*kept, Figure("acts", "PostgreSQL", None, "", note="PostgreSQL is not installed")]
    return [*kept, *_measured_apart([str(ROOT / ".ci" / "postgresql"), "--durable"])]


def _measured_apart(before: list[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FOCALPOINT_HOME": home, "DJANGO_SETTINGS_MODULE": "focalpoint.desk.site.settings"}
        environment.pop("FOCALPOINT_DATABASE_URL", None)
        command = [*before, sys.executable, "-m", "benchmarks.acts"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"acts could not be measured:\n{done.stderr[-3000:]}")
    for each in json.loads(done.stdout.strip().rsplit("\n", 1)[-1]):
        yield Figure(**each)


def measured() -> list[Figure]:
    """Let people act at once, then let the worker take out what follows from it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    people, sources = _people()
    started = time.perf_counter()
    failed: list[str] = []
    threads = [threading.Thread(target=_act, args=(people[n], sources[n], failed)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    speed = PEOPLE * EACH / (time.perf_counter() - started)
    if failed:
        raise SystemExit(f"an act was refused: {failed[0]}")
    goal, on = TARGETS[connection.vendor], NAMES[connection.vendor]
    note = f"{PEOPLE} people at once, every act on the disk when answered"
    return [
        Figure("acts", f"on {on}, with trail and outbox", speed, "acts/s", f">= {goal}", speed >= goal, note),
        Figure("acts", f"on {on}, taken out of the outbox", _delivered(), "acts/s"),
    ]


def _people() -> tuple[list[Any], list[Any]]:
    from focalpoint.desk.intake.actions import register_source
    from focalpoint.desk.intake.models import Source
    from focalpoint.desk.people.models import Role, User

    people = [User.objects.create(username=f"a-{n}", role=Role.ANALYST, clearance="TLP:AMBER") for n in range(PEOPLE)]
    graded = {"subject": "police", "grade": "B", "reason": "Known.", "at": AT}
    return people, [register_source(source=Source(label=each.username), by=each, **graded) for each in people]


def _act(by: Any, source: Any, failed: list[str]) -> None:
    """File a report, grade a source, file a report ..."""
    from django.db import connection

    from focalpoint.desk.intake.actions import file_item, grade_source
    from focalpoint.desk.intake.models import Event, Item

    try:
        for number in range(EACH):
            if number % 2:
                words = {"subject": "police", "grade": "ABC"[number % 3], "reason": f"Report {number}."}
                grade_source(source=source, **words, by=by, at=AT)
            else:
                item, event = Item(title="x", obtained_on=AT.date()), Event(what=f"Report {number}", iso3="KEN")
                file_item(item=item, event=event, attachments=[], by=by, at=AT)
    except Exception as error:  # noqa: BLE001 (whatever it is, the bench stops with it)
        failed.append(repr(error))
    finally:
        with contextlib.suppress(Exception):
            connection.close()


def _delivered() -> float:
    """Return how many events a second the worker turns into tasks."""
    from focalpoint.desk.tasks.actions import deliver_outbox

    started, taken = time.perf_counter(), 0
    while found := deliver_outbox(at=AT):
        taken += found
    return taken / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.stdout.write(json.dumps([dataclasses.asdict(each) for each in measured()]) + "\n")
