"""A stranger's guesses lock nobody out elsewhere; what is over is deleted."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.models import SentForm
from focalpoint.desk.people import devices
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail import anchors

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


def signed_in_before(address: str) -> Client:
    """A browser in which the owner of the name signed in and out."""
    client = Client(REMOTE_ADDR=address)
    assert client.post("/sign-in/", {"login": "head-2", "password": PASSWORD}).status_code == 302
    client.post("/sign-in/out/")
    return client


def test_a_device_that_signed_in_before_is_let_in_though_a_stranger_guesses_behind_the_same_address():
    own = signed_in_before("192.0.2.1")
    for _ in range(12):
        tries("192.0.2.1", "wrong")
    assert "Too many" in tries("192.0.2.1", PASSWORD).content.decode()
    assert own.post("/sign-in/", {"login": "HEAD-2", "password": PASSWORD}).status_code == 302


def test_guesses_on_a_device_that_signed_in_before_are_stopped_too():
    own = signed_in_before("192.0.2.1")
    for _ in range(6):
        guess = own.post("/sign-in/", {"login": "head-2", "password": "wrong"})
    assert "Too many" in guess.content.decode()


def test_the_mark_of_a_device_serves_its_own_person_alone_and_names_nobody(member):
    own = signed_in_before("192.0.2.1")
    mark = own.cookies[devices.COOKIE]
    assert member.ref not in mark.value
    assert "head-2" not in mark.value
    assert (mark["path"], mark["httponly"], mark["samesite"]) == ("/sign-in/", True, "Lax")
    request = RequestFactory().post("/sign-in/")
    request.COOKIES[devices.COOKIE] = mark.value
    User.objects.create(username="analyst-7", email="analyst-7@example.org", password=make_password(PASSWORD))
    assert devices.known(request, "head-2") == mark.value
    for name in ("analyst-7", "analyst-7@example.org", "nobody", "", "head-2\0"):
        assert devices.known(request, name) == ""
    member.set_password("another-horse-battery-staple")
    member.save()
    assert devices.known(request, "head-2") == ""


@pytest.mark.parametrize("mark", ["x", "x:y:z", "\u00e9:1:2", ":" * 300])
def test_a_mark_that_was_made_up_is_none(mark):
    request = RequestFactory().post("/sign-in/")
    request.COOKIES[devices.COOKIE] = mark
    assert devices.known(request, "head-2") == ""


def test_a_reporters_phone_keeps_no_mark(member):
    User.objects.update(role=Role.REPORTER)
    assert devices.COOKIE not in signed_in_before("192.0.2.1").cookies


def test_a_person_learns_at_the_next_sign_in_how_many_tries_failed_and_only_once():
    signed_in_before("198.51.100.7")
    for name in ("head-2", "HEAD-2", "head-3"):
        Client(REMOTE_ADDR="192.0.2.9").post("/sign-in/", {"login": name, "password": "wrong"})
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post("/sign-in/", {"login": "head-2", "password": PASSWORD})
    assert "2 tries to sign in with your name failed" in client.get("/method/").content.decode()
    assert "with your name failed" not in client.get("/method/").content.decode()
    again = signed_in_before("198.51.100.7")
    again.post("/sign-in/", {"login": "head-2", "password": PASSWORD})
    assert "with your name failed" not in again.get("/method/").content.decode()


def test_a_sign_in_deletes_sign_ins_that_are_over_and_forms_sent_long_ago():
    now = timezone.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - dt.timedelta(seconds=1))
    Session.objects.create(session_key="open", session_data="", expire_date=now + dt.timedelta(hours=1))
    for key, at in (("old", now - idempotency.KEPT - dt.timedelta(hours=1)), ("young", now), ("early", None)):
        SentForm.objects.create(token=key, actor="x", at=at)
    assert tries("192.0.2.1", PASSWORD).status_code == 302
    assert set(Session.objects.filter(session_key__in=["over", "open"]).values_list("session_key", flat=True)) == {
        "open"
    }
    assert list(SentForm.objects.values_list("token", flat=True)) == ["young"]


def test_a_clock_that_was_put_back_adds_no_anchor_out_of_order(tmp_path):
    file = tmp_path / anchors.FILE
    assert tries("192.0.2.1", PASSWORD).status_code == 302  # so that the trail has a row
    assert anchors.write(file, day=dt.date(2026, 11, 28))
    assert not anchors.write(file, day=dt.date(2026, 11, 27))
    assert anchors.write(file, day=dt.date(2026, 11, 29))
    assert [line[:10] for line in file.read_text().splitlines()] == ["2026-11-28", "2026-11-29"]
