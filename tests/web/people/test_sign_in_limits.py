"""A stranger's guesses lock nobody out elsewhere; what is over is deleted."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail import anchors, once
from focalpoint.desk.trail.models import Once

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def member(db) -> User:
    cache.clear()
    return User.objects.create(username="head-2", role=Role.HEAD, password=make_password(PASSWORD))


def tries(address: str, password: str):
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"login": "head-2", "password": password})


def test_guesses_from_one_device_do_not_keep_the_owner_of_the_name_out_on_another():
    for _ in range(7):
        guess = tries("192.0.2.1", "wrong")
    assert "Too many" in guess.content.decode()
    assert "Too many" in tries("192.0.2.1", PASSWORD).content.decode()
    assert tries("198.51.100.7", PASSWORD).status_code == 302


def test_guesses_from_many_devices_do_not_either():
    for number in range(12):
        tries(f"192.0.2.{number + 1}", "wrong")
    assert tries("198.51.100.7", PASSWORD).status_code == 302


def test_a_sign_in_deletes_sign_ins_that_are_over_and_forms_sent_long_ago():
    now = timezone.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - dt.timedelta(seconds=1))
    Session.objects.create(session_key="open", session_data="", expire_date=now + dt.timedelta(hours=1))
    for key, at in (("old", now - once.KEPT - dt.timedelta(hours=1)), ("young", now), ("early", None)):
        Once.objects.create(token=key, actor="x", at=at)
    assert tries("192.0.2.1", PASSWORD).status_code == 302
    assert set(Session.objects.filter(session_key__in=["over", "open"]).values_list("session_key", flat=True)) == {
        "open"
    }
    assert list(Once.objects.values_list("token", flat=True)) == ["young"]


def test_a_clock_that_was_put_back_adds_no_anchor_out_of_order(tmp_path):
    file = tmp_path / anchors.FILE
    assert tries("192.0.2.1", PASSWORD).status_code == 302  # so that the trail has a row
    assert anchors.write(file, day=dt.date(2026, 11, 28))
    assert not anchors.write(file, day=dt.date(2026, 11, 27))
    assert anchors.write(file, day=dt.date(2026, 11, 29))
    assert [line[:10] for line in file.read_text().splitlines()] == ["2026-11-28", "2026-11-29"]
