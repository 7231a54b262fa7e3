"""Whose turn it is: the table is the one that was read by hand, and page, badge and filter follow it."""

import csv
import dataclasses
import datetime as dt
import itertools
from pathlib import Path

import pytest

import walk
from at_desk import browser
from focalpoint.desk.decisions import workflow
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.workflow import STEPS, Act, NotNow, is_turn_of, next_state, turns
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import TABLE
from focalpoint.desk.site import badges

EXPECTED = Path(__file__).parents[2] / "expected" / "workflow.csv"
STATES = Submission.State
PARTS = ("author", "submitter", "reviewer")
# The database refuses a reviewer who is the author; every other combination is tried.
RELATIONS = [
    parts
    for count in range(4)
    for parts in itertools.combinations(PARTS, count)
    if not {"author", "reviewer"} <= set(parts)
]


def _rows(steps) -> list[dict[str, str]]:
    """The table as its second expectation is written."""
    return [
        {
            "state": step.state.value if step.state else "",
            "act": step.act.value,
            "becomes": step.becomes.value,
            "permission": step.permission.value,
            "roles": "; ".join(sorted(each.value for each in TABLE[step.permission].holders)),
            "conditions": "; ".join(each.name for each in TABLE[step.permission].conditions),
            "waits": "yes" if step.waits else "no",
            "days": str(step.clock.days) if step.clock else "",
        }
        for step in steps
    ]


def _expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _changes(step):
    """Every row that differs from a step in one value."""
    others = {
        "state": [each for each in (*STATES, None) if each != step.state],
        "act": [each for each in Act if each != step.act],
        "becomes": [each for each in STATES if each != step.becomes],
        "permission": [each for each in TABLE if each != step.permission],
        "waits": [not step.waits],
        "clock": [dt.timedelta(days=4)],
    }
    return [dataclasses.replace(step, **{name: value}) for name, values in others.items() for value in values]


def test_the_table_is_the_one_that_was_read_by_hand():
    assert _rows(STEPS) == _expected()


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_an_edit_of_one_value_of_the_table_differs_from_what_was_read_by_hand(number):
    for changed in _changes(STEPS[number]):
        assert _rows([*STEPS[:number], changed, *STEPS[number + 1 :]]) != _expected(), changed


@pytest.mark.parametrize("act", [act for act in Act if act != Act.SUBMIT])
@pytest.mark.parametrize("state", STATES)
def test_an_act_starts_from_its_state_alone_and_says_so_elsewhere(act, state):
    row = next(each for each in _expected() if each["act"] == act)
    submission = Submission(state=state)
    if state == row["state"]:
        assert next_state(submission, act) == row["becomes"]
    else:
        with pytest.raises(NotNow) as refused:
            next_state(submission, act)
        assert refused.value.todo


@pytest.mark.django_db
def test_predicate_and_filter_agree_for_every_role_state_and_relation(cast):
    assessment, other = walk.submitted(cast).assessment, walk.person(Role.ANALYST, "other")
    for role in Role:
        user = walk.person(role, f"one-{role}", body="HRC" if role == Role.LIAISON else "")
        steps = turns(user)
        for relation, state in itertools.product(RELATIONS, STATES):
            assessment.author = user if "author" in relation else other
            assessment.reviewer = user if "reviewer" in relation else None
            assessment.save()
            Submission.objects.update(state=state, submitted_by=user if "submitter" in relation else other)
            found = steps is not None and Submission.objects.filter(steps).exists()
            is_turn = is_turn_of(Submission.objects.get(), user)
            assert found == is_turn == _is_expected(role, state, relation), (role, state, relation)


def _is_expected(role: Role, state: STATES, relation: tuple[str, ...]) -> bool:
    """Whether the expectation that was read by hand says that it is this role's turn."""
    own = "author" in relation or "submitter" in relation
    holds = {"own": own, "not own": not own, "not its reviewer": "reviewer" not in relation}
    rows = [each for each in _expected() if each["waits"] == "yes" and each["state"] == state]
    return any(
        role in row["roles"].split("; ") and all(holds[each] for each in row["conditions"].split("; ")) for row in rows
    )


@pytest.mark.django_db
def test_a_reviewer_who_signed_and_became_principal_has_no_turn_on_page_badge_or_queue(cast):
    submission = walk.signed(cast)
    cast.reviewer.role = Role.PRINCIPAL
    cast.reviewer.save()
    assert badges.of_submissions(cast.reviewer) == 0
    assert not is_turn_of(submission, cast.reviewer)
    client = browser(cast.reviewer)
    assert "Waits for you" not in client.get("/submissions/").content.decode()
    assert "?choice=act" not in client.get(f"/submissions/{submission.ref}/").content.decode()
    assert badges.of_submissions(cast.principal) == 1
    assert "?choice=act" in browser(cast.principal).get(f"/submissions/{submission.ref}/").content.decode()


@pytest.mark.django_db
def test_the_clock_of_a_submission_is_the_one_of_the_table(cast):
    submission = walk.submitted(cast)
    days = next(int(each["days"]) for each in _expected() if each["days"])
    assert submission.due_at == submission.submitted_at + dt.timedelta(days=days)


def test_what_is_open_is_what_somebody_has_a_step_on():
    assert {each.value for each in workflow.OPEN} == {each["state"] for each in _expected() if each["waits"] == "yes"}
