"""A form belongs to the person it was made for: on a shared phone nobody reads or sends what another person wrote."""

import html
import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.site import authorship

pytestmark = pytest.mark.django_db
TEXT = "Men came at night, and took two."
OWN = {"HTTP_ORIGIN": "http://testserver"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def first():
    return walk.person(Role.REPORTER, "reporter-1", clearance="TLP:GREEN")


@pytest.fixture
def second():
    return walk.person(Role.REPORTER, "reporter-2", clearance="TLP:GREEN")


@pytest.fixture
def phone() -> Client:
    """One browser, whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def written(phone: Client, what: str = TEXT) -> dict[str, str]:
    """The report form as the page gives it to who is signed in, filled in."""
    page = phone.get(reverse("report")).content.decode()
    hidden = dict(HIDDEN.findall(page.split("<main")[1]))
    known = {"iso3": "KEN", "consent_desk": "on", "how_known": "saw", "actor_kind": "unknown"}
    return hidden | known | {"date_precision": "unknown", "area_precision": "unknown", "what": what}


def carried(answer) -> dict[str, str]:
    """Every field of the form on an answer, as a browser would send it."""
    main = answer.content.decode().split("<main")[1]
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', main, re.DOTALL)
    return {name: html.unescape(value) for name, value in [*HIDDEN.findall(main), *areas]}


def hand_over(phone: Client, to) -> None:
    phone.logout()
    phone.force_login(to)
    phone.get(reverse("items"))  # signing in changed the tokens


def send(phone: Client, fields: dict[str, str]):
    return phone.post(reverse("report"), fields, **OWN)


def test_another_person_sees_no_text_and_files_nothing_and_its_writer_can_still_send_it(phone, first, second):
    phone.force_login(first)
    form = written(phone)
    hand_over(phone, second)
    answer = send(phone, form)
    for _ in range(3):  # however often the button is pressed
        assert answer.status_code == 403
        assert TEXT not in answer.content.decode()
        assert "reporter-2" in answer.content.decode()
        answer = send(phone, carried(answer))
    assert not Item.objects.exists()
    hand_over(phone, first)
    shown = send(phone, carried(answer))  # the token is of the other sign-in
    assert TEXT in shown.content.decode()
    assert "reporter-1" in shown.content.decode()
    done = send(phone, carried(shown))
    assert done.status_code == 302
    assert Item.objects.get().created_by == first
    assert Item.objects.get().event.what == TEXT


def test_a_form_that_was_held_without_a_sign_in_is_still_its_writers(phone, first, second):
    phone.force_login(first)
    form = written(phone)
    phone.logout()
    held = send(phone, form)
    assert TEXT in held.content.decode()
    hand_over(phone, second)
    others = send(phone, carried(held))
    assert TEXT not in others.content.decode()
    hand_over(phone, first)
    again = send(phone, carried(held))
    assert send(phone, carried(again)).status_code == 302
    assert Item.objects.get().created_by == first


def test_a_sealed_form_without_a_sign_in_stays_sealed(phone, first, second):
    phone.force_login(first)
    form = written(phone)
    hand_over(phone, second)
    sealed = send(phone, form)
    phone.logout()
    answer = send(phone, carried(sealed))
    assert "You are not signed in" in answer.content.decode()
    assert TEXT not in answer.content.decode()


def test_with_a_token_that_fits_another_persons_form_is_turned_away_all_the_same(first, second):
    client = Client()
    client.force_login(first)
    form = written(client)
    client.force_login(second)
    assert client.post(reverse("report"), form).status_code == 403
    assert not Item.objects.exists()


@pytest.mark.parametrize("sealed", ["x", "", "gAAAAA"])
def test_what_was_not_sealed_here_opens_to_nothing(first, sealed):
    client = Client()
    client.force_login(first)
    answer = client.post(reverse("report"), {authorship.SEALED: sealed})
    assert answer.status_code == 403
    assert not Item.objects.exists()


def test_passwords_and_codes_are_not_sealed_into_a_page(first, second):
    client = Client()
    client.force_login(first)
    form = written(client) | {"password": "a long password", "code": "123456"}
    client.force_login(second)
    sealed = carried(client.post(reverse("report"), form))
    client.force_login(first)
    assert not {"password", "code"} & set(carried(client.post(reverse("report"), sealed)))


def test_a_seal_that_was_tampered_with_names_nobody(rf, first):
    good = authorship.seal(first)
    assert authorship.made_for(rf.post("/", {"made_for": good})) == first.ref
    for bad in ("", first.ref, f"x{good}", signing.Signer(salt="another").sign(first.ref)):
        assert authorship.made_for(rf.post("/", {"made_for": bad})) == ""


def test_every_form_that_is_sent_says_for_whom_it_was_made(first):
    client = Client()
    client.force_login(first)
    for name in ("report", "items", "mfa_index", "account_change_password"):
        page = client.get(reverse(name), follow=True).content.decode()
        sent = [each for each in page.split("<form")[1:] if 'method="post"' in each.split(">")[0]]
        assert sent
        assert all(f'value="{authorship.seal(first)}"' in each.split("</form>")[0] for each in sent)


def test_a_page_without_a_sign_in_says_nothing_of_a_person(nobody):
    assert 'name="made_for"' not in nobody.get(reverse("account_login")).content.decode()


def test_signing_out_and_choosing_a_language_hold_nothing_and_are_not_turned_away(first, second):
    client = Client()
    client.force_login(second)
    fields = {"made_for": authorship.seal(first), "language": "en"}
    assert client.post(reverse("set_language"), fields).status_code == 302
    assert client.post(reverse("account_logout"), fields).status_code == 302
