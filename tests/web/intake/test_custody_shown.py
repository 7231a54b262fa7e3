"""Custody on an item's page: each reader is told as much of it as of the situations and of the desk."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating

pytestmark = pytest.mark.django_db
LINKED = "linked to a situation"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def text_of(user, item) -> str:
    return pages.read(browser(user).get(reverse("item", args=[item.ref])).content).text


def test_a_link_to_a_hidden_situation_changes_nothing_on_the_items_page(cast):
    item = walk.filed(cast.reporter)
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    readers = (low, cast.reporter, walk.person(Role.CUSTODIAN))
    before = [text_of(each, item) for each in readers]
    walk.opened(cast.analyst, item, tlp="TLP:AMBER+STRICT")
    other = walk.opened(cast.analyst, need_to_know=True, overlap_reason="x")
    situating.link_item(situation=other, item=item, by=cast.analyst, at=walk.AT)
    assert [text_of(each, item) for each in readers] == before
    assert text_of(cast.analyst, item).count(LINKED) == 2
    assert text_of(cast.head, item).count(LINKED) == 1


def test_a_link_is_told_to_whoever_sees_its_situation_when_the_item_was_linked_later(cast):
    item, situation = walk.filed(cast.reporter), walk.opened(cast.analyst)
    assert LINKED not in text_of(cast.reviewer, item)
    situating.link_item(situation=situation, item=item, by=cast.analyst, at=walk.AT)
    assert LINKED in text_of(cast.reviewer, item)


def test_the_rows_of_the_trail_are_numbered_for_the_custodian_alone(cast):
    item = walk.filed(cast.reporter)
    for reader in (cast.reporter, cast.analyst, cast.reviewer, cast.head, cast.principal):
        assert "Trail row" not in text_of(reader, item)
    assert "Trail row" in text_of(walk.person(Role.CUSTODIAN), item)


def test_a_reporter_is_told_that_it_arrived_and_was_withdrawn_and_no_step_of_the_desk(cast):
    item = walk.filed(cast.reporter)
    words = {"credibility": 5, "reason": "x", "confirmed_by": [], "revision": 1}
    grading.grade_item(item=item, **words, by=cast.analyst, at=walk.AT)
    taking.name_source(
        item=item, source=walk.sourced(cast.head), subject="police", revision=2, by=cast.head, at=walk.AT
    )
    custody = text_of(cast.reporter, item).split("What happened to this item")[1]
    assert "received" in custody
    assert [step for step in ("graded", "source named", "analyst", "head of office") if step in custody] == []
    taking.withdraw_consent(item=item, revision=3, by=cast.reporter, at=walk.AT)
    assert "consent withdrawn" in text_of(cast.reporter, item).split("What happened to this item")[1]
