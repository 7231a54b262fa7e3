"""Reports from a State on its page: only what the reader may see, and never a count of the rest."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.intake.models import Item
from focalpoint.desk.pages.state_reports import SHOWN, reports_from
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event


@pytest.fixture
def analyst(db):
    return walk.person(Role.ANALYST)


@pytest.fixture
def stored(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


def shown(user, iso3="KEN"):
    return pages.read(browser(user).get(f"/country/{iso3}/").content)


def test_reports_are_counted_listed_and_lead_to_their_items(analyst, release, stored):
    first, second = walk.filed(analyst, "Shots in the market"), walk.filed(analyst, "Houses burnt", b"other")
    page = shown(analyst)
    assert "2 reports that you may see, newest first." in page.text
    assert {reverse("item", args=[first.ref]), reverse("item", args=[second.ref])} <= set(page.links())
    assert "No reports." in shown(analyst, "FJI").text


def test_a_report_that_a_reader_may_not_see_changes_nothing_on_the_page(analyst, release, stored):
    low = walk.person(Role.ANALYST, "low", clearance="TLP:GREEN")
    before = shown(low)
    walk.filed(analyst, "Hidden", tlp="TLP:AMBER+STRICT")
    after = shown(low)
    assert after.text == before.text
    assert after.links() == before.links()


def test_the_marking_of_the_page_is_that_of_the_strictest_report(analyst, release, stored):
    walk.filed(analyst, tlp="TLP:AMBER")
    assert shown(analyst).text.count("TLP:AMBER") >= 2


def test_what_is_shown_is_in_the_trail(analyst, release, stored):
    item = walk.filed(analyst)
    shown(analyst)
    read = Event.objects.filter(verb="protected.read").latest("number")
    assert item.ref in read.subject + read.ids


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.ADMINISTRATOR, Role.PEER, Role.FOCAL_POINT])
def test_a_role_that_reads_no_items_sees_no_such_part(analyst, release, stored, role):
    walk.filed(analyst, tlp="TLP:CLEAR")
    page = shown(walk.person(role))
    assert "Reports from here" not in page.text


def test_a_report_whose_consent_was_withdrawn_is_not_listed(analyst, release, stored):
    item = walk.filed(analyst)
    Item.objects.filter(pk=item.pk).update(consent_withdrawn_at=walk.AT)
    assert "No reports." in shown(analyst).text


def test_many_reports_are_counted_and_the_newest_listed(analyst, release, stored):
    for number in range(SHOWN + 2):
        walk.filed(analyst, f"Report {number}", str(number).encode())
    found = reports_from(analyst, "KEN")
    assert (len(found.newest), found.count) == (SHOWN, SHOWN + 2)
