"""Which roles may meet in one person. No setting changes it; who acts on one's own object is refused by the conditions.

The smallest office is three people: an analyst, a head who reviews and keeps originals, a principal who keeps them too.
"""

import itertools
from collections.abc import Collection

from django.utils.translation import gettext as _

from focalpoint.desk.people.models import Role
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


class RolesApart(FocalpointError):
    """Two roles that one person cannot hold."""


def apart(roles: Collection[str]) -> list[tuple[Role, Role]]:
    """Return the pairs of some roles that may not meet in one person."""
    held = sorted({Role(each) for each in roles})
    return [pair for pair in itertools.combinations(held, 2) if frozenset(pair) not in MAY_MEET]


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
