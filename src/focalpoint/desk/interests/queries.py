"""What each person declared in a situation, and what of it is in the way of a step."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations

Known = Mapping[int, Declaration]  # the newest of each person, by account


def declarations(user: User) -> QuerySet[Declaration]:
    """Return the declarations in situations that a user may see, the first on top."""
    return Declaration.objects.filter(situation__in=situations(user)).select_related("by", "answered_by")


def declared(situation: Situation) -> Known:
    """Return what counts in a situation: of each person the newest declaration."""
    rows = situation.declarations.select_related("by", "answered_by").order_by("at", "pk")
    return {each.by_id: each for each in rows}


def problem(known: Known, person: User) -> str:
    """Return why a person cannot take a step yet, as to interests; empty where nothing is in the way."""
    mine, name = known.get(person.pk), {"name": person.get_username()}
    if mine is None:
        return _("%(name)s has not declared interests in this situation: none, or which.") % name
    if mine.is_recused:
        return _("By a declared interest, another person takes the place of %(name)s.") % name
    if mine.is_open:
        return _("What %(name)s declared waits for the answer of another person.") % name
    return ""


def problems(known: Known, people: Iterable[User]) -> list[str]:
    """Return what is in the way of each of some people."""
    return [said for each in dict.fromkeys(people) if (said := problem(known, each))]
