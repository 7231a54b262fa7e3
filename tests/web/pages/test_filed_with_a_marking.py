"""The office marks what it files; a report for a closed situation inherits its members; reporters are asked nothing."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHAT = {"what": "Houses were burnt in two villages.", "iso3": "KEN", "consent_desk": "on"}
WHAT |= {"area_precision": "unknown", "date_precision": "unknown", "actor_kind": "unknown", "how_known": "unknown"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def address(situation=None, ref="") -> str:
    ref = situation.ref if situation else ref
    return reverse("report") + (f"?situation={ref}" if ref else "")


def filed(user, where, **marks):
    return browser(user).post(where, WHAT | {"once": token()} | marks)


def sees(user, item) -> bool:
    return browser(user).get(reverse("item", args=[item.ref])).status_code == 200


def test_a_reporter_is_asked_for_no_marking_and_what_is_sent_as_one_counts_for_nothing(cast):
    page = browser(cast.reporter).get(address()).content.decode()
    assert 'name="tlp"' not in page
    assert 'name="need_to_know"' not in page
    assert filed(cast.reporter, address(), tlp="TLP:CLEAR").status_code == 302
    assert Item.objects.get().tlp == "TLP:AMBER"


def test_the_office_marks_what_it_files_within_its_clearance_and_its_filer_sees_it(cast):
    assert filed(cast.analyst, address(), tlp="TLP:RED").status_code == 422
    assert filed(cast.analyst, address(), tlp="TLP:AMBER+STRICT", need_to_know="on").status_code == 302
    item = Item.objects.get()
    assert (item.tlp, item.need_to_know) == ("TLP:AMBER+STRICT", True)
    assert (sees(cast.analyst, item), sees(cast.head, item)) == (True, False)


def test_a_page_of_an_earlier_version_has_no_marking_and_files_at_the_usual_one(cast):
    assert filed(cast.analyst, address()).status_code == 302
    assert Item.objects.get().tlp == "TLP:AMBER"


@pytest.mark.parametrize("marks", [{"tlp": "TLP:AMBER+STRICT", "need_to_know": True}, {"tlp": "TLP:RED"}])
def test_what_is_filed_for_a_closed_situation_is_for_its_members(cast, marks):
    analyst = walk.person(Role.ANALYST, "cleared", clearance="TLP:RED")
    member, other = (walk.person(Role.REVIEWER, name, clearance="TLP:RED") for name in ("member", "other"))
    situation = walk.opened(analyst, **marks)
    situation.members.add(member)
    page = pages.read(browser(analyst).get(address(situation)).content)
    assert [each["value"] for each in page.all("option") if "selected" in each and "TLP" in each["value"]] == [
        marks["tlp"]
    ]
    box = next(each for each in page.all("input") if each.get("name") == "need_to_know")
    assert "checked" in box
    assert filed(analyst, address(situation), tlp=marks["tlp"], need_to_know="on").status_code == 302
    item = Item.objects.get()
    assert situation.links.get().item == item
    assert situation.links.get().closed
    assert [sees(each, item) for each in (analyst, member, other)] == [True, True, False]
    assert [each for each in differences() if "intake" in str(each)] == []


def test_it_can_be_filed_open_and_an_open_situation_closes_nothing(cast):
    closed = walk.opened(cast.analyst, need_to_know=True)
    assert filed(cast.analyst, address(closed), tlp="TLP:AMBER").status_code == 302
    assert sees(cast.head, Item.objects.get())
    assert not closed.links.get().closed


@pytest.mark.parametrize("hidden", [True, False])
def test_a_situation_that_is_hidden_answers_as_none_and_the_report_is_not_filed_open(cast, hidden):
    ref = walk.opened(cast.head, need_to_know=True).ref if hidden else new_ref()
    assert browser(cast.analyst).get(address(ref=ref)).status_code == 404
    refused = filed(cast.analyst, address(ref=ref), tlp="TLP:AMBER")
    assert refused.status_code == 422
    assert "cannot be found" in pages.read(refused.content).text
    assert WHAT["what"] in refused.content.decode()
    assert not Item.objects.exists()
