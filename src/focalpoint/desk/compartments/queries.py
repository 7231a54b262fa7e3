"""Reading changes of marking and members: of the items and situations that a reader may see."""

from typing import Any

from django.db.models import Q, QuerySet

from focalpoint.desk.compartments.models import IdentityRequest, MarkingChange, MemberChange
from focalpoint.desk.compartments.sight import Subject
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.intake.queries import items, sources
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import evidence, open_overlaps, situations

WAITING = MarkingChange.State.WAITING


def of_subject(subject: Subject) -> Q:
    """Return the condition that a change concerns an item or a situation."""
    return Q(item=subject) if isinstance(subject, Item) else Q(situation=subject)


def waiting_for(user: User) -> QuerySet[MarkingChange]:
    """Return the requests for a lower marking that a user may answer, the oldest on top."""
    if not has_permission(user, Permission.MARKING_GRANT):
        return MarkingChange.objects.none()
    seen = Q(item__in=items(user)) | Q(situation__in=situations(user))
    found = MarkingChange.objects.filter(seen, state=WAITING).exclude(by=user)
    return found.select_related("item", "situation", "by").order_by("at", "pk")


def open_request(subject: Subject) -> MarkingChange | None:
    """Return the request for a lower marking that waits; None where none does."""
    return MarkingChange.objects.filter(of_subject(subject), state=WAITING).select_related("by").first()


def marking_changes(subject: Subject) -> QuerySet[MarkingChange]:
    """Return every change of the marking that was made or asked for, newest first."""
    return MarkingChange.objects.filter(of_subject(subject)).select_related("by", "answered_by")


def member_changes(subject: Subject) -> QuerySet[MemberChange]:
    """Return who was added to the members or removed, newest first."""
    return MemberChange.objects.filter(of_subject(subject)).select_related("by", "person")


def open_evidence(user: User, subject: Subject) -> list[Item]:
    """Return the items of a situation that a user may see and that are not for members alone; none of an item."""
    if isinstance(subject, Item):
        return []
    return [each for each in evidence(user, subject).filter(consent_withdrawn_at=None) if not each.is_for_members]


def identity_requests_for(user: User) -> QuerySet[IdentityRequest]:
    """Return the requests to read who a source is that a custodian may answer, the oldest on top."""
    if not has_permission(user, Permission.IDENTITY_GRANT):
        return IdentityRequest.objects.none()
    found = IdentityRequest.objects.filter(granted=None, source__in=sources(user)).exclude(by=user)
    return found.select_related("source", "by").order_by("at", "pk")


def overlaps_for(user: User) -> "QuerySet[Any]":
    """Return the pairs of situations of one country, opened apart, that a user may look at together."""
    if not has_permission(user, Permission.OVERLAP_ANSWER):
        return Situation.overlaps.through._default_manager.none()
    return open_overlaps(user).select_related("from_situation__owner", "to_situation__owner").order_by("pk")


def waiting_count(user: User) -> int:
    """Count what waits for a user on the page of requests, in one query."""
    parts: list[QuerySet[Any]] = [waiting_for(user), identity_requests_for(user), overlaps_for(user)]
    first, *rest = (each.order_by().values("pk") for each in parts)
    return first.union(*rest, all=True).count()


def identity_requests(source: Source) -> QuerySet[IdentityRequest]:
    """Return every request to read who a source is, newest first."""
    return source.identity_requests.select_related("source", "by", "answered_by")
