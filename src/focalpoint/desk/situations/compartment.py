"""An item in a situation that is for its members alone: whether it closes too, and who loses sight of it then."""

from focalpoint.desk.concurrency.revisions import advance
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import holders
from focalpoint.desk.situations.models import Situation


def is_asked(situation: Situation, item: Item) -> bool:
    """Whether an open item comes into a situation that is closed, so that it must be said what becomes of it."""
    return situation.is_for_members and not item.is_for_members


def losing_sight(item: Item, members: set[int]) -> list[User]:
    """Return who can read an open item now and could not once it is for some members alone."""
    readers = holders(Permission.ITEM_READ)
    return [each for each in readers if each.pk not in members and covers(each.clearance, item.tlp)]


def close(item: Item, situation: Situation) -> None:
    """Close an item to all but the members of a situation, in the caller's transaction."""
    advance(item, revision=item.revision, need_to_know=True)
    item.members.add(*situation.members.all())
