"""The reviewer reads the note as it would be signed, then signs it or returns it with reasons; never their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.people.conditions import NOT_OWN
from focalpoint.desk.people.models import Role
from walk import AT, SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(cast):
    return on_path.submitted(cast)


def page(user, submission):
    return browser(user).get(reverse("submission", args=[submission.ref]))


def send(user, submission, step, **more):
    form = {
        "once": idempotency.token(),
        "revision": submission.revision,
        **read_now(submission, at=timezone.now()).fields(),
    }
    return browser(user).post(reverse(step, args=[submission.ref]), form | more)


def test_the_reviewer_reads_the_whole_note_and_that_it_is_a_draft(cast, submission):
    text = page(cast.reviewer, submission).content.decode()
    for part in ("What is judged", "On what ground", "Options", "Reasoning and limits", "Draft, not signed"):
        assert part in text
    assert "Return with these reasons" in text
    assert 'class="btn main">Sign<' in text


def test_signing_freezes_the_note_and_leaves_one_event(cast, submission):
    before = len(verbs())
    token = idempotency.token()
    for _ in range(2):
        assert send(cast.reviewer, submission, "sign", once=token).status_code == 302
    assert verbs()[before:] == ["submission.signed"]
    text = page(cast.reviewer, submission).content.decode()
    assert "Draft, not signed" not in text
    assert Assessment.objects.get().frozen_hash in text


def test_returning_needs_reasons(cast, submission):
    answer = send(cast.reviewer, submission, "send_back", reason=" ")
    assert answer.status_code == 422
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


def test_a_returned_note_shows_its_author_the_reasons(cast, submission):
    assert send(cast.reviewer, submission, "send_back", reason="Who else was asked?").status_code == 302
    text = page(cast.analyst, submission).content.decode()
    assert "Who else was asked?" in text
    assert "Submit again" in text


def test_the_head_who_wrote_it_is_told_that_another_signs(cast):
    cast.analyst.role = Role.HEAD
    cast.analyst.save()
    submission = on_path.submitted(cast)
    assert "This is yours" in page(cast.analyst, submission).content.decode()
    answer = send(cast.analyst, submission, "sign")
    assert answer.status_code == 422
    assert str(NOT_OWN.wrong) in answer.content.decode()
    assert "submission.signed" not in verbs()


def test_of_two_reviewers_at_once_one_wins_and_the_others_reasons_are_kept(cast, submission):
    other = on_path.person(Role.REVIEWER, "second")
    shown = submission.revision
    send(cast.reviewer, submission, "sign")
    answer = send(other, submission, "send_back", reason="Words that must not be lost", revision=shown)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This submission is not with the reviewer." in text
    assert "Words that must not be lost" in text


@pytest.mark.parametrize("role", ["analyst", "principal", "aide", "liaison", "overseer"])
def test_other_roles_cannot_sign_or_return(submission, role):
    other = on_path.person(Role(role), "another", body="HRC")
    for step in ("sign", "send_back"):
        assert send(other, submission, step, reason="x").status_code == 403
    assert "submission.signed" not in verbs()


def test_what_may_not_be_seen_answers_as_what_does_not_exist(cast, submission):
    low = on_path.person(Role.REVIEWER, "low", clearance="TLP:CLEAR")
    absent = browser(low).get(reverse("submission", args=["z" * 16]))
    assert (page(low, submission).status_code, page(low, submission).content) == (404, absent.content)
    assert send(low, submission, "sign").status_code == 404
    assert page(cast.principal, submission).status_code == 404


def test_an_item_marked_above_the_note_lends_it_no_title(cast):
    item = on_path.filed(cast.analyst, title="Title of the strict one", tlp="TLP:AMBER+STRICT")
    situation = on_path.opened(cast.analyst, item, tlp="TLP:GREEN")
    on_path.tested(situation, cast.analyst)
    draft = on_path.assessed(situation, item, cast.analyst)
    on_path.optioned(draft, cast.analyst)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)
    text = page(cast.reviewer, submission).content.decode()
    assert "Title of the strict one" not in text
    assert "marked more strictly than this note" in text


def test_ten_megabytes_are_refused_without_a_trace(cast, submission):
    before = len(verbs())
    answer = send(cast.reviewer, submission, "send_back", reason="x" * 10_000_000)
    assert 400 <= answer.status_code < 500
    assert "submission.returned" not in verbs()[before:]


def test_hostile_reasons_are_shown_as_text(cast, submission):
    send(cast.reviewer, submission, "send_back", reason="<img src=x onerror=y> \u202eעכשיו =HYPERLINK()")
    text = page(cast.analyst, submission).content.decode()
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_when_the_trail_cannot_be_written_nothing_is_signed(cast, submission, monkeypatch):
    from focalpoint.desk.trail import actions

    client = browser(cast.reviewer)
    client.raise_request_exception = False
    form = {
        "once": idempotency.token(),
        "revision": submission.revision,
        **read_now(submission, at=timezone.now()).fields(),
    }

    def broken(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_append", broken)
    assert client.post(reverse("sign", args=[submission.ref]), form).status_code == 500
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED
    assert Assessment.objects.get().frozen is None


def test_a_page_whose_read_cannot_be_recorded_is_not_given_out(cast, submission, monkeypatch):
    from focalpoint.desk.trail import actions

    client = browser(cast.reviewer)
    client.raise_request_exception = False

    def broken(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_append", broken)
    answer = client.get(reverse("submission", args=[submission.ref]))
    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()


def test_the_whole_note_costs_a_fixed_number_of_queries(cast, submission, django_assert_max_num_queries):
    client = browser(cast.reviewer)
    with django_assert_max_num_queries(33) as first:  # PostgreSQL: + lock
        client.get(reverse("submission", args=[submission.ref]))
    factor = submission.assessment.factors.get(factor="RF8")
    factor.evidence.add(*(on_path.filed(cast.analyst, data=bytes([n])) for n in range(4)))
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("submission", args=[submission.ref]))
