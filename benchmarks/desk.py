"""The desk at work: pages over 1,000 situations, 20,000 items and 200,000 trail rows; the proof; a note of 20 pages.

Run apart (``python -m benchmarks.desk HOME``) it fills a home and prints its figures as JSON, so that the settings of
the measuring process stay its own.
"""

import dataclasses
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Figure

SITUATIONS, ITEMS, ROWS, VISITS, WRITES = 1_000, 20_000, 200_000, 40, 100
AT = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)
MARKS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def figures(shared: Path | None) -> list[Figure]:
    """Measure in a process and a home of their own."""
    return apart("benchmarks.desk")


def apart(module: str, before: Sequence[str] = ()) -> list[Figure]:
    """Run a module in a process and a home of their own, and return the figures that it prints.

    ``before`` is a command that starts what the module needs and then runs it.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FOCALPOINT_HOME": home, "DJANGO_SETTINGS_MODULE": "focalpoint.desk.site.settings"}
        environment.pop("FOCALPOINT_DATABASE_URL", None)
        command = [*before, sys.executable, "-m", module, home]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the desk could not be measured:\n{done.stderr[-3000:]}")
    return [Figure(**each) for each in json.loads(done.stdout.strip().rsplit("\n", 1)[-1])]


def measured() -> list[Figure]:
    """Fill the desk and measure it."""
    set_up()
    addresses = filled()
    return [*pages(addresses), proof(), *documents(), *writes()]


def set_up() -> None:
    """Make an empty home ready for pages."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def filled() -> dict[str, tuple[str, str]]:
    """Fill the desk in bulk; return the pages to visit: name -> who reads it, and its address."""
    from django.db import connection, transaction
    from django.urls import reverse

    with transaction.atomic():
        people = _people()
        items = _items(people)
        situations = _situations(people, items)
        _trail(people, [each.ref for each in situations])
        found = _decided(people, situations, items)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    readers = {"transmissions": "head", "trail": "overseer", "submission": "principal"}
    pages = {name: (readers.get(name, "analyst"), reverse(name)) for name in LISTS}
    return pages | {name: (readers.get(name, "analyst"), reverse(name, args=[ref])) for name, ref in found.items()}


LISTS = ("items", "situations", "submissions", "decisions", "transmissions", "trail", "sources")


def _people() -> dict[str, Any]:
    from focalpoint.desk.people.models import Role, User

    roles = [Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.OVERSEER]
    made = {str(role): User.objects.create(username=str(role), role=role, clearance="TLP:RED") for role in roles}
    more = [User(username=f"colleague-{number}", clearance="TLP:AMBER") for number in range(100)]
    User.objects.bulk_create(more)
    return made


def _items(people: dict[str, Any]) -> list[Any]:
    from focalpoint.desk.intake.models import Custody, Event, Item, Reliability, Source

    by = people["analyst"]
    sources = [
        Source(label=f"Source {n}", kind="media", tlp=MARKS[n % 5], created_by=by, created_at=AT) for n in range(500)
    ]
    Source.objects.bulk_create(sources)
    graded = {"subject": "police", "grade": "B", "reason": "Known.", "by": by, "at": AT}
    Reliability.objects.bulk_create([Reliability(source=each, **graded) for each in sources])
    items = [
        Item(
            title=f"Report of burned houses in village {n}",
            text="They came at night. " * 20,
            source=sources[n % 500],
            subject="police",
            obtained_on=AT.date(),
            credibility=2 + n % 5,
            tlp=MARKS[n % 5],
            need_to_know=n % 7 == 0,
            created_by=by,
            created_at=AT + dt.timedelta(minutes=n),
        )
        for n in range(ITEMS)
    ]
    Item.objects.bulk_create(items, batch_size=1000)
    Event.objects.bulk_create([Event(item=each, what=each.text, iso3="KEN") for each in items], batch_size=1000)
    steps = [Custody(item=each, step="received", by=by, at=AT, trail=1) for each in items]
    Custody.objects.bulk_create(steps, batch_size=1000)
    through = Item.members.through
    through.objects.bulk_create([through(item=each, user=by) for each in items[::3]], batch_size=1000)
    return items


def _situations(people: dict[str, Any], items: list[Any]) -> list[Any]:
    from focalpoint.desk.situations.models import Link, Place, Situation

    by = people["analyst"]
    common = {"owner": by, "opened_by": by}
    rows = [
        Situation(
            title=f"Fear of attacks in district {n}",
            tlp=MARKS[n % 5],
            need_to_know=n % 4 == 0,
            opened_at=AT + dt.timedelta(hours=n),
            **common,
        )
        for n in range(SITUATIONS)
    ]
    Situation.objects.bulk_create(rows)
    Place.objects.bulk_create([Place(situation=each, iso3="KEN") for each in rows])
    Link.objects.bulk_create(
        [Link(situation=rows[n % SITUATIONS], item=item, by=by, at=AT) for n, item in enumerate(items)], batch_size=1000
    )
    through = Situation.members.through
    both = [by, people["head"], people["principal"], people["reviewer"]]
    through.objects.bulk_create([through(situation=each, user=user) for each in rows[::2] for user in both])
    return rows


def _trail(people: dict[str, Any], refs: list[str]) -> None:
    """Write a valid chain in bulk: reads, for the most part, as in any desk."""
    from focalpoint.desk.trail.actions import canonical
    from focalpoint.desk.trail.chain import GENESIS, digest
    from focalpoint.desk.trail.models import Event

    actors, previous, rows = [each.ref for each in people.values()], GENESIS, []
    for number in range(1, ROWS + 1):
        at = (AT + dt.timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        ref = refs[number % len(refs)]
        ids = canonical({"also": [refs[(number + step) % len(refs)] for step in (1, 2, 3)]} if number % 2 else {})
        fields = (number, at, actors[number % len(actors)], "protected.read", ref, ids, previous)
        previous = digest(*fields)
        names = ("number", "at", "actor", "verb", "subject", "ids", "previous")
        rows.append(Event(**dict(zip(names, fields, strict=True)), hash=previous))
    Event.objects.bulk_create(rows, batch_size=2000)


def _decided(people: dict[str, Any], situations: list[Any], items: list[Any]) -> dict[str, str]:
    """Take 60 situations along the path by the desk's own actions: a third decided, a third signed, the rest wait."""
    from focalpoint.desk.decisions import actions as deciding
    from tests import walk  # the steps of the path, as tests walk them

    seen = next(each for each in items if each.tlp == "TLP:CLEAR" and not each.need_to_know)
    found = {"item": seen.ref}
    open_to_all = [each for each in situations if not each.need_to_know and each.tlp != "TLP:RED"][:60]
    for place, situation in enumerate(open_to_all):
        walk.declared(situation, *people.values())
        walk.tested(situation, people["analyst"])
        draft = walk.assessed(situation, items[place], people["analyst"])
        paper = walk.optioned(draft, people["analyst"])
        submission = deciding.submit(assessment=draft, revision=draft.revision, by=people["analyst"], at=walk.AT)
        found |= {"situation": situation.ref, "assessment": draft.ref, "paper": paper.ref}
        if place % 3 == 0:
            continue
        walk.sign(submission, by=people["reviewer"])
        submission.refresh_from_db()
        found["submission"] = submission.ref
        if place % 3 == 1:
            words = {"choice": "act", "reason": "Now.", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
            words |= {"revision": submission.revision, "by": people["principal"], "at": walk.AT}
            deciding.decide(submission=submission, **words)
    return found


def pages(addresses: dict[str, tuple[str, str]]) -> list[Figure]:
    """Visit each page; the 95th percentile of the server's time."""
    from django.test import Client

    from focalpoint.desk.people.models import User

    rows = []
    for name, (role, address) in addresses.items():
        browser = Client()
        browser.force_login(User.objects.get(username=role))
        spent = [_visit(browser, name, address) for _ in range(VISITS + 2)][2:]
        p95 = statistics.quantiles(spent, n=20)[-1] * 1000
        rows.append(Figure("desk", f"{name}, p95", p95, "ms", "<= 100", p95 <= 100))
    return rows


def _visit(browser: Any, name: str, address: str) -> float:
    started = time.perf_counter()
    answer = browser.get(address)
    spent = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{name} answered {answer.status_code}")
    return spent


def proof() -> Figure:
    """Prove the trail with every check, out of the desk's own database."""
    from focalpoint.desk.trail.chain import breaks
    from focalpoint.desk.trail.models import Event
    from focalpoint.desk.trail.queries import links

    count, last = Event.objects.count(), Event.objects.order_by("-number").first()
    anchors = {last.number: last.hash} if last else {}
    started = time.perf_counter()
    found = list(breaks(links(), anchors))
    speed = count / (time.perf_counter() - started)
    if found:
        raise SystemExit(f"the trail is broken: {found[0]}")
    return Figure("desk", "trail verify", speed, "rows/s", ">= 50000", speed >= 50_000, f"{count} rows, every check")


def documents() -> list[Figure]:
    """Write a note of twenty pages as PDF and as Word."""
    from io import BytesIO

    from pypdf import PdfReader

    from focalpoint.desk.documents import pdf, word
    from focalpoint.desk.documents.blocks import Document, Heading, say

    text = "In the night of 3 January armed men entered the village and burned houses. " * 5
    blocks = [part for n in range(165) for part in ((Heading(text=f"Part {n}"),) if n % 6 == 0 else ()) + (say(text),)]
    note = Document(reference="S-1", title="A long note", date=AT.date(), marking="TLP:AMBER", blocks=tuple(blocks))
    rows = []
    writers: dict[str, Callable[[Any], bytes]] = {"PDF": pdf.write, "Word": word.write}
    for kind, write in writers.items():
        started = time.perf_counter()
        data = write(note)
        spent = time.perf_counter() - started
        extent = f"{len(PdfReader(BytesIO(data)).pages)} pages" if kind == "PDF" else "the same note"
        rows.append(Figure("desk", f"note as {kind}", spent, "s", "<= 2", spent <= 2, extent))
    return rows


def writes() -> list[Figure]:
    """File reports, each on the disk when it is answered, in turn with a log that the machine may still hold."""
    from django.conf import settings
    from django.db import connection

    from focalpoint.desk.intake.actions import file_item
    from focalpoint.desk.intake.models import Event, Item
    from focalpoint.desk.people.models import User

    by = User.objects.get(username="analyst")
    spent: dict[str, list[float]] = {"FULL": [], "NORMAL": []}
    assert "synchronous=FULL" in settings.DATABASES["default"]["OPTIONS"]["init_command"]
    for number in range(2 * WRITES):
        way = ("FULL", "NORMAL")[number % 2]
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={way}")
        started = time.perf_counter()
        item, event = Item(title="x", obtained_on=AT.date()), Event(what=f"Report {number}", iso3="KEN")
        file_item(item=item, event=event, attachments=[], by=by, at=AT)
        spent[way].append(time.perf_counter() - started)
    median = {way: statistics.median(each) * 1000 for way, each in spent.items()}
    note = f"{median['NORMAL']:.1f} ms where the newest are lost with the power"
    return [Figure("desk", "a report, on the disk when answered, median", median["FULL"], "ms", "", None, note)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps([dataclasses.asdict(each) for each in measured()]) + "\n")
