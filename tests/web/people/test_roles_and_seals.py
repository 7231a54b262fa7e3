"""Who a page opens to, what a seal keeps, and where a demonstration is ever deleted."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.desk.demo import home
from focalpoint.desk.demo.script import day, time
from focalpoint.desk.people.access import requires
from focalpoint.desk.people.mfa import MFAAdapter, qr_code
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.permissions import TABLE, Permission, has_permission
from focalpoint.desk.web.expired_forms import is_cross_site, values

NOW = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)


@settings(deadline=None)
@given(st.sampled_from(Role), st.sets(st.sampled_from(Permission)))
def test_a_page_opens_to_holders_of_one_of_its_permissions_and_to_no_other(role, allowed):
    request = RequestFactory().get("/")
    request.user = User(role=role)
    page = requires(*allowed)(lambda request: HttpResponse("in"))
    if any(role in TABLE[each].holders for each in allowed):
        assert page(request).content == b"in"
    else:
        with pytest.raises(PermissionDenied):
            page(request)


def test_somebody_without_a_sign_in_has_no_role_at_all():
    assert not any(has_permission(AnonymousUser(), each) for each in Permission)


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_sealed_secret_opens_to_itself_and_shows_nothing(secret):
    sealed = MFAAdapter().encrypt(secret)
    assert MFAAdapter().decrypt(sealed) == secret
    assert sealed != MFAAdapter().encrypt(secret)


@pytest.mark.parametrize("broken", ["", "x", "gAAAAA=="])
def test_a_seal_that_does_not_fit_gives_a_random_secret(broken):
    assert MFAAdapter().decrypt(broken) != MFAAdapter().decrypt(broken)


def test_the_square_is_of_two_shapes_and_holds_no_word_of_the_secret():
    drawn = qr_code("otpauth://totp/<script>?secret=ABC")
    assert "script" not in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(
    ("headers", "other"),
    [
        ({}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "null"}, True),
        ({"Origin": "http://testserver.evil.org"}, True),
        ({"Referer": "http://testserver/report/"}, False),
        ({"Referer": "http://evil.org/testserver"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
    ],
)
def test_a_form_of_another_site_is_known_by_what_the_browser_says(headers, other):
    assert is_cross_site(RequestFactory().post("/", headers=headers)) is other


def test_what_is_held_is_in_order_and_without_secrets():
    sent = {"what": "a b", "password": "p", "code": "1", "acts": ["x", "y"], "csrfmiddlewaretoken": "t"}
    found = values(RequestFactory().post("/", sent))
    assert [(each.name, each.value, each.text) for each in found] == [
        ("what", "a b", True),
        ("acts", "x", False),
        ("acts", "y", False),
    ]


def test_a_home_without_the_marker_is_never_deleted(tmp_path):
    (tmp_path / "desk.sqlite3").write_text("An office.")
    with pytest.raises(home.NotADemo):
        home.remove(tmp_path)
    assert (tmp_path / "desk.sqlite3").read_text() == "An office."


@settings(deadline=None)
@given(st.integers(-9000, 9000))
def test_hours_and_days_of_a_script_count_from_the_loading(count):
    assert time(count, NOW) - NOW == dt.timedelta(hours=count)
    assert day(count, NOW) - NOW.date() == dt.timedelta(days=count)
