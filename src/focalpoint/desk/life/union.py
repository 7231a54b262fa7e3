"""Who sees a situation once another is merged into it: never under a lower marking, and no member is lost."""

from focalpoint.desk.compartments.sight import Sight, sight_of
from focalpoint.desk.marking.rule import Marks, highest
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation


def stricter(one: Marks, other: Marks) -> Marks:
    """Return the marking that is as strict as both.

    >>> stricter(Marks("TLP:GREEN", True), Marks("TLP:AMBER", False))
    Marks(tlp='TLP:AMBER', need_to_know=True)
    """
    return Marks(highest(one.tlp, other.tlp).value, one.need_to_know or other.need_to_know)


def joining(situation: Situation, into: Situation) -> list[User]:
    """Return the members of a situation who are none of another, by name."""
    members = set(into.members.values_list("pk", flat=True))
    return [each for each in situation.members.order_by("username") if each.pk not in members]


def sight_after_merge(situation: Situation, into: Situation, *, by: User) -> Sight:
    """Return who would lose and who would gain sight of the situation that goes on."""
    marks = stricter(situation.marks, into.marks)
    return sight_of(into, marks, by=by, joining={each.pk for each in joining(situation, into)})
