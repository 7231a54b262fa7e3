"""Forms name what they offer by references: a number from the database would count what is hidden between two."""

import re

import pytest
from django.urls import reverse

from focalpoint.desk.marking.refs import ALPHABET, LENGTH

pytestmark = pytest.mark.django_db
SELECT = re.compile(r'<select name="(source|item|confirmed_by|person)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]*)"')
BOX = re.compile(r'<input type="checkbox" name="(evidence)" value="([^"]*)"')
REF = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def test_whatever_a_form_offers_is_named_by_its_reference(world):
    family, client = world.families[-1], world.reader("analyst-high-in").browser
    item, situation = (reverse(name, args=[family.refs()[name]]) for name in ("item", "situation"))
    draft = reverse("assessment", args=[family.refs()["assessment"]])
    offered: dict[str, list[str]] = {}
    access = reverse("situation_access", args=[family.refs()["situation"]])
    for address in (f"{item}?set=source", f"{item}?set=credibility", situation, access, draft):
        page = client.get(address).content.decode()
        for each in SELECT.finditer(page):
            offered.setdefault(each[1], []).extend(value for value in OPTION.findall(each[0]) if value)
        for name, value in BOX.findall(page):
            offered.setdefault(name, []).append(value)
    assert set(offered) >= {"source", "item", "confirmed_by", "person"}
    assert [(name, value) for name, found in offered.items() for value in found if not REF.fullmatch(value)] == []


@pytest.mark.parametrize("chosen", ["1", "9" * 30, "-1", "\0", "x" * 5000, "' OR 1=1"])
def test_what_is_no_reference_is_refused_clearly(world, chosen):
    family, client = world.families[-1], world.reader("analyst-high-in").browser
    common = {"once": "x", "revision": "1", "subject": "police", "credibility": "2", "reason": "x"}
    asked = {"name_source": "source", "grade": "confirmed_by", "link_item": "item", "situation_members": "person"}
    for name, field in asked.items():
        ref = family.item.ref if name in {"name_source", "grade"} else family.situation.ref
        assert client.post(reverse(name, args=[ref]), common | {field: chosen}).status_code == 422, name
