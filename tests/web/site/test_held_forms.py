"""A form that arrives too late is held: nothing written is lost, and no other site can put words before a reader."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import pages
import walk
from focalpoint.desk.design.fields import LONGEST
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people import expiry
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db
HOSTILE = '</textarea><script>alert(1)</script> "=cmd()" \u202e \u0645\u0646\u0632\u0644\nsecond line'
OWN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def reporter():
    return walk.person(Role.REPORTER, clearance="TLP:GREEN")


@pytest.fixture
def strict() -> Client:
    """A browser whose tokens are checked, as they are outside tests."""
    return Client(enforce_csrf_checks=True)


def fields(**more) -> dict:
    known = {"once": "o" * 24, "iso3": "KEN", "consent_desk": "on", "how_known": "saw", "actor_kind": "unknown"}
    return known | {"date_precision": "unknown", "area_precision": "unknown", "what": HOSTILE} | more


def form(answer) -> dict[str, str]:
    """Every field of the form that sends again, as a browser without scripts would send it."""
    text = answer.content.decode().split('<form class="form held"')[1].split("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)
    return {name: html.unescape(value) for name, value in [*hidden, *areas]}


def test_without_a_sign_in_what_was_written_comes_back(nobody):
    answer = nobody.post(reverse("report"), fields())
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    sent = form(answer)
    assert sent["what"] == HOSTILE
    assert {sent[name] for name in ("iso3", "consent_desk", "how_known")} == {"KEN", "on", "saw"}
    assert "<script>alert" not in answer.content.decode()
    assert "/sign-in/" in pages.read(answer.content).links()


def test_an_expired_sign_in_is_held_too_and_sends_again_after_the_next_one(reporter, strict):
    address = reverse("report")
    strict.force_login(reporter)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(address).content.decode())[1]
    session = strict.session
    session[expiry.SEEN] = "2020-01-01T00:00:00+00:00"
    session.save()
    held = strict.post(address, fields(csrfmiddlewaretoken=token), **OWN)
    assert "sign-in had expired" in held.content.decode()
    assert Item.objects.count() == 0
    old = form(held)
    strict.force_login(reporter)
    strict.cookies["csrftoken"] = "n" * 32  # signing in changes the token
    again = strict.post(address, old, **OWN)
    assert again.status_code == 403
    assert "You are signed in" in again.content.decode()
    done = strict.post(address, form(again), **OWN)
    assert done.status_code == 302
    assert Item.objects.get().event.what == HOSTILE.replace("\n", "\r\n") or Item.objects.get().event.what == HOSTILE


def test_a_form_with_a_wrong_token_is_held_for_its_own_reader(reporter, strict):
    strict.force_login(reporter)
    answer = strict.post(reverse("report"), fields(csrfmiddlewaretoken="x" * 64), **OWN)
    assert answer.status_code == 403
    assert form(answer)["what"] == HOSTILE


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://example.org"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://example.org/x"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_words_from_another_site_are_not_put_before_a_reader(reporter, strict, headers):
    for signed_in in (False, True):
        if signed_in:
            strict.force_login(reporter)
        answer = strict.post(reverse("report"), fields(), **headers)
        assert answer.status_code in {302, 403}
        assert b"second line" not in answer.content


def test_passwords_codes_and_files_are_never_carried_back(strict):
    file = SimpleUploadedFile("list-of-names.txt", b"never")
    answer = strict.post(reverse("report"), fields(password="my secret word", code="123456", file=file), **OWN)
    text = answer.content.decode()
    assert "my secret word" not in text
    assert "123456" not in text
    assert "list-of-names" not in text
    assert [each["name"] for each in pages.read(answer.content).all("input") if each.get("type") == "file"] == ["file"]


def test_a_sign_in_with_an_old_token_carries_nothing_back(strict):
    answer = strict.post("/sign-in/", {"login": "somebody", "password": "my secret word"}, **OWN)
    assert answer.status_code == 403
    assert b"somebody" not in answer.content


def test_several_values_of_one_field_stay_several(nobody):
    answer = nobody.post(reverse("report"), fields(acts=["A1", "A2"]))
    assert answer.content.decode().count('name="acts"') == 2


def test_an_address_that_is_only_read_leads_to_the_sign_in(nobody):
    assert nobody.get(reverse("report")).status_code == 302
    assert nobody.head(reverse("report")).status_code == 302


def test_ten_million_signs_come_back_with_what_is_wrong(reporter):
    client = Client()
    client.force_login(reporter)
    long = "b" * 10_000_000
    answer = client.post(reverse("report"), fields(what=long))
    assert answer.status_code in {200, 422}
    assert f"{LONGEST}" in answer.content.decode().replace(",", "")
    assert long in answer.content.decode()
    assert Item.objects.count() == 0


def test_ten_million_signs_are_held_without_a_sign_in(nobody):
    long = "b" * 10_000_000
    assert form(nobody.post(reverse("report"), fields(what=long)))["what"] == long


def test_more_than_that_is_refused_in_plain_words(reporter):
    client = Client()
    client.force_login(reporter)
    answer = client.post(reverse("report"), fields(what="b" * 13_000_000))
    assert answer.status_code == 413
    assert "Nothing was saved" in answer.content.decode()
