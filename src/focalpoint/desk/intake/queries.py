"""Reading sources and items. A reporter sees what the reporter filed; others what marking shows them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from focalpoint.desk.intake.models import Custody, Item, Reliability, Source
from focalpoint.desk.marking.queries import visible
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail.models import Event as Row

READERS = (Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.CUSTODIAN)
# Not the subject: the desk sets it, beside a source that not everybody who sees the item may see.
SEARCHED = ("title", "text", "event__what", "event__area", "event__actor", "event__victims")
OWN_STEPS = (Custody.Step.RECEIVED, Custody.Step.WITHDRAWN)  # what a reporter is told was done with a report
LINKING = ("situation.opened", "item.linked")  # the events that link an item, each of a situation
LONGEST = 200  # signs of a search


def items(user: User) -> QuerySet[Item]:
    """Return the items a user may see, newest first."""
    if user.role == Role.REPORTER:
        return Item.objects.filter(created_by=user)
    return visible(Item.objects.all(), user) if user.role in READERS else Item.objects.none()


def matching(found: QuerySet[Item], asked: str) -> QuerySet[Item]:
    """Return those of some items in which every word that is asked for occurs, or whose reference it begins.

    The search is over what the reader may see already, so that it finds nothing else and counts nothing else.
    """
    for word in asked.replace("\0", "")[:LONGEST].split():
        occurs = Q(ref__startswith=word.lower()) | Q(event__iso3=word.upper())
        for name in SEARCHED:
            occurs |= Q(**{f"{name}__icontains": word})
        found = found.filter(occurs)
    return found


def withdrawable(user: User) -> QuerySet[Item]:
    """Return the items whose consent a user may withdraw: those the user filed; for a custodian, all in sight."""
    found = items(user)
    return found if user.role == Role.CUSTODIAN else found.filter(created_by=user)


def custody(item: Item, user: User, situations: Iterable[str]) -> QuerySet[Custody]:
    """Return what was done with an item, first things first, as far as its reader may know.

    A link is told of only where its situation is among ``situations``, the references that the reader may see.
    """
    rows = item.custody.select_related("by")
    if user.role == Role.REPORTER:
        return rows.filter(step__in=OWN_STEPS)
    told = Row.objects.filter(verb__in=LINKING, subject__in=list(situations)).values("number")
    return rows.filter(~Q(step=Custody.Step.LINKED) | Q(trail__in=told))


def sources(user: User) -> QuerySet[Source]:
    """Return the sources a user may see, by label."""
    return visible(Source.objects.order_by("label"), user) if user.role in READERS else Source.objects.none()


def reliability(source: Source, subject: str) -> Reliability | None:
    """Return the newest grade of a source for a subject; None when nobody graded it, which is not an F."""
    return source.reliabilities.filter(subject__iexact=subject).first()


def grades(item: Item) -> tuple[str, str]:
    """Return reliability of the source and credibility of the item, each "–" when it was not set."""
    found = reliability(item.source, item.subject) if item.source else None
    return (found.grade if found else "–", str(item.credibility or "–"))
