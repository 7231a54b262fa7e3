"""What the desk made of a report is the desk's: no grade, no reason, no source, and no way to ask for them."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.queries import items, matching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def judged(cast):
    """A report and another of the same reporter that confirms it; graded, and its source named."""
    item, other = walk.filed(cast.reporter), walk.filed(cast.reporter)
    words = {"credibility": 5, "reason": "The account shifts.", "confirmed_by": [other], "revision": 1}
    grading.grade_item(item=item, **words, by=cast.analyst, at=walk.AT)
    source = walk.sourced(cast.analyst, "A witness")
    taking.name_source(item=item, source=source, subject="hearsay", revision=2, by=cast.analyst, at=walk.AT)
    return item


JUDGED = (
    "Grades",
    "Credibility",
    "improbable",
    "The account shifts.",
    "A witness",
    "hearsay",
    "Confirmed by",
    "Status",
)


def test_the_page_and_the_list_hold_nothing_that_the_desk_judged(cast, judged):
    client = browser(cast.reporter)
    for address in (reverse("item", args=[judged.ref]), reverse("items")):
        text = pages.read(client.get(address).content).text
        assert [words for words in JUDGED if words in text] == []
    theirs = pages.read(browser(cast.analyst).get(reverse("item", args=[judged.ref])).content).text
    assert [words for words in JUDGED if words in theirs] == [
        "Grades",
        "improbable",
        "The account shifts.",
        "A witness",
        "hearsay",
        "Confirmed by",
        "Status",
    ]


def test_the_page_is_the_same_before_and_after_the_desk_judged(cast):
    item = walk.filed(cast.reporter)
    address = reverse("item", args=[item.ref])
    before = pages.read(browser(cast.reporter).get(address).content).text
    words = {"credibility": 2, "reason": "x", "confirmed_by": [], "revision": 1}
    grading.grade_item(item=item, **words, by=cast.analyst, at=walk.AT)
    assert pages.read(browser(cast.reporter).get(address).content).text == before


def test_the_subject_of_a_source_is_found_by_no_search(cast, judged):
    for reader in (cast.reporter, cast.analyst):
        assert not matching(items(reader), "hearsay").exists()
