"""Writes: which roles an account holds, on the desk. One trail event each, in the same transaction.

What gives an account more waits for a second person; what takes from it holds at once.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_name, lock_row
from focalpoint.desk.people.held_roles import ensure_administered, ensure_holdable, hold_roles
from focalpoint.desk.people.models import OFFICE, AccountChange, User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.queries import permissions_of
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

STATES = AccountChange.State


class NoAccountChange(FocalpointError):
    """A change that changes nothing, or of an account that is closed."""


class AccountChangeAnswered(Stale):
    """A change of an account that another person answered, or that lapsed."""

    def __init__(self) -> None:
        super().__init__(
            _("This change no longer waits."), todo=_("Look at the account: it was answered or it lapsed.")
        )


@transaction.atomic
def change_roles(
    *, user: User, role: str, more_roles: Collection[str], body: str, reason: str, by: User, at: dt.datetime
) -> AccountChange:
    """Say which roles an account is to hold: at once where they give no more than before, else once it is confirmed.

    A change that waits lapses.

    Raises
    ------
    NoAccountChange : the account holds them already, or is closed.
    LastAdministrator : no account of an administrator would be left.
    BodyMissing, RoleMissing, RolesApart, DutiesApart
    """
    require(by, Permission.ACCOUNT_GIVE_ROLES, user)
    lock_name(OFFICE)
    lock_row(user)
    more = ensure_holdable(role, more_roles, body)
    if not user.is_active:
        raise NoAccountChange(_("This account is closed."), todo=_("Open a new one at the console."))
    if (role, more, body) == (user.role, user.more_roles, user.body):
        raise NoAccountChange(_("The account holds these roles already."), todo=_("Change one, or leave the page."))
    ensure_administered(user, {role, *more})
    user.role_changes.filter(state=STATES.WAITING).update(state=STATES.LAPSED)
    wanted = User(role=role, more_roles=more, body=body)
    waits = bool(set(permissions_of(wanted)) - set(permissions_of(user))) or body not in ("", user.body)
    change = AccountChange.objects.create(
        user=user,
        role=role,
        more_roles=more,
        body=body,
        before=[user.role, *user.more_roles],
        state=STATES.WAITING if waits else STATES.DONE,
        reason=reason,
        by=by,
        at=at,
    )
    if not waits:
        hold_roles(user, role=role, more_roles=more, body=body, at=at)
    _record("account.roles-asked" if waits else "account.roles-changed", change, by=by, at=at)
    return change


@transaction.atomic
def answer_roles(*, change: AccountChange, is_confirmed: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Confirm or refuse the roles that another person wants an account to hold.

    Raises
    ------
    AccountChangeAnswered : another person was faster, or the account was changed meanwhile.
    LastAdministrator, RoleMissing, RolesApart, DutiesApart : it cannot be confirmed any more.
    """
    require(by, Permission.ACCOUNT_CONFIRM_ROLES, change)
    lock_name(OFFICE)
    lock_row(change)
    if change.state != STATES.WAITING:
        raise AccountChangeAnswered
    user = change.user
    lock_row(user)
    change.state = STATES.CONFIRMED if is_confirmed else STATES.REFUSED
    change.answer, change.answered_by, change.answered_at = answer, by, at
    change.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if is_confirmed:
        more = ensure_holdable(change.role, change.more_roles, change.body)
        ensure_administered(user, {change.role, *more})
        hold_roles(user, role=change.role, more_roles=more, body=change.body, at=at)
    _record("account.roles-confirmed" if is_confirmed else "account.roles-refused", change, by=by, at=at)


@transaction.atomic
def acknowledge_roles(*, user: User, by: User, at: dt.datetime) -> None:
    """Say that the owner of an account has read that its roles changed."""
    require(by, Permission.ACCOUNT_ACKNOWLEDGE, user)
    user.roles_changed_at = None
    user.save(update_fields=["roles_changed_at"])
    record(by=by.ref, at=at, verb="account.roles-read", subject=user.ref, after=[user])


def _record(verb: str, change: AccountChange, *, by: User, at: dt.datetime) -> None:
    ids: Ids = {"role": change.role, "more_roles": change.more_roles, "before": change.before}
    record(by=by.ref, at=at, verb=verb, subject=change.user.ref, ids=ids, after=[change.user])
