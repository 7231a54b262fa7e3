"""The list of withdrawals of consent: ids alone, carried with the anchors, apart from back-ups.

A back-up that was taken before a withdrawal brings back what was erased. By this list it is erased again.
"""

import datetime as dt
import hashlib
from pathlib import Path
from typing import NamedTuple

from focalpoint.desk.intake import actions
from focalpoint.desk.intake.models import Item
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event
from focalpoint.reference.errors import FocalpointError

FILE = "withdrawals.txt"  # in the home
VERBS = ("item.consent-withdrawn", "item.erased-again")


class NoList(FocalpointError):
    """A file that is no whole list of withdrawals."""


class Withdrawal(NamedTuple):
    """One withdrawal: its time, who did it, and the item."""

    at: str
    by: str
    item: str


class Withdrawals(NamedTuple):
    """Those up to a row of the trail."""

    found: list[Withdrawal]
    row: int


def write(file: Path) -> None:
    """Bring the list of this desk up to the last row of its trail.

    What is listed already is kept: a database that was put back knows no item that came after it.
    """
    known = read(file).found if file.exists() else []
    rows = Event.objects.filter(verb__in=VERBS).order_by("number").values_list("at", "actor", "subject")
    found = {each.item: each for each in [*known, *map(Withdrawal._make, rows)][::-1]}
    lines = "".join(f"{' '.join(each)}\n" for each in sorted(found.values()))
    last = Event.objects.order_by("-number").values_list("number", flat=True).first()
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(f"{lines}complete {last or 0} {_digest(lines)}\n", encoding="ascii")
    fresh.replace(file)


def read(file: Path) -> Withdrawals:
    """Return the list in a file.

    Raises
    ------
    NoList : a line of it is missing or another.
    """
    *lines, end = file.read_text(encoding="ascii", errors="replace").splitlines() or [""]
    words, text = end.split(), "".join(f"{line}\n" for line in lines)
    if len(words) != 3 or words[0] != "complete" or not words[1].isdigit() or words[2] != _digest(text):
        raise NoList(f"{file} is no whole list of withdrawals.", todo="Use another copy of it.")
    return Withdrawals([Withdrawal(*line.split()) for line in lines], int(words[1]))


def repeat(found: list[Withdrawal], *, at: dt.datetime) -> int:
    """Erase again what a back-up brought back of the items that were withdrawn; return how many there were."""
    back = Item.objects.filter(consent_withdrawn_at=None, ref__in=[each.item for each in found])
    times = {each.item: dt.datetime.fromisoformat(each.at) for each in found}
    for item in list(back):
        actions.erase_again(item=item, withdrawn_at=times[item.ref], by=SystemActor.CLOCK, at=at)
    return len(back)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii", "replace")).hexdigest()
