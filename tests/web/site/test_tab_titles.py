"""The title of a tab names the object of its page, so that ten open tabs can be told apart."""

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.marking.refs import short_ref

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


def title(user, name: str, ref: str) -> str:
    page = browser(user).get(reverse(name, args=[ref])).content.decode()
    return page.split("<title>")[1].split("</title>")[0]


def test_each_page_of_an_object_names_it():
    cast = walk.cast()
    item = walk.filed(cast.analyst, title="A cable on arms")
    situation = walk.opened(cast.analyst, item, title="Rift Valley")
    draft = walk.assessed(situation, item, cast.analyst)
    paper = walk.optioned(draft, cast.analyst)
    pages = {"situation": situation, "scope": situation, "assessment": draft, "paper": paper, "submit": draft}
    for name, one in pages.items():
        assert "Rift Valley" in title(cast.analyst, name, one.ref), name
    assert "A cable on arms" in title(cast.analyst, "item", item.ref)
    assert short_ref(item.ref) in title(cast.analyst, "receipt", item.ref)
    assert title(cast.analyst, "withdraw", item.ref) == "Withdraw consent · Focalpoint"  # it shows no words of it
