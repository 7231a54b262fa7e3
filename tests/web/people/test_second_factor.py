"""Second factors: set up after a step-up, asked for at sign-in, sealed in the database, told in the trail."""

import base64
import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

import pages
from focalpoint.desk.people.mfa import MFAAdapter
from focalpoint.desk.people.models import User
from focalpoint.desk.trail.models import Event
from second_factor import PASSWORD, code, set_up

pytestmark = pytest.mark.django_db
PAGES = ["", "app/add/", "passkeys/", "passkeys/add/"]


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def member(db):
    return User.objects.create(username="analyst-2", password=make_password(PASSWORD))


@pytest.fixture
def inside(member) -> Client:
    """A browser signed in with the password alone."""
    client = Client()
    client.post("/sign-in/", {"login": "analyst-2", "password": PASSWORD})
    return client


@pytest.fixture
def trusted(inside) -> Client:
    """The same, after the password was asked for once more."""
    inside.post("/sign-in/again/", {"password": PASSWORD})
    return inside


def told() -> list[tuple[str, str]]:
    rows = Event.objects.filter(verb__startswith="user.factor").order_by("number")
    return [(row.verb, json.loads(row.ids)["kind"]) for row in rows]


def test_the_digits_are_those_of_the_standard(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 59)
    assert code(base64.b32encode(b"12345678901234567890").decode()) == "287082"


@pytest.mark.parametrize("address", ["app/add/", "passkeys/add/"])
def test_a_change_of_factors_asks_for_the_password_again(inside, address):
    answer = inside.get(f"/sign-in/second/{address}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/again/?next=")
    assert inside.post("/sign-in/again/", {"password": "wrong"}).status_code == 200
    assert inside.get(f"/sign-in/second/{address}").status_code == 302
    inside.post("/sign-in/again/", {"password": PASSWORD})
    assert inside.get(f"/sign-in/second/{address}").status_code == 200


def test_with_an_authenticator_the_password_alone_opens_nothing(trusted, member):
    secret = set_up(trusted)
    other = Client()
    answer = other.post("/sign-in/", {"login": "analyst-2", "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second/ask/"
    assert other.get("/releases/").status_code == 302
    assert other.post("/sign-in/second/ask/", {"code": "000000"}).status_code == 200
    assert other.get("/releases/").status_code == 302
    cache.clear()
    Authenticator.objects.filter(user=member, type="totp").update(last_used_at=None)
    assert other.post("/sign-in/second/ask/", {"code": code(secret)}).status_code == 302
    assert other.get("/sign-in/second/").status_code == 200


def test_a_recovery_code_signs_in_once(trusted, member):
    set_up(trusted)
    page = trusted.get("/sign-in/second/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(set(codes)) == 10
    answers = []
    for _ in range(2):
        other = Client()
        other.post("/sign-in/", {"login": "analyst-2", "password": PASSWORD})
        answers.append(other.post("/sign-in/second/ask/", {"code": codes[0]}).status_code)
    assert answers == [302, 200]


def test_codes_cannot_be_guessed_on(trusted, member):
    secret = set_up(trusted)
    other = Client()
    other.post("/sign-in/", {"login": "analyst-2", "password": PASSWORD})
    for _ in range(6):
        answer = other.post("/sign-in/second/ask/", {"code": "000000"})
    assert "Too many" in answer.content.decode()
    assert other.post("/sign-in/second/ask/", {"code": code(secret)}).status_code == 200


def test_secrets_are_sealed_in_the_database(trusted, member, settings):
    secret = set_up(trusted)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    sealed = Authenticator.objects.get(user=member, type="totp").data["secret"]
    assert MFAAdapter().decrypt(sealed) == secret
    settings.SECRET_KEY = "x" * 60
    assert MFAAdapter().decrypt(sealed) != MFAAdapter().decrypt(sealed)  # random: it fits no code and no recovery code


def test_each_change_of_a_factor_leaves_its_event(trusted, member):
    set_up(trusted)
    added = [("user.factor-added", "totp"), ("user.factor-added", "recovery_codes")]
    assert told() == added
    trusted.post("/sign-in/second/codes/new/")
    renewed = [("user.factor-removed", "recovery_codes"), ("user.factor-added", "recovery_codes")]
    assert told() == [*added, *renewed]
    trusted.post("/sign-in/second/app/remove/")
    assert sorted(told()[4:]) == [("user.factor-removed", "recovery_codes"), ("user.factor-removed", "totp")]
    assert not Authenticator.objects.filter(user=member).exists()


def test_without_its_event_a_factor_stays(trusted, member, monkeypatch):
    set_up(trusted)

    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("focalpoint.desk.people.signals.record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        trusted.post("/sign-in/second/app/remove/")
    assert Authenticator.objects.filter(user=member, type="totp").exists()


def test_a_code_that_does_not_fit_leaves_its_event(trusted, member):
    secret = set_up(trusted)
    other = Client()
    other.post("/sign-in/", {"login": "analyst-2", "password": PASSWORD})
    failed = Event.objects.filter(verb="user.sign-in-failed")
    for number in (1, 2):
        other.post("/sign-in/second/ask/", {"code": "000000"})
        assert failed.count() == number
    row = failed.first()
    assert (row.actor, row.subject, json.loads(row.ids)) == ("anonymous", member.ref, {"kind": "totp"})
    assert secret not in str(list(Event.objects.values()))


def test_without_its_event_the_old_password_stays(trusted, member, monkeypatch):
    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("focalpoint.desk.people.adapter.record", fail)
    new = {"oldpassword": PASSWORD, "password1": "another-long-password", "password2": "another-long-password"}
    with pytest.raises(RuntimeError):
        trusted.post("/sign-in/password/", new)
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)


def test_a_changed_password_ends_other_sessions_and_is_in_the_trail(trusted, member):
    other = Client()
    other.force_login(member)
    new = {"oldpassword": PASSWORD, "password1": "another-long-password", "password2": "another-long-password"}
    assert trusted.post("/sign-in/password/", new).status_code == 302
    assert Event.objects.filter(verb="user.password-set", subject=member.ref).count() == 1
    assert other.get("/releases/").status_code == 302
    assert trusted.get("/sign-in/second/").status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_hold_no_script_style_or_picture_of_their_own(trusted, address):
    answer = trusted.get(f"/sign-in/second/{address}")
    text = answer.content.decode()
    page = pages.read(answer.content)
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", text) == []
    assert "data:" not in text
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert len(page.all("h1")) == 1


def test_sign_in_offers_a_passkey_to_browsers_that_can(nobody):
    page = pages.read(nobody.get("/sign-in/").content)
    form = next(each for each in page.all("form") if each.get("data-passkey"))
    asked = nobody.get(form["data-from"], headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["challenge"]
    assert nobody.post(form["action"], {"credential": "{}"}).status_code in {200, 302}
    assert nobody.get("/releases/").status_code == 302


def test_factors_of_others_are_not_there(trusted, member):
    other = User.objects.create(username="other")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "key"})
    for verb in ("remove", "name"):
        assert trusted.get(f"/sign-in/second/passkeys/{theirs.pk}/{verb}/").status_code == 404
    assert "key" not in pages.read(trusted.get("/sign-in/second/passkeys/").content).tables


def test_no_table_holds_the_password(trusted):
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert PASSWORD not in str(cursor.fetchall())
