"""A sign-in ends after a while without use, and after a day's work whatever was done."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.people import expiry

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
NOON = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)


def move(client, **ago: dt.timedelta) -> None:
    """Make a session as old as a test wants it."""
    session = client.session
    for name, span in ago.items():
        session[getattr(expiry, name)] = (timezone.now() - span).isoformat()
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "status"),
    [
        (29 * MINUTE, 29 * MINUTE, 200),
        (31 * MINUTE, 31 * MINUTE, 302),
        (11 * HOUR, MINUTE, 200),
        (12 * HOUR + MINUTE, MINUTE, 302),
    ],
)
def test_a_sign_in_ends_when_it_is_idle_or_old(owner, began, seen, status):
    owner.get("/sign-in/second/")
    move(owner, BEGAN=began, SEEN=seen)
    assert owner.get("/sign-in/second/").status_code == status


def test_use_keeps_a_sign_in_alive_and_never_makes_it_younger(owner):
    owner.get("/sign-in/second/")
    move(owner, BEGAN=2 * HOUR, SEEN=20 * MINUTE)
    owner.get("/sign-in/second/")
    began, seen = (dt.datetime.fromisoformat(owner.session[name]) for name in (expiry.BEGAN, expiry.SEEN))
    assert timezone.now() - began > 119 * MINUTE
    assert timezone.now() - seen < MINUTE


def test_both_spans_are_settings(owner, settings):
    settings.FOCALPOINT_IDLE_MINUTES, settings.FOCALPOINT_SIGN_IN_HOURS = 5, 1
    owner.get("/sign-in/second/")
    move(owner, BEGAN=10 * MINUTE, SEEN=4 * MINUTE)
    assert owner.get("/sign-in/second/").status_code == 200
    move(owner, SEEN=6 * MINUTE)
    assert owner.get("/sign-in/second/").status_code == 302


def test_a_session_is_not_written_at_every_request(owner):
    owner.get("/sign-in/second/")
    before = owner.session[expiry.SEEN]
    owner.get("/sign-in/second/")
    assert owner.session[expiry.SEEN] == before


@given(began=st.integers(0, 2000), seen=st.integers(0, 2000))
def test_over_is_what_the_two_spans_say(began, seen):
    told = expiry.over(NOON - began * MINUTE, NOON - seen * MINUTE, NOON)
    assert told == (seen > 30 or began > 720)


def test_the_cookie_ends_with_the_browser(owner, settings):
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_HTTPONLY
