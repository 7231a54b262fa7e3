"""Keeping a mission, its findings and their corrections."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_row
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.missions.models import Finding, Member, Mission, MissionChange
from focalpoint.desk.missions.queries import PARTS, described
from focalpoint.desk.missions.standards import HIGHEST, name, supported
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class NotAFinding(FocalpointError):
    """A mission or a finding that cannot be kept as it was given."""


@transaction.atomic
def open_mission(*, mission: Mission, members: Collection[Member], by: User, at: dt.datetime) -> Mission:
    """Keep a mission of a situation with its members."""
    require(by, Permission.MISSION_KEEP, mission.situation)
    ensure_live(mission.situation)
    mission.ref, mission.opened_by, mission.opened_at = new_ref(), by, at
    mission.save(force_insert=True)
    _keep_members(mission, members)
    ids: Ids = {"situation": mission.situation.ref, "body": mission.body}
    record(by=by.ref, at=at, verb="mission.opened", subject=mission.ref, ids=ids, after=[mission])
    return mission


@transaction.atomic
def change_mission(
    *,
    mission: Mission,
    texts: Mapping[str, Any],
    members: Collection[Member],
    reason: str,
    seen: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Change what a mission is or who serves on it; what it said before is kept with the reason.

    Raises
    ------
    NotAFinding : it was withdrawn, or nothing is different.
    Stale : it was changed since its page showed ``seen`` changes.
    """
    require(by, Permission.MISSION_KEEP, mission.situation)
    ensure_live(mission.situation)
    lock_row(mission)
    _ensure_open(mission)
    if mission.changes.count() != seen:
        raise Stale(_("Another person changed this mission."), todo=_("Read it again below, then save."))
    before = described(mission)
    Mission.objects.filter(pk=mission.pk).update(**{name: texts[name] for name in PARTS})
    mission.refresh_from_db()
    mission.members.all().delete()
    _keep_members(mission, members)
    if described(mission) == before:
        raise NotAFinding(_("Nothing is different."), todo=_("Change the mandate, a standard or a member."))
    MissionChange.objects.create(mission=mission, before=before, reason=reason, by=by, at=at)
    ids: Ids = {"situation": mission.situation.ref}
    record(by=by.ref, at=at, verb="mission.changed", subject=mission.ref, ids=ids, after=[mission])


def _keep_members(mission: Mission, members: Collection[Member]) -> None:
    for each in members:
        each.mission = mission
        each.save(force_insert=True)


@transaction.atomic
def withdraw_mission(*, mission: Mission, reason: str, by: User, at: dt.datetime) -> None:
    """Withdraw a mission that was kept wrongly; it can still be read on its page.

    Raises
    ------
    NotAFinding : it was withdrawn already.
    """
    require(by, Permission.MISSION_KEEP, mission.situation)
    ensure_live(mission.situation)
    lock_row(mission)
    _ensure_open(mission)
    gone = {"withdrawn_by": by, "withdrawn_at": at, "withdrawn_reason": reason}
    Mission.objects.filter(pk=mission.pk).update(**gone)
    ids: Ids = {"situation": mission.situation.ref}
    record(by=by.ref, at=at, verb="mission.withdrawn", subject=mission.ref, ids=ids, after=[mission])


@transaction.atomic
def find(
    *,
    finding: Finding,
    items_for: Collection[Item],
    items_against: Collection[Item],
    by: User,
    at: dt.datetime,
) -> Finding:
    """Keep a finding, or its next version where it replaces one.

    Raises
    ------
    NotAFinding : the items do not carry its standard, one is on both sides, or another version replaced the same one.
    """
    require(by, Permission.MISSION_KEEP, finding.mission.situation)
    ensure_live(finding.mission.situation)
    lock_row(finding.mission)
    _ensure_open(finding.mission)
    _ensure_next(finding)
    if finding.holds:
        _ensure_carried(finding, items_for, items_against)
    finding.ref, finding.by, finding.at = new_ref(), by, at
    finding.version = finding.replaces.version + 1 if finding.replaces else 1
    finding.save(force_insert=True)
    finding.items_for.set(items_for)
    finding.items_against.set(items_against)
    ids: Ids = {"mission": finding.mission.ref, "version": finding.version}
    if not finding.holds:
        ids = {**ids, "withdrawn": 1}
    record(by=by.ref, at=at, verb="mission.found", subject=finding.ref, ids=ids, after=[finding])
    return finding


def _ensure_open(mission: Mission) -> None:
    if mission.withdrawn_at:
        raise NotAFinding(_("This mission was withdrawn."), todo=_("Open another one."))


def _ensure_next(finding: Finding) -> None:
    """Refuse a version of what was replaced already, or that gives no reason."""
    if finding.replaces is None:
        return
    if Finding.objects.filter(replaces=finding.replaces).exists() or not finding.replaces.holds:
        raise NotAFinding(_("Another version replaced this one."), todo=_("Correct the newest version."))
    if not finding.reason:
        raise NotAFinding(_("A correction gives its reason."), todo=_("Say why the earlier version does not hold."))


def _ensure_carried(finding: Finding, items_for: Collection[Item], items_against: Collection[Item]) -> None:
    """Refuse a standard that the items for a finding do not carry."""
    if {each.pk for each in items_for} & {each.pk for each in items_against}:
        said = _("An item is both for and against this finding.")
        raise NotAFinding(said, todo=_("Put it on one side, and say in the finding what speaks for the other."))
    carried = supported(items_for)
    if finding.standard > HIGHEST:
        raise NotAFinding(_("Only a court finds beyond reasonable doubt."), todo=_("Choose a lower standard."))
    if not carried:
        raise NotAFinding(_("A finding rests on at least one item."), todo=_("Choose the items for it."))
    if finding.standard > carried:
        raise NotAFinding(
            _("Items of one origin carry no more than: %(standard)s.") % {"standard": name(carried)},
            todo=_("Add an item of another, independent origin, or choose that standard."),
        )
