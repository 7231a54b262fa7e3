"""The page of interests: who opens it, who declares and answers, where a form leads, and what is kept of a refusal."""

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.interests import actions as declaring
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db
BROTHER = "A brother has been an officer of the guard since 2019."
REASON = "No one else reads the language, and a second person reads each quotation."

OPENS = {
    "reporter": 403,
    "analyst": 200,
    "reviewer": 200,
    "head": 200,
    "principal": 200,
    "liaison": 403,
    "overseer": 403,
}

DECLARES = {
    "reporter": 403,
    "analyst": 302,
    "reviewer": 302,
    "head": 302,
    "principal": 302,
    "liaison": 403,
    "overseer": 403,
}

BACK = {
    "": None,
    "/submissions/": "/submissions/",
    "https://example.org/": None,
    "//example.org/": None,
    "submissions/": None,
}


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def situation(cast):
    made = walk.opened(cast.analyst)
    made.declarations.all().delete()
    return made


def post(user, name, *refs, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def interest(situation, by):
    words = {"kinds": ["family"], "named": "National guard", "text": BROTHER}
    return declaring.declare(situation=situation, **words, by=by, at=walk.AT)


def test_who_opens_the_page(cast, situation):
    address = reverse("interests", args=[situation.ref])
    assert {role: browser(getattr(cast, role)).get(address).status_code for role in OPENS} == OPENS


def test_who_declares(cast, situation):
    answers = {
        role: post(getattr(cast, role), "declare_interest", situation.ref, kinds=["none"]).status_code
        for role in DECLARES
    }
    assert answers == DECLARES
    assert situation.declarations.count() == 4


@pytest.mark.parametrize("back", BACK)
def test_a_form_leads_back_to_the_page_that_was_left_and_to_no_other_desk(cast, situation, back):
    answer = post(cast.head, "declare_interest", situation.ref, kinds=["none"], back=back)
    assert answer.url == (BACK[back] or reverse("interests", args=[situation.ref]))


def test_what_was_refused_is_kept_and_its_form_is_open(cast, situation):
    answer = post(cast.head, "declare_interest", situation.ref, kinds=["family"], text=BROTHER, back="/submissions/")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert BROTHER in page
    assert 'value="/submissions/"' in page
    assert not situation.declarations.exists()


def test_an_interest_is_answered_on_the_page_by_another_person_alone(cast, situation):
    made = interest(situation, cast.reviewer)
    address = reverse("answer_interest", args=[situation.ref, made.ref])
    page = reverse("interests", args=[situation.ref])
    assert address not in browser(cast.reviewer).get(page).content.decode()
    assert address in browser(cast.head).get(page).content.decode()
    refused = post(cast.reviewer, "answer_interest", situation.ref, made.ref, answer="goes_on", reason=REASON)
    assert refused.status_code == 422
    assert (
        post(cast.head, "answer_interest", situation.ref, made.ref, answer="goes_on", reason=REASON).status_code == 302
    )
    shown = browser(cast.principal).get(page).content.decode()
    assert REASON in shown
    assert address not in shown


def test_an_answer_that_was_refused_is_shown_under_its_own_declaration_alone(cast, situation):
    made, other = interest(situation, cast.reviewer), interest(situation, walk.person(Role.REVIEWER, "second"))
    words = "Trust this person."
    answer = post(cast.head, "answer_interest", situation.ref, made.ref, answer="goes_on", reason=words)
    page = answer.content.decode()
    assert answer.status_code == 422
    parts = page.split("/answer/")
    assert len(parts) == 3
    assert words in parts[1]
    assert words not in parts[0] + parts[2]
    assert made.ref in parts[0]
    assert other.ref in parts[1]


def test_a_declaration_is_found_under_its_own_situation_alone_and_by_those_who_see_it(cast, situation):
    made = interest(situation, cast.reviewer)
    other = walk.opened(cast.analyst, None, title="Another place", overlap_reason="Another group.", need_to_know=True)
    assert (
        post(cast.analyst, "answer_interest", other.ref, made.ref, answer="goes_on", reason=REASON).status_code == 404
    )
    assert post(cast.head, "declare_interest", other.ref, kinds=["none"]).status_code == 404
    assert browser(cast.head).get(reverse("interests", args=[other.ref])).status_code == 404
