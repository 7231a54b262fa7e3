"""Reading situations: what marking shows, to the roles that work with them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.marking.rule import seen_by
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Link, OverlapAnswer, ScopeTest, Situation
from focalpoint.desk.situations.states import LIVE


def situations(user: User) -> QuerySet[Situation]:
    """Return the situations a user may see, newest first."""
    may_read = has_permission(user, Permission.SITUATION_READ)
    return Situation.objects.visible_to(user) if may_read else Situation.objects.none()


def overlapping(iso3s: list[str]) -> QuerySet[Situation]:
    """Return every live situation in some countries, seen or not: for the action that opens one, never for a page."""
    return Situation.objects.filter(state__in=LIVE, places__iso3__in=iso3s).distinct()


def visible_overlaps(user: User, situation: Situation) -> QuerySet[Situation]:
    """Return the situations that overlap one and that a user may see; of others, nothing: not even that there are."""
    return situations(user).filter(overlaps=situation)


def open_overlaps(user: User) -> "QuerySet[Any]":
    """Return the pairs of live situations of one country that a user sees both of, and that no one looked at together.

    Of each pair, ``from_situation`` was opened first. Before there were answers, an opener who saw the first gave a
    reason with the second: that is an answer, unless others of the same country have answers of their own.
    """
    pairs: QuerySet[Any] = Situation.overlaps.through._default_manager.all()
    live = situations(user).filter(state__in=LIVE)
    pairs = pairs.filter(from_situation__in=live, to_situation__in=live, from_situation__lt=F("to_situation"))
    answers = OverlapAnswer.objects.filter(second=OuterRef("to_situation"))
    unsaid = Q(to_situation__overlap_reason="") | Exists(answers)
    return pairs.filter(~Exists(answers.filter(first=OuterRef("from_situation"))), unsaid)


def kept_seen_by(user: User, prefix: str = "") -> Q:
    """Return the condition that a user sees an assessment by the marking it was signed under, where it keeps one.

    Its members are those of the situation, also once the situation is open to more people.
    """
    is_member = Q(**{f"{prefix}situation__in": Situation.objects.filter(members=user)})
    return Q(**{f"{prefix}kept_tlp": ""}) | seen_by(user, is_member, prefix=f"{prefix}kept_")


def evidence(user: User, situation: Situation) -> QuerySet[Item]:
    """Return the linked items that a user may see."""
    return items(user).filter(links__situation=situation).select_related("source")


def withdrawn(user: User, shown: Iterable[Situation]) -> dict[int, int]:
    """Return, by situation, how many linked items that a user may see had consent withdrawn."""
    gone = items(user).filter(consent_withdrawn_at__isnull=False)
    rows = Link.objects.filter(situation__in=[each.pk for each in shown], item__in=gone).values_list("situation")
    return dict(rows.annotate(Count("item")))


def with_withdrawn_evidence(user: User) -> list[Situation]:
    """Return a user's own situations whose newest assessment still cites something withdrawn that the user may see.

    Own: its owner, or the author of that version. A version that cites it no more, or a next one, ends the notice.
    """
    gone = items(user).filter(consent_withdrawn_at__isnull=False)
    mine = Q(owner=user) | Q(assessments__author=user)
    rests_on = Q(assessments__factors__evidence__in=gone) | Q(assessments__judgements__evidence__in=gone)
    cites = situations(user).filter(mine, rests_on)
    versions = set(cites.values_list("pk", "assessments__version"))
    newest = Situation.objects.filter(pk__in={pk for pk, _ in versions}).annotate(last=Max("assessments__version"))
    return [each for each in newest if (each.pk, each.last) in versions]


def scope(situation: Situation) -> ScopeTest | None:
    """Return the newest scope test; None when none was run."""
    return situation.scope_tests.first()
