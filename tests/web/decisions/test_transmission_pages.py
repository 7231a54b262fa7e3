"""A liaison sees the copy at its marking and nothing else, acknowledges, answers; the desk sees how it stands."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.transmission.copy import SOME_WITHHELD
from focalpoint.desk.people.models import Role
from walk import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast):
    return on_path.decided(cast).transmissions.get()


def page(user, sent):
    return browser(user).get(reverse("transmission", args=[sent.ref]))


def send(user, sent, step, **more):
    return browser(user).post(reverse(step, args=[sent.ref]), {"once": idempotency.token()} | more)


def test_the_liaison_finds_the_copy_and_no_way_to_anything_behind_it(cast, sent):
    submission = Submission.objects.get()
    assessment = submission.assessment
    text = (
        browser(cast.liaison).get(reverse("transmissions")).content.decode() + page(cast.liaison, sent).content.decode()
    )
    assert SECRET in text
    for ref in (submission.ref, assessment.ref, assessment.situation.ref, submission.paper.ref, cast.principal.ref):
        assert ref not in text
    assert f"S-{submission.number}" not in text
    for address in ("/submissions/", "/situations/", "/decisions/", "/trail/", "/items/", "/papers/"):
        assert f'href="{address}' not in text


@pytest.mark.parametrize("name", ["submissions", "decisions", "trail", "situations", "items"])
def test_the_liaison_has_no_page_of_the_desk(cast, sent, name):
    assert browser(cast.liaison).get(reverse(name)).status_code == 403


def test_the_liaison_of_another_body_or_of_too_low_a_clearance_finds_nothing(cast, sent):
    for other in (
        on_path.person(Role.LIAISON, "other", body="SC"),
        on_path.person(Role.LIAISON, "low", body="HRC", clearance="TLP:GREEN"),
    ):
        absent = browser(other).get(reverse("transmission", args=["z" * 16]))
        assert (page(other, sent).status_code, page(other, sent).content) == (404, absent.content)
        for step in ("acknowledge", "answer"):
            assert send(other, sent, step, answer="x").status_code == 404
        assert SECRET not in browser(other).get(reverse("transmissions")).content.decode()
    assert Transmission.objects.get().acknowledged_at is None


def test_what_was_told_on_condition_that_it_stays_is_not_passed_on(cast):
    stays = on_path.filed(cast.analyst, title="Told in confidence")
    goes = on_path.filed(cast.analyst, title="May be passed on", consent_bodies=True, data=b"Another.")
    situation = on_path.opened(cast.analyst, stays)
    on_path.tested(situation, cast.analyst)
    draft = on_path.assessed(situation, stays, cast.analyst)
    draft.factors.get(factor="RF8").evidence.add(goes)
    on_path.optioned(draft, cast.analyst)
    from focalpoint.desk.decisions import actions as deciding

    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=on_path.AT)
    on_path.sign(submission, by=cast.reviewer)
    taken = {"choice": "act", "reason": "x", "on": on_path.DAY, "route": on_path.route(), "others": on_path.WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=on_path.AT, **taken)
    text = page(cast.liaison, Transmission.objects.get()).content.decode()
    assert "Told in confidence" not in text
    assert stays.ref[:6] not in text
    assert goes.ref[:6] in text
    assert text.count(str(SOME_WITHHELD)) == 1
    assert "May be passed on" in text
    assert "Told in confidence" in str(submission.assessment.frozen)


def test_acknowledging_is_one_event_however_often_it_is_sent(cast, sent):
    before, token = len(verbs()), idempotency.token()
    for _ in range(2):
        assert send(cast.liaison, sent, "acknowledge", once=token).status_code == 302
    assert send(cast.liaison, sent, "acknowledge").status_code == 302
    assert verbs()[before:] == ["transmission.acknowledged"]


def test_an_answer_stands_and_a_second_one_is_told_so_with_its_text_kept(cast, sent):
    send(cast.liaison, sent, "acknowledge")
    assert send(cast.liaison, sent, "answer", answer="The Council will meet.").status_code == 302
    answer = send(cast.liaison, sent, "answer", answer="Words that must not be lost")
    assert answer.status_code == 422
    assert "This was answered already." in answer.content.decode()
    assert "Words that must not be lost" in answer.content.decode()
    assert Transmission.objects.get().answer == "The Council will meet."
    assert "The Council will meet." in page(cast.head, sent).content.decode()


def test_an_answer_needs_words_and_an_acknowledgement_before_it(cast, sent):
    assert send(cast.liaison, sent, "answer", answer="Early.").status_code == 422
    send(cast.liaison, sent, "acknowledge")
    assert send(cast.liaison, sent, "answer", answer=" ").status_code == 422
    assert Transmission.objects.get().answered_at is None


def test_the_desk_sees_how_it_stands_and_that_an_answer_is_overdue(cast, sent):
    Transmission.objects.update(answer_due_on=dt.date(2025, 7, 2))
    for user in (cast.analyst, cast.reviewer, cast.head, cast.principal):
        text = browser(user).get(reverse("transmissions")).content.decode()
        assert "overdue by" in text
        assert "Human Rights Council" in text
        text = page(user, sent).content.decode()
        assert "not yet" in text
        assert 'class="btn main">Acknowledge' not in text


@pytest.mark.parametrize("role", ["analyst", "reviewer", "head", "principal", "overseer", "reporter"])
def test_nobody_but_a_liaison_acknowledges_or_answers(cast, sent, role):
    other = on_path.person(Role(role), "another")
    for step in ("acknowledge", "answer"):
        assert send(other, sent, step, answer="x").status_code == 403


def test_the_desk_without_the_need_to_know_finds_nothing(cast):
    sent = on_path.decided_among_members(cast)
    outsider = on_path.person(Role.HEAD, "outsider")
    assert page(outsider, sent).status_code == 404
    assert SECRET not in browser(outsider).get(reverse("transmissions")).content.decode()
    assert page(cast.liaison, sent).status_code == 200


def test_the_page_carries_the_marking_of_the_copy_and_is_one_read(cast, sent):
    before = len(verbs())
    assert ">TLP:AMBER</p>" in page(cast.liaison, sent).content.decode()
    assert verbs()[before:] == ["protected.read"]


def test_many_transmissions_cost_no_more_queries_than_one(cast, sent, django_assert_max_num_queries):
    client = browser(cast.head)
    lock = connection.vendor == "postgresql"  # of the trail; SQLite's transactions need none
    with django_assert_max_num_queries(13 + lock) as first:
        client.get(reverse("transmissions"))
    for _ in range(2):
        on_path.decided(cast, overlap_reason="Another group.")
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("transmissions"))
