"""The principal reads one screen and decides; every body is shown with its way in; a blank decision is impossible."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

import walk as on_path
from at_desk import browser, sends, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.people.models import Role
from focalpoint.doctrine import catalogue
from walk import AT, SECRET

pytestmark = pytest.mark.django_db
LATER = (timezone.now() + dt.timedelta(days=14)).date()


@pytest.fixture
def submission(cast):
    return on_path.signed(cast)


def page(user, submission, **query):
    return browser(user).get(reverse("submission", args=[submission.ref]), query)


def decide(user, submission, choice="act", *, times=1, **more):
    form = {
        "once": idempotency.token(),
        "revision": submission.revision,
        "body": "HRC",
        "form": "written",
        "on": LATER.isoformat(),
        "reason": "The window is short.",
        "others": "The Security Council meets on it already.",
        "asked": "To call a special session.",
        "other_door": "Secretariat",
        "conveyor": "Special Adviser",
        "legal_basis": "A/RES/60/251",
    }
    address = reverse("decide", args=[submission.ref, choice])
    if choice in {"act", "refer"}:
        return sends(user, address, form | more, times=times)[-1]
    return [browser(user).post(address, form | more) for _ in range(times)][-1]


def test_one_screen_says_what_how_sure_what_is_asked_the_options_and_dissent(cast):
    submission = on_path.submitted(cast)
    assessing.dissent(assessment=submission.assessment, text="A show of force before talks.", by=cast.head, at=AT)
    on_path.sign(submission, by=cast.reviewer)
    text = page(cast.principal, submission).content.decode()
    for part in ("What", "How sure", "What is asked", "Dissent", "Options", "No new measure", "Your decision"):
        assert f">{part}<" in text
    assert "likely (70 %)" in text
    assert "Confidence: low." in text
    assert "A show of force before talks." in text
    assert "unknown: 13" in text
    assert text.count("?choice=") == 4


def test_that_there_is_no_dissent_is_said(cast, submission):
    assert "No dissent was recorded." in page(cast.principal, submission).content.decode()


def test_beside_each_body_stand_entry_point_tempo_and_what_remains_when_it_is_blocked(cast, submission):
    text = page(cast.principal, submission, choice="act").content.decode()
    assert text.count("&amp;body=") == len(catalogue().bodies.bodies)
    assert "GA ESS under 377 A (V)" in text
    assert "recalled, not verified" in text
    text = page(cast.principal, submission, choice="act", body="SC").content.decode()
    assert "9 of 15, P5 veto on substance" in text
    assert "Only Secretary-General may use Art. 99" in text
    assert "Art. 34, 35, 39; any Member (35), SG (99), GA (11(3))</textarea>" in text


@pytest.mark.parametrize("body", [one.id for one in catalogue().bodies.bodies])
def test_every_body_of_the_catalogue_can_be_chosen_and_its_doors_fit_the_form(body):
    way = bodies.ways()[body]
    assert way.doors
    assert all(len(door) <= 200 for door in way.doors)
    assert [one for one in way.doors if one not in way.body.entry_points] == []
    assert way.blocked or way.rules


@pytest.mark.parametrize(("choice", "sent"), [("act", 1), ("refer", 1), ("watch", 0), ("refuse", 0)])
def test_each_choice_is_one_decision_and_one_event_however_often_it_is_sent(cast, submission, choice, sent):
    answer = decide(cast.principal, submission, choice, times=2)
    assert answer.url == reverse("submission", args=[submission.ref])
    assert verbs().count("decision.taken") == 1
    taken = Decision.objects.get()
    assert (taken.choice, taken.reason, taken.on, taken.by) == (choice, "The window is short.", LATER, cast.principal)
    assert Transmission.objects.count() == sent


@pytest.mark.parametrize("choice", ["act", "refer", "watch", "refuse"])
@pytest.mark.parametrize("lack", ["reason", "on"])
def test_a_blank_decision_is_impossible(cast, submission, choice, lack):
    answer = decide(cast.principal, submission, choice, **{lack: "  "})
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("lack", ["asked", "form", "other_door", "conveyor", "legal_basis"])
def test_what_leaves_the_house_needs_its_whole_way(cast, submission, lack):
    answer = decide(cast.principal, submission, "refer", **{lack: ""}, reason="Words that must not be lost")
    assert answer.status_code == 422
    assert "Words that must not be lost" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("choice", "body"), [("act", ""), ("act", "nobody"), ("delete", "HRC")])
def test_a_choice_or_a_body_that_is_not_there_does_not_exist(cast, submission, choice, body):
    assert decide(cast.principal, submission, choice, body=body).status_code == 404


def test_a_day_that_has_passed_is_refused(cast, submission):
    answer = decide(cast.principal, submission, "watch", on="2020-01-01")
    assert answer.status_code == 422
    assert "That day has passed." in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRINCIPAL])
def test_no_other_role_decides(submission, role):
    other = on_path.person(role, "another", body="HRC")
    assert decide(other, submission).status_code == 403
    assert not Decision.objects.exists()


def test_an_aide_reads_the_screen_and_finds_no_buttons(submission):
    aide = on_path.person(Role.AIDE)
    text = page(aide, submission, choice="watch").content.decode()
    assert "What is asked" in text
    assert "Your decision" not in text


def test_of_two_at_once_one_wins_and_the_others_words_are_kept(cast, submission):
    shown = submission.revision
    decide(cast.principal, submission, "watch")
    answer = decide(cast.principal, submission, "refuse", revision=shown, reason="Words that must not be lost")
    assert answer.status_code == 422
    assert "decided already" in answer.content.decode()
    assert "Words that must not be lost" in answer.content.decode()
    assert Decision.objects.get().choice == "watch"


def test_afterwards_it_is_said_what_was_decided_by_whom_when_why_and_how_it_stands(cast, submission):
    decide(cast.principal, submission, "act")
    sent = Transmission.objects.get()
    for user in (cast.principal, cast.analyst, cast.head):
        text = page(user, submission).content.decode()
        assert "Decided: act" in text
        assert "The window is short." in text
        assert "principal" in text
        assert "Human Rights Council" in text
        assert "not acknowledged yet" in text
        assert reverse("transmission", args=[sent.ref]) in text
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=timezone.now())
    assert "acknowledged" in page(cast.principal, submission).content.decode()


def test_a_principal_without_the_clearance_finds_nothing(submission):
    low = on_path.person(Role.PRINCIPAL, "low", clearance="TLP:GREEN")
    answer = page(low, submission)
    absent = browser(low).get(reverse("submission", args=["z" * 16]))
    assert (answer.status_code, answer.content) == (404, absent.content)
    assert decide(low, submission).status_code == 404
    assert SECRET not in answer.content.decode()


def test_the_screen_costs_a_fixed_number_of_queries(cast, submission, django_assert_max_num_queries):
    client = browser(cast.principal)
    lock = connection.vendor == "postgresql"  # of the trail's end; SQLite has it with the transaction
    with django_assert_max_num_queries(20 + lock):
        client.get(reverse("submission", args=[submission.ref]))
