"""Writes: accounts, their passwords, and what they may see. One trail event each, in the same transaction."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.people import queries
from focalpoint.desk.people.held_roles import ensure_holdable, hold_roles
from focalpoint.desk.people.models import OfficeMode, User
from focalpoint.desk.people.permissions import Actor, Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

_GROUPS, _SIGNS = 4, "abcdefghjkmnpqrstuvwxyz23456789"


class NameTaken(FocalpointError):
    """An account under a name that exists."""


class OfficeLargeEnough(FocalpointError):
    """The small-office mode of an office of three people or more."""


class NoFactor(FocalpointError):
    """A second factor is to be taken off an account that has none."""


def random_password() -> str:
    """Return four groups of five signs that cannot be mistaken for each other: 99 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(5)) for _group in range(_GROUPS))


@transaction.atomic
def open_account(
    *,
    name: str,
    role: str,
    more_roles: Collection[str] = (),
    clearance: str,
    body: str = "",
    demonstration: bool = False,
    by: Actor,
    at: dt.datetime,
) -> tuple[User, str]:
    """Open an account and return it with its password, which is shown once and kept nowhere.

    Raises
    ------
    NameTaken : a person has that name.
    BodyMissing : a liaison without a body of the catalogue.
    RoleMissing : a role of the office that is not in use.
    RolesApart, DutiesApart : roles, or what they give, that one person cannot hold.
    """
    require(by, Permission.ACCOUNT_MANAGE)
    if User.objects.filter(username__iexact=name).exists():
        raise NameTaken(_("There is an account %(name)s already.") % {"name": name}, todo=_("Choose another name."))
    roles: dict[str, Any] = {"role": role, "more_roles": ensure_holdable(role, more_roles, body)}
    password = random_password()
    user = User(username=name, clearance=clearance, body=body, demonstration=demonstration, date_joined=at, **roles)
    user.password = make_password(password)
    user.save(force_insert=True)
    ids: Ids = {"role": role, "more_roles": user.more_roles, "clearance": clearance}
    record(by=by.ref, at=at, verb="user.created", subject=user.ref, ids=ids, after=[user])
    return user, password


@transaction.atomic
def renew_password(*, user: User, by: Actor, at: dt.datetime) -> str:
    """Give an account a new password; the person who was signed in with the old one is signed out."""
    require(by, Permission.ACCOUNT_MANAGE)
    password = random_password()
    user.password = make_password(password)
    user.save(update_fields=["password"])
    record(by=by.ref, at=at, verb="user.password-set", subject=user.ref, after=[user])
    return password


@transaction.atomic
def close_account(*, user: User, by: Actor, at: dt.datetime) -> None:
    """Close an account: it is kept, since the trail names it, and no one signs in with it."""
    require(by, Permission.ACCOUNT_MANAGE)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(by=by.ref, at=at, verb="user.changed", subject=user.ref, ids={"closed": 1}, after=[user])


@transaction.atomic
def change_account(
    *,
    user: User,
    role: str,
    more_roles: Collection[str] = (),
    clearance: str,
    body: str,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Change roles, clearance and body of an account."""
    require(by, Permission.ACCOUNT_MANAGE)
    more = ensure_holdable(role, more_roles, body)
    user.clearance = clearance
    user.save(update_fields=["clearance"])
    hold_roles(user, role=role, more_roles=more, body=body, at=at)
    ids: Ids = {"role": role, "more_roles": user.more_roles, "clearance": clearance}
    record(by=by.ref, at=at, verb="user.changed", subject=user.ref, ids=ids, after=[user])


@transaction.atomic
def remove_factors(*, user: User, by: Actor) -> int:
    """Take every second factor off an account whose owner lost them; return how many. Each leaves its event.

    Raises
    ------
    NoFactor : the account has none.
    NotAllowed : one takes off one's own on the page of one's own factors, which asks for the password.
    """
    require(by, Permission.ACCOUNT_REMOVE_FACTOR, user)
    found = list(Authenticator.objects.filter(user=user))
    if not found:
        raise NoFactor(_("This account has no second factor."), todo=_("Nothing is left to do."))
    for each in found:
        each.removed_by = by.ref
        each.delete()
    return len(found)


@transaction.atomic
def choose_zone(*, user: User, zone: str, by: Actor, at: dt.datetime) -> None:
    """Set the time zone in which an account is shown hours; empty: the office's."""
    require(by, Permission.ACCOUNT_CHOOSE_ZONE, user)
    user.zone = zone
    user.save(update_fields=["zone"])
    record(by=by.ref, at=at, verb="user.zone-chosen", subject=user.ref, after=[user])


@transaction.atomic
def set_office_mode(*, is_small: bool, reason: str, by: User, at: dt.datetime) -> OfficeMode:
    """Set or end the mode in which a named person outside of the office is the second person.

    Raises
    ------
    OfficeLargeEnough : three people or more can keep the duties separate.
    """
    require(by, Permission.OFFICE_SET_MODE)
    if is_small and queries.office_size() >= queries.SMALLEST:
        raise OfficeLargeEnough(
            _("Three people or more work here, so a colleague is the second person."),
            todo=_("Give them the roles that are missing, or close accounts that are not used."),
        )
    mode = OfficeMode.objects.create(is_small=is_small, reason=reason, by=by, at=at)
    record(by=by.ref, at=at, verb="office.mode-set", subject=mode.ref, ids={"small": int(is_small)}, after=[mode])
    return mode
