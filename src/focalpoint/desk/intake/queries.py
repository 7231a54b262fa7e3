"""Reading sources and items. A reporter sees what the reporter filed; others what marking shows them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from focalpoint.desk.intake import duplicates
from focalpoint.desk.intake.models import Custody, Grading, Item, Reliability, Repeat, Source
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.trail.models import Event as Row
from focalpoint.reference.folding import fold

# Not the subject: the desk sets it, next to a source that not everybody who sees the item may see.
SEARCHED = ("title", "text", "event__what", "event__area", "event__actor", "event__victims")
OWN_STEPS = (Custody.Step.RECEIVED, Custody.Step.WITHDRAWN)  # the steps that a reporter sees of a report
LONGEST = 200  # characters of a search


def items(user: User) -> QuerySet[Item]:
    """Return the items a user may see, newest first."""
    if has_permission(user, Permission.ITEM_READ):
        return Item.objects.visible_to(user)
    return (
        Item.objects.filter(created_by=user) if has_permission(user, Permission.ITEM_READ_OWN) else Item.objects.none()
    )


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
    return found if has_permission(user, Permission.ITEM_WITHDRAW_ANY) else found.filter(created_by=user)


def custody(item: Item, user: User, situations: Iterable[str]) -> QuerySet[Custody]:
    """Return what was done with an item, first things first, as far as its reader may know.

    A link is included only where its situation is among ``situations``, the references that the reader may see.
    """
    rows = item.custody.select_related("by")
    if not has_permission(user, Permission.ITEM_READ):
        return rows.filter(step__in=OWN_STEPS)
    in_sight = Row.objects.filter(number=OuterRef("trail"), subject__in=list(situations))
    return rows.filter(~Q(step=Custody.Step.LINKED) | Exists(in_sight))


def sources(user: User) -> QuerySet[Source]:
    """Return the sources a user may see, by label."""
    may_read = has_permission(user, Permission.SOURCE_READ)
    return Source.objects.visible_to(user).order_by("label") if may_read else Source.objects.none()


def reliability(source: Source, subject: str) -> Reliability | None:
    """Return the newest grade of a source for a subject; None when no one graded it, which is not an F."""
    return source.reliabilities.filter(subject__iexact=subject).first()


def grades(item: Item) -> tuple[str, str]:
    """Return reliability of the source and credibility of the item, each "–" when it was not set."""
    found = reliability(item.source, item.subject) if item.source else None
    return (found.grade if found else "–", str(item.credibility or "–"))


def alike(user: User, item: Item) -> QuerySet[Item]:
    """Return the items a user may see that say the same as an item or have the same file."""
    return items(user).filter(duplicates.looks_like(item)).distinct()


def namesakes(user: User, label: str) -> list[Source]:
    """Return the sources a user may see that have a name, spelled in whatever way."""
    return [each for each in sources(user) if fold(each.label) == fold(label)]


def waiting(user: User) -> list[Grading]:
    """Return the credibilities of 1 that wait for a custodian who may read every item that is named."""
    if not has_permission(user, Permission.GRADING_ANSWER):
        return []
    open_ = Grading.objects.filter(waits=True, granted=None, item__in=items(user), item__consent_withdrawn_at=None)
    rows = open_.exclude(lookers=user).select_related("item__source", "by").prefetch_related("confirmed_by__source")
    newest = [each for each in rows if each.item.gradings.first() == each]
    return [each for each in newest if all(may_read(user, other.ref) for other in each.confirmed_by.all())]


def to_compare(user: User) -> list[Repeat]:
    """Return what looks like one account or one source and waits, where a custodian may read both."""
    if not has_permission(user, Permission.REPEAT_SETTLE):
        return []
    rows = list(Repeat.objects.filter(same=None))
    refs = {ref for each in rows for ref in (each.first, each.second)}
    seen = _readable(user, refs)
    return [each for each in rows if {each.first, each.second} <= seen]


def repeats_of(grading: Grading) -> set[str]:
    """Return the references of all that looks like an item of a grading, or like one of their sources, seen or not."""
    every = [grading.item, *grading.confirmed_by.all()]
    names = {fold(each.source.label) for each in every if each.source}
    labels = Source.objects.values_list("ref", "label") if names else []
    found = {ref for ref, label in labels if fold(label) in names}
    for each in every:
        found |= set(Item.objects.filter(duplicates.looks_like(each)).values_list("ref", flat=True))
    return found


def may_read(user: User, ref: str) -> bool:
    """Whether a user may read the item or the source of a reference."""
    return bool(_readable(user, {ref}))


def _readable(user: User, refs: set[str]) -> set[str]:
    """Return those references of items and sources that a user may read; items whose consent was withdrawn are none."""
    mine = items(user).filter(ref__in=refs, consent_withdrawn_at=None).values_list("ref", flat=True)
    return {*mine, *sources(user).filter(ref__in=refs).values_list("ref", flat=True)}
