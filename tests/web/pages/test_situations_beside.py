"""Situations beside the figures: only those the reader may see, on the page, in the table and in the files."""

import csv
import io

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.pages.state_situations import situations_by_state
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.state_panels import Found, StateSituations

WRITE, READ = {Role.ANALYST, Role.HEAD}, {Role.ANALYST, Role.HEAD, Role.REVIEWER, Role.PRINCIPAL}
LED_AWAY = {Role.LIAISON, Role.REPORTER}


@pytest.fixture
def analyst(db):
    return walk.person(Role.ANALYST, "opener")


def opened(by, *iso3s, title="Fighting near the camps", **more):
    situation = Situation(title=title, **({"tlp": "TLP:GREEN", "overlap_reason": "a second one for the test"} | more))
    return actions.open_situation(situation=situation, iso3s=list(iso3s), item=None, by=by, at=walk.AT)


def column(client, query=""):
    """The situations of each State of the ranking, by name; empty where the reader has no such column."""
    head, *rows = pages.read(client.get(f"/{query}").content).tables[0]
    if "Situation" not in head:
        return {}
    place = head.index("Situation")
    return {row[1].split("\n")[0]: row[place] for row in rows}


def reads():
    return Event.objects.filter(verb="protected.read").count()


def test_without_any_situation_every_state_has_none(analyst, release):
    assert set(column(browser(analyst)).values()) == {"none"}
    assert "No situations." in pages.read(browser(analyst).get("/country/KEN/").content).text


def test_a_live_one_is_open_in_each_of_its_countries_and_leads_there(analyst, release):
    opened(analyst, "KEN", "TZA")
    shown = column(browser(analyst))
    assert {name for name, word in shown.items() if word != "none"} == {"Kenya", "United Republic of Tanzania"}
    assert shown["Kenya"] == "open: Kenya"
    assert "/country/KEN/#situations" in pages.read(browser(analyst).get("/").content).links()


def test_several_are_counted(analyst, release):
    for title in ("One", "Two", "Three"):
        opened(analyst, "KEN", title=title)
    assert column(browser(analyst))["Kenya"] == "3 open: Kenya"


@pytest.mark.parametrize(("state", "word"), [("open", "open"), ("monitoring", "open"), ("closed", "none")])
def test_only_a_live_one_counts_in_the_table_but_a_closed_one_stays_on_the_country_page(analyst, release, state, word):
    found = opened(analyst, "KEN")
    Situation.objects.filter(pk=found.pk).update(state=state)
    assert column(browser(analyst))["Kenya"].split(":")[0] == word
    text = pages.read(browser(analyst).get("/country/KEN/").content).text
    assert f"{found.ref}, {state}, TLP:GREEN" in text


def test_one_that_was_merged_is_shown_where_it_went_and_not_twice(analyst, release):
    kept, gone = opened(analyst, "KEN", title="Kept"), opened(analyst, "KEN", title="Merged away")
    Situation.objects.filter(pk=gone.pk).update(state="merged", merged_into=kept)
    assert column(browser(analyst))["Kenya"] == "open: Kenya"
    text = pages.read(browser(analyst).get("/country/KEN/").content).text
    assert "Kept" in text
    assert "Merged away" not in text


@pytest.mark.parametrize("role", [role for role in Role if role not in LED_AWAY])
def test_a_role_sees_the_list_and_the_button_only_when_it_works_with_situations(analyst, release, role):
    found = opened(analyst, "KEN")
    reader = browser(walk.person(role, "reader", body=""))
    page = pages.read(reader.get("/country/KEN/").content)
    assert (f"/situations/{found.ref}/" in page.links()) == (role in READ)
    assert ("/situations/open/?country=KEN" in page.links()) == (role in WRITE)
    assert ("Fighting near the camps" in page.text) == (role in READ)
    shown = column(reader).get("Kenya", "no column").split(":")[0]
    assert shown == ("open" if role in READ else "no column")


def test_the_button_opens_the_form_with_the_country_chosen(analyst, release):
    form = browser(analyst).get(reverse("open_situation"), {"country": "KEN"}).content.decode()
    assert 'value="KEN" selected' in form


@pytest.mark.parametrize("tlp", ["TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"])
def test_above_a_readers_clearance_pages_and_files_are_byte_for_byte_as_without_it(analyst, release, tlp):
    reader = browser(walk.person(Role.ANALYST, "green", clearance="TLP:GREEN"))
    before = {address: told(reader, address) for address in ("/", "/watch.csv", "/country/KEN/")}
    analyst.clearance = "TLP:RED"
    opened(analyst, "KEN", tlp=tlp, **({"need_to_know": True} if tlp == "TLP:RED" else {}))
    assert {address: told(reader, address) for address in before} == before


def told(client, address):
    content = client.get(address).content
    return content if address.endswith("csv") else pages.read(content).text


def test_need_to_know_hides_it_from_those_who_are_no_members(analyst, release):
    opened(analyst, "KEN", need_to_know=True)
    other = browser(walk.person(Role.ANALYST, "other"))
    assert column(other)["Kenya"] == "none"
    assert column(browser(analyst))["Kenya"] == "open: Kenya"


@pytest.mark.parametrize("tlp", ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT"])
def test_the_page_carries_the_marking_of_what_it_shows(analyst, release, tlp):
    opened(analyst, "KEN", tlp=tlp)
    client = browser(analyst)
    for address in ("/", "/country/KEN/"):
        assert client.get(address).context["marking"] == tlp
    assert client.get("/country/FJI/").context["marking"] == "TLP:GREEN"
    assert client.get("/?region=Oceania").context["marking"] == "TLP:GREEN"


def test_the_parts_that_are_drawn_once_hold_nothing_of_one_reader_for_the_next(analyst, release):
    opened(analyst, "KEN", tlp="TLP:AMBER")
    green = walk.person(Role.ANALYST, "green", clearance="TLP:GREEN")
    for _again in range(2):
        assert column(browser(analyst))["Kenya"] == "open: Kenya"
        assert column(browser(green))["Kenya"] == "none"


def test_reading_the_country_page_is_in_the_trail_with_what_it_named(analyst, release):
    found = opened(analyst, "KEN")
    before = reads()
    browser(analyst).get("/country/FJI/")
    assert reads() == before
    browser(analyst).get("/country/KEN/")
    assert reads() == before + 1
    assert Event.objects.filter(verb="protected.read").latest("number").subject == found.ref


def test_the_file_holds_the_same_column_its_marking_and_leaves_one_event(analyst, release):
    found = opened(analyst, "KEN", tlp="TLP:AMBER")
    rows = list(csv.reader(io.StringIO(browser(analyst).get("/watch.csv").content.decode("utf-8-sig"))))
    place, marking, code = (rows[0].index(name) for name in ("situations", "marking", "iso3"))
    assert {row[code]: row[place] for row in rows[1:]}["KEN"] == "1"
    assert sum(row[place] == "0" for row in rows[1:]) == 194
    assert {row[marking] for row in rows[1:]} == {"TLP:AMBER"}
    event = Event.objects.filter(verb="rows.exported").latest("number")
    assert event.subject == release.id
    assert found.ref in event.ids


def test_one_question_to_the_database_answers_for_the_whole_world(analyst, django_assert_num_queries):
    for iso3 in ("KEN", "TZA", "FJI"):
        opened(analyst, iso3, title=iso3)
    with django_assert_num_queries(1):
        known = situations_by_state(analyst)
    assert set(known.places) == {"KEN", "TZA", "FJI"}


def test_a_role_that_reads_none_asks_the_database_nothing(db, django_assert_num_queries):
    overseer = walk.person(Role.OVERSEER)
    with django_assert_num_queries(0):
        known = situations_by_state(overseer)
    assert (known.may_read, known.may_open, dict(known.places)) == (False, False, {})


def test_one_situation_in_two_countries_is_one_thing_shown():
    found = Found("s-1", "Border", "open", True, "TLP:AMBER")
    known = StateSituations({"KEN": [found], "TZA": [found]})
    assert known.of(["KEN", "TZA", "FJI"]) == [found]
    assert [each.tlp for each in known.of(["KEN", "TZA"])] == ["TLP:AMBER"]
    assert known.of(["FJI"]) == []
