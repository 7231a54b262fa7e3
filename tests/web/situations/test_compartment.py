"""Need to know protects the papers too: an open item in a closed situation closes too, or is left open on record."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.compartments.actions import change_members
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentences
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def colleague():
    return walk.person(Role.ANALYST, "colleague")


def status(user, item) -> int:
    return browser(user).get(reverse("item", args=[item.ref])).status_code


def link(user, situation, item, **more):
    form = {"once": idempotency.token(), "item": item.ref} | more
    return browser(user).post(reverse("link_item", args=[situation.ref]), form)


def test_linking_an_open_item_to_a_closed_situation_asks_and_names_who_loses_sight(cast, colleague):
    situation = walk.opened(cast.analyst, need_to_know=True)
    item = walk.filed(cast.analyst)
    asked = link(cast.analyst, situation, item)
    assert asked.status_code == 422
    text = pages.read(asked.content).text
    assert "The situation is for its members alone, and the item is not." in text
    assert "colleague" in text
    assert not situation.links.exists()
    assert status(colleague, item) == 200


def test_what_is_closed_too_is_gone_for_a_colleague_by_address_and_by_search(cast, colleague):
    situation = walk.opened(cast.analyst, need_to_know=True)
    item = walk.filed(cast.analyst, title="A cable on arms")
    assert link(cast.analyst, situation, item, closes="yes").status_code == 302
    assert status(colleague, item) == 404
    found = pages.read(browser(colleague).get(reverse("items"), {"find": "cable"}).content).text
    assert "A cable on arms" not in found
    assert status(cast.analyst, item) == 200
    event = Event.objects.filter(verb="item.linked").latest("number")
    assert "closed it to all but the members" in sentences([event])[0]
    assert list(differences()) == []


def test_it_can_be_left_open_and_an_open_situation_asks_nothing(cast, colleague):
    closed, item = walk.opened(cast.analyst, need_to_know=True), walk.filed(cast.analyst)
    assert link(cast.analyst, closed, item, closes="no").status_code == 302
    assert status(colleague, item) == 200
    open_one = walk.opened(cast.analyst, overlap_reason="Another group.")
    assert link(cast.analyst, open_one, walk.filed(cast.analyst)).status_code == 302


def test_whoever_is_admitted_later_sees_what_was_closed_and_nothing_that_was_closed_before(cast, colleague):
    situation = walk.opened(cast.analyst, need_to_know=True)
    item, own = walk.filed(cast.analyst), walk.filed(cast.analyst, need_to_know=True)
    own.members.add(cast.analyst)
    for each in (item, own):
        situating.link_item(situation=situation, item=each, closes=True, by=cast.analyst, at=walk.AT)
    situation.refresh_from_db()
    words = {"person": colleague, "is_member": True, "revision": situation.revision}
    reason = "Works on the same district from this week."
    change_members(subject=situation, **words, reason=reason, by=cast.analyst, at=walk.AT)
    assert status(colleague, item) == 200
    assert status(colleague, own) == 404
    assert [each for each in differences() if "situations" in str(each).lower()] == []


def test_opening_a_closed_situation_from_an_open_item_asks_too(cast, colleague):
    item, client = walk.filed(cast.analyst), browser(cast.analyst)
    address = f"{reverse('open_situation')}?item={item.ref}"
    form = {"title": "Rift Valley", "iso3s": ["KEN"], "tlp": "TLP:AMBER", "need_to_know": "on"}
    asked = client.post(address, form | {"once": idempotency.token()})
    assert asked.status_code == 422
    assert "can see it now" in pages.read(asked.content).text
    done = client.post(address, form | {"once": idempotency.token(), "closes": "yes"})
    assert done.status_code == 302
    assert status(colleague, item) == 404
    assert Situation.objects.get().links.get().closed
    assert list(differences()) == []
