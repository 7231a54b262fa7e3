"""The daily anchor: the last row's number and hash, written to a file outside the database, one line a day.

The person who can rewrite the database cannot make it agree with copies of this file that were carried away (printed,
mailed, kept by another office).
"""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

FILE = "trail-anchors.txt"  # in the home


class BadAnchor(FocalpointError):
    """An anchor file with a line that is not one."""


def write(file: Path, *, day: dt.date) -> bool:
    """Add the day's line unless it is there already or there is nothing to anchor; return whether a line was added."""
    # Here, since reading anchors next to a copied file needs no desk.
    from focalpoint.desk.trail.models import Event

    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    known = file.read_text().splitlines() if file.exists() else []
    if last is None or any(
        line[:10] >= day.isoformat() for line in known
    ):  # a clock put back adds nothing out of order
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{day.isoformat()} {last[0]} {last[1]}\n")
    return True


def ahead(file: Path) -> list[int]:
    """Return the numbers of the anchored rows that this database does not hold, or holds with other contents."""
    from focalpoint.desk.trail.models import Event

    known = read(file)
    held = dict(Event.objects.filter(number__in=known).values_list("number", "hash"))
    return sorted(number for number, digest in known.items() if held.get(number) != digest)


def accept_older(file: Path, *, by: str, at: dt.datetime) -> Path | None:
    """Go on, on record, with a database that does not reach its anchors; return the file in which those are kept.

    None where the database holds every row that was anchored.
    """
    from django.db import transaction

    from focalpoint.desk.trail.actions import record

    rows = ahead(file)
    if not rows:
        return None
    with transaction.atomic():
        record(by=by, at=at, verb="trail.older-accepted", subject=str(rows[-1]))
        return set_aside(file, rows, day=at.date())


def accept_older_list(row: int, *, by: str, at: dt.datetime) -> None:
    """Note that a back-up is restored with a list of withdrawals that ends before the newest anchor, at a row."""
    from focalpoint.desk.trail.actions import record

    record(by=by, at=at, verb="trail.older-withdrawals-accepted", subject=str(row))


def set_aside(file: Path, rows: Collection[int], *, day: dt.date) -> Path:
    """Move the anchors of some rows to a file of their own, which names the day, and return it."""
    other = file.with_name(f"{file.stem}-until-{day.isoformat()}{file.suffix}")
    lines = file.read_text(encoding="ascii").splitlines(keepends=True)
    with other.open("a", encoding="ascii") as kept:
        kept.writelines(line for line in lines if int(line.split()[1]) in rows)
    file.write_text("".join(line for line in lines if int(line.split()[1]) not in rows), encoding="ascii")
    return other


def read(file: Path) -> dict[int, str]:
    """Read an anchor file: row number to hash; an absent file anchors nothing."""
    if not file.exists():
        return {}
    found = {}
    for place, line in enumerate(file.read_text(encoding="ascii", errors="replace").splitlines(), start=1):
        words = line.split()
        if len(words) != 3 or not words[1].isdigit() or len(words[2]) != 64:
            raise BadAnchor(f"{file}, line {place} is not an anchor.", todo="Each line reads: day, row number, hash.")
        found[int(words[1])] = words[2]
    return found
