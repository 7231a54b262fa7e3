"""A hidden situation of the same country says nothing to the owner of the other; who sees both resolves it."""

import re

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.compartments import overlap_actions as overlaps
from focalpoint.desk.compartments.answers import Answered, NoReason
from focalpoint.desk.compartments.queries import overlaps_for, waiting_count
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.models import OverlapAnswer, Situation
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "Two groups in two districts, with other perpetrators."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def pair(cast):
    """A hidden situation of the head, and one that an analyst opens without sight of it."""
    hidden = walk.opened(cast.head, title="Hidden one", need_to_know=True)
    return hidden, walk.opened(cast.analyst, title="Open one")


def answered(pair, by, outcome="apart", reason=WHY):
    first, second = pair
    overlaps.answer_overlap(first=first, second=second, outcome=outcome, reason=reason, by=by, at=walk.AT)


def status(user, situation) -> int:
    return browser(user).get(reverse("situation", args=[situation.ref])).status_code


def test_who_may_see_both_finds_them_in_the_queue_and_no_one_else(cast, pair):
    assert [waiting_count(each) for each in (cast.head, cast.analyst, cast.reviewer)] == [1, 0, 0]
    page = pages.read(browser(cast.head).get(reverse("access")).content).text
    assert "Hidden one" in page
    assert "Open one" in page
    assert "Hidden one" not in browser(cast.analyst).get(reverse("access")).content.decode()


def test_two_are_found_to_be_two_and_the_other_owner_learns_nothing(cast, pair):
    client = browser(cast.head)
    form = {"first": pair[0].ref, "second": pair[1].ref, "outcome": "apart", "reason": WHY}
    assert client.post(reverse("answer_overlap"), form | {"once": token(), "reason": "ok"}).status_code == 422
    assert client.post(reverse("answer_overlap"), form | {"once": token()}).status_code == 302
    assert (waiting_count(cast.head), status(cast.analyst, pair[0])) == (0, 404)
    assert OverlapAnswer.objects.get().reason == WHY
    assert list(differences()) == []


def test_one_concern_makes_each_owner_a_member_of_the_other(cast, pair):
    answered(pair, cast.head, "together")
    assert (status(cast.analyst, pair[0]), waiting_count(cast.head)) == (200, 0)
    assert [each.members.filter(pk__in=[cast.head.pk, cast.analyst.pk]).count() for each in pair] == [2, 2]
    assert list(differences()) == []


def test_who_sees_one_of_them_cannot_answer_and_is_answered_as_of_none(cast, pair):
    with pytest.raises(Answered):
        answered(pair, cast.analyst)
    form = {"outcome": "apart", "reason": WHY, "second": pair[1].ref}
    client = browser(cast.analyst)
    there, absent = (
        client.post(reverse("answer_overlap"), form | {"once": token(), "first": ref})
        for ref in (pair[0].ref, pair[1].ref)
    )
    assert there.status_code == absent.status_code == 404
    with pytest.raises(NoReason):
        answered(pair, cast.head, reason="none")
    answered(pair, cast.head)
    with pytest.raises(Answered):
        answered(pair, cast.head)


def test_an_opener_who_sees_the_first_has_answered_and_what_stays_hidden_waits(cast):
    seen = walk.opened(cast.analyst, title="Seen one")
    hidden = walk.opened(cast.head, title="Hidden one", overlap_reason=WHY, need_to_know=True)
    assert waiting_count(cast.head) == 0
    third = walk.opened(cast.analyst, title="Third one", overlap_reason=WHY)
    found = [(each.from_situation, each.to_situation) for each in overlaps_for(cast.head)]
    assert found == [(hidden, third)]
    assert OverlapAnswer.objects.filter(first=seen, second=third).exists()
    Situation.objects.filter(pk=hidden.pk).update(state="closed")
    assert waiting_count(cast.head) == 0


def test_a_reason_of_before_there_were_answers_is_one(cast):
    walk.opened(cast.head, title="First one")
    walk.opened(cast.analyst, title="Second one", overlap_reason=WHY)
    OverlapAnswer.objects.all().delete()
    assert waiting_count(cast.head) == 0


def test_admitting_a_person_says_the_same_with_and_without_a_hidden_one(cast):
    walk.opened(cast.head, title="Hidden one", need_to_know=True)
    newcomer, client, shown = walk.person(Role.REVIEWER, "newcomer"), browser(cast.analyst), []
    for iso3, country in (("UGA", "Uganda"), ("KEN", "Kenya")):
        opened = client.post(
            reverse("open_situation"),
            {"once": token(), "title": "Rift Valley", "iso3s": [iso3], "tlp": "TLP:AMBER"},
        )
        mine = Situation.objects.get(places__iso3=iso3, owner=cast.analyst)
        fields = {"person": newcomer.ref, "is_member": "yes", "reason": WHY, "revision": mine.revision}
        there = reverse("situation_members", args=[mine.ref])
        page = client.post(there, fields | {"once": token()}, follow=True).content.decode()
        plain = re.sub(r'value="[^"]{20,}"', "", page)
        for each in (mine.ref, iso3, country):
            plain = plain.replace(each, "")
        shown.append((opened.status_code, plain))
    assert shown[0] == shown[1]
    assert "The members are changed." in shown[0][1]
