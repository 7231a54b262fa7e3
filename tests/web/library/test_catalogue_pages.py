"""The pages of the catalogue: what is found, who gets which form, what is kept, and how a process follows."""

import re

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.library import actions
from focalpoint.desk.library.fields import KINDS, correctable, find_entry, label_of, name_of
from focalpoint.desk.library.models import Correction
from focalpoint.doctrine import catalogue, office, versions

NEWEST = versions()[-1]
ENTRY = "ME023"


def address(name: str, *args: str) -> str:
    return reverse(name, args=args)


def asked(by) -> Correction:
    given = {"entry": ENTRY, "field": "name", "text": "A call by the Special Adviser", "source": "", "on": None}
    return actions.ask_correction(**given, reason="It has another name now.", by=by, at=walk.AT)


def sends(user, where: str, **form):
    return browser(user).post(where, form | {"once": idempotency.token()})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_listed_with_how_far_it_was_checked(cast, kind):
    page = browser(cast.principal).get(reverse("catalogue"), {"kind": kind}).content.decode()
    entries = list(catalogue().entries(kind))
    assert entries
    for each in entries:
        assert address("catalogue_entry", name_of(each)) in page
    assert entries[0].flag in page


def test_what_is_not_found_and_what_is_no_kind_say_so(cast):
    analyst = browser(cast.analyst)
    nothing = pages.read(analyst.get(reverse("catalogue"), {"find": "zzzz"}).content).text
    assert "No entry of this kind has these words." in nothing
    first = analyst.get(reverse("catalogue"), {"kind": "nonsense"})
    assert first.status_code == 200
    assert first.context["kind"] == KINDS[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_a_kind_has_a_page_and_a_field_to_correct(cast, kind):
    found = next(catalogue().entries(kind))
    assert find_entry(catalogue(), name_of(found)) == found
    fields = correctable(found.record)
    assert fields
    assert not {"id", "checked", "looked_at", "money", "instruments", "territory"} & set(fields)
    assert not [each for each in fields if label_of(each) == each]
    page = browser(cast.analyst).get(address("catalogue_entry", name_of(found)))
    for each in fields:
        assert f"?field={each}#correct" in page.content.decode()


@pytest.mark.parametrize("name", ["RF7", "AU-PSC", "ME999", "instrument:AU-PSC"])
def test_what_no_office_corrects_has_no_page(cast, name):
    assert browser(cast.analyst).get(address("catalogue_entry", name)).status_code == 404
    assert sends(cast.analyst, address("correct_entry", name, "name")).status_code == 404


def test_who_only_reads_gets_no_form(cast):
    correction, there = asked(cast.analyst), address("catalogue_entry", ENTRY)
    for reader in (cast.principal, cast.overseer):
        html = browser(reader).get(there, {"field": "name"}).content.decode()
        assert "A call by the Special Adviser" in html
        assert "<textarea" not in html
        assert address("answer_correction", correction.ref) not in html
        assert sends(reader, address("correct_entry", ENTRY, "decided_by"), text="X").status_code == 403
    assert browser(cast.reporter).get(there).status_code == 403


def test_a_field_that_waits_is_not_offered_again(cast):
    asked(cast.analyst)
    html = browser(cast.head).get(address("catalogue_entry", ENTRY)).content.decode()
    assert "?field=name#correct" not in html
    assert "?field=decided_by#correct" in html


def test_an_answer_without_a_reason_comes_back_with_its_text_and_nobody_answers_their_own(cast):
    correction = asked(cast.analyst)
    where = address("answer_correction", correction.ref)
    refused = sends(cast.reviewer, where, answer="confirm", why="ok")
    assert refused.status_code == 422
    assert 'value="confirm" selected' in refused.content.decode()
    own = sends(cast.analyst, where, answer="confirm", why="I looked at it.")
    assert own.status_code in {403, 422}
    correction.refresh_from_db()
    assert correction.state == Correction.State.WAITING


def test_it_is_withdrawn_on_the_page_and_its_version_is_read_on(cast):
    correction = asked(cast.analyst)
    where = address("withdraw_correction", correction.ref)
    assert sends(cast.head, where, why="It was wrong after all.").status_code == 422
    sends(cast.reviewer, address("answer_correction", correction.ref), answer="confirm", why="I looked at it.")
    office.refresh()
    assert where in browser(cast.analyst).get(address("catalogue_entry", ENTRY)).content.decode()
    assert sends(cast.head, where, why="It was wrong after all.").status_code == 302
    office.refresh()
    there = browser(cast.analyst).get(address("catalogue_entry", ENTRY))
    assert there.context["version"] == f"{NEWEST}+office.2"
    assert "It was wrong after all." in there.content.decode()
    then = browser(cast.analyst).get(address("catalogue_entry", ENTRY), {"version": f"{NEWEST}+office.1"})
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", then.content.decode(), re.DOTALL)[1]
    assert heading == f"{ENTRY}: A call by the Special Adviser"


def test_sent_twice_it_is_asked_for_once(cast):
    where, form = address("correct_entry", ENTRY, "name"), {"text": "Another", "reason": "It has another name now."}
    form |= {"once": idempotency.token()}
    client = browser(cast.analyst)
    assert client.post(where, form).status_code == client.post(where, form).status_code == 302
    assert Correction.objects.count() == 1
