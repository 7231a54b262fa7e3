"""What a safeguard rests on: items of the situation, checked when it is saved and when it is signed; who wrote it."""

import datetime as dt
import json

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.transmission.copy import compose_copy
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.queries import held_to_the_rules, items_behind
from focalpoint.desk.options.safeguards import cited
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.trail.states import differences
from safeguard_records import FAILURE, WHOLE
from walk import missing_parts

pytestmark = pytest.mark.django_db
FORCE = {name: WHOLE[name] for name in ("authorization", "review")}
LATER = walk.AT + dt.timedelta(days=2)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def paper(cast):
    item = walk.filed(cast.analyst, consent_bodies=True)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    return walk.optioned(walk.assessed(situation, item, cast.analyst), cast.analyst)


def filed(cast, paper, title: str, **more):
    """One more item of the situation, which no factor cites."""
    item = walk.filed(cast.analyst, title, title.encode(), **({"consent_bodies": True} | more))
    situating.link_item(situation=paper.assessment.situation, item=item, by=cast.analyst, at=walk.AT)
    return item


def propose(paper, by, at=walk.AT, **review) -> Option:
    paper.refresh_from_db()
    records = FORCE | {"review": FORCE["review"] | review}
    option = walk.option(paper, "ME098", "III", records=records)
    return opting.consider(option=option, revision=paper.revision, by=by, at=at)


def submitted(cast, paper, **review):
    option = propose(paper, cast.analyst, **review)
    opting.confirm_reading(option=option, shown=option.pk, by=cast.head, at=walk.AT)
    draft = paper.assessment
    draft.refresh_from_db()
    assessing.save_texts(assessment=draft, texts=FAILURE, revision=draft.revision, by=cast.analyst, at=walk.AT)
    return deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)


def withdraw(item) -> None:
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=item.created_by, at=walk.AT)


def test_each_criterion_keeps_its_author_and_the_day_of_its_last_change(cast, paper):
    first = propose(paper, cast.analyst)
    assert {each["by"] for each in first.written.values()} == {cast.analyst.ref}
    again = propose(paper, cast.analyst, at=LATER, cause_why="Two more districts were attacked in the past week.")
    days = {name: each["at"] for name, each in again.written.items()}
    assert days.pop("cause") == LATER.isoformat()
    assert set(days.values()) == {walk.AT.isoformat()}
    page = browser(cast.reviewer).get(reverse("paper", args=[paper.ref])).content.decode()
    assert f"Written: {cast.analyst.get_username()}, 3 July 2025" in page
    assert list(differences()) == []


@pytest.mark.parametrize("ref", ["", "S/RES/1973", "23456789abcdefgh"])
def test_what_is_no_item_of_the_situation_is_no_evidence(cast, paper, ref):
    with pytest.raises(opting.NotSubstantial):
        propose(paper, cast.analyst, cause_on=ref)


def test_an_item_of_elsewhere_out_of_sight_or_withdrawn_is_not_cited(cast, paper):
    elsewhere = walk.filed(cast.analyst, "Elsewhere", b"1")
    hidden, gone = filed(cast, paper, "Hidden"), filed(cast, paper, "Gone")
    type(hidden).objects.filter(pk=hidden.pk).update(tlp="TLP:RED")
    withdraw(gone)
    for item in (elsewhere, hidden, gone):
        with pytest.raises(opting.NotSubstantial):
            propose(paper, cast.analyst, cause_on=item.ref)
    assert not paper.options.filter(measure="ME098").exists()


def test_the_form_offers_the_items_of_the_situation_and_keeps_those_that_were_chosen(cast, paper):
    other = filed(cast, paper, "Second account")
    elsewhere = walk.filed(cast.analyst, "Elsewhere", b"1")
    propose(paper, cast.analyst, cause_on=other.ref)
    page = browser(cast.analyst).get(reverse("paper", args=[paper.ref]) + "?pillar=III&measure=ME098").content.decode()
    assert elsewhere.ref not in page
    box = page.split(f'name="review-cause_on" value="{other.ref}"')[1].split(">")[0]
    assert "checked" in box


def test_evidence_that_is_withdrawn_makes_the_safeguard_incomplete_and_it_is_not_signed(cast, paper):
    item = filed(cast, paper, "Behind the cause")
    submission = submitted(cast, paper, cause_on=item.ref)
    assert set(items_behind(paper.assessment)) >= {item}
    withdraw(item)
    paper.refresh_from_db()
    said = [each.text for each in held_to_the_rules(paper) if each.measure == "ME098"]
    assert said == [
        "An item behind this was withdrawn, or its author may no longer read it. Choose other items: "
        "Evidence: Just cause."
    ]
    with pytest.raises(NotNow, match="Just cause"):
        walk.sign(submission, by=cast.reviewer)
    deciding.send_back(submission=submission, reason="Mend it.", revision=1, by=cast.reviewer, at=walk.AT)
    assert any("Just cause" in each for each in missing_parts(paper.assessment, paper, on=walk.DAY))
    with pytest.raises(opting.NotSubstantial):
        propose(paper, cast.analyst, cause_on=item.ref)


def test_what_a_record_cites_is_what_the_option_is_found_by(cast, paper):
    option = propose(paper, cast.analyst, cause_on=filed(cast, paper, "Another").ref)
    assert {item.ref for item in option.evidence.all()} == cited(option.records)


def decided(cast, submission) -> Transmission:
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    route = walk.route()
    route = type(route)(**(vars(route) | {"options": ("III.ME098",)}))
    words = {
        "choice": "act",
        "reason": "Now.",
        "on": walk.DAY,
        "route": route,
        "others": walk.WHY_NOT,
        "revision": submission.revision,
    }
    taken = deciding.decide(submission=submission, **words, by=cast.principal, at=walk.AT)
    return taken.transmissions.get()


def test_words_that_rest_on_an_item_that_may_not_leave_stay_with_its_reference(cast, paper):
    inside = filed(cast, paper, "For the desk alone", consent_bodies=False)
    other = filed(cast, paper, "For bodies too")
    sent = decided(cast, submitted(cast, paper, cause_on=inside.ref, prospects_on=other.ref))
    signed = json.dumps(sent.decision.submission.assessment.frozen)
    for text in (WHOLE["review"]["cause_why"], inside.ref, inside.title):
        assert text in signed
        assert text not in json.dumps(sent.copy)
    assert WHOLE["review"]["prospects_why"] in json.dumps(sent.copy)
    assert other.title in json.dumps(sent.copy)
    assert other in sent.passed.all()
    assert inside not in sent.passed.all()


def test_a_proposal_that_was_not_chosen_stays_with_its_safeguards(cast, paper):
    submission = submitted(cast, paper)
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    words = {
        "choice": "act",
        "reason": "Now.",
        "on": walk.DAY,
        "route": walk.route(),
        "others": walk.WHY_NOT,
        "revision": submission.revision,
    }
    taken = deciding.decide(submission=submission, **words, by=cast.principal, at=walk.AT)
    copy = compose_copy(taken, walk.route(), [], symbol="x", on=walk.DAY)
    assert WHOLE["review"]["cause_why"] not in copy.model_dump_json()
    assert "Just cause" not in copy.model_dump_json()


def test_after_a_withdrawal_the_signed_words_are_no_longer_shown_and_the_signed_text_is_as_it_was(cast, paper):
    item = filed(cast, paper, "Behind the cause")
    submission = submitted(cast, paper, cause_on=item.ref)
    walk.sign(submission, by=cast.reviewer)
    assessment = submission.assessment
    assessment.refresh_from_db()
    before = assessment.frozen_hash
    withdraw(item)
    shown = withdrawn.redacted_note(signed_note(assessment), assessment)
    assert WHOLE["review"]["cause_why"] not in shown.model_dump_json()
    assert WHOLE["review"]["prospects_why"] in shown.model_dump_json()
    assert "consent for 1 item behind it was withdrawn" in shown.notice
    assert signed_note(assessment).digest() == before
    assert withdrawn.affected_assessments([assessment.pk]) == {assessment.pk}


def test_the_same_person_may_read_and_sign_and_the_note_and_the_principals_page_say_so(cast, paper):
    other = submitted(cast, paper)  # read by the head of office
    address = reverse("submission", args=[other.ref])
    by_another = browser(cast.reviewer).get(address).content.decode()
    assert "signed by the same person" not in by_another
    assert (
        f"read by {cast.head} on 1 July 2025, and signed by the same person."
        in browser(cast.head).get(address).content.decode()
    )
    walk.sign(other, by=cast.head)
    other.assessment.refresh_from_db()
    assert "signed by the same person" in json.dumps(other.assessment.frozen)
    assert signed_note(other.assessment).digest() == other.assessment.frozen_hash
    page = browser(cast.principal).get(address).content.decode()
    assert "Read and signed by the same person" in page


def test_another_person_who_signs_is_named_as_no_reader(cast, paper):
    submission = submitted(cast, paper)
    walk.sign(submission, by=cast.reviewer)
    submission.assessment.refresh_from_db()
    assert "by the same person" not in json.dumps(submission.assessment.frozen)
    page = browser(cast.principal).get(reverse("submission", args=[submission.ref])).content.decode()
    assert "Read by a second person" in page
    assert "by the same person" not in page


def test_the_principal_reads_the_criteria_as_a_table_and_once(cast, paper):
    submission = submitted(cast, paper)
    walk.sign(submission, by=cast.reviewer)
    page = browser(cast.principal).get(reverse("submission", args=[submission.ref])).content.decode()
    table = page.split("<caption>Review of precautionary principles</caption>")[1].split("</table>")[0]
    assert table.count('<th scope="row">') == 5
    assert WHOLE["review"]["cause_why"] in table
    short = page.split('<details class="whole">')[0]
    assert short.count(WHOLE["review"]["cause_why"]) == 1


def test_cost_and_risk_are_on_the_signed_note_and_the_principals_page_and_stay_in_the_office(cast, paper):
    submission = submitted(cast, paper)
    texts = walk.costs("ME098 in III").values()
    address = reverse("submission", args=[submission.ref])
    seen = {"reviewer": browser(cast.reviewer).get(address).content.decode()}
    sent = decided(cast, submission)
    submission.assessment.refresh_from_db()
    seen["signed"] = json.dumps(submission.assessment.frozen)
    seen["principal"] = browser(cast.principal).get(address).content.decode().split('<details class="whole">')[0]
    assert [(place, text) for place, page in seen.items() for text in texts if text not in page] == []
    assert [text for text in texts if text in json.dumps(sent.copy)] == []


def test_a_reader_opens_the_items_in_sight_from_the_paper_and_of_others_reads_the_short_reference(cast, paper):
    seen, hidden = filed(cast, paper, "In sight"), filed(cast, paper, "Out of sight")
    propose(paper, cast.analyst, cause_on=f"{seen.ref} {hidden.ref}")
    type(hidden).objects.filter(pk=hidden.pk).update(tlp="TLP:RED")
    page = browser(cast.reviewer).get(reverse("paper", args=[paper.ref])).content.decode()
    assert reverse("item", args=[seen.ref]) in page
    assert hidden.ref not in page
    assert hidden.ref[:6] in page
