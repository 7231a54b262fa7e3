"""Evidence whose consent was withdrawn: refused when it is new, said wherever it is cited, told to whoever wrote."""

import re

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments import actions
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.assessments.queries import withdrawn_evidence, without_evidence
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from walk import AT, SECRET

pytestmark = pytest.mark.django_db
SAID = "Consent for an item behind this was withdrawn on 1 July 2025; it can no longer be read"
BARE = "Present, and nothing is left behind it."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def first(cast) -> Item:
    return walk.filed(cast.analyst)


@pytest.fixture
def second(cast) -> Item:
    return walk.filed(cast.analyst)


@pytest.fixture
def draft(cast, first, second) -> Assessment:
    """RF8 is present on the first item."""
    situation = walk.opened(cast.analyst, first)
    situating.link_item(situation=situation, item=second, by=cast.analyst, at=AT)
    return walk.assessed(situation, first, cast.analyst)


def answered(draft: Assessment, by, factor: str, value: str, *evidence: Item) -> None:
    draft.refresh_from_db()
    answer = {"factor": factor, "value": value, "note": "x", "evidence": list(evidence)}
    actions.set_factor(assessment=draft, **answer, revision=draft.revision, by=by, at=AT)


def withdraw(item: Item) -> None:
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=item.created_by, at=AT)


def page_of(user, draft: Assessment) -> pages.Page:
    return pages.read(browser(user).get(reverse("assessment", args=[draft.ref])).content)


def sent(client, draft: Assessment, factor: str, **fields):
    draft.refresh_from_db()
    words = {"once": f"{factor}{draft.revision}{fields}"[:60], "revision": draft.revision, "note": "My own words."}
    return client.post(reverse("assessment_factor", args=[draft.ref, factor]), words | fields)


def test_by_hand_which_factors_have_nothing_left(cast, draft, first, second):
    answered(draft, cast.analyst, "RF1", "present", first, second)
    answered(draft, cast.analyst, "RF2", "absent", first)
    assert without_evidence(draft) == []
    withdraw(first)
    assert without_evidence(draft) == ["RF8"]
    assert list(withdrawn_evidence(draft)) == [first]
    withdraw(second)
    assert without_evidence(draft) == ["RF1", "RF8"]
    assert list(withdrawn_evidence(draft)) == [first, second]


@pytest.mark.parametrize("value", ["present", "absent", "unknown"])
def test_what_was_withdrawn_is_not_cited_anew(cast, draft, second, value):
    withdraw(second)
    before = verbs()
    with pytest.raises(taking.Withdrawn):
        answered(draft, cast.analyst, "RF1", value, second)
    assert verbs() == before
    assert not draft.factors.get(factor="RF1").evidence.exists()


def test_what_was_cited_before_stays_cited_and_holds_nothing_up(cast, draft, first, second):
    withdraw(first)
    with pytest.raises(actions.NoEvidence):
        answered(draft, cast.analyst, "RF8", "present", first)
    answered(draft, cast.analyst, "RF8", "unknown", first)
    answered(draft, cast.analyst, "RF8", "present", first, second)
    assert set(draft.factors.get(factor="RF8").evidence.all()) == {first, second}
    assert without_evidence(draft) == []


def test_the_author_reads_it_on_top_at_the_factor_and_in_its_choices(cast, draft, first):
    assert "withdrawn" not in page_of(cast.analyst, draft).text
    withdraw(first)
    page = page_of(cast.analyst, draft)
    assert page.text.count(SAID) == 1
    assert page.text.count(BARE) == 1
    assert f"{first.ref[:6]}: consent was withdrawn on 1 July 2025; it can no longer be read" in page.text
    offered = [each for each in page.all("input") if each.get("name") == "evidence" and each["value"] == first.ref]
    assert [("checked" in each) for each in offered] == [True]  # at the factor that cites it, and at no other


def test_whoever_may_read_the_item_is_told_and_nobody_else(cast, draft, first):
    hidden = walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    situating.link_item(situation=draft.situation, item=hidden, by=cast.analyst, at=AT)
    answered(draft, cast.analyst, "RF1", "present", hidden)
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    before = page_of(low, draft)
    assert hidden.ref[:6] not in before.text
    assert " (1)" in before.text  # RF8; what is hidden is not counted
    assert before.text.count(" (1)") == 1
    withdraw(hidden)
    assert page_of(low, draft).text == before.text
    assert page_of(cast.reviewer, draft).text.count(SAID) == 1
    assert page_of(cast.analyst, draft).text.count(BARE) == 1


def test_a_factor_that_stands_on_withdrawn_evidence_alone_is_refused_once_and_keeps_the_words(cast, draft, first):
    withdraw(first)
    answer = sent(browser(cast.analyst), draft, "RF8", value="present", evidence=[first.ref])
    page = pages.read(answer.content)
    assert answer.status_code == 422
    assert page.text.count("A factor is present only with evidence behind it.") == 1
    assert "My own words." in page.text


def test_what_was_withdrawn_meanwhile_cannot_be_chosen(cast, draft, second):
    withdraw(second)
    answer = sent(browser(cast.analyst), draft, "RF1", value="present", evidence=[second.ref])
    assert answer.status_code == 422
    assert not draft.factors.get(factor="RF1").evidence.exists()


def test_once_another_item_stands_behind_it_the_author_is_no_longer_told(cast, draft, first, second):
    withdraw(first)
    assert sent(browser(cast.analyst), draft, "RF8", value="present", evidence=[second.ref]).status_code == 302
    assert "withdrawn" not in page_of(cast.analyst, draft).text


def test_no_word_of_what_was_withdrawn_stands_on_the_page(cast):
    told = Item(title="Quartz words", obtained_on=walk.DAY)
    taking.file_item(item=told, event=None, attachments=[], by=cast.reporter, at=AT)
    situation = walk.opened(cast.analyst, told)
    draft = walk.assessed(situation, told, cast.analyst)
    assert "Quartz words" in page_of(cast.analyst, draft).text
    withdraw(told)
    assert "Quartz words" not in page_of(cast.analyst, draft).text


def test_what_a_draft_may_lack_and_its_submission_may_not_is_said_at_the_field(cast, draft):
    page = browser(cast.analyst).get(reverse("assessment", args=[draft.ref])).content.decode()
    labels = re.findall(r'<label for="id_(\w+)">(.*?)</label>', page, re.DOTALL)
    needed = {name for name, label in labels if "needed before it can be submitted" in label}
    assert needed == {"summary", "gaps", "expires_on"}
    assert [name for name, label in labels if name in needed and "optional" in label] == []
    assert "optional" in dict(labels)["assumptions"]


def test_a_draft_is_saved_without_what_its_submission_needs(cast, draft):
    draft.refresh_from_db()
    fields = {
        "once": "x",
        "revision": draft.revision,
        "assumptions": "One.",
        "summary": "",
        "gaps": "",
        "expires_on": "",
    }
    assert browser(cast.analyst).post(reverse("assessment_texts", args=[draft.ref]), fields).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.expires_on, draft.assumptions) == ("", None, "One.")


def test_the_cause_of_a_refused_figure_stands_at_its_own_judgement_alone(cast, draft, no_release):
    row = draft.judgements.get()
    row.pk = None
    row.save(force_insert=True)
    asked = {"once": "x", "iso3": "KEN", "threshold": "100", "window": "3"}
    address = reverse("assessment_figure", args=[draft.ref, row.pk])
    page = browser(cast.analyst).post(address, asked).content.decode()
    assert page.count("There is no figure to show.") == 1
    mine = page.split('<div class="judged">')[2]
    assert "There is no figure to show." in mine


def test_paragraphs_of_a_judgement_survive(cast, draft):
    draft.judgements.update(event="One.\n\nTwo.", confidence_reason="Few.\n\nOld.", would_change="A.\n\nB.")
    page = browser(cast.analyst).get(reverse("assessment", args=[draft.ref])).content.decode()
    for text in ("One.\n\nTwo.", "Few.\n\nOld.", "A.\n\nB."):
        assert f'class="free">{text}<' in page
    assert SECRET in page
