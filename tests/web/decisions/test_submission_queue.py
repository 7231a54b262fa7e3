"""The queue: due first, overdue said in words, each role its own; and the step that fills it."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.submission.clocks import clock
from focalpoint.desk.people.models import Role
from walk import AT, DAY, SECRET

pytestmark = pytest.mark.django_db


def queue(user):
    return browser(user).get(reverse("submissions"))


def submit(user, assessment, **more):
    form = {"once": idempotency.token(), "revision": assessment.revision}
    return browser(user).post(reverse("submit", args=[assessment.ref]), form | more)


@pytest.mark.parametrize(
    ("days", "says", "overdue"),
    [
        (2, "due in 2 days", False),
        (1, "due in 1 day", False),
        (0, "due today", False),
        (-1, "overdue by 1 day", True),
        (-9, "overdue by 9 days", True),
    ],
)
def test_a_clock_is_said_in_words(days, says, overdue):
    found = clock(DAY + dt.timedelta(days=days), DAY)
    assert (found.says, found.overdue, found.shape == "late") == (says, overdue, overdue)


def test_a_clock_that_has_done_its_work_is_never_overdue():
    assert clock(DAY, DAY + dt.timedelta(days=99), done=True).overdue is False


def test_what_is_due_first_stands_first_and_overdue_is_said(cast):
    on_path.submitted(cast, title="Late one")
    on_path.submitted(cast, title="Later one", overlap_reason="Another group.")
    Submission.objects.filter(number=2).update(due_at=timezone.now() + dt.timedelta(days=2))
    text = queue(cast.head).content.decode()
    assert text.index("Late one") < text.index("Later one")
    assert "1 is overdue." in text
    assert "overdue by" in text
    assert "due in 2 days" in text
    assert text.count("Waits for you") == 2


def test_a_principal_finds_only_what_is_signed_and_an_aide_the_same(cast):
    on_path.submitted(cast, title="Not yet")
    on_path.signed(cast, title="Ready", overlap_reason="Another group.")
    aide = on_path.person(Role.AIDE)
    for user, waits in ((cast.principal, 1), (aide, 0)):
        text = queue(user).content.decode()
        assert ("Ready" in text, "Not yet" in text) == (True, False)
        assert text.count("Waits for you") == waits


@pytest.mark.parametrize(
    "role", ["reporter", "liaison", "overseer", "custodian", "administrator", "peer", "focal-point"]
)
def test_other_roles_have_no_such_page(cast, role):
    other = on_path.person(Role(role), "another", body="HRC")
    for name in ("submissions", "decisions"):
        assert browser(other).get(reverse(name)).status_code == 403


def test_what_is_marked_above_the_reader_is_in_no_list_and_no_count(cast):
    on_path.submitted(cast)
    low = on_path.person(Role.HEAD, "low", clearance="TLP:CLEAR")
    text = queue(low).content.decode()
    assert SECRET not in text
    assert "Nothing is overdue." in text
    assert "S-1" not in text


def test_need_to_know_shuts_out_who_is_no_member(cast):
    on_path.submitted(cast, need_to_know=True)
    assert SECRET not in queue(cast.head).content.decode()
    assert SECRET in queue(cast.analyst).content.decode()


def test_the_page_carries_the_strictest_marking_on_it(cast):
    on_path.submitted(cast, tlp="TLP:AMBER+STRICT")
    assert ">TLP:AMBER+STRICT</p>" in queue(cast.head).content.decode()


def test_the_list_is_one_read_of_all_it_shows(cast):
    on_path.submitted(cast)
    before = len(verbs())
    queue(cast.head)
    assert verbs()[before:] == ["protected.read"]


def test_fifty_submissions_cost_no_more_queries_than_one(cast, django_assert_max_num_queries):
    on_path.submitted(cast)
    client = browser(cast.head)
    lock = connection.vendor == "postgresql"  # of the trail; SQLite's transactions need none
    with django_assert_max_num_queries(15 + lock) as first:
        client.get(reverse("submissions"))
    for _ in range(3):
        on_path.submitted(cast, overlap_reason="Another group.")
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("submissions"))


def test_decided_ones_leave_the_queue_and_stand_under_decisions(cast):
    on_path.decided(cast)
    assert SECRET not in queue(cast.head).content.decode()
    text = browser(cast.head).get(reverse("decisions")).content.decode()
    assert SECRET in text
    assert "Human Rights Council" in text
    assert "not yet" in text


WORDS = {
    "act": "act; answer asked for by 10 December 2025",
    "refer": "refer; answer asked for by 10 December 2025",
    "watch": "watch until 10 December 2025",
    "refuse": "refuse, with effect from 10 December 2025",
}


@pytest.mark.parametrize("choice", Decision.Choice.values)
def test_the_list_says_the_day_that_was_decided_and_the_day_of_the_decision_apart(cast, choice):
    taken = on_path.decided(cast, choice)
    Decision.objects.filter(pk=taken.pk).update(on=dt.date(2025, 12, 10))
    text = browser(cast.head).get(reverse("decisions")).content.decode()
    assert WORDS[choice] in text
    assert "decided on 1 July 2025" in text


def test_submitting_lists_everything_that_lacks_and_writes_nothing(cast):
    from focalpoint.desk.assessments import actions as assessing

    draft = assessing.start(situation=on_path.opened(cast.analyst), by=cast.analyst, at=AT)
    before = len(verbs())
    answer = submit(cast.analyst, draft)
    text = answer.content.decode()
    assert answer.status_code == 422
    for lack in ("no scope test", "no judgement", "no summary", "expires", "no options paper"):
        assert lack in text
    assert not Submission.objects.exists()
    assert "submission.made" not in verbs()[before:]


def whole_draft(cast):
    item = on_path.filed(cast.analyst)
    situation = on_path.opened(cast.analyst, item)
    on_path.tested(situation, cast.analyst)
    draft = on_path.assessed(situation, item, cast.analyst)
    draft.expires_on = timezone.now().date() + dt.timedelta(days=30)
    draft.save()
    on_path.optioned(draft, cast.analyst)
    return draft


def test_a_whole_draft_goes_once_however_often_it_is_sent(cast):
    draft = whole_draft(cast)
    token = idempotency.token()
    for _ in range(2):
        answer = submit(cast.analyst, draft, once=token)
        assert answer.url == reverse("submission", args=[Submission.objects.get().ref])
    assert verbs().count("submission.made") == 1


def test_a_draft_that_somebody_saved_meanwhile_does_not_go(cast):
    draft = whole_draft(cast)
    answer = submit(cast.analyst, draft, revision=draft.revision - 1)
    assert answer.status_code == 422
    assert "Another person saved this" in answer.content.decode()
    assert not Submission.objects.exists()


def test_another_analyst_cannot_submit_a_draft(cast):
    answer = submit(on_path.person(Role.ANALYST, "other"), whole_draft(cast))
    assert answer.status_code == 422
    assert not Submission.objects.exists()
