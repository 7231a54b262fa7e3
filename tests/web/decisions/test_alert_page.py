"""The fast lane is one page: an analyst files an urgent alert on one form, in a situation or from an item."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.decisions.note.withdrawn import affected_assessments
from focalpoint.desk.decisions.submission.alert import possible_requests
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.options.rules import asked_for, is_coercive, measure
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.states import differences

TODAY = dt.date(2030, 5, 1)
ALERT = {
    "event": "Armed men gather outside of the town to attack its market.",
    "place": "Eldoret",
    "group": "Displaced people in the church",
    "window_from": "2030-05-01",
    "window_to": "2030-05-03",
    "likelihood": "80",
    "confidence": "low",
    "confidence_reason": "Two callers from one street.",
    "request": "III.ME023",
    "asked": "That the Special Adviser calls the governor tonight.",
    "owner": "Duty officer",
    "due_on": "2030-05-01",
}
OPENING = {"title": "Eldoret: attack on the displaced feared", "iso3s": ["KEN"], "tlp": "TLP:AMBER"}


def sends(user, name: str, ref: str, **form):
    return browser(user).post(reverse(name, args=[ref]), ALERT | form | {"once": idempotency.token()})


def test_one_form_takes_an_alert_from_a_situation_to_the_reviewer_and_leaves_an_open_draft_alone(cast):
    item, other = walk.filed(cast.analyst), walk.filed(cast.analyst, "Another", b"Another file.")
    situation = walk.opened(cast.analyst, item)
    situating.link_item(situation=situation, item=other, by=cast.analyst, at=walk.AT)
    begun = assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    address = reverse("alert", args=[situation.ref])
    assert address in browser(cast.analyst).get(reverse("situation", args=[situation.ref])).content.decode()
    shown = pages.read(browser(cast.analyst).get(address).content)
    assert "decided within the hour" in shown.text
    answer = sends(cast.analyst, "alert", situation.ref, sources=[item.ref])
    sent = Submission.objects.get()
    assert answer.url == reverse("submission", args=[sent.ref])
    assert sent.due_at - sent.submitted_at == dt.timedelta(hours=1)
    assert sent.skipped == ["scope", "change", "summary", "gaps", "local", "expiry", "pillars", "cost", "risk"]
    begun.refresh_from_db()
    assert (begun.state, sent.assessment.version) == (Assessment.State.DRAFT, begun.version + 1)
    note = str(read_now(sent, at=walk.AT)) + pages.read(browser(cast.reviewer).get(answer.url).content).text
    for said in (ALERT["event"], ALERT["asked"], "This judgement rests on:", item.ref[:4], "SG, Special Advisers"):
        assert said in note
    assert [each.ref for each in sent.assessment.judgements.get().evidence.all()] == [item.ref]
    assert list(differences()) == []
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert affected_assessments([sent.assessment_id]) == {sent.assessment_id}


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    page = sends(cast.analyst, "alert", situation.ref, sources=[item.ref], likelihood="0", request="III.ME098")
    assert page.status_code == 422
    html = page.content.decode()
    assert ALERT["event"] in html
    assert ALERT["asked"] in html
    assert set(page.context["form"].errors) == {"likelihood", "request"}
    assert sends(cast.analyst, "alert", situation.ref).context["form"].errors.keys() == {"sources"}
    assert not Assessment.objects.exists()


def test_from_an_item_the_situation_is_opened_with_it_both_or_neither(cast):
    item = walk.filed(cast.analyst)
    address = reverse("alert_from_item", args=[item.ref])
    assert address in browser(cast.analyst).get(reverse("item", args=[item.ref])).content.decode()
    assert sends(cast.analyst, "alert_from_item", item.ref, **OPENING).status_code == 302
    opened = Situation.objects.get()
    assert (opened.areas, opened.populations) == (ALERT["place"], ALERT["group"])
    assert Submission.objects.get().assessment.judgements.get().evidence.get() == item
    again = sends(cast.analyst, "alert_from_item", item.ref, **OPENING)
    assert again.status_code == 422
    assert reverse("alert", args=[opened.ref]) in again.content.decode()
    cast.reviewer.delete()
    cast.head.delete()
    unseen = sends(cast.analyst, "alert_from_item", item.ref, **OPENING, overlap_reason="Another town and group.")
    assert "No reviewer can see this situation." in unseen.content.decode()
    assert Situation.objects.count() == Submission.objects.count() == 1


def test_where_no_reviewer_is_a_member_nothing_is_filed(cast):
    item = walk.filed(cast.analyst)
    closed = walk.opened(cast.analyst, item, need_to_know=True)
    assert "No reviewer can see" in sends(cast.analyst, "alert", closed.ref, sources=[item.ref]).content.decode()
    closed.members.add(walk.person(Role.REVIEWER, "member"))
    assert sends(cast.analyst, "alert", closed.ref, sources=[item.ref]).status_code == 302


@pytest.mark.parametrize("state_is_alleged", [False, True])
def test_what_can_be_asked_for_needs_no_council_no_coercion_and_no_safeguard(state_is_alleged):
    found = possible_requests(state_is_alleged=state_is_alleged)
    assert ("III", "ME023") in {(each.pillar, each.measure) for each in found}
    for each in found:
        assert measure(each.measure).sc_authorization == "no"
        assert not is_coercive(each)
        assert [one.id for one in asked_for(each.measure, each.pillar, state_is_alleged)] == ["cost", "decider"]


def test_on_every_page_those_whose_turn_it_is_read_that_an_alert_waits_and_nothing_of_it(cast):
    everywhere = ("items", "catalogue")

    def reads(user) -> set[bool]:
        answers = [browser(user).get(reverse(name)).content.decode() for name in everywhere]
        assert not any(ALERT["event"] in each for each in answers)
        return {"1 urgent alert waits for you, for" in each for each in answers}

    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    with CaptureQueriesContext(connection) as before:
        assert reads(cast.reviewer) == {False}
    sends(cast.analyst, "alert", situation.ref, sources=[Item.objects.get().ref])
    with CaptureQueriesContext(connection) as after:
        assert reads(cast.reviewer) == {True}
    assert len(after) == len(before)
    assert [reads(each) for each in (cast.head, cast.principal, cast.analyst)] == [{True}, {False}, {False}]
    walk.sign(Submission.objects.get(), by=cast.reviewer)
    assert [reads(each) for each in (cast.principal, cast.reviewer, cast.head)] == [{True}, {False}, {False}]
