"""Acts a second: four people at once file reports and grade sources, each act with its trail and outbox.

Run apart (``python -m benchmarks.acts``) it fills the home and the database that the environment names and prints its
figures as JSON.
"""

import dataclasses
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.desk import AT, apart, set_up
from benchmarks.measure import ROOT, Figure

PEOPLE, EACH = 4, 250
TARGETS = {"sqlite": 50, "postgresql": 200}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def figures(shared: Path | None) -> list[Figure]:
    """Measure on SQLite, and on PostgreSQL where it is installed, in processes and homes of their own."""
    kept = apart("benchmarks.acts")
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return [*kept, Figure("acts", "PostgreSQL", None, "", note="PostgreSQL is not installed")]
    return [*kept, *apart("benchmarks.acts", [str(ROOT / ".ci" / "postgresql"), "--durable"])]


def measured() -> list[Figure]:
    """Let people act at once, then let the worker take out what follows from it."""
    set_up()
    from django.db import connection

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
