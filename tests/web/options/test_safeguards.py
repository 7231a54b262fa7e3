"""Safeguards bind: empty words are refused, a second person reads them, and who signs and decides sees them."""

import pytest
from django.urls import reverse
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import pages
import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.note.compose import compose, key
from focalpoint.desk.design.substance import problem_of_name, problem_of_reason
from focalpoint.desk.documents.blocks import Table
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option, Reading
from focalpoint.desk.options.rules import of_one
from focalpoint.desk.options.safeguards import SAFEGUARDS
from focalpoint.desk.options.statements import lines_of
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.trail.states import differences
from safeguard_records import EXISTS, FAILURE, WHOLE
from walk import missing_parts

FORCE = {name: WHOLE[name] for name in ("authorization", "review")}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast(db):
    return walk.cast()


@pytest.fixture
def draft(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    return walk.assessed(situation, item, cast.analyst)


@pytest.fixture
def paper(cast, draft):
    return walk.optioned(draft, cast.analyst)


def propose(paper, by, measure="ME098", **records) -> Option:
    option = walk.option(paper, measure, "III", records=FORCE | records)
    return opting.consider(option=option, revision=paper.revision, by=by, at=walk.AT)


def lacking(draft, paper) -> str:
    return " ".join(missing_parts(draft, paper, on=walk.DAY))


EMPTY = ["", "x", "ok", "none", "none none none none none", "yes it is", "...... ..... .....", "a b c d e", "1 2 3 4 5"]
EMPTY += [
    "x ok none yes tbd",
    "Lorem ipsum dolor sit amet.",
    "To be done later: n/a, see above.",
    "aaa bbb ccc ddd eee",
]
SAID = [
    "他们在三个村庄杀害了平民",
    "قتل مسلحون مدنيين في ثلاث قرى",
    "စစ်တပ်က ရွာသုံးရွာကို မီးရှို့ခဲ့သည်",
    "Войска сожгли три деревни на севере.",
]


@pytest.mark.parametrize("text", EMPTY)
def test_what_says_nothing_is_no_reason(text):
    assert problem_of_reason(text)


@pytest.mark.parametrize("text", SAID)
def test_a_sentence_of_any_script_is_a_reason(text):
    assert problem_of_reason(text) == ""


def test_a_sentence_is_a_reason_and_its_copy_is_none():
    text = WHOLE["harm"]["harm_why"]
    assert problem_of_reason(text) == ""
    assert problem_of_reason(f"  {text.upper()} ", [text])


@pytest.mark.parametrize("text", ["", " ", "x", "n/a", "TBD", "-", "ok.", "None!", "xxxx", "none none", "...a", "1"])
def test_a_placeholder_names_nobody(text):
    assert problem_of_name(text)
    assert problem_of_name("Panel of experts") == problem_of_name("专家") == ""


def test_the_words_of_no_new_measure_are_no_reason_of_a_safeguard(cast, paper):
    words = {"paper": paper, "text": WHOLE["review"]["cause_why"], "revision": paper.revision}
    opting.save_no_new_measure(**words, by=cast.analyst, at=walk.AT)
    with pytest.raises(opting.NotSubstantial):
        propose(paper, cast.analyst)


@pytest.mark.parametrize("safeguard", sorted(FORCE))
@pytest.mark.parametrize("text", ["none", "ok", "x", "S/RES/1"])
def test_a_record_that_was_begun_and_says_nothing_is_not_kept(cast, paper, safeguard, text):
    first = next(iter(FORCE[safeguard]))
    with pytest.raises(opting.NotSubstantial):
        propose(paper, cast.analyst, **{safeguard: {first: text}})
    assert not paper.options.filter(measure="ME098").exists()


def test_the_reasons_of_another_option_are_no_reasons_of_this_one(cast, paper):
    propose(paper, cast.analyst)
    with pytest.raises(opting.NotSubstantial):
        propose(paper, cast.analyst, "ME094", authorization=EXISTS)


def test_nobody_reads_the_safeguards_they_wrote(cast, paper):
    option = propose(paper, cast.analyst)
    with pytest.raises(NotAllowed):
        opting.confirm_reading(option=option, shown=option.pk, by=cast.analyst, at=walk.AT)
    with pytest.raises(NotAllowed):
        opting.confirm_reading(option=option, shown=option.pk, by=cast.principal, at=walk.AT)
    assert "A second person reads the safeguards" in lacking(paper.assessment, paper)


def test_a_colleague_reads_them_once_and_a_change_makes_it_unread_again(cast, paper):
    option = propose(paper, cast.analyst)
    page = reverse("paper", args=[paper.ref])
    client = browser(cast.reviewer)
    form = pages.read(client.get(page).content)
    once = next(each["value"] for each in form.all("input") if each.get("name") == "once")
    address = reverse("confirm_reading", args=[paper.ref, "III", "ME098"])
    assert client.post(address, {"once": once, "shown": option.pk}).status_code == 302
    assert Reading.objects.get().by == cast.reviewer
    assert "A second person reads" not in lacking(paper.assessment, paper)
    assert cast.reviewer.get_username() in pages.read(client.get(page).content).text
    option = propose(paper, cast.analyst, authorization=EXISTS)
    assert not Reading.objects.exists()
    assert "A second person reads" in lacking(paper.assessment, paper)
    assert option.records["authorization"] == EXISTS
    assert list(differences()) == []


def test_what_was_changed_after_it_was_opened_is_not_confirmed(cast, paper):
    before = propose(paper, cast.analyst)
    once = idempotency.token()
    propose(paper, cast.analyst, authorization=EXISTS)
    address = reverse("confirm_reading", args=[paper.ref, "III", "ME098"])
    answer = browser(cast.reviewer).post(address, {"once": once, "shown": before.pk})
    assert answer.status_code == 422
    assert "were changed since you opened this page" in answer.content.decode()
    assert not Reading.objects.exists()


def test_each_safeguard_stands_on_paper_signing_page_principals_page_note_and_copy(cast, draft, paper):
    option = propose(paper, cast.analyst)
    opting.confirm_reading(option=option, shown=option.pk, by=cast.reviewer, at=walk.AT)
    reasons = [WHOLE["review"]["last_resort_why"], WHOLE["authorization"]["outlook"]]
    draft.refresh_from_db()
    assessing.save_texts(assessment=draft, texts=FAILURE, revision=draft.revision, by=cast.analyst, at=walk.AT)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    address = reverse("submission", args=[submission.ref])
    seen = {"paper": browser(cast.head).get(reverse("paper", args=[paper.ref])).content.decode()}
    seen["reviewer"] = browser(cast.reviewer).get(address).content.decode()
    walk.sign(submission, by=cast.reviewer)
    seen["principal"] = browser(cast.principal).get(address).content.decode()
    submission.assessment.refresh_from_db()
    seen["signed"] = str(submission.assessment.frozen)
    assert f"read by {cast.reviewer.get_username()}" in seen["signed"]
    assert [(place, reason) for place, text in seen.items() for reason in reasons if reason not in text] == []


def test_the_rows_of_a_safeguard_bear_the_key_of_their_option(cast, draft, paper):
    option = propose(paper, cast.analyst)
    note = compose(draft, paper, number=1, language="en", on=walk.DAY)
    tables = [each for each in note.blocks if isinstance(each, Table) and key(option) in each.keys]
    assert len(tables) == 2
    assert all(each.may_leave for each in tables)


def test_a_text_of_earlier_rules_is_shown_as_such_and_does_not_count(cast, draft, paper):
    old = walk.option(paper, "ME081", "III", records={}, civilian_harm_note="Prices of food.")
    opting.consider(option=old, revision=paper.revision, by=cast.analyst, at=walk.AT)
    page = pages.read(browser(cast.head).get(reverse("paper", args=[paper.ref])).content).text
    assert "Recorded under earlier rules" in page
    assert "Prices of food." in page
    assert "Sanctions need a note on the harm" in lacking(draft, paper)


def test_the_situation_of_the_walk_has_a_state_as_alleged_perpetrator(draft):
    assert situating.ScopeTest.objects.get().perpetrator == "state"


class Signing(RuleBasedStateMachine):
    """Records that say nothing, copy, or were read by their author; the paper of force is never complete with one."""

    texts = st.sampled_from(
        ["", "x", "ok", "none", "word", WHOLE["review"]["cause_why"], "Five different words are enough here."]
    )

    @initialize()
    def begin(self) -> None:
        self.records: dict[str, dict[str, str]] = {}

    @rule(name=st.sampled_from(sorted(FORCE)), text=texts, data=st.data())
    def spoil(self, name, text, data) -> None:
        part = data.draw(st.sampled_from(sorted(FORCE[name])))
        self.records[name] = FORCE[name] | {part: text}

    @rule(name=st.sampled_from(sorted(FORCE)))
    def fill(self, name) -> None:
        self.records[name] = dict(FORCE[name])

    @rule(name=st.sampled_from(sorted(FORCE)))
    def empty(self, name) -> None:
        self.records.pop(name, None)

    @invariant()
    def is_struck_unless_whole(self) -> None:
        option = Option(measure="ME098", pillar="III", records=self.records)
        struck = {found.rule for found in of_one(option, False) if found.weight == "struck"}
        for name, rule_name in (
            ("authorization", "force_needs_the_council"),
            ("review", "force_needs_the_precautionary_review"),
        ):
            record = self.records.get(name, {})
            reasons = [text for part, text in record.items() if problem_of_reason(text) == ""]
            bad = any(not text or text in {"x", "ok", "none", "word"} for text in record.values())
            if not record or bad or len(reasons) != len(set(reasons)):
                assert rule_name in struck


TestSigning = Signing.TestCase
TestSigning.settings = examples(max_examples=60, stateful_step_count=12, deadline=None)


def test_the_reason_of_an_answer_is_in_one_line_with_it():
    lines = dict(lines_of(SAFEGUARDS["review"], WHOLE["review"] | {"cause": "doubt"}))
    assert len(lines) == 5
    assert lines["Just cause"] == f"in doubt. {WHOLE['review']['cause_why']}"
    assert ("Risk of grave violations", f"high. {WHOLE['diligence']['risk_why']}") in lines_of(
        SAFEGUARDS["diligence"], WHOLE["diligence"] | {"risk": "high"}
    )
