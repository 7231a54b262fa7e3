"""Reading assessments: those of the situations that a reader may see."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.queries import kept_seen_by, situations
from focalpoint.desk.watch.models import Chance, Release


def assessments(user: User) -> QuerySet[Assessment]:
    """Return the assessments a user may see; a principal sees them once they are signed."""
    found = Assessment.objects.filter(kept_seen_by(user), situation__in=situations(user))
    found = found.select_related("situation", "author")
    return found if has_permission(user, Permission.DRAFT_READ) else found.filter(state=Assessment.State.SIGNED)


def cited_items(assessment: Assessment) -> QuerySet[Item]:
    """Return the items behind the factors and the judgements of an assessment, each once."""
    cited = Q(cited_in__assessment=assessment) | Q(judged_in__assessment=assessment)
    return Item.objects.filter(cited).distinct()


def withdrawn_evidence(assessment: Assessment) -> QuerySet[Item]:
    """Return the items an assessment rests on whose giver has withdrawn consent since, the first withdrawal on top."""
    found = cited_items(assessment).filter(consent_withdrawn_at__isnull=False)
    return found.order_by("consent_withdrawn_at", "pk")


def without_evidence(assessment: Assessment) -> list[str]:
    """Return the factors said to be present with no evidence left: none cited, or none that can still be read."""
    left = Item.objects.filter(cited_in=OuterRef("pk"), consent_withdrawn_at=None)
    present = assessment.factors.filter(value=Factor.Value.PRESENT)
    return list(present.exclude(Exists(left)).values_list("factor", flat=True))


def release_chance(iso3: str, threshold: int, window: int) -> Chance | None:
    """Return the newest release's chance for a question; None when no release was taken in or the chance is unknown."""
    newest = Release.objects.first()
    if newest is None:
        return None
    asked = Chance.objects.filter(release=newest, iso3=iso3, threshold=threshold, window=window, first=newest.first)
    return asked.exclude(value=None).select_related("release").first()
