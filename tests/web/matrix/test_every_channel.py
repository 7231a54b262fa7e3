"""What every address must do, however new it is: say how what it shows is marked, put the reading on record, hide."""

import json
import re

import pytest
from django.urls import NoReverseMatch, reverse

from addresses import Address, of_kind
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event
from who_sees import CLOSED, RANK, asked, leaks, refs_hidden_from, sees, words_hidden_from

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
OF_OBJECTS = [*of_kind("page").values(), *of_kind("file").values()]
WITHOUT_OBJECT = [name for name in of_kind("public", "signed-in", "list") if name not in {"find", "release_package"}]


def pairs(world, address):
    """Every fifth reader and family of which the reader sees what the address shows, highest marking first."""
    kind = address.object
    found = [
        (reader, family)
        for family in reversed(world.families)
        for reader in world.readers[:-1]
        if sees(reader, family, kind) and reader.role not in CLOSED.get(address.name, ())
    ]
    return found[::5]


def named(event) -> set[str]:
    """Every reference that a row of the trail names."""
    return {event.subject, *json.loads(event.ids).get("also", [])}


def wrongly_shown(world, address, cases) -> list[str]:
    """Show an object to some readers; return what is wrong of it.

    The trail names it in exactly one row of that reader; a page is marked as highly as the object, and the title of its
    tab names it, so that ten open tabs can be known from each other.
    """
    wrong = []
    for reader, family in cases:
        ref = family.refs()[address.object]
        before = Event.objects.count()
        answer = asked(reader, address, ref, family)
        if answer.status_code != 200:
            continue
        rows = Event.objects.order_by("number")[before:]
        reads = [row for row in rows if row.actor == reader.user.ref and ref in named(row)]
        if not (len(reads) == len(rows) == 1):
            wrong.append(f"{reader} {family.tlp}: {[(row.verb, row.subject) for row in rows]}")
        if address.kind == "page" and RANK[answer.context["marking"]] < RANK[family.tlp]:
            wrong.append(f"{reader}: {family.tlp} under {answer.context['marking']}")
        if address.kind == "page" and family.word not in TITLE.search(answer.content.decode())[1]:
            wrong.append(f"{reader}: a tab without a name")
    return wrong


@pytest.mark.parametrize("address", OF_OBJECTS, ids=str)
def test_what_is_shown_stands_in_the_trail_once_and_its_page_is_marked_as_highly(world, address):
    assert wrongly_shown(world, address, pairs(world, address)) == []


def test_a_page_that_records_nothing_would_be_found_here(world, settings):
    settings.ROOT_URLCONF = "leaky_urls"
    address = Address("item_raw", "file", "item", "")
    assert len(wrongly_shown(world, address, pairs(world, address)[:1])) == 1


@pytest.mark.parametrize("name", WITHOUT_OBJECT)
def test_what_has_no_object_in_its_address_shows_none_that_is_hidden(world, name):
    try:
        address = reverse(name)
    except NoReverseMatch:
        address = reverse(name, args=["KEN"])
    wrong = []
    for reader in (each for each in world.readers[:-1] if each.role in {"analyst", "principal", "custodian"}):
        hidden = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
        answer = reader.browser.get(address)
        wrong += [f"{reader}: leaks {each}" for each in leaks(answer.content, hidden)]
    assert wrong == []


def test_a_custodian_answers_about_what_is_hidden_as_about_what_does_not_exist(world):
    for reader in (each for each in world.readers[:-1] if each.role == Role.CUSTODIAN):
        hidden = [family for family in world.families if not sees(reader, family, "item")]
        for address in of_kind("act in a list").values():
            if address.object == "pair":
                answer = reader.browser.post(reverse(address.name, args=[10**9]), {"once": "x", "same": "yes"})
                assert answer.status_code in {404, 422}
                continue
            for family in hidden:
                answer = asked(reader, address, family.item.ref, family, post=True)
                assert answer.status_code in {404, 422}
                assert leaks(answer.content, words_hidden_from(reader, world.families)) == []


@pytest.mark.parametrize("address", of_kind("list").values(), ids=str)
def test_a_list_is_one_row_of_the_trail_that_names_all_it_shows(world, address):
    shown = 0
    for reader in (each for each in world.readers[:-1] if each.member and each.role in {"analyst", "head", "aide"}):
        before = Event.objects.count()
        answer = reader.browser.get(reverse(address.name))
        rows = Event.objects.order_by("number")[before:]
        refs = {each.ref for each in answer.context["page"]} if answer.status_code == 200 else set()
        assert len(rows) == bool(refs)
        assert all(refs <= named(row) for row in rows)
        shown += len(refs)
    assert shown
