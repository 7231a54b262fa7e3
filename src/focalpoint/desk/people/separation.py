"""Which duties may meet in one person. No setting changes it; conditions refuse who acts on one's own object.

A duty is one of the product's roles or a permission. What an office's own role gives may be held by one person exactly
where roles that may meet would give it to one person.

The smallest office is three people: an analyst, a head who reviews and keeps originals, a principal who keeps them too.
"""

import itertools
from collections.abc import Collection
from functools import lru_cache

from django.utils.translation import gettext as _

from focalpoint.desk.people.models import OfficeRole, Role
from focalpoint.desk.people.permissions import TABLE, Permission
from focalpoint.reference.errors import FocalpointError

MAY_MEET: frozenset[frozenset[Role]] = frozenset(
    frozenset(pair)
    for pair in (
        (Role.ANALYST, Role.REVIEWER),  # a second reader of what others wrote
        (Role.ANALYST, Role.HEAD),
        (Role.ANALYST, Role.AIDE),
        (Role.ANALYST, Role.ADMINISTRATOR),
        (Role.REVIEWER, Role.ADMINISTRATOR),
        (Role.REVIEWER, Role.HEAD),
        (Role.REVIEWER, Role.CUSTODIAN),
        (Role.HEAD, Role.CUSTODIAN),
        (Role.PRINCIPAL, Role.CUSTODIAN),
        (Role.HEAD, Role.FOCAL_POINT),
        (Role.PRINCIPAL, Role.FOCAL_POINT),
    )
)


Duty = Role | Permission


class RolesApart(FocalpointError):
    """Two roles that one person cannot hold."""


class DutiesApart(FocalpointError):
    """Permissions that one person cannot hold, or not beside a role."""


def apart(roles: Collection[str]) -> list[tuple[Role, Role]]:
    """Return the pairs of some roles that may not meet in one person."""
    held = sorted({Role(each) for each in roles})
    return [pair for pair in itertools.combinations(held, 2) if frozenset(pair) not in MAY_MEET]


def partners(role: Role) -> list[Role]:
    """Return the roles that one person may hold together with a role."""
    return [each for each in Role if frozenset({role, each}) in MAY_MEET]


def ensure_may_meet(roles: Collection[str]) -> None:
    """Refuse roles that may not meet in one person.

    Raises
    ------
    RolesApart : two of them may not.
    """
    for one, other in apart(roles):
        said = {"one": one.label, "other": other.label}
        raise RolesApart(
            _("One person cannot be both %(one)s and %(other)s.") % said,
            todo=_("Give one of them to a colleague."),
        )


def clash_of(duties: Collection[Duty]) -> list[Duty]:
    """Return duties out of some that may not meet in one person, as few as possible; none where all may."""
    left = list(duties)
    if _may_meet(left):
        return []
    for each in duties:
        rest = [other for other in left if other != each]
        if not _may_meet(rest):
            left = rest
    return left


def ensure_duties_may_meet(roles: Collection[str], office_roles: Collection[OfficeRole]) -> None:
    """Refuse what a person would hold altogether by roles of the product and of the office.

    Raises
    ------
    RolesApart, DutiesApart : some of it may not meet in one person.
    """
    ensure_may_meet(roles)
    given = {permission for each in office_roles for permission in each.permissions}
    ensure_permissions_may_meet(sorted(Permission(each) for each in given if each in set(Permission)), roles)


def ensure_permissions_may_meet(permissions: Collection[Permission], roles: Collection[str] = ()) -> None:
    """Refuse permissions that one person cannot hold, or not beside some roles.

    Raises
    ------
    DutiesApart : they may not meet.
    """
    if clash := clash_of([*(Role(each) for each in sorted(roles)), *permissions]):
        names = "; ".join(str(each.label if isinstance(each, Role) else TABLE[each].sentence) for each in clash)
        raise DutiesApart(
            _("One person cannot hold all of these: %(duties)s.") % {"duties": names},
            todo=_("Leave one of them out, or give it to a colleague."),
        )


def _may_meet(duties: Collection[Duty]) -> bool:
    """Whether roles that may meet give all of some permissions, and hold all of some roles."""
    roles = frozenset(each for each in duties if isinstance(each, Role))
    holders = [TABLE[each].holders for each in duties if isinstance(each, Permission)]
    return any(roles <= one and all(one & each for each in holders) for one in _sets_that_may_meet(MAY_MEET))


@lru_cache(maxsize=4)
def _sets_that_may_meet(pairs: frozenset[frozenset[Role]]) -> list[frozenset[Role]]:
    """Return every set of roles of which each two may meet."""
    found = [frozenset[Role]()]
    for role in Role:
        found += [one | {role} for one in found if all(frozenset({role, other}) in pairs for other in one)]
    return found
