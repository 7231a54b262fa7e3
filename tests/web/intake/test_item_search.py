"""Finding items: every word must occur, in any of their texts; the beginning of a reference; a country's code."""

import pytest
from django.test import Client
from django.urls import reverse

import pages
import walk
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.intake.queries import items, matching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def told(by, title: str, what: str, iso3: str = "KEN", **more) -> Item:
    item, event = Item(title=title, obtained_on=walk.DAY), Event(what=what, iso3=iso3, **more)
    return taking.file_item(item=item, event=event, attachments=[], by=by, at=walk.AT)


@pytest.fixture
def three(cast) -> dict[str, Item]:
    return {
        "mill": told(cast.analyst, "A mill", "They burned the mill at night.", area="Rift Valley"),
        "road": told(cast.analyst, "A road", "A road was closed.", "UGA", victims="traders"),
        "arabic": told(cast.analyst, "خبر", "أحرقوا السوق ليلا"),
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"mill", "road", "arabic"}),
        ("MILL", {"mill"}),
        ("night rift", {"mill"}),
        ("night traders", set()),
        ("uga", {"road"}),
        ("traders", {"road"}),
        ("السوق", {"arabic"}),
        ("100% _", set()),
        ("\0", {"mill", "road", "arabic"}),
        ("' OR 1=1 --", set()),
    ],
)
def test_every_word_that_is_asked_for_must_occur(cast, three, asked, expected):
    found = set(matching(items(cast.analyst), asked))
    assert found == {three[name] for name in expected}


def test_the_beginning_of_a_reference_as_notes_cite_it_finds_the_item(cast, three):
    assert list(matching(items(cast.analyst), three["mill"].ref[:6].upper())) == [three["mill"]]


def test_a_long_search_is_cut_and_answers(cast, three):
    assert list(matching(items(cast.analyst), "mill " * 100_000)) == [three["mill"]]


def test_the_list_keeps_what_was_asked_from_page_to_page(cast):
    for number in range(51):
        told(cast.analyst, f"Mill {number}", "It burned.")
    client = Client()
    client.force_login(cast.analyst)
    shown = pages.read(client.get(reverse("items"), {"find": 'mill & "more"'}).content)
    assert "Nothing that you may see fits this filter." in shown.text
    shown = pages.read(client.get(reverse("items"), {"find": "mill"}).content)
    assert "?find=mill&page=2" in shown.links()


def test_something_older_than_what_is_offered_is_found_and_linked(cast):
    first = told(cast.analyst, "The first of all", "It burned.")
    for number in range(25):
        told(cast.analyst, f"Mill {number}", "It burned.")
    situation = walk.opened(cast.analyst)
    client = Client()
    client.force_login(cast.analyst)
    address = reverse("situation", args=[situation.ref])
    assert "The first of all" not in client.get(address).content.decode()
    page = client.get(address, {"find": "first all"})
    assert "The first of all" in page.content.decode()
    fields = {
        each["name"]: each["value"] for each in pages.read(page.content).all("input") if each.get("name") == "once"
    }
    assert client.post(reverse("link_item", args=[situation.ref]), fields | {"item": first.ref}).status_code == 302
    assert situation.links.get().item == first
