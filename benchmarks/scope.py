"""The scope test at work: its grid and its situation, with 200 items and every row answered on three of them.

Run apart (``python -m benchmarks.scope HOME``) it fills a home and prints its figures as JSON.
"""

import dataclasses
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.desk import AT, apart, set_up
from benchmarks.measure import Figure

ITEMS, VISITS, MOST = 200, 40, 150  # milliseconds


def figures(shared: Path | None) -> list[Figure]:
    """Measure in a process and a home of their own."""
    return apart("benchmarks.scope")


def measured() -> list[Figure]:
    """Fill a situation and visit its pages; the 95th percentile of the server's time."""
    set_up()
    from django.test import Client
    from django.urls import reverse

    by, situation, items = _situation()
    _tested(situation, items, by)
    browser = Client()
    browser.force_login(by)
    addresses = {
        "grid of the scope test": reverse("scope", args=[situation.ref]),
        "situation with a full scope test": reverse("situation", args=[situation.ref]),
    }
    return [_figure(browser, name, address) for name, address in addresses.items()]


def _situation() -> tuple[Any, Any, list[Any]]:
    """Open a situation with its items, in bulk."""
    from focalpoint.desk.intake.models import Event, Item
    from focalpoint.desk.people.models import Role, User
    from focalpoint.desk.situations.actions import open_situation
    from focalpoint.desk.situations.models import Link, Situation

    by = User.objects.create(username="analyst", role=Role.ANALYST, clearance="TLP:RED")
    title = "Report of burned houses in village"
    common = {"obtained_on": AT.date(), "created_by": by, "created_at": AT}
    items = [Item(title=f"{title} {number}", **common) for number in range(ITEMS)]
    Item.objects.bulk_create(items)
    Event.objects.bulk_create([Event(item=each, what=each.title, iso3="KEN") for each in items])
    situation = open_situation(situation=Situation(title="Fear of attacks"), iso3s=["KEN"], by=by, at=AT)
    Link.objects.bulk_create([Link(situation=situation, item=each, by=by, at=AT) for each in items])
    return by, situation, items


def _tested(situation: Any, items: list[Any], by: Any) -> None:
    """Answer every row that one person answers: two items for it, one against it."""
    from focalpoint.desk.situations.actions import Finding, run_scope_test
    from focalpoint.desk.situations.models import ScopeTest
    from focalpoint.desk.situations.scope_grid import asked_rows

    found = []
    for number, row in enumerate(each for each in asked_rows() if each.crime != "incitement"):
        first, second, third = (items[(3 * number + step) % ITEMS] for step in range(3))
        kind = row.kinds[0][0] if row.kinds else ""
        found.append(Finding(row.id, "suspicion", kind, "Seen by two.", [first, second], [third]))
    test = ScopeTest(situation=situation, reason="Every row was looked at.", answers={"Q9": "ongoing"})
    run_scope_test(test=test, findings=found, by=by, at=AT)


def _figure(browser: Any, name: str, address: str) -> Figure:
    spent = []
    for _visit in range(VISITS + 2):
        started = time.perf_counter()
        answer = browser.get(address)
        spent.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{name} answered {answer.status_code}")
    p95 = statistics.quantiles(spent[2:], n=20)[-1]
    note = f"{ITEMS} items, {len(answer.content) // 1000} kB; median {statistics.median(spent[2:]):.0f} ms"
    return Figure("scope", f"{name}, p95", p95, "ms", f"<= {MOST}", p95 <= MOST, note)


if __name__ == "__main__":
    sys.stdout.write(json.dumps([dataclasses.asdict(each) for each in measured()]) + "\n")
