"""The page of the scope test: evidence behind each answer, an outcome that follows, and its way into the note."""

import re

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.documents.blocks import Table
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import ScopeFinding, ScopeTest
from focalpoint.desk.situations.scope_outcome import outcome_of
from focalpoint.desk.trail.states import differences
from walk import missing_parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def item(cast):
    return walk.filed(cast.analyst)


@pytest.fixture
def situation(cast, item):
    return walk.opened(cast.analyst, item)


def attack(item, **more) -> dict[str, str]:
    """The fields of an attack on civilians with a murder in it, each on one item."""
    rows = ("cah.attack", "cah.scale", "cah.policy", "c.a")
    fields = {f"known-{row}": "suspicion" for row in rows} | {f"evidence-{row}": item.ref[:6] for row in rows}
    return fields | {"Q9": "ongoing", "reason": "Several districts."} | more


def post(user, situation, **fields):
    client, address = browser(user), reverse("scope", args=[situation.ref])
    once = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())[1]
    return client.post(address, {"once": once, **fields})


def shown(user, situation) -> pages.Page:
    return pages.read(browser(user).get(reverse("situation", args=[situation.ref])).content)


def test_blank_questions_are_kept_as_insufficient_information(cast, situation):
    assert post(cast.analyst, situation, reason="Nothing is known yet.").status_code == 302
    test = ScopeTest.objects.get()
    assert (test.outcome, test.derived) == ("insufficient_information",) * 2


def test_blank_questions_are_never_in_scope_without_a_reason_in_words(cast, situation):
    for reason in ("", "x", "ok ok ok ok ok ok"):
        answer = post(
            cast.analyst, situation, outcome="in_scope_incitement", reason="Heard on radio.", override_reason=reason
        )
        assert answer.status_code == 422
    assert not ScopeTest.objects.exists()


def test_an_outcome_follows_and_stands_on_the_page_with_answers_and_evidence(cast, situation, item):
    assert post(cast.analyst, situation, **attack(item)).status_code == 302
    test = ScopeTest.objects.get()
    assert (test.outcome, test.override_reason) == ("in_scope_ongoing_alleged", "")
    assert ScopeFinding.objects.filter(evidence=item).count() == 4
    page = shown(cast.reviewer, situation).text
    assert "SR1" in page
    assert "A policy of a State or an organization" in page
    assert item.ref[:6] in page


def test_the_outcome_can_be_seen_before_it_is_kept(cast, situation, item):
    answer = post(cast.analyst, situation, **attack(item, check="1"))
    assert "in scope: ongoing, alleged" in answer.content.decode()
    assert not ScopeTest.objects.exists()


@pytest.mark.parametrize("ref", ["", "zzzzzz", "qqqqqq zzzzzz"])
def test_an_answer_without_evidence_of_the_situation_is_refused_and_kept_on_the_form(cast, situation, item, ref):
    answer = post(cast.analyst, situation, **attack(item, **{"evidence-c.a": ref}))
    assert answer.status_code == 422
    assert "Several districts." in answer.content.decode()
    assert not ScopeTest.objects.exists()


def test_an_item_of_another_situation_or_out_of_sight_is_no_evidence(cast, situation, item):
    other, hidden = walk.filed(cast.analyst), walk.filed(cast.head, tlp="TLP:RED")
    situating.link_item(situation=situation, item=hidden, by=cast.head, at=walk.AT)
    for each in (other, hidden):
        assert post(cast.analyst, situation, **attack(item, **{"evidence-c.a": each.ref})).status_code == 422


def test_who_may_not_see_an_item_does_not_see_it_behind_an_answer(cast, situation, item):
    taking_red = walk.filed(cast.head, tlp="TLP:RED")
    situating.link_item(situation=situation, item=taking_red, by=cast.head, at=walk.AT)
    finding = situating.Finding("c.a", "indication", items=[item, taking_red])
    test = ScopeTest(situation=situation, reason="Seen by the head alone.")
    situating.run_scope_test(test=test, findings=[finding], by=cast.analyst, at=walk.AT)
    page = shown(cast.reviewer, situation).text
    assert item.ref[:6] in page
    assert taking_red.ref[:6] not in page


def test_another_outcome_is_shown_as_chosen_with_the_one_of_the_rules(cast, situation, item):
    answer = post(cast.analyst, situation, **attack(item, outcome="insufficient_information", override_reason=walk.WHY))
    assert answer.status_code == 302
    page = shown(cast.reviewer, situation).text
    assert "Chosen against the rules" in page
    assert "in scope: ongoing, alleged" in page
    assert walk.WHY in page


def test_the_next_test_begins_with_the_answers_of_the_last_one(cast, situation, item):
    post(cast.analyst, situation, **attack(item))
    page = browser(cast.analyst).get(reverse("scope", args=[situation.ref])).content.decode()
    assert page.count(f'value="{item.ref[:6]}"') == 4


def test_the_outcome_is_derived_again_when_a_factor_changes(cast, situation, item):
    post(cast.analyst, situation, reason="No act known.", Q9="only a risk", **{"known-c.a": "none"})
    test, draft = ScopeTest.objects.get(), walk.assessed(situation, item, cast.analyst)
    assert outcome_of(test, draft) == "insufficient_information"
    given = {"factor": "RF9", "value": "present", "note": "Named in speeches.", "evidence": [item]}
    assessing.set_factor(assessment=draft, **given, revision=draft.revision, by=cast.analyst, at=walk.AT)
    assert outcome_of(test, draft) == "in_scope_risk"
    assert "SR2" in shown(cast.analyst, situation).text


def test_an_answer_whose_evidence_was_withdrawn_counts_no_more(cast, situation, item):
    post(cast.analyst, situation, **attack(item))
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert outcome_of(ScopeTest.objects.get(), None) == "insufficient_information"


def test_the_note_holds_each_answer_with_its_evidence(cast, situation, item):
    post(cast.analyst, situation, **attack(item))
    draft = walk.assessed(situation, item, cast.analyst)
    paper = walk.optioned(draft, cast.analyst)
    note = compose(draft, paper, number=1, language="en", on=walk.DAY)
    (table,) = [each for each in note.blocks if isinstance(each, Table) and "cah.policy" in each.keys]
    assert table.keys == ("cah.attack", "cah.scale", "cah.policy", "c.a")
    assert {cite.ref for row in table.rows for cite in row[-1]} == {item.ref}
    assert "SR1" in note.model_dump_json()


def test_evidence_against_an_answer_is_on_the_page_in_the_note_and_at_the_start_of_the_next_test(cast, situation, item):
    other = walk.filed(cast.analyst)
    situating.link_item(situation=situation, item=other, by=cast.analyst, at=walk.AT)
    assert post(cast.analyst, situation, **attack(item, **{"against-cah.policy": other.ref[:6]})).status_code == 302
    assert list(ScopeFinding.objects.filter(against=other).values_list("row", flat=True)) == ["cah.policy"]
    assert other.ref[:6] in shown(cast.reviewer, situation).text
    assert (
        f'value="{other.ref[:6]}"' in browser(cast.analyst).get(reverse("scope", args=[situation.ref])).content.decode()
    )
    draft = walk.assessed(situation, item, cast.analyst)
    note = compose(draft, walk.optioned(draft, cast.analyst), number=1, language="en", on=walk.DAY)
    (table,) = [each for each in note.blocks if isinstance(each, Table) and "cah.policy" in each.keys]
    row = table.rows[table.keys.index("cah.policy")]
    assert [cite.ref for cite in row[table.head.index("Evidence against")]] == [other.ref]
    assert set(row[2].rests_on) == {item.ref, other.ref}


def test_evidence_of_a_row_without_an_answer_is_refused_and_not_dropped(cast, situation, item):
    for name in ("evidence-c.b", "against-c.b"):
        assert post(cast.analyst, situation, **attack(item, **{name: item.ref[:6]})).status_code == 422


def test_a_test_of_before_there_were_rules_is_run_again_before_a_submission(cast, situation, item):
    draft = walk.assessed(situation, item, cast.analyst)
    old = ScopeTest(situation=situation, outcome="in_scope_risk", reason="Chosen.", by=cast.analyst, at=walk.AT)
    old.save()
    assert any("earlier rules" in each for each in missing_parts(draft, None, on=walk.DAY))
    assert "Recorded under earlier rules" in shown(cast.analyst, situation).text


def test_an_answer_that_is_changed_without_an_event_is_found(cast, situation, item):
    post(cast.analyst, situation, **attack(item))
    assert list(differences()) == []
    ScopeFinding.objects.filter(row="c.a").update(known="none")
    assert len(list(differences())) == 1


def test_a_reporter_runs_no_test(cast, situation):
    assert walk.person(Role.REPORTER, "another")
    assert post_status(cast.reporter, situation) in (403, 404)


def post_status(user, situation) -> int:
    return browser(user).post(reverse("scope", args=[situation.ref]), {"reason": "x"}).status_code
