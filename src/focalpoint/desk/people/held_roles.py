"""Which roles one account may hold together, and how it comes to hold them."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_name
from focalpoint.desk.people.models import OFFICE, AccountChange, OfficeRole, Role, User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import holders, office_roles
from focalpoint.desk.people.separation import ensure_duties_may_meet, partners
from focalpoint.doctrine import catalogue
from focalpoint.reference.errors import FocalpointError


class BodyMissing(FocalpointError):
    """A liaison of no body."""

    def __init__(self, message: str) -> None:
        super().__init__(message, todo=_("Name a body of the catalogue; at the console with --body and its id."))


class RoleMissing(FocalpointError):
    """A role of the office that does not exist, is not confirmed or is retired."""


class LastAdministrator(FocalpointError):
    """The last account of an administrator would be none any more."""


def roles_in_use() -> list[tuple[str, str]]:
    """Return the roles that an account may hold, those of the product with the roles that each may meet."""
    own = [(each.ref, f"{each.name}: {each.sentence}") for each in office_roles() if each.is_in_use]
    return [*((each.value, _with_partners(each)) for each in Role), *own]


def _with_partners(role: Role) -> str:
    """Say a role and those that may be held together with it."""
    said = {"role": role.label, "others": ", ".join(str(each.label) for each in partners(role))}
    return (_("%(role)s (may be held with: %(others)s)") if said["others"] else _("%(role)s (alone)")) % said


def ensure_holdable(role: str, more_roles: Collection[str], body: str) -> list[str]:
    """Return the roles besides the main one, each once; refuse duties that may not meet and a liaison of no body.

    Raises
    ------
    BodyMissing : a liaison without a body of the catalogue.
    RoleMissing : a role of the office that is not in use.
    RolesApart, DutiesApart : roles, or what they give, that one person cannot hold.
    """
    held = {role, *more_roles}
    own = {each for each in held if each.startswith(OFFICE)}
    ensure_duties_may_meet(held - own, _roles_in_use(own))
    if Role.LIAISON in held:
        _ensure_body(body)
    return sorted({*more_roles} - {role})


def ensure_administered(user: User, roles: Collection[str]) -> None:
    """Refuse roles without which no administrator would be left to this office.

    Raises
    ------
    LastAdministrator
    """
    if Role.ADMINISTRATOR not in roles and not holders(Permission.ACCOUNT_GIVE_ROLES).exclude(pk=user.pk):
        raise LastAdministrator(
            _("No other account can administer the desk."), todo=_("Make another person an administrator first.")
        )


def hold_roles(user: User, *, role: str, more_roles: list[str], body: str, at: dt.datetime) -> None:
    """Let an account hold roles from now on; what waited lapses, and its owner is informed on the next page."""
    user.role_changes.filter(state=AccountChange.State.WAITING).update(state=AccountChange.State.LAPSED)
    if {role, *more_roles} != user.roles or body != user.body:
        user.roles_changed_at = at
    user.body = body
    user.take_roles(role, more_roles)
    user.save(update_fields=["role", "more_roles", "body", "roles_changed_at"])


def _roles_in_use(refs: Collection[str]) -> list[OfficeRole]:
    """Return roles of the office by their references; refuse one that nobody may hold."""
    if not refs:
        return []
    lock_name(OFFICE)
    found = [each for each in OfficeRole.objects.filter(ref__in=refs) if each.is_in_use]
    if len(found) < len(refs):
        raise RoleMissing(
            _("The office has no such role in use."), todo=_("See the page Roles for the names of those in use.")
        )
    return found


def _ensure_body(body: str) -> None:
    """Refuse a liaison of no body, or of one that nothing could be sent to."""
    if not body:
        raise BodyMissing(_("A liaison speaks for a body."))
    if body not in {each.id for each in catalogue().bodies.bodies}:
        raise BodyMissing(_("%(body)s is no body of the catalogue.") % {"body": body})
