"""Where an item is cited, on its page: only what the reader may see is named, and nothing else is counted."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.pages.citing_situations import cited
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def page(user, item) -> pages.Page:
    return pages.read(browser(user).get(reverse("item", args=[item.ref])).content)


def linked(item, by, title, **more):
    situation = walk.opened(by, title=title, overlap_reason="Another group.", **more)
    situating.link_item(situation=situation, item=item, by=by, at=walk.AT)
    return situation


def test_each_situation_in_sight_is_named_and_leads_there(cast):
    item = walk.filed(cast.analyst)
    one, two = linked(item, cast.analyst, "Rift Valley"), linked(item, cast.analyst, "The coast")
    found = page(cast.analyst, item)
    assert {reverse("situation", args=[each.ref]) for each in (one, two)} <= set(found.links())
    assert [each.title for each in cited(cast.analyst, item)] == ["The coast", "Rift Valley"]


def test_a_hidden_situation_changes_nothing_on_the_page(cast):
    item = walk.filed(cast.reporter)
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    before = page(low, item).text
    cast.analyst.clearance = "TLP:RED"
    for marks in ({"tlp": "TLP:AMBER+STRICT"}, {"need_to_know": True}, {"tlp": "TLP:RED"}):
        walk.opened(cast.analyst, title="Hidden place", overlap_reason="x", **marks).links.create(
            item=item, by=cast.analyst, at=walk.AT
        )
    assert page(low, item).text == before
    assert "none that you may see" in before


@pytest.mark.parametrize("role", ["reporter", "custodian"])
def test_who_reads_no_situations_is_shown_none(cast, role):
    reader = cast.reporter if role == "reporter" else walk.person(Role.CUSTODIAN)
    item = walk.filed(cast.reporter)
    linked(item, cast.analyst, "Rift Valley")
    assert "Rift Valley" not in page(reader, item).text
    assert cited(reader, item) == []


def test_the_page_carries_the_marking_of_the_strictest_it_names(cast):
    item = walk.filed(cast.analyst, tlp="TLP:GREEN")
    linked(item, cast.analyst, "Rift Valley", tlp="TLP:AMBER+STRICT")
    assert "Focalpoint Skip to the content TLP:AMBER+STRICT" in page(cast.analyst, item).text
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    assert "TLP:AMBER" not in page(low, item).text
