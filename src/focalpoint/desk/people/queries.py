"""Reading accounts."""

from collections.abc import Collection

from django.db.models import QuerySet

from focalpoint.desk.marking.rule import Marks, is_seen
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission


def accounts() -> QuerySet[User]:
    """Return every account, by name."""
    return User.objects.order_by("username")


def holders(permission: Permission) -> QuerySet[User]:
    """Return the accounts in use that hold a permission, by name."""
    active = accounts().filter(is_active=True)
    return active.filter(pk__in=[each.pk for each in active if has_permission(each, permission)])


def readers(*any_of: Permission, marks: Marks, members: Collection[int]) -> list[User]:
    """Return, by name, who holds one of some permissions and sees an object with this marking and these members."""
    active = [each for each in accounts().filter(is_active=True) if any(has_permission(each, one) for one in any_of)]
    tlp, need = marks
    return [
        each
        for each in active
        if is_seen(clearance=each.clearance, tlp=tlp, need_to_know=need, is_member=each.pk in members)
    ]


def role_names(refs: Collection[str]) -> dict[str, str]:
    """Return by reference what the role of each account is called."""
    return {each.ref: each.get_role_display() for each in User.objects.filter(ref__in=refs).only("ref", "role")}


def whole_ref(start: str) -> str:
    """Return the whole reference of an account from its first characters; "" where no account has it."""
    found = User.objects.filter(ref__startswith=start).values_list("ref", flat=True)
    return str(found.first() or "")
