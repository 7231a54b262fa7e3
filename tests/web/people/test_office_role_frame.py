"""Navigation, its numbers and the first page follow the permissions, whether the product or an office gave them.

For each role of the product an office defines its twin: what of it is not reserved. The twin sees the same entries.
"""

import pytest
from django.test import RequestFactory
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.people.home_page import PAGES, home_page
from focalpoint.desk.people.models import OfficeRole, Role, User
from focalpoint.desk.people.permissions import TABLE, Permission, has_permission
from focalpoint.desk.site.navigation import LINE, SHELF, frame

pytestmark = pytest.mark.django_db


@pytest.fixture(params=list(Role), ids=[role.value for role in Role])
def twins(request, settings, tmp_path):
    """One who holds a role of the product, and one who holds what an office may give of it."""
    settings.FOCALPOINT_HOME = tmp_path
    role = request.param
    given = [each for each, rule in TABLE.items() if role in rule.holders and not (rule.is_reserved or rule.is_for_all)]
    copied = OfficeRole.objects.create(name="twin", permissions=given)
    body = {"body": "HRC"} if role == Role.LIAISON else {}
    return walk.person(role, **body), walk.person(copied.ref, "twin")


def entries(user: User) -> list[tuple[str, bool]]:
    """The entries of the navigation with whether each shows a number."""
    request = RequestFactory().get("/")
    request.user, request.resolver_match = user, None
    found = frame(request)
    return [(each["address"], "waits" in each) for part in ("line", "shelf") for each in found[part]]


def reserved_pages() -> set[str]:
    """The pages that open by a reserved permission alone."""
    return {
        reverse(name)
        for name, _label, permissions in (*LINE, *SHELF)
        if all(TABLE[each].is_reserved for each in permissions)
    }


def test_the_twin_sees_the_same_entries_with_the_same_numbers(twins):
    person, twin = twins
    assert entries(twin) == [
        each for each in entries(person) if each[0] not in reserved_pages() | only_reserved(person)
    ]


def only_reserved(person: User) -> set[str]:
    """The pages that a person opens by reserved permissions only, though others open them by another."""
    return {
        reverse(name)
        for name, _label, permissions in (*LINE, *SHELF)
        if all(TABLE[each].is_reserved for each in permissions if has_permission(person, each))
    }


def test_what_the_twin_is_shown_opens(twins, release):
    client = browser(twins[1])
    for address, _waits in entries(twins[1]):
        assert client.get(address).status_code == 200, address


def test_the_first_page_of_the_twin_opens_and_is_the_first_that_its_permissions_name(twins, release):
    person, twin = twins
    name = next((page for permission, page in PAGES if has_permission(twin, permission)), "method")
    assert home_page(twin) == reverse(name)
    assert browser(twin).get(home_page(twin)).status_code == 200
    if all(not TABLE[permission].is_reserved for permission, page in PAGES if reverse(page) == home_page(person)):
        assert home_page(twin) == home_page(person)


@pytest.mark.parametrize("permission", [each for each, rule in TABLE.items() if not rule.is_reserved])
def test_a_role_of_one_permission_gives_that_one_and_what_everyone_has(permission):
    role = OfficeRole(permissions=[permission.value])
    user = User(role="office-x")
    user.office_roles = [role]
    for each in Permission:
        assert has_permission(user, each) == (each == permission or TABLE[each].is_for_all), each
