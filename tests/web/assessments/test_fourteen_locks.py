"""Two tabs, two factors: both are saved. Two tabs, one factor: the second is asked to read what changed."""

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.assessments import actions
from focalpoint.desk.assessments.models import Factor
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.concurrency.revisions import Stale
from walk import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def draft(cast):
    return actions.start(situation=walk.opened(cast.analyst), by=cast.analyst, at=AT)


def answer(cast, draft, factor: str, note: str, revision: int) -> None:
    given = {"factor": factor, "value": "absent", "note": note, "evidence": []}
    actions.set_factor(assessment=draft, **given, revision=revision, by=cast.analyst, at=AT)


def notes(draft) -> dict[str, str]:
    return dict(Factor.objects.filter(assessment=draft).exclude(note="").values_list("factor", "note"))


def test_two_factors_from_two_tabs_are_both_saved(cast, draft):
    shown = draft.revision
    for number in range(1, 15):
        answer(cast, draft, f"RF{number}", "x", shown)
    assert len(notes(draft)) == 14


def test_one_factor_from_two_tabs_is_refused_to_the_second_until_it_was_looked_at(cast, draft):
    shown = draft.revision
    answer(cast, draft, "RF1", "first", shown)
    with pytest.raises(Stale):
        answer(cast, draft, "RF1", "second", shown)
    assert notes(draft) == {"RF1": "first"}
    answer(cast, draft, "RF1", "second", draft.revision)
    assert notes(draft) == {"RF1": "second"}


def test_on_the_page_two_tabs_with_two_factors_do_not_hinder_each_other(cast, draft):
    client = browser(cast.analyst)
    for factor in ("RF1", "RF2", "RF1"):
        address = reverse("assessment_factor", args=[draft.ref, factor])
        given = {"once": token(), "revision": 1, "value": "absent", "note": f"Looked at {factor}."}
        status = client.post(address, given).status_code
    assert status == 422  # the third is the first factor once more, as it was before
    assert set(notes(draft)) == {"RF1", "RF2"}


def test_a_factor_saved_in_another_tab_still_makes_a_submission_be_looked_at_again(cast, draft):
    shown = draft.revision
    answer(cast, draft, "RF1", "x", shown)
    draft.refresh_from_db()
    assert draft.revision > shown
