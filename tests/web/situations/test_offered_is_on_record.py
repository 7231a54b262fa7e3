"""Whatever a page names, for its reader to choose or beside what was asked for, is in the event of its reading."""

import json

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.trail.models import Event as Row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def read() -> list[str]:
    """The references in the newest event of a reading."""
    row = Row.objects.filter(verb="protected.read").order_by("-number").first()
    return [] if row is None else [row.subject, *json.loads(row.ids).get("also", [])]


def test_the_item_from_which_a_situation_is_opened_is_on_record_and_marks_the_page(cast):
    item = walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    page = browser(cast.analyst).get(reverse("open_situation"), {"item": item.ref})
    assert read() == [item.ref]
    assert page.context["marking"] == "TLP:AMBER+STRICT"


def test_items_offered_to_be_linked_are_on_record_and_none_beyond_the_first_twenty(cast):
    filed = [walk.filed(cast.analyst, f"Item {number}") for number in range(22)]
    situation = walk.opened(cast.analyst)
    address = reverse("situation", args=[situation.ref])
    client = browser(cast.analyst)
    client.get(address)
    newest = [each.ref for each in reversed(filed[2:])]
    assert read() == [situation.ref, *newest]
    refused = client.post(reverse("link_item", args=[situation.ref]), {"once": "x", "item": ""})
    assert refused.status_code == 422
    assert read() == [situation.ref, *newest]
    assert [each.ref for each in filed if f'value="{each.ref}"' in refused.content.decode()] == newest[::-1]
    browser(cast.reviewer).get(address)
    assert read() == [situation.ref]  # who links nothing is offered nothing


def test_what_is_offered_for_a_grade_is_on_record_and_what_was_chosen_stays_chosen(cast):
    first = walk.filed(cast.analyst, "The first of all")
    others = [walk.filed(cast.analyst, f"Item {number}", bytes([number]), text=str(number)) for number in range(21)]
    item, source = others[-1], walk.sourced(cast.analyst, "A witness")
    address, client = reverse("item", args=[item.ref]), browser(cast.analyst)
    client.get(address)
    assert read() == [item.ref]
    client.get(f"{address}?set=source")
    assert read() == [item.ref, source.ref]
    client.get(f"{address}?set=credibility")
    offered = [each.ref for each in reversed(others[:-1])]
    assert read() == [item.ref, *offered]
    graded = {"once": "x", "revision": "1", "credibility": "1", "reason": "x", "confirmed_by": [first.ref]}
    refused = client.post(reverse("grade", args=[item.ref]), graded)
    assert refused.status_code == 422
    assert f'<option value="{first.ref}" selected>' in refused.content.decode()
    assert read() == [item.ref, *offered, first.ref]


def test_situations_named_beside_an_item_or_another_situation_are_on_record(cast):
    item = walk.filed(cast.analyst)
    one = walk.opened(cast.analyst, item)
    two = walk.opened(cast.analyst, overlap_reason="x")
    browser(cast.reviewer).get(reverse("item", args=[item.ref]))
    assert read() == [item.ref, one.ref]
    browser(cast.reviewer).get(reverse("situation", args=[two.ref]))
    assert read() == [two.ref, one.ref]


def test_an_address_that_names_no_reference_at_all_is_answered_clearly(cast):
    assert browser(cast.analyst).get(reverse("open_situation"), {"item": "a\0b"}).status_code == 404
