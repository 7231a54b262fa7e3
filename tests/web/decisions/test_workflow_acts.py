"""Every act, tried in every state that a submission comes to: it goes where the table read by hand says, or nowhere.

``test_workflow`` compares the table; here the acts themselves are done, so that one which asks no table is found.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import walk
from focalpoint.desk.assessments.actions import Frozen
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions import actions
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.workflow import Act, NotNow
from focalpoint.desk.trail.models import Event
from walk import AT, DAY, Cast

EXPECTED = Path(__file__).parents[2] / "expected" / "workflow.csv"
STATES = Submission.State
REASON = "The second source repeats the first."

pytestmark = pytest.mark.django_db


def returned(cast: Cast) -> Submission:
    submission = walk.submitted(cast)
    _return(submission, cast)
    return submission


def _return(submission: Submission, cast: Cast) -> None:
    given = {"reason": REASON, "revision": submission.revision, "by": cast.reviewer, "at": AT}
    actions.send_back(submission=submission, **given)


def _submit_again(submission: Submission, cast: Cast) -> None:
    assessment = Assessment.objects.get(pk=submission.assessment_id)
    actions.submit(assessment=assessment, revision=assessment.revision, by=cast.analyst, at=AT)


def _decide(submission: Submission, cast: Cast) -> None:
    given = {"choice": "watch", "reason": REASON, "on": DAY, "route": None, "by": cast.principal, "at": AT}
    actions.decide(submission=submission, revision=submission.revision, **given)


def _transmit(submission: Submission, cast: Cast) -> None:
    decision = getattr(submission, "decision", None) or Decision(submission=submission, choice="act")
    actions.transmit(decision=decision, route=walk.route("GA"), by=cast.principal, at=AT)


# How a submission comes to each state, by acts alone.
REACHED: dict[str, Callable[[Cast], Submission]] = {
    STATES.SUBMITTED: walk.submitted,
    STATES.RETURNED: returned,
    STATES.SIGNED: walk.signed,
    STATES.DECIDED: lambda cast: walk.decided(cast).submission,
}
DONE: dict[str, Callable[[Submission, Cast], None]] = {
    Act.SIGN: lambda submission, cast: walk.sign(submission, by=cast.reviewer),
    Act.RETURN: _return,
    Act.SUBMIT_AGAIN: _submit_again,
    Act.DECIDE: _decide,
    Act.TRANSMIT: _transmit,
}


def expected() -> dict[tuple[str, str], str]:
    """By state and act, the state that it leads to."""
    with EXPECTED.open(encoding="utf-8") as lines:
        return {(row["state"], row["act"]): row["becomes"] for row in csv.DictReader(lines)}


def kept() -> list:
    """What acts would write."""
    parts = [list(model.objects.order_by("pk").values()) for model in (Submission, Assessment, Decision, Transmission)]
    return [*parts, Event.objects.count()]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


def test_every_row_of_the_table_is_tried():
    tried = {(state.value, act.value) for state in REACHED for act in DONE}
    assert {(state, act) for state, act in expected() if state} <= tried
    assert set(REACHED) == set(STATES)
    assert {*DONE, Act.SUBMIT} == set(Act)


def test_the_first_act_makes_one_that_waits_for_the_reviewer():
    cast = walk.cast()
    assert walk.submitted(cast).state == expected()["", "submit"]


@pytest.mark.parametrize("act", DONE)
@pytest.mark.parametrize("state", REACHED)
def test_an_act_leads_where_the_table_says_and_is_refused_elsewhere(state, act):
    cast = walk.cast()
    submission = Submission.objects.get(pk=REACHED[state](cast).pk)
    assert submission.state == state
    becomes, before = expected().get((state, act)), kept()
    if becomes is None:
        with pytest.raises((NotNow, Frozen)) as refused:
            DONE[act](submission, cast)
        assert refused.value.todo
        assert kept() == before
        return
    DONE[act](submission, cast)
    assert Submission.objects.get(pk=submission.pk).state == becomes
    assert Event.objects.count() == before[-1] + 1
