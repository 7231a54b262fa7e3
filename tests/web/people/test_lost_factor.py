"""A way back in: a lost factor is taken off on record, a phone half a minute off signs in, and each code fits once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.people import actions, signals
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event
from second_factor import PASSWORD, code, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def member(db):
    return User.objects.create(username="head-2", role=Role.HEAD, password=make_password(PASSWORD))


@pytest.fixture
def secret(member) -> str:
    client = Client()
    client.post("/sign-in/", {"login": "head-2", "password": PASSWORD})
    client.post("/sign-in/again/", {"password": PASSWORD})
    return set_up(client)


def asked() -> Client:
    """A browser that gave the password and is asked for the second factor."""
    client = Client()
    assert client.post("/sign-in/", {"login": "head-2", "password": PASSWORD})["Location"] == "/sign-in/second/ask/"
    return client


def removals() -> list[tuple[str, str]]:
    return list(Event.objects.filter(verb="user.factor-removed").values_list("actor", "subject"))


def test_a_lost_factor_is_taken_off_with_an_event_for_each_and_the_password_signs_in(member, secret):
    kinds = Authenticator.objects.filter(user=member).count()
    # the authenticator and its recovery codes
    assert actions.remove_factors(user=member, by=SystemActor.CONSOLE) == kinds == 2
    assert removals() == [("console", member.ref)] * 2
    answer = Client().post("/sign-in/", {"login": "head-2", "password": PASSWORD})
    assert answer["Location"] != "/sign-in/second/ask/"


def test_without_its_event_a_lost_factor_stays(member, secret, monkeypatch):
    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(signals, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.remove_factors(user=member, by=SystemActor.CONSOLE)
    assert Authenticator.objects.filter(user=member).count() == 2


def test_an_administrator_takes_it_off_on_a_page_and_stands_in_the_trail(member, secret):
    administrator = walk.person(Role.ADMINISTRATOR)
    client = browser(administrator)
    page = client.get(reverse("accounts")).content.decode()
    address = reverse("remove_factors", args=[member.ref])
    assert address in page
    assert client.post(address, {"once": token()}).status_code == 302
    assert removals() == [(administrator.ref, member.ref)] * 2
    assert client.post(address, {"once": token()}).status_code == 422  # none is left, and that is said
    assert client.post(reverse("remove_factors", args=["nobody"]), {"once": token()}).status_code == 404


def test_nobody_takes_off_their_own_on_that_page_and_no_other_role_opens_it(member):
    administrator = walk.person(Role.ADMINISTRATOR)
    own = browser(administrator).post(reverse("remove_factors", args=[administrator.ref]), {"once": token()})
    assert own.status_code == 422
    for role in [role for role in Role if role != Role.ADMINISTRATOR]:
        client = browser(walk.person(role, f"another-{role}", body="HRC"))
        assert client.get(reverse("accounts")).status_code == 403
        assert client.post(reverse("remove_factors", args=[member.ref])).status_code == 403


@pytest.mark.parametrize(("steps", "status"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)])
def test_a_phone_one_step_off_signs_in_and_one_two_steps_off_does_not(secret, monkeypatch, steps, status):
    monkeypatch.setattr("time.time", lambda: 1_900_000_015.0)
    assert asked().post("/sign-in/second/ask/", {"code": code(secret, steps)}).status_code == status


def test_each_code_fits_once_even_when_allauth_has_forgotten_it(secret, monkeypatch):
    now = 1_900_000_001.0
    monkeypatch.setattr("time.time", lambda: now)
    digits = code(secret)
    assert asked().post("/sign-in/second/ask/", {"code": digits}).status_code == 302
    now += 40  # allauth remembers a code for one step of thirty seconds; this one still fits
    assert asked().post("/sign-in/second/ask/", {"code": digits}).status_code == 200


def test_after_a_miss_the_page_says_what_time_it_is(secret):
    page = asked().post("/sign-in/second/ask/", {"code": "000000"}).content.decode()
    assert re.search(r"It is now [0-2][0-9]:[0-5][0-9]:[0-5][0-9] UTC", page)
