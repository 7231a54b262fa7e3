"""What a browser may keep: nothing with content in it, a form that was being filled, and nothing after a sign-out."""

import pytest
from django.urls import reverse

import walk
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["items", "situations", "sources", "submissions", "transmissions", "mfa_index"])
def test_pages_with_content_are_not_kept(client, name):
    client.force_login(walk.person(Role.ANALYST))
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_an_object_and_what_is_not_there_are_not_kept(client, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    analyst = walk.person(Role.ANALYST)
    client.force_login(analyst)
    item = walk.filed(analyst)
    assert "no-store" in client.get(reverse("item", args=[item.ref]))["Cache-Control"]
    assert "no-store" in client.get(reverse("item", args=["x" * 16]))["Cache-Control"]


@pytest.mark.parametrize("name", ["report", "open_situation"])
def test_back_shows_a_form_that_was_being_filled(client, name):
    client.force_login(walk.person(Role.ANALYST))
    assert client.get(reverse(name))["Cache-Control"] == "private, no-cache"
    assert "no-store" in client.post(reverse(name), {"what": "x"})["Cache-Control"]


def test_signing_out_asks_the_browser_to_forget(owner):
    answer = owner.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer["Cache-Control"]


def test_public_pages_may_be_kept(nobody, two_releases):
    assert "Cache-Control" not in nobody.get(reverse("method"))
