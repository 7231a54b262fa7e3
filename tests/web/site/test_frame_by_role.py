"""The frame by role: what the navigation shows opens, what it does not show does not, and it folds without a script."""

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import get_resolver, reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import TABLE
from focalpoint.desk.site.navigation import LINE, SHELF, UNDER, frame

ENTRIES = {
    name: frozenset[Role]().union(*(TABLE[permission].holders & set(Role) for permission in permissions))
    for name, _label, permissions in (*LINE, *SHELF)
}


@pytest.fixture(params=list(Role), ids=[role.value for role in Role])
def reader(request, release):
    body = {"body": "HRC"} if request.param == Role.LIAISON else {}
    return walk.person(request.param, **body)


def shown(user, address="/method/"):
    page = pages.read(browser(user).get(address).content)
    inside = {each["address"] for part in ("line", "shelf") for each in entries(user)[part]}
    return {link for link in page.links() if link in inside}


def entries(user, name=""):
    request = RequestFactory().get("/")
    request.user = user
    request.resolver_match = type("Match", (), {"url_name": name})() if name else None
    return frame(request)


def test_every_entry_that_is_shown_opens(reader):
    client = browser(reader)
    for address in shown(reader):
        assert client.get(address).status_code == 200, address


def test_an_entry_that_is_not_shown_does_not_open(reader):
    client = browser(reader)
    for name, roles in ENTRIES.items():
        if reader.role not in roles:
            answer = client.get(reverse(name))
            assert answer.status_code in {302, 403}, name


def test_the_page_shows_what_the_frame_says(reader):
    said = {each["address"] for part in ("line", "shelf") for each in entries(reader)[part]}
    assert shown(reader) == said
    assert said == {reverse(name) for name, roles in ENTRIES.items() if reader.role in roles}


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_the_page_that_is_open_is_named_once_and_where_the_navigation_is_folded(release, name):
    role = next(role for role in Role if role in ENTRIES[name] and role != Role.LIAISON)
    found = entries(walk.person(role), name)
    marked = [each["label"] for part in ("line", "shelf") for each in found[part] if each["current"]]
    assert marked == [found["current"]]


@pytest.mark.parametrize(("below", "above"), sorted(UNDER.items()))
def test_a_page_below_another_is_found_under_it(release, below, above):
    role = Role.ANALYST if Role.ANALYST in ENTRIES[above] else min(ENTRIES[above])
    shown = entries(walk.person(role), below)
    label = next(label for name, label, _roles in (*LINE, *SHELF) if name == above)
    assert str(shown["current"]) == str(label)


def test_a_page_without_an_entry_names_none(release):
    assert entries(walk.person(Role.ANALYST), "mfa_index")["current"] == ""


def test_every_entry_and_every_page_below_one_has_an_address():
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(ENTRIES) | set(UNDER) <= known
    assert set(UNDER.values()) <= set(ENTRIES)


def test_whoever_is_not_signed_in_is_shown_the_open_pages_alone(nobody, release):
    page = pages.read(nobody.get("/method/").content)
    closed = {reverse(name) for name in ENTRIES if name not in settings.FOCALPOINT_PUBLIC_PAGES}
    # The name of the product leads to Watch, which asks for a sign-in.
    assert not (set(page.links()) - {"/"}) & closed


def test_the_fold_is_one_element_of_the_page_and_closed_at_first(reader):
    page = pages.read(browser(reader).get("/method/").content)
    folds = [each for each in page.all("details") if each.get("class") == "fold"]
    assert folds == [{"class": "fold"}]
    assert "Pages: Method" in page.text


def test_language_and_sign_out_stay_in_the_navigation(reader):
    page = pages.read(browser(reader).get("/method/").content)
    addresses = {each.get("action") for each in page.all("form")}
    assert {"/language/", reverse("account_logout")} <= addresses
