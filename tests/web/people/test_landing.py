"""After a sign-in each role stands where its work waits; a page that was asked for comes before that."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import Role

PASSWORD = "correct-horse-battery-staple"
FIRST = {
    Role.REPORTER: "/report/",
    Role.ANALYST: "/",
    Role.REVIEWER: "/submissions/",
    Role.HEAD: "/submissions/",
    Role.PRINCIPAL: "/submissions/",
    Role.AIDE: "/submissions/",
    Role.LIAISON: "/transmissions/",
    Role.OVERSEER: "/trail/",
    Role.CUSTODIAN: "/items/",
    Role.ADMINISTRATOR: "/",
    Role.PEER: "/",
    Role.FOCAL_POINT: "/",
}


@pytest.fixture(params=list(Role), ids=[role.value for role in Role])
def somebody(request, release, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cache.clear()
    body = {"body": "HRC"} if request.param == Role.LIAISON else {}
    user = walk.person(request.param, **body)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user, client=None, **more):
    answer = (client or Client()).post("/sign-in/", {"login": user.username, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_sign_in_leads_to_where_the_work_waits_and_that_page_opens(somebody):
    client = Client()
    address = signed_in(somebody, client)
    assert address == FIRST[Role(somebody.role)] == home_page(somebody)
    assert client.get(address).status_code == 200


def test_a_page_that_was_asked_for_comes_first(somebody):
    client = Client()
    asked = client.get(reverse("mfa_index"))
    assert signed_in(somebody, client, next="/method/") == "/method/"
    assert asked["Location"] == "/sign-in/?next=/sign-in/second/"


def test_whoever_came_by_the_front_door_is_led_on_from_the_sign_in(somebody):
    client = Client()
    assert client.get("/")["Location"] == "/sign-in/"
    assert client.get("/?view=risers")["Location"] == "/sign-in/?next=/%3Fview%3Drisers"
    assert signed_in(somebody, client) == FIRST[Role(somebody.role)]


def test_whoever_is_signed_in_already_is_led_there_from_the_sign_in_page(somebody):
    client = Client()
    client.force_login(somebody)
    assert client.get("/sign-in/")["Location"] == FIRST[Role(somebody.role)]
