"""The numbers beside the pages: what waits for whoever reads, and never more than they may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange, queries
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.workflow import is_turn_of
from focalpoint.desk.people.models import Role
from focalpoint.desk.site import badges

pytestmark = pytest.mark.django_db
BADGE = re.compile(r'href="([^"]+)"[^>]*>[^<]+<b class="waits">([^<]+)<span class="heard"> waiting for you</span></b>')


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def beside(user) -> dict[str, str]:
    """The numbers that a page shows beside its entries, by address."""
    return dict(BADGE.findall(browser(user).get("/method/", follow=True).content.decode()))


def everybody(cast):
    return [getattr(cast, name) for name in vars(cast)]


def test_the_next_step_is_counted_for_whoever_takes_it_and_for_nobody_else(cast, release):
    submission = walk.submitted(cast)
    assert [each.role for each in everybody(cast) if beside(each)] == ["reviewer", "head"]
    deciding.send_back(submission=submission, reason="Why?", revision=1, by=cast.reviewer, at=walk.AT)
    assert [each.role for each in everybody(cast) if beside(each)] == ["analyst"]
    assert beside(cast.analyst) == {"/submissions/": "1"}


def test_what_is_signed_waits_for_the_principal_and_what_is_sent_for_the_body(cast, release):
    walk.signed(cast)
    assert [each.role for each in everybody(cast) if beside(each)] == ["principal"]
    submission = Submission.objects.get()
    words = {"choice": "act", "reason": "Now.", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    assert beside(cast.liaison) == {"/transmissions/": "1"}
    assert [each.role for each in everybody(cast) if beside(each)] == ["liaison"]


def test_an_answer_ends_the_waiting_and_an_acknowledgement_alone_does_not(cast, release):
    walk.decided(cast)
    sent = Transmission.objects.get()
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=walk.AT)
    assert beside(cast.liaison) == {"/transmissions/": "1"}
    exchange.answer(transmission=sent, text="Noted.", by=cast.liaison, at=walk.AT)
    assert beside(cast.liaison) == {}


@pytest.mark.parametrize("state", Submission.State)
@pytest.mark.parametrize("author", [Role.ANALYST, Role.HEAD])
def test_the_number_is_that_of_the_rows_that_say_they_wait(cast, state, author):
    submission = walk.submitted(cast)
    assessment = submission.assessment
    assessment.author = cast.head if author == Role.HEAD else cast.analyst
    assessment.save()
    Submission.objects.update(state=state, submitted_by=assessment.author)
    for user in [*everybody(cast), walk.person(Role.AIDE), walk.person(Role.CUSTODIAN)]:
        rows = queries.submissions(user)
        assert badges.of_submissions(user) == sum(is_turn_of(each, user) for each in rows), (user.role, state)


def test_what_a_reader_may_not_see_is_not_counted(cast, release):
    cast.analyst.clearance = "TLP:RED"
    walk.submitted(cast, tlp="TLP:RED")
    walk.submitted(cast, title="Another", overlap_reason="It is another.", need_to_know=True)
    assert beside(cast.reviewer) == beside(cast.head) == {}


def test_the_number_costs_one_query_and_a_role_without_one_none(cast):
    walk.decided(cast)
    for user, queries_of_it in ((cast.reviewer, 1), (cast.analyst, 1), (cast.principal, 1), (cast.overseer, 0)):
        with CaptureQueriesContext(connection) as asked:
            badges.of_submissions(user)
        assert len(asked) == queries_of_it, user.role
    with CaptureQueriesContext(connection) as asked:
        assert badges.of_transmissions(cast.liaison) == 1
        assert badges.of_transmissions(cast.reviewer) == 0
    assert len(asked) == 1


def test_a_page_without_a_navigation_counts_nothing(cast):
    walk.submitted(cast)
    client = browser(cast.reviewer)
    client.get("/nothing/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/nothing/").status_code == 404
    assert not [each["sql"] for each in asked if "decisions_submission" in each["sql"]]


def test_every_number_stands_beside_a_page_that_exists():
    assert {reverse(name) for name in badges.COUNTS} == {
        "/submissions/",
        "/transmissions/",
        "/comparisons/",
        "/access/",
    }
