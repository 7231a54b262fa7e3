"""The short note says only what was signed, in its language; the ways file names every body it can."""

import datetime as dt

import pytest
from django.utils import translation

import walk as on_path
from focalpoint.desk.decisions.note import brief
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.documents.blocks import Paragraph, Quote
from focalpoint.desk.options.columns import columns
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import every_pillar_is_considered
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.doctrine import catalogue

pytestmark = pytest.mark.django_db


def text(document) -> str:
    said = [run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs]
    return " ".join([*said, *(block.text for block in document.blocks if isinstance(block, Quote))])


def test_the_brief_keeps_the_language_that_was_signed_whoever_reads_it(cast):
    submission = on_path.signed(cast)
    side = columns(submission.paper, [])
    here = brief.compose(submission, side, on=on_path.DAY)
    with translation.override("ar"):
        assert brief.compose(submission, side, on=on_path.DAY) == here
    assert here.language == "en"


def test_the_brief_gives_the_scope_test_that_was_signed_and_no_later_one(cast):
    submission = on_path.signed(cast)
    side = columns(submission.paper, [])
    here = brief.compose(submission, side, on=on_path.DAY)
    test = ScopeTest(situation=submission.assessment.situation, outcome="out_of_scope_refer", reason="x", refer_to="x")
    test.override_reason = on_path.WHY
    situating.run_scope_test(test=test, by=cast.analyst, at=on_path.AT + dt.timedelta(days=1))
    assert brief.compose(submission, side, on=on_path.DAY) == here
    assert "Scope test: in scope: risk (chosen" in text(here)


def test_a_long_text_is_shortened_with_a_sign_that_there_is_more(cast):
    submission = on_path.signed(cast)
    submission.assessment.summary = "word " * 5000
    said = text(brief.compose(submission, columns(submission.paper, []), on=on_path.DAY))
    assert said.count("word") == brief.SHORT
    assert "…" in said


def test_that_nothing_new_is_proposed_is_said(cast):
    submission = on_path.signed(cast)
    submission.paper.options.update(status=Option.Status.REJECTED, reason="Later.")
    assert "nothing new is proposed" in text(brief.compose(submission, columns(submission.paper, []), on=on_path.DAY))


def test_what_is_missing_names_its_pillar_and_what_is_wrong_its_measure():
    (found, *_) = every_pillar_is_considered([])
    assert found.heading == "Pillar I: the State's own responsibility"


def test_every_entry_of_the_ways_file_is_in_the_catalogue():
    known = {each.id for each in catalogue().bodies.bodies}
    assert set(bodies._file()["bodies"]) <= known
    levels = {each.level.split(":")[0] for each in catalogue().bodies.bodies}
    assert set(bodies._file()["levels"]) <= levels


def test_a_blocked_council_opens_its_routes_and_a_regional_body_the_parallel_ones():
    assert "GA ESS under 377 A (V)" in bodies.ways()["SC"].blocked
    assert "UN SC" in bodies.ways()["AU-PSC"].blocked
    assert any("plan the parallel route first" in rule for rule in bodies.ways()["AU-PSC"].rules)


def test_a_body_that_the_catalogue_does_not_know_keeps_its_id():
    assert bodies.name("OLD-BODY") == "OLD-BODY"
