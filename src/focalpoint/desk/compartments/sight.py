"""Who loses sight of an item or a situation by a change of its marking, and who gains it: named before one confirms."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import Marks, is_for_members
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import readers
from focalpoint.desk.situations.models import Situation

Subject = Item | Situation


@dataclass(frozen=True)
class Sight:
    """The people for whom a change makes a difference, by name."""

    losing: Sequence[User]
    gaining: Sequence[User]

    @property
    def key(self) -> str:
        """What a form repeats to say that these people were named to its writer."""
        refs = ["-", *(each.ref for each in self.losing), "+", *(each.ref for each in self.gaining)]
        return hashlib.sha256(" ".join(refs).encode()).hexdigest()[:16] if self.losing or self.gaining else ""


def sight_of(subject: Subject, marks: Marks, *, by: User, joining: Collection[int] = ()) -> Sight:
    """Return who would lose and who would gain sight if one person gave another marking, and others became members."""
    permissions = [Permission.ITEM_READ]
    if isinstance(subject, Situation):
        permissions = [Permission.SITUATION_READ, Permission.SUBMISSION_READ]
    now = set(subject.members.values_list("pk", flat=True))
    then = now | set(joining)
    if is_for_members(tlp=marks.tlp, need_to_know=marks.need_to_know):
        then |= {by.pk}
    seeing = readers(*permissions, marks=subject.marks, members=now)
    will_see = readers(*permissions, marks=marks, members=then)
    return Sight(
        losing=[each for each in seeing if each not in will_see],
        gaining=[each for each in will_see if each not in seeing],
    )
