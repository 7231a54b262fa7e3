"""Reading missions: those of the situations that a reader may see."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions.models import Finding, Mission
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations

TEXTS = ("title", "body", "symbol", "mandate")
LEVELS = ("pattern_standard", "incident_standard", "person_standard")
PARTS = (*TEXTS, *LEVELS)


def described(mission: Mission) -> dict[str, Any]:
    """Return what a mission says now, its members a line each, as its form takes it and its history keeps it."""
    members = [f"{each.name}, {each.function}" if each.function else each.name for each in mission.members.all()]
    return {name: getattr(mission, name) for name in PARTS} | {"members": "\n".join(members)}


def missions(user: User) -> QuerySet[Mission]:
    """Return the missions of situations that a user may see, with their members."""
    found = Mission.objects.filter(situation__in=situations(user)).select_related("situation")
    return found.prefetch_related("members")


def findings(mission: Mission) -> list[Finding]:
    """Return every version of a mission's findings, the first on top, with the items behind each."""
    items = Item.objects.select_related("source").order_by("pk")
    parts = (Prefetch("items_for", items), Prefetch("items_against", items))
    return list(mission.findings.select_related("mission", "by").prefetch_related(*parts))


def newest(versions: list[Finding]) -> list[Finding]:
    """Return of each finding its last version, those that were withdrawn left out."""
    replaced = {each.replaces_id for each in versions}
    return [each for each in versions if each.pk not in replaced and each.holds]


def missions_of(situation: Situation) -> list[Mission]:
    """Return the missions of a situation that hold."""
    return list(situation.missions.filter(withdrawn_at=None).prefetch_related("members"))
