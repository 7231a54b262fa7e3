""" "No new measure" is one of the options: its expected cost says something, and everybody who decides reads it."""

import pytest
from django.urls import reverse

import walk as on_path
from at_desk import browser
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.options import actions, rules
from focalpoint.desk.options.models import Option
from walk import AT, DAY

pytestmark = pytest.mark.django_db
COST = "Some four thousand people would flee within the month."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.mark.parametrize("text", ["", " ", "n/a", "None.", "to be determined", "High", "Late."])
def test_a_cost_that_says_nothing_or_copies_a_reason_is_missing(text):
    assert [each.weight for each in rules.no_new_measure_is_always_there(text, ["late"])] == ["missing"]


def test_the_reason_of_an_option_is_no_cost_of_doing_nothing_new():
    option = Option(measure="ME028", pillar="II", status="rejected", reason=COST)
    found = rules.findings([option], COST, state_is_alleged_perpetrator=False)
    assert "no_new_measure_is_always_there" in {each.rule for each in found}
    found = rules.findings([option], f"{COST} More later.", state_is_alleged_perpetrator=False)
    assert "no_new_measure_is_always_there" not in {each.rule for each in found}


@pytest.fixture
def cast():
    return on_path.cast()


@pytest.fixture
def paper(cast):
    item = on_path.filed(cast.analyst)
    situation = on_path.opened(cast.analyst, item)
    on_path.tested(situation, cast.analyst)
    return on_path.optioned(on_path.assessed(situation, item, cast.analyst), cast.analyst)


def save(cast, paper, text: str) -> None:
    actions.save_no_new_measure(paper=paper, text=text, revision=paper.revision, by=cast.analyst, at=AT)


def test_the_action_refuses_what_the_form_would(cast, paper):
    rejected = on_path.option(paper, "ME015", "I", status="rejected", reason=COST)
    actions.consider(option=rejected, revision=paper.revision, by=cast.analyst, at=AT)
    for text in ("tbd", COST):
        with pytest.raises(actions.NotSubstantial):
            save(cast, paper, text)


def test_paper_signing_page_principals_page_and_signed_note_hold_it_and_the_hash_covers_it(cast, paper):
    draft = paper.assessment
    before = compose(draft, paper, number=1, language="en", on=DAY).digest
    save(cast, paper, COST)
    assert compose(draft, paper, number=1, language="en", on=DAY).digest != before
    submission = on_path.deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)

    def page(name: str, user, ref: str) -> str:
        return browser(user).get(reverse(name, args=[ref])).content.decode()

    assert COST in page("paper", cast.reviewer, paper.ref)
    assert COST in page("compare_options", cast.reviewer, paper.ref)
    assert COST in page("submission", cast.reviewer, submission.ref)
    on_path.sign(submission, by=cast.reviewer)
    text = page("submission", cast.principal, submission.ref)
    assert text.count(COST) == 2  # the four columns, and the whole note
    draft.refresh_from_db()
    assert COST in str(draft.frozen)
    assert draft.frozen_hash
