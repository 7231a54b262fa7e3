"""What the note says: a word for a figure, a figure for a chance, a clock in words, and what it must not name."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.assessments.released import sentence
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note import brief, compose, evidence
from focalpoint.desk.decisions.note.digest import compose_whole, current
from focalpoint.desk.decisions.submission.clocks import clock, of_submission, of_transmission
from focalpoint.desk.design.likelihood import band, bands
from focalpoint.desk.documents.blocks import Document, Heading, Listing, Paragraph, Quote, Table, Yardstick
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import LADDER
from focalpoint.desk.situations.models import Situation
from focalpoint.reference.calendar import month_id

HEADINGS = ["Situation", "What is judged", "On what ground", "Options", "Reasoning and limits"]


@settings(deadline=None)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(-4000, 4000))
def test_a_clock_is_overdue_exactly_when_its_day_has_passed_and_says_the_days(on, days):
    found = clock(on + dt.timedelta(days=days), on)
    assert found.overdue == (days < 0)
    assert (found.shape == "late") == found.overdue
    assert (str(abs(days)) in found.says) == (days != 0)


@pytest.mark.parametrize(
    ("hour", "state", "says", "overdue"),
    [
        (8, Submission.State.SIGNED, "overdue since today", True),
        (9, Submission.State.SIGNED, "due today", False),
        (10, Submission.State.SUBMITTED, "due today", False),
        (8, Submission.State.DECIDED, "done", False),
    ],
)
def test_on_its_last_day_a_submission_is_overdue_to_the_minute(hour, state, says, overdue):
    due = walk.AT.replace(hour=hour)
    fields = {"due_at": due, "state": state, "State": Submission.State, "is_urgent": False}
    found = of_submission(SimpleNamespace(**fields), walk.AT)
    assert (found.says, found.overdue) == (says, overdue)


def test_an_answer_that_came_late_is_no_longer_overdue():
    sent = SimpleNamespace(answer_due_on=walk.DAY, answered_at=None, recalled_at=None)
    later = walk.DAY + dt.timedelta(days=2)
    assert of_transmission(sent, later).says == "overdue by 2 days"
    sent.answered_at = walk.AT
    assert of_transmission(sent, later).says == "done"


@settings(deadline=None)
@given(st.sampled_from(LADDER), st.sampled_from(LADDER), st.booleans())
def test_an_items_title_is_named_only_to_those_who_may_all_read_it(item, situation, secret):
    named = evidence.may_name(Item(tlp=item, need_to_know=secret), Situation(tlp=situation))
    assert named == (not secret and item != Tlp.RED and LADDER.index(item) <= LADDER.index(situation))


@pytest.fixture
def cast(db) -> walk.Cast:
    return walk.cast()


@pytest.fixture
def signed(cast) -> Submission:
    return walk.signed(cast)


def composed(submission: Submission, language: str = "en") -> Document:
    with translation.override(language):
        return compose.compose(submission.assessment, submission.paper, number=7, language=language, on=walk.DAY)


def of_kind(document: Document, kind: type) -> list:
    return [block for block in document.blocks if isinstance(block, kind)]


def text_of(block: Paragraph) -> str:
    return "".join(run.text for run in block.runs)


def test_the_note_has_its_five_parts_in_their_order(signed):
    assert [block.text for block in of_kind(composed(signed), Heading)] == HEADINGS


def test_the_note_carries_number_version_marking_and_day(signed):
    document = composed(signed)
    assert document.reference == f"S-7 · v{signed.assessment.version}"
    assert document.marking == signed.assessment.situation.tlp
    assert (document.date, document.classification) == (walk.DAY, "")


def test_the_office_can_print_its_own_classification_next_to_the_marking(signed, settings):
    settings.FOCALPOINT_CLASSIFICATION = {"TLP:AMBER": "confidential"}
    assert composed(signed).classification == "Confidential"
    submission = reverse("submission", args=[signed.ref])
    assert "TLP:AMBER · Confidential" in browser(signed.submitted_by).get(submission).content.decode()


def test_likelihood_and_confidence_never_share_a_sentence(signed):
    for block in of_kind(composed(signed), Paragraph):
        stressed = {run.text for run in block.runs if run.strong}
        assert not ({"low"} & stressed and any("%" in text for text in stressed))


def test_the_yardstick_shows_all_bands_and_marks_the_one_that_was_judged(signed):
    (drawn,) = of_kind(composed(signed), Yardstick)
    assert [(each.word, each.low, each.high) for each in drawn.bands] == [
        (str(each.word), each.low, each.high) for each in bands()
    ]
    assert drawn.bands[drawn.marked].word == str(band(0.7).word)


def test_all_fourteen_factors_stand_in_the_note_and_the_unknown_are_counted(signed):
    document = composed(signed)
    rows = of_kind(document, Table)[0].rows
    assert [row[0] for row in rows] == ["RF8"]
    unknown = ", ".join(f"RF{number}" for number in range(1, 15) if number != 8)
    said = f"13 of fourteen risk factors are unknown: {unknown}."
    assert any(text_of(each) == said for each in of_kind(document, Paragraph))


def test_the_three_pillars_stand_side_by_side_with_one_measure_each(signed):
    pillars = of_kind(composed(signed), Table)[1:]
    assert len(pillars) == 3
    assert [len(each.rows) for each in pillars] == [1, 1, 1]
    assert all(len(row) == len(each.head) for each in pillars for row in each.rows)


def test_why_a_factor_is_answered_so_stands_beside_the_answer(signed):
    signed.assessment.factors.filter(factor="RF3").update(note="Courts were not looked at.")
    table = of_kind(composed(signed), Table)[0]
    why = {row[0]: str(row[3]) for row in table.rows}
    assert why == {"RF8": walk.SECRET, "RF3": "Courts were not looked at."}
    rests_on = {key: row[3].rests_on for key, row in zip(table.keys, table.rows, strict=True)}
    assert rests_on == dict.fromkeys(table.keys, ()) | {"RF8": (Item.objects.get().ref,)}
    assert len(table.widths) == len(table.head)


def test_a_long_reason_is_shortened_in_its_row_and_stands_whole_under_the_table(signed):
    signed.assessment.factors.filter(factor="RF8").update(note=" ".join(f"w{n}" for n in range(60)))
    first, whole = of_kind(composed(signed), Table)[:2]
    short = next(str(row[3]) for row in first.rows if row[0] == "RF8")
    assert short.endswith("w44 …")
    assert whole.texts() == [["RF8", " ".join(f"w{n}" for n in range(60))]]
    assert whole.rows[0][1].rests_on == (Item.objects.get().ref,)


def test_what_was_rejected_stands_apart_with_its_reason(signed):
    signed.paper.options.filter(measure="ME024").update(status="rejected", reason="Too late for it.")
    tables = of_kind(composed(signed), Table)[1:]
    assert [each.caption.split(":")[0] for each in tables] == ["Pillar I", "Pillar II", "Pillar III"]
    assert tables[2].caption.endswith("considered and rejected")
    assert tables[2].rows[0][1] == "Too late for it."
    assert [each.may_leave for each in tables] == [True, True, False]


def test_an_item_whose_consent_was_withdrawn_before_is_cited_as_that(signed):
    Item.objects.update(title="–", consent_withdrawn_at=walk.AT)
    (listed,) = of_kind(composed(signed), Listing)
    assert listed.points[0].text.endswith(": consent was withdrawn on 1 July 2025; its words are destroyed")


def test_before_the_release_was_shown_the_note_says_so(signed):
    notes = [run.footnote for each in of_kind(composed(signed), Paragraph) for run in each.runs if "%" in run.text]
    assert notes == ["No figure of the release was asked for beside this judgement."]


ASKED = {
    "release": "r-2024-12-abcdef01",
    "release_chance": 0.004,
    "release_iso3": "KEN",
    "release_threshold": 1000,
    "release_window": 12,
    "release_data_to": month_id(2024, 12),
    "release_first": month_id(2025, 1),
    "release_last": month_id(2025, 12),
}


def shown(judgement: Judgement, **more) -> Judgement:
    for name, value in (ASKED | more).items():
        setattr(judgement, name, value)
    return judgement


def test_a_release_shown_afterwards_stands_beside_the_judgement_and_changes_no_word_of_it(signed):
    plain = compose._judgement(shown(signed.assessment.judgements.get()), walk.DAY)[0]
    assert plain.runs[0].footnote == (
        "Recorded first; the release r-2024-12-abcdef01 (data to December 2024; its window is January–December 2025) "
        "then showed <1 % that at least 1,000 civilians are killed in Kenya within 12 months."
    )
    assert plain.runs[0].text.endswith("(70 %)")


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (dt.date(2025, 12, 31), "its window is January–December 2025)"),
        (dt.date(2026, 1, 1), "its window January–December 2025 is over)"),
    ],
)
def test_a_figure_says_that_its_months_are_over_from_the_first_day_after_them(on, says):
    assert says in sentence(shown(Judgement()), on=on)


def test_a_question_of_three_months_speaks_of_its_own_three():
    asked = shown(Judgement(), release_window=3, release_last=month_id(2025, 3), release_threshold=25)
    said = sentence(asked, on=dt.date(2025, 4, 1))
    assert "its window January–March 2025 is over" in said
    assert "at least 25 civilians are killed in Kenya within 3 months" in said


def test_a_figure_whose_question_was_not_kept_says_so():
    said = sentence(shown(Judgement(), release_iso3="", release_chance=0.12), on=walk.DAY)
    assert said == "Recorded first; the release r-2024-12-abcdef01 then showed 12 % (question not kept)."


@settings(deadline=None)
@given(st.floats(0, 1))
def test_no_figure_of_a_release_is_ever_written_as_impossible_or_as_certain(chance):
    said = sentence(shown(Judgement(), release_chance=chance), on=walk.DAY)
    assert " 0 %" not in said
    assert "100 %" not in said


def test_the_brief_says_the_figure_with_its_question_as_it_reads_on_the_day(signed):
    judgement = shown(signed.assessment.judgements.get())
    said = "".join(run.text for run in brief._judgement(judgement, "likely", dt.date(2026, 6, 1)).runs)
    assert "its window January–December 2025 is over" in said
    assert "at least 1,000 civilians are killed in Kenya within 12 months" in said


def test_an_ungraded_item_is_cited_with_dashes_and_not_with_a_grade(signed):
    (listed,) = of_kind(composed(signed), Listing)
    assert [point.text[6:] for point in listed.points] == [f": {walk.SECRET} (source –, item –)"]


def test_only_the_reasoning_that_was_written_stands_in_the_note(signed):
    assessment = signed.assessment
    assessment.obligation, assessment.capacity, assessment.will = "Article 1.", "", "None is seen."
    said = [text_of(each) for each in compose._rest(assessment) if isinstance(each, Paragraph)]
    assert said[:2] == ["Manifest failure: obligation: Article 1.", "Manifest failure: will: None is seen."]
    assert not any("capacity" in each for each in said)


def test_a_reconstruction_says_so_before_anything_else_and_takes_no_paragraph_number(cast):
    document = composed(walk.signed(cast, reconstruction=True))
    assert text_of(document.blocks[0]).startswith("Reconstruction from public sources")
    assert next(document.numbered())[0] is None


def test_a_dissent_stands_in_its_words_without_a_name(cast):
    submission = walk.submitted(cast)
    words = "I read the same files\nand see \u202eno\u202c risk. <b>"
    assessing.dissent(assessment=submission.assessment, text=words, by=cast.head, at=walk.AT)
    (quoted,) = of_kind(composed(submission), Quote)
    assert quoted.text == words
    assert cast.head.username not in quoted.by


def test_a_draft_says_that_it_is_one_and_a_signed_note_is_what_was_signed(cast):
    submission = walk.submitted(cast)
    given_ = {"language": "en", "on": walk.DAY}
    draft = current(submission, **given_)
    assert draft.subtitle.startswith("Draft, not signed: ")
    assert draft.blocks == compose_whole(submission, **given_).blocks
    frozen = composed(submission)
    submission.assessment.frozen = frozen.model_dump(mode="json")
    submission.assessment.summary = "Other words."
    assert current(submission, **given_) == frozen
