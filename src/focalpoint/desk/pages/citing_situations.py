"""Situations as an item's page shows them: those that cite the item and that its reader may see."""

from dataclasses import dataclass

from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.queries import situations


@dataclass(frozen=True)
class Cited:
    """One situation that the reader may see."""

    ref: str
    title: str
    tlp: str


def cited(user: User, item: Item) -> list[Cited]:
    """Return the situations an item is linked to, newest first."""
    rows = situations(user).filter(links__item=item).values_list("ref", "title", "tlp")
    return [Cited(ref, title, tlp) for ref, title, tlp in rows]
