"""Sign-in: by name or e-mail, no sign-up, a limit on guessing, and a demonstration user."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse

import pages
from focalpoint.desk.people import actions
from focalpoint.desk.people.models import User
from focalpoint.desk.trail.actors import SystemActor

CONSOLE = SystemActor.CONSOLE
NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
PASSWORD = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def member(db):
    return User.objects.create_user(username="analyst-1", email="Analyst-1@example.org", password=PASSWORD)


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": name, "password": password, **more})


@pytest.mark.parametrize("name", ["analyst-1", "analyst-1@example.org", "ANALYST-1@EXAMPLE.ORG"])
def test_a_person_signs_in_by_name_or_e_mail(nobody, member, name):
    response = sign_in(nobody, name)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert nobody.get("/releases/").status_code == 200


def test_the_reader_comes_back_to_the_page_asked_for(nobody, member):
    assert sign_in(nobody, "analyst-1", next="/releases/")["Location"] == "/releases/"


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_host(nobody, member, address):
    assert sign_in(nobody, "analyst-1", next=address)["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("analyst-1", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_sign_in_says_no_more_than_that(nobody, member, name, password):
    response = sign_in(nobody, name, password)
    assert response.status_code == 200
    assert nobody.get("/releases/").status_code == 302


def test_the_answer_does_not_tell_which_part_was_wrong(nobody, member):
    answers = [
        [e for e in pages.read(sign_in(nobody, name, "wrong").content).elements if e[1].get("role") == "alert"]
        for name in ("analyst-1", "nobody")
    ]
    assert answers[0] == answers[1] != []


def test_guessing_is_stopped(nobody, member):
    answers = [sign_in(nobody, "analyst-1", f"guess {number}") for number in range(6)]
    assert "Too many" in answers[-1].content.decode()
    assert "Too many" in sign_in(nobody, "analyst-1").content.decode()


def test_a_closed_account_cannot_sign_in(nobody, member):
    User.objects.update(is_active=False)
    sign_in(nobody, "analyst-1")
    assert nobody.get("/releases/").status_code == 302


def test_signing_out_takes_a_form_and_ends_the_session(owner):
    assert owner.get("/sign-in/out/").status_code == 200
    assert owner.get("/releases/").status_code == 200
    assert owner.post("/sign-in/out/")["Location"] == "/sign-in/"
    assert owner.get("/releases/").status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_lets_himself_in(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_e_mail_belongs_to_one_person_whatever_its_case(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(username="other", email="ANALYST-1@example.org")
    User.objects.create_user(username="first")
    User.objects.create_user(username="second")


def test_passwords_are_kept_with_argon2(member):
    assert identify_hasher(member.password).algorithm == "argon2"


def opened(name="analyst-2", **more):
    return actions.open_account(name=name, role="analyst", clearance="TLP:GREEN", by=CONSOLE, at=NOW, **more)


def test_an_account_is_opened_once_under_a_name(nobody, db):
    _, password = opened()
    assert len(password) == 23
    assert sign_in(nobody, "analyst-2", password).status_code == 302
    with pytest.raises(actions.NameTaken):
        opened("ANALYST-2")


def test_an_account_that_nobody_used_yet_costs_a_guess_as_much_as_one_that_is_none(nobody, db):
    """How long an answer takes tells nobody which names exist: each guess is stretched alike."""
    user, _password = opened()
    before = user.password
    actions.renew_password(user=user, by=CONSOLE, at=NOW)
    for kept in (before, user.password):
        assert f"m={Argon2PasswordHasher.memory_cost}" in kept
        assert identify_hasher(kept).must_update(kept) is False


def test_other_tries_never_push_out_what_counts_the_tries(nobody, member):
    for number in range(6):
        sign_in(nobody, "analyst-1", f"guess {number}")
    for number in range(400):
        cache.set(f"another-{number}", 1, 300)
    assert "Too many" in sign_in(nobody, "analyst-1").content.decode()


def test_a_new_password_ends_the_sessions_of_the_old_one(nobody, db):
    user, password = opened()
    sign_in(nobody, "analyst-2", password)
    assert nobody.get("/releases/").status_code == 200
    user.refresh_from_db()
    renewed = actions.renew_password(user=user, by=CONSOLE, at=NOW)
    assert nobody.get("/releases/").status_code == 302
    assert sign_in(nobody, "analyst-2", renewed).status_code == 302


def test_two_random_passwords_differ():
    assert len({actions.random_password() for _ in range(50)}) == 50
