"""An office corrects its catalogue on the screen: asked for, confirmed by a second person, kept in each version."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.transmission.bodies import ways
from focalpoint.desk.library import actions
from focalpoint.desk.library.models import Correction
from focalpoint.desk.options.rules import measure
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.states import differences
from focalpoint.doctrine import UnknownVersion, catalogue, office, versions
from focalpoint.doctrine.stamps import stamp

NEWEST = versions()[-1]
SEEN = {"source": "S/PV.4000", "on": dt.date(2025, 6, 30)}
DECIDER = "The Secretary-General alone, on the advice of the Special Advisers"


def asked(by, entry: str = "ME023", field: str = "decided_by", text: str = DECIDER, **more) -> Correction:
    given = {"reason": "The catalogue names two deciders.", **SEEN} | more
    return actions.ask_correction(entry=entry, field=field, text=text, **given, by=by, at=walk.AT)


def confirmed(correction: Correction, by, **more) -> None:
    given = {"confirms": True, "answer": "Read in the record.", **more}
    actions.answer_correction(correction=correction, **given, by=by, at=walk.AT)
    office.refresh()


def test_a_correction_holds_once_a_second_person_confirms_it_and_makes_a_version_that_stays_readable(cast):
    before = measure("ME023").decided_by
    correction = asked(cast.analyst)
    with pytest.raises(NotAllowed):
        confirmed(correction, cast.analyst)
    assert measure("ME023").decided_by == before
    confirmed(correction, cast.reviewer)
    assert catalogue().version == f"{NEWEST}+office.1" == correction.version == stamp("framework").version
    assert measure("ME023").decided_by == DECIDER
    assert catalogue(NEWEST).entry("ME023").record.decided_by == before
    found = catalogue().entry("ME023")
    assert found.overlaid
    assert found.original_sha256 == catalogue(NEWEST).entry("ME023").sha256
    with pytest.raises(UnknownVersion):
        catalogue(f"{NEWEST}+office.2")
    assert list(differences()) == []


def test_a_record_keeps_the_version_it_was_made_with_and_a_withdrawal_makes_the_next(cast):
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    first = assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    before = ways()["HRC"].body.limits
    correction = asked(cast.analyst, "body:HRC", "limits", "It meets three times a year, and in special sessions.")
    confirmed(correction, cast.head)
    second = assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    assert ways()["HRC"].body.limits.startswith("It meets three times")
    words = {"reason": "The report was itself corrected.", "by": cast.reviewer, "at": walk.AT}
    actions.withdraw_correction(correction=correction, **words)
    office.refresh()
    assert (catalogue().version, ways()["HRC"].body.limits) == (f"{NEWEST}+office.2", before)
    assert (first.catalogue, second.catalogue) == (NEWEST, f"{NEWEST}+office.1")
    assert catalogue(second.catalogue).entry("body:HRC").record.limits.startswith("It meets three")
    assert verbs()[-2:] == ["assessment.started", "catalogue.correction-withdrawn"]
    with pytest.raises(Stale):
        actions.withdraw_correction(correction=correction, **words)


@pytest.mark.parametrize(
    ("was", "source", "becomes"),
    [
        ("recalled", "", "recalled"),
        ("recalled", "S/PV.4000", "partly"),
        ("true", "", "partly"),
        ("true", "S/PV.4000", "true"),
    ],
)
def test_what_nobody_saw_stays_recalled_and_one_field_that_was_seen_is_not_the_whole_entry(cast, was, source, becomes):
    entry = next(each for each in catalogue().entries("measure") if each.checked == was)
    correction = asked(cast.analyst, entry.id, "name", "Another name of it", source=source)
    assert correction.fields["checked"] == becomes
    assert ("S/PV.4000 (2025-06-30)" in correction.fields.get("looked_at", [])) is bool(source)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"field": "checked"}, actions.NotCorrectable),
        ({"field": "pillars"}, actions.NotCorrectable),
        ({"entry": "RF7", "field": "name"}, actions.NotCorrectable),
        ({"text": measure("ME023").decided_by}, actions.NotCorrectable),
        ({"reason": "ok"}, actions.NoCorrectionReason),
        ({"on": None}, actions.NotSeen),
        ({"on": dt.date(2099, 1, 1)}, actions.NotSeen),
    ],
)
def test_what_cannot_be_corrected_is_refused(cast, wrong, error):
    with pytest.raises(error):
        asked(cast.analyst, **wrong)
    assert not Correction.objects.exists()


def test_of_two_corrections_of_one_entry_the_second_is_made_on_what_the_first_left(cast):
    first = asked(cast.analyst)
    with pytest.raises(actions.CorrectionWaits):
        asked(cast.head, text="The Special Advisers alone")
    other = asked(cast.analyst, field="name", text="A call by the Special Adviser")
    confirmed(first, cast.reviewer)
    with pytest.raises(Stale):
        confirmed(other, cast.reviewer)
    confirmed(other, cast.reviewer, confirms=False)
    assert measure("ME023").decided_by == DECIDER
    again = asked(cast.analyst, field="name", text="A call by the Special Adviser")
    confirmed(again, cast.reviewer)
    assert (measure("ME023").name, measure("ME023").decided_by) == ("A call by the Special Adviser", DECIDER)
    with pytest.raises(Stale):
        actions.withdraw_correction(correction=first, reason="It was wrong after all.", by=cast.head, at=walk.AT)


def test_the_pages_lead_from_a_field_to_the_confirmed_correction_and_keep_what_was_typed(cast):
    entry, analyst = reverse("catalogue_entry", args=["ME023"]), browser(cast.analyst)
    assert entry in analyst.get(reverse("catalogue"), {"kind": "measure", "find": "demarche"}).content.decode()
    assert "Looked at on" in analyst.get(entry, {"field": "decided_by"}).content.decode()
    address = reverse("correct_entry", args=["ME023", "decided_by"])
    form = {"text": DECIDER, "reason": "Two deciders are named.", "source": "S/PV.4000"}
    refused = analyst.post(address, form | {"once": idempotency.token()})
    assert refused.status_code == 422
    assert DECIDER in refused.content.decode()
    assert analyst.post(address, form | {"on": "2025-06-30", "once": idempotency.token()}).url == entry
    answer = reverse("answer_correction", args=[Correction.objects.get().ref])
    assert answer not in analyst.get(entry).content.decode()
    assert answer in browser(cast.reviewer).get(entry).content.decode()
    yes = {"answer": "confirm", "why": "Read in the record.", "once": idempotency.token()}
    assert browser(cast.reviewer).post(answer, yes).url == entry
    office.refresh()
    page = pages.read(browser(cast.principal).get(entry).content).text
    assert f"{NEWEST}+office.1" in page
    assert "partly seen" in page or "seen in a source" in page
    assert "This is an earlier version." in analyst.get(entry, {"version": NEWEST}).content.decode()
    assert analyst.get(entry, {"version": "1999.1"}).status_code == 404


def test_lines_of_text_are_corrected_line_by_line(cast):
    before = list(measure("ME023").preconditions)
    correction = asked(cast.analyst, field="preconditions", text="A trusted channel\n\n  A day for the answer  \n")
    assert (correction.before, correction.after) == (before, ["A trusted channel", "A day for the answer"])
    confirmed(correction, cast.reviewer)
    assert measure("ME023").preconditions == ("A trusted channel", "A day for the answer")
    with pytest.raises(actions.NotCorrectable):
        asked(cast.analyst, field="preconditions", text="A trusted channel\nA day for the answer")
    with pytest.raises(actions.NotCorrectable):
        asked(cast.analyst, field="preconditions", text=" \n ")


def test_what_was_looked_at_is_added_to_what_was_before_and_to_the_facts_that_were_seen(cast):
    before = measure("ME023").checked_facts
    confirmed(asked(cast.analyst), cast.reviewer)
    found = measure("ME023")
    assert found.looked_at[-1] == "S/PV.4000 (2025-06-30)"
    assert found.checked_facts[: len(before)] == before
    assert found.checked_facts[-1] == f"decided_by: {DECIDER} (S/PV.4000 (2025-06-30))"
