"""Reading accounts."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from focalpoint.desk.marking.rule import Marks, is_seen
from focalpoint.desk.people.models import OFFICE, AccountChange, OfficeMode, OfficeRole, OutsideLink, RoleChange, User
from focalpoint.desk.people.permissions import TABLE, Permission, has_permission


def accounts() -> QuerySet[User]:
    """Return every account, by name."""
    return User.objects.order_by("username")


def holders(permission: Permission) -> QuerySet[User]:
    """Return the accounts in use that hold a permission, by name."""
    active = accounts().filter(is_active=True)
    found = with_office_roles(active)
    return active.filter(pk__in=[each.pk for each in found if has_permission(each, permission)])


def with_office_roles(users: Iterable[User]) -> list[User]:
    """Return users with their roles of the office read in one query; in none where no one has such a role."""
    found = list(users)
    refs = {ref for each in found for ref in each.roles if ref.startswith(OFFICE)}
    if refs:
        named = list(OfficeRole.objects.filter(ref__in=refs).order_by("name"))
        for each in found:
            each.office_roles = [role for role in named if role.ref in each.roles]
    return found


SMALLEST = 3  # people of an office whose duties can be separate
_INSIDE = (Permission.ITEM_READ, Permission.SUBMISSION_READ, Permission.TRAIL_READ, Permission.ACCOUNT_READ)


def office_size() -> int:
    """Return how many people of the office can sign in; who reports, answers or reads from outside is not counted."""
    active = with_office_roles(accounts().filter(is_active=True))
    return sum(any(has_permission(each, one) for one in _INSIDE) for each in active)


def permissions_of(user: User) -> list[Permission]:
    """Return what a person may do by all roles together, in the order of the table."""
    return [each for each in Permission if has_permission(user, each)]


def waiting_account_changes() -> QuerySet[AccountChange]:
    """Return the changes of accounts' roles that wait for a second person, oldest first."""
    return AccountChange.objects.filter(state=AccountChange.State.WAITING).select_related("user", "by").order_by("at")


def account_changes(user: User) -> QuerySet[AccountChange]:
    """Return how the roles of an account were changed on the desk, newest first."""
    return user.role_changes.select_related("by", "answered_by")


def modes() -> QuerySet[OfficeMode]:
    """Return how the mode of the office was set, newest first."""
    return OfficeMode.objects.select_related("by")


def is_small_office() -> bool:
    """Whether the mode is set and the office is still too small for the separation of duties."""
    newest = OfficeMode.objects.first()
    return newest is not None and newest.is_small and office_size() < SMALLEST


def open_links() -> QuerySet[OutsideLink]:
    """Return the links to people outside that wait for an answer."""
    return OutsideLink.objects.filter(state=OutsideLink.State.WAITING)


def outside_answers(kind: str, subject: str) -> QuerySet[OutsideLink]:
    """Return what people outside answered to one act so far, newest first."""
    return OutsideLink.objects.filter(kind=kind, subject=subject).exclude(answer="")


def office_roles() -> QuerySet[OfficeRole]:
    """Return every role that the office defined, by name."""
    return OfficeRole.objects.order_by("name", "pk")


def waiting_role_changes() -> QuerySet[RoleChange]:
    """Return the changes of roles that wait for a second person, oldest first."""
    return RoleChange.objects.filter(state=RoleChange.State.WAITING).select_related("role", "by").order_by("at", "pk")


def role_holders(role: OfficeRole) -> list[User]:
    """Return who holds a role of the office and can sign in, by name."""
    active = with_office_roles(accounts().filter(is_active=True))
    return [each for each in active if role.ref in each.roles]


def only_by(role: OfficeRole, user: User) -> list[str]:
    """Return in words what a person may do by a role of the office, and would lose without it."""
    others = [each for each in user.office_roles if each.ref != role.ref]
    kept = {permission for each in others for permission in each.permissions}
    kept |= {each for each in Permission if TABLE[each].holders & user.roles}
    return [str(TABLE[each].sentence) for each in Permission if each in role.permissions and each not in kept]


def readers(*any_of: Permission, marks: Marks, members: Collection[int]) -> list[User]:
    """Return, by name, who holds one of some permissions and sees an object with this marking and these members."""
    in_use = with_office_roles(accounts().filter(is_active=True))
    active = [each for each in in_use if any(has_permission(each, one) for one in any_of)]
    tlp, need = marks
    return [
        each
        for each in active
        if is_seen(clearance=each.clearance, tlp=tlp, need_to_know=need, is_member=each.pk in members)
    ]


def role_names(refs: Collection[str]) -> dict[str, str]:
    """Return by reference what the role of each account is called."""
    found = User.objects.filter(ref__in=refs).only("ref", "role", "more_roles")
    return {each.ref: each.get_role_display() for each in with_office_roles(found)}


def whole_ref(start: str) -> str:
    """Return the whole reference of an account from its first characters; "" where no account has it."""
    found = User.objects.filter(ref__startswith=start).values_list("ref", flat=True)
    return str(found.first() or "")
