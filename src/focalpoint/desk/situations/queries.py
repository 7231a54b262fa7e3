"""Reading situations: what marking shows, to the roles that work with them."""

from django.db.models import QuerySet

from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.marking.queries import visible
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations.models import ScopeTest, Situation

READERS = (Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL)
WRITERS = (Role.ANALYST, Role.HEAD)
LIVE = (Situation.State.OPEN, Situation.State.MONITORING)


def situations(user: User) -> QuerySet[Situation]:
    """Return the situations a user may see, newest first."""
    return visible(Situation.objects.all(), user) if user.role in READERS else Situation.objects.none()


def overlapping(iso3s: list[str]) -> QuerySet[Situation]:
    """Return every live situation in some countries, seen or not: for the action that opens one, never for a page."""
    return Situation.objects.filter(state__in=LIVE, places__iso3__in=iso3s).distinct()


def evidence(user: User, situation: Situation) -> QuerySet[Item]:
    """Return the linked items that a user may see."""
    return items(user).filter(links__situation=situation).select_related("source")


def scope(situation: Situation) -> ScopeTest | None:
    """Return the newest scope test; None when none was run."""
    return situation.scope_tests.first()
