"""Coercion under pillar III: manifest failure in its four parts, and a judgement that supports it or a reason."""

import pytest

import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.options import actions as opting
from safeguard_records import FAILURE, SANCTIONS
from walk import missing_parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def draft(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    return walk.assessed(situation, item, cast.analyst)


def proposed(draft, cast, **more):
    """A paper with sanctions, which a second person has read."""
    paper = walk.optioned(draft, cast.analyst)
    option = walk.option(paper, "ME081", "III", records=SANCTIONS, **more)
    opting.consider(option=option, revision=paper.revision, by=cast.analyst, at=walk.AT)
    opting.confirm_reading(option=option, shown=option.pk, by=cast.reviewer, at=walk.AT)
    return paper


def write(draft, cast, **texts) -> None:
    draft.refresh_from_db()
    whole = FAILURE | texts
    assessing.save_texts(assessment=draft, texts=whole, revision=draft.revision, by=cast.analyst, at=walk.AT)


def lacking(draft, paper) -> list[str]:
    return missing_parts(draft, paper, on=walk.DAY)


def test_with_the_four_parts_and_a_judgement_it_goes(cast, draft):
    paper = proposed(draft, cast)
    write(draft, cast)
    assert lacking(draft, paper) == []


@pytest.mark.parametrize("part", sorted(FAILURE))
@pytest.mark.parametrize("text", ["", "x", "manifest"])
def test_each_part_of_manifest_failure_says_something(cast, draft, part, text):
    paper = proposed(draft, cast)
    write(draft, cast, **{part: text})
    (said,) = lacking(draft, paper)
    assert said.endswith(f"{part}.")


def test_one_text_for_two_parts_is_none(cast, draft):
    paper = proposed(draft, cast)
    write(draft, cast, will=FAILURE["conduct"])
    assert len(lacking(draft, paper)) == 1


def test_a_judgement_above_unlikely_or_a_reason(cast, draft):
    Judgement.objects.update(likelihood=40)
    paper = proposed(draft, cast)
    write(draft, cast)
    assert len(lacking(draft, paper)) == 1
    Judgement.objects.update(likelihood=46)
    assert lacking(draft, paper) == []


def test_a_reason_stands_in_for_a_judgement(cast, draft):
    Judgement.objects.update(likelihood=40)
    paper = proposed(draft, cast, reason="A listing deters two commanders at little cost to others.")
    write(draft, cast)
    assert lacking(draft, paper) == []


def test_a_rejected_measure_and_one_that_does_not_coerce_ask_for_nothing(cast, draft):
    paper = walk.optioned(draft, cast.analyst)
    option = walk.option(paper, "ME081", "III", status="rejected", reason="Too slow.")
    opting.consider(option=option, revision=paper.revision, by=cast.analyst, at=walk.AT)
    assert lacking(draft, paper) == []
