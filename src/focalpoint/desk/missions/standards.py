"""Standards of proof: what each is called, and which one the items behind a finding can carry."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions.models import Finding
from focalpoint.doctrine import catalogue

SUSPICION = 1
HIGHEST = 4  # beyond reasonable doubt is for a court


def standards() -> list[tuple[int, str]]:
    """Return the standards that a mission can reach, from the lowest up, by their place in the catalogue."""
    return [(each.order, _(each.standard)) for each in catalogue().yardsticks.proof if each.order <= HIGHEST]


def name(order: int) -> str:
    """Return what a standard is called."""
    return dict(standards()).get(order, "–")


def supported(items: Iterable[Item]) -> int:
    """Return the highest standard that some items can carry; 0 where none is left.

    Reasonable grounds are a set of information checked against other material: items of one origin, however many,
    carry a suspicion. An item whose source nobody named has no origin that sets it apart.
    """
    readable = [each for each in items if each.consent_withdrawn_at is None]
    if not readable:
        return 0
    origins = {_origin(each) for each in readable}
    return HIGHEST if len(origins) > 1 else SUSPICION


def _origin(item: Item) -> str:
    source = item.source
    if source is None:
        return ""
    return source.independence_group.casefold().strip() or f"source {source.pk}"


def shortfalls(finding: Finding) -> list[str]:
    """Say what a finding falls short of: the standard of its mandate, or its own since evidence was withdrawn."""
    found = []
    asked = finding.mission.standard_for(finding.kind)
    if finding.standard < asked:
        said = _("Below the standard that the mandate asks: %(asked)s.")
        found.append(said % {"asked": name(asked)})
    left = supported(finding.items_for.all())
    if left < finding.standard:
        said = _("Consent was withdrawn since: what is left carries %(left)s.")
        found.append(said % {"left": name(left) if left else _("no standard")})
    return found
