"""Writes: the roles that an office defines. One trail event each, in the same transaction.

What gives a role more waits for a second person; what takes from it holds at once.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_name, lock_row
from focalpoint.desk.people.models import OFFICE, OfficeRole, Role, RoleChange, User
from focalpoint.desk.people.permissions import TABLE, Permission, require
from focalpoint.desk.people.queries import role_holders
from focalpoint.desk.people.separation import ensure_duties_may_meet, ensure_permissions_may_meet
from focalpoint.desk.trail.actions import record
from focalpoint.reference.errors import FocalpointError

STATES = RoleChange.State


class RoleNameTaken(FocalpointError):
    """A role under a name that another role has."""


class NotGiven(FocalpointError):
    """A permission that no role of an office gives, or a role that gives none."""


class RoleWaits(FocalpointError):
    """A second change of a role while one waits for its answer."""


class NoRoleChange(FocalpointError):
    """A change of a role that changes nothing, or of one that is not in use."""


class RoleAnswered(Stale):
    """A change of a role that another person answered, or that lapsed."""

    def __init__(self) -> None:
        super().__init__(_("This change no longer waits."), todo=_("Look at the role: it was answered or it lapsed."))


@transaction.atomic
def define_role(
    *, name: str, sentence: str, permissions: Collection[Permission], reason: str, by: User, at: dt.datetime
) -> OfficeRole:
    """Define a role of the office; it gives nothing until a second person confirms it.

    Raises
    ------
    RoleNameTaken : another role has the name.
    NotGiven : it gives nothing, or a permission that is reserved.
    DutiesApart : one person cannot hold all that it gives.
    """
    require(by, Permission.ROLE_DEFINE)
    lock_name(OFFICE)
    _ensure_free(name)
    _ensure_given(permissions)
    ensure_permissions_may_meet(permissions)
    role = OfficeRole.objects.create(name=name, sentence=sentence)
    _ask(role, name=name, sentence=sentence, permissions=permissions, reason=reason, by=by, at=at)
    return role


@transaction.atomic
def change_role(
    *,
    role: OfficeRole,
    name: str,
    sentence: str,
    permissions: Collection[Permission],
    reason: str,
    by: User,
    at: dt.datetime,
) -> RoleChange:
    """Change a role of the office: at once where it gives no more than before, else once it is confirmed.

    Raises
    ------
    RoleWaits : a change waits already.
    NoRoleChange : nothing would change, or the role is not in use.
    RoleNameTaken, NotGiven, RolesApart, DutiesApart
    """
    require(by, Permission.ROLE_DEFINE)
    lock_name(OFFICE)
    lock_row(role)
    _ensure_in_use(role)
    _ensure_free(name, other_than=role)
    _ensure_given(permissions)
    ensure_permissions_may_meet(permissions)
    wanted: dict[str, Any] = {"name": name, "sentence": sentence, "permissions": sorted(permissions)}
    if wanted == {each: getattr(role, each) for each in wanted}:
        raise NoRoleChange(_("The role is like that already."), todo=_("Change something, or leave the page."))
    if set(permissions) - set(role.permissions):
        if role.changes.filter(state=STATES.WAITING).exists():
            raise RoleWaits(_("A change of this role waits already."), todo=_("Change it once that one is answered."))
        _ensure_holders(role, permissions)
        return _ask(role, **wanted, reason=reason, by=by, at=at)
    change = _done(role, **wanted, reason=reason, by=by, at=at)
    record(by=by.ref, at=at, verb="role.changed", subject=role.ref, ids={"lost": change.removed}, after=[role])
    return change


@transaction.atomic
def retire_role(*, role: OfficeRole, reason: str, by: User, at: dt.datetime) -> RoleChange:
    """Retire a role of the office: its holders keep their other roles, and lose what it gave.

    Raises
    ------
    NoRoleChange : the role is not in use.
    """
    require(by, Permission.ROLE_DEFINE)
    lock_name(OFFICE)
    lock_row(role)
    _ensure_in_use(role)
    wanted: dict[str, Any] = {"name": role.name, "sentence": role.sentence, "permissions": []}
    change = _done(role, **wanted, reason=reason, by=by, at=at)
    record(by=by.ref, at=at, verb="role.retired", subject=role.ref, ids={"lost": change.removed}, after=[role])
    return change


@transaction.atomic
def answer_role_change(*, change: RoleChange, is_confirmed: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Confirm or refuse what another person wants a role of the office to be.

    Raises
    ------
    RoleAnswered : another person was faster, or the role was changed meanwhile.
    RoleNameTaken, RolesApart, DutiesApart : it cannot be confirmed any more.
    """
    require(by, Permission.ROLE_CONFIRM, change)
    lock_name(OFFICE)
    lock_row(change)
    role = change.role
    lock_row(role)
    if change.state != STATES.WAITING:
        raise RoleAnswered
    change.state = STATES.CONFIRMED if is_confirmed else STATES.REFUSED
    change.answer, change.answered_by, change.answered_at = answer, by, at
    change.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if is_confirmed:
        _ensure_free(change.name, other_than=role)
        _ensure_holders(role, change.permissions)
        _write(role, change)
    verb = "role.confirmed" if is_confirmed else "role.refused"
    record(by=by.ref, at=at, verb=verb, subject=role.ref, ids={"gives": change.permissions}, after=[role])


def _ask(role: OfficeRole, *, by: User, at: dt.datetime, permissions: Collection[str], **wanted: str) -> RoleChange:
    """Write a change that waits for a second person."""
    change = RoleChange.objects.create(
        role=role,
        **wanted,
        permissions=sorted(permissions),
        before=role.permissions,
        state=STATES.WAITING,
        by=by,
        at=at,
    )
    record(by=by.ref, at=at, verb="role.asked", subject=role.ref, ids={"gives": change.permissions}, after=[role])
    return change


def _done(role: OfficeRole, **wanted: Any) -> RoleChange:
    """Write a change that holds at once; one that waits lapses."""
    role.changes.filter(state=STATES.WAITING).update(state=STATES.LAPSED)
    change = RoleChange.objects.create(role=role, before=role.permissions, state=STATES.DONE, **wanted)
    _write(role, change)
    return change


def _write(role: OfficeRole, change: RoleChange) -> None:
    role.name, role.sentence, role.permissions = change.name, change.sentence, change.permissions
    role.save(update_fields=["name", "sentence", "permissions"])


def _ensure_in_use(role: OfficeRole) -> None:
    if not role.is_in_use:
        raise NoRoleChange(_("This role is not in use."), todo=_("Define a new one."))


def _ensure_given(permissions: Collection[Permission]) -> None:
    """Refuse a role of nothing, and what no role of an office gives."""
    if not permissions:
        raise NotGiven(_("The role gives nothing."), todo=_("Choose at least one permission, or retire the role."))
    for each in permissions:
        if TABLE[each].is_reserved or TABLE[each].is_for_all:
            raise NotGiven(
                _("A role of the office cannot give this: %(permission)s.") % {"permission": TABLE[each].sentence},
                todo=_("Leave it out."),
            )


def _ensure_free(name: str, other_than: OfficeRole | None = None) -> None:
    """Refuse the name of one of the product's roles, or of another role that is in use or waits."""
    others = OfficeRole.objects.exclude(ref=other_than.ref if other_than else "")
    taken = {one.casefold() for each in Role for one in (each.value, str(each.label))}
    taken |= {each.name.casefold() for each in others if each.is_in_use}
    taken |= {each.name.casefold() for each in RoleChange.objects.filter(state=STATES.WAITING, role__in=others)}
    if name.casefold() in taken:
        raise RoleNameTaken(_("There is a role %(name)s already.") % {"name": name}, todo=_("Choose another name."))


def _ensure_holders(role: OfficeRole, permissions: Collection[str]) -> None:
    """Refuse what a person who holds the role could not hold together with the other roles."""
    wanted = OfficeRole(ref=role.ref, permissions=list(permissions))
    for each in role_holders(role):
        others = [one for one in each.office_roles if one.ref != role.ref]
        ensure_duties_may_meet({one for one in each.roles if not one.startswith(OFFICE)}, [*others, wanted])
