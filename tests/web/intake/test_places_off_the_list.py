"""A report and a situation in a place that is on no list of States: filed under the place, with the note on it."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.design.fields import countries
from focalpoint.desk.intake.forms import ReportForm
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.situations.models import Situation

pytestmark = pytest.mark.django_db
REPORT = {
    "what": "They burned houses.",
    "how_known": "saw",
    "actor_kind": "unknown",
    "consent_desk": "on",
    "date_precision": "unknown",
    "area_precision": "unknown",
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.mark.parametrize(
    ("code", "name", "note"),
    [
        ("XKX", "Kosovo", "S/RES/1244 (1999)"),
        ("ESH", "Western Sahara", "Non-Self-Governing Territory"),
        ("TWN", "Taiwan, Province of China", "A/RES/2758 (XXVI)"),
    ],
)
def test_a_report_from_a_place_off_the_list_is_filed_under_it_with_its_note(cast, code, name, note):
    client = browser(cast.reporter)
    answer = client.post(reverse("report"), REPORT | {"iso3": code, "once": token()})
    assert answer.status_code == 302, pages.read(answer.content).text
    assert Event.objects.get().iso3 == code
    item = Item.objects.get()
    assert item.title.startswith(f"Report from {name}, filed in")
    assert note in pages.read(client.get(reverse("item", args=[item.ref])).content).text


def test_a_situation_off_the_list_names_the_place_and_links_to_no_page_of_a_state(cast):
    client = browser(cast.analyst)
    fields = {"once": token(), "title": "Northern towns", "iso3s": ["XKX", "SRB"], "tlp": "TLP:AMBER"}
    assert client.post(reverse("open_situation"), fields).status_code == 302
    page = pages.read(client.get(reverse("situation", args=[Situation.objects.get().ref])).content)
    assert "Kosovo" in page.text
    assert "S/RES/1244 (1999)" in page.text
    assert "/country/SRB/" in page.links()
    assert "/country/XKX/" not in page.links()


def test_the_form_says_what_a_name_in_it_does_not_mean(cast):
    page = pages.read(browser(cast.reporter).get(reverse("report")).content)
    assert "do not imply the expression of any opinion" in page.text


@pytest.mark.parametrize("code", ["PSG", "WLD", "CSK", "ZZZ"])
def test_a_row_of_a_dataset_is_no_place_to_report_from(code):
    form = ReportForm(REPORT | {"iso3": code, "once": token()})
    assert set(form.errors) == {"iso3"}


def test_places_are_offered_after_the_states_and_accents_do_not_move_them():
    empty, (_states, states), (_others, others) = countries()
    assert empty == ("", "–")
    assert len(states) == 195
    names = [name for _code, name in states]
    assert names.index("Côte d'Ivoire") < names.index("Croatia")
    assert names.index("Türkiye") < names.index("Turkmenistan")
    assert [name for _code, name in others].index("Åland Islands") < 4
