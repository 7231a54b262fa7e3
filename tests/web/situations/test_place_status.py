"""A disputed territory, a new State: named as the United Nations names it, with a note from the reference tables."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.design.status import status_note
from focalpoint.desk.situations.actions import NothingToOpen, open_situation
from focalpoint.desk.situations.forms import OpenForm
from focalpoint.desk.situations.models import Situation
from focalpoint.reference.countries import other_places, unit, unlisted_name

pytestmark = pytest.mark.django_db
# As the United Nations writes them (M49), against what a source may write.
NAMED = {
    "TWN": ("Taiwan, Province of China", "Taiwan"),
    "FRO": ("Faroe Islands", "Faeroe Islands"),
    "CUW": ("Curaçao", "Curacao"),
    "REU": ("Réunion", "Reunion"),
    "PCN": ("Pitcairn", "Pitcairn Islands"),
    "BES": ("Bonaire, Sint Eustatius and Saba", "Bonaire, Saint Eustatius and Saba"),
    "FLK": ("Falkland Islands (Malvinas)", "Falkland Islands (Malvinas)"),
}


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


def opened(by, *iso3s: str, at=walk.AT, **more) -> Situation:
    situation = Situation(title="Fear of attacks", populations="Families", **more)
    return open_situation(situation=situation, iso3s=list(iso3s), by=by, at=at)


@pytest.mark.parametrize("code", NAMED)
def test_a_place_is_named_as_the_united_nations_names_it_and_found_by_the_name_of_a_source(code):
    name, other = NAMED[code]
    assert unit(code).name == name
    assert unlisted_name(name).code == unlisted_name(other).code == code


def test_the_status_of_every_place_off_the_list_is_in_the_tables():
    assert all(status_note(each.code, walk.DAY) == each.reason for each in other_places())


@pytest.mark.parametrize(
    ("code", "on", "note"),
    [
        ("KEN", walk.DAY, ""),
        ("SSD", walk.DAY, ""),
        ("SSD", dt.date(2011, 7, 8), "A State since 9 July 2011, after the day of this record"),
        ("TLS", dt.date(1999, 9, 7), "A State since 20 May 2002, after the day of this record"),
        ("PSE", walk.DAY, "Observer State of the United Nations."),
        ("XKX", walk.DAY, "under S/RES/1244 (1999), without prejudice to status"),
        ("CSK", walk.DAY, "24 October 1945 to 31 December 1992. Dissolved into Czechia and Slovakia"),
        ("of no place", walk.DAY, ""),
    ],
)
def test_a_note_says_what_a_name_alone_does_not(code, on, note):
    said = status_note(code, on)
    assert (note in said) if note else said == ""


def test_form_page_and_note_show_the_name_and_the_note_of_the_tables(cast):
    shown = str(OpenForm()["iso3s"])
    assert "without prejudice to status" in shown
    assert "Observer State of the United Nations." in shown
    situation = opened(cast.analyst, "XKX", "SRB")
    page = pages.read(browser(cast.analyst).get(reverse("situation", args=[situation.ref])).content)
    assert "without prejudice to status" in page.text
    item = walk.filed(cast.analyst)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    note = compose(draft, walk.optioned(draft, cast.analyst), number=1, language="en", on=walk.DAY).model_dump_json()
    assert "Kosovo: Not a Member State; under S/RES/1244 (1999), without prejudice to status." in note
    assert "Serbia:" not in note


def test_a_record_of_before_a_state_began_says_so_in_the_note(cast):
    situation = opened(cast.analyst, "SSD", at=dt.datetime(2010, 1, 4, 9, tzinfo=dt.UTC))
    page = pages.read(browser(cast.analyst).get(reverse("situation", args=[situation.ref])).content)
    assert "A State since 9 July 2011" in page.text


def test_a_former_state_is_chosen_by_its_name_and_days_as_of_a_day_on_which_it_was(cast):
    client, address = browser(cast.analyst), reverse("open_situation")
    form = client.get(address).content.decode()
    assert "Yugoslavia (24 October 1945 to 27 April 1992)" in form
    given = {"once": token(), "title": "Vukovar", "iso3s": "YUG", "tlp": "TLP:AMBER", "as_of": "1991-11-18"}
    assert client.post(address, given).status_code == 302
    situation = Situation.objects.get()
    assert (situation.reconstruction, situation.record_day) == (True, dt.date(1991, 11, 18))
    page = pages.read(client.get(reverse("situation", args=[situation.ref])).content).text
    assert "Yugoslavia" in page
    assert "As of 18 November 1991" in page
    assert "no State continues its membership automatically" in page


@pytest.mark.parametrize(
    ("code", "as_of"),
    [("SUN", None), ("SUN", dt.date(1992, 1, 1)), ("CSK", dt.date(1945, 10, 1)), ("KEN", walk.dt.date(2099, 1, 1))],
)
def test_a_state_that_was_not_on_that_day_and_a_day_to_come_open_nothing(cast, code, as_of):
    with pytest.raises(NothingToOpen):
        opened(cast.analyst, code, as_of=as_of, reconstruction=True)
    assert not Situation.objects.exists()


@pytest.mark.parametrize(
    ("as_of", "said"),
    [(None, "A State since"), (dt.date(1999, 9, 7), "A State since"), (dt.date(2003, 1, 1), "")],
)
def test_the_day_of_a_reconstruction_goes_before_that_of_its_opening(cast, as_of, said):
    at = dt.datetime(2001, 1, 4, 9, tzinfo=dt.UTC)
    situation = Situation(as_of=as_of, opened_at=at)
    assert situation.day_of_law(dt.date(2026, 1, 1)) == (as_of or dt.date(2026, 1, 1))
    assert (status_note("TLS", situation.record_day) != "") is bool(said)
