"""An assessment whose day has passed: not signed any more, and said to be stale wherever a signed one is read."""

import datetime as dt
import re

import pytest
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Decision, Submission

pytestmark = pytest.mark.django_db
SAID = "expired on 1 July 2025: stale"
MARK = f'<span class="state late">{SAID}</span>'


def page(user, name: str, *args: str, **query: str) -> str:
    return browser(user).get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def signed(cast) -> Submission:
    return walk.signed(cast)


@pytest.fixture
def stale(signed) -> Submission:
    Assessment.objects.update(expires_on=walk.DAY)
    return signed


@pytest.mark.parametrize(("days", "fresh"), [(-1, False), (0, True), (1, True)])
def test_past_its_day_it_is_not_signed_and_on_that_day_it_is(cast, days, fresh):
    submission = walk.submitted(cast)
    Assessment.objects.update(expires_on=walk.DAY + dt.timedelta(days=days))
    before = verbs()
    if fresh:
        walk.sign(submission, by=cast.reviewer)
    else:
        with pytest.raises(deciding.NotNow, match="expired on 2025-06-30"):
            walk.sign(submission, by=cast.reviewer)
    assert verbs() == [*before, *(["submission.signed"] if fresh else [])]


@pytest.mark.parametrize("name", ["reviewer", "principal", "analyst"])
def test_its_page_and_the_list_say_so_with_a_word_and_a_shape(cast, stale, name):
    user = getattr(cast, name)
    assert MARK in page(user, "submission", stale.ref)
    assert page(user, "submissions").count(MARK) == 1


def test_nothing_is_said_of_one_whose_day_has_not_come(cast, signed):
    for text in (page(cast.principal, "submission", signed.ref), page(cast.principal, "submissions")):
        assert "stale" not in text


def test_the_principal_reads_it_in_the_brief_and_above_the_choices(cast, stale):
    text = page(cast.principal, "submission", stale.ref)
    assert re.search(rf"<strong>▲ {re.escape(SAID)}</strong\s*>", text)
    assert text.index(MARK, text.index("<aside>")) < text.index("Your decision", text.index("<aside>"))
    chosen = page(cast.principal, "submission", stale.ref, choice="watch")
    assert chosen.index(MARK, chosen.index("<aside>")) < chosen.index("Your decision", chosen.index("<aside>"))


def test_it_can_still_be_decided_and_the_list_of_decisions_says_so(cast, stale):
    words = {"choice": "watch", "reason": "x", "on": walk.DAY, "route": None, "by": cast.principal, "at": walk.AT}
    stale.refresh_from_db()
    deciding.decide(submission=stale, revision=stale.revision, **words)
    assert Decision.objects.exists()
    assert page(cast.principal, "decisions").count(MARK) == 1
