"""Reading corrections, and the states of the catalogue that they make."""

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from focalpoint.desk.library.models import Correction

STATES = Correction.State


def corrections(entry: str = "") -> QuerySet[Correction]:
    """Return corrections, of one entry or of all, the newest first."""
    found = Correction.objects.select_related("by", "answered_by", "withdrawn_by")
    return found.filter(entry=entry) if entry else found


def last_number() -> int:
    """Return the number of the newest state of the catalogue; 0 where nothing was corrected."""
    last = Greatest(Coalesce(Max("number"), 0), Coalesce(Max("withdrawn_number"), 0))
    return int(Correction.objects.aggregate(last=last)["last"])


def states() -> list[dict[str, dict[str, Any]]]:
    """Return, for each number, the fields of entries that are in force in that state; a later correction wins."""
    rows = list(Correction.objects.exclude(number=None).order_by("number"))
    return [_state(rows, number) for number in range(1, last_number() + 1)]


def _state(rows: list[Correction], number: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in rows:
        if each.number and each.number <= number and not (each.withdrawn_number and each.withdrawn_number <= number):
            found.setdefault(each.entry, {}).update(each.fields)
    return found


def in_force_after(correction: Correction) -> QuerySet[Correction]:
    """Return the corrections of the same entry that came into force later and still are."""
    later = Q(number__gt=correction.number or 0)
    return Correction.objects.filter(later, entry=correction.entry, state=STATES.IN_FORCE)
