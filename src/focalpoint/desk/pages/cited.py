"""Situations as an item's page shows them: those it is linked to and its reader may see."""

from focalpoint.desk.intake.cited import Cited
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.queries import situations


def cited(user: User, item: Item) -> list[Cited]:
    """Return the situations an item is linked to, newest first."""
    rows = situations(user).filter(links__item=item).values_list("ref", "title", "tlp")
    return [Cited(ref, title, tlp) for ref, title, tlp in rows]
