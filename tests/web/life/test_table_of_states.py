"""The table of a situation's life against one that was read by hand, and what the database itself refuses."""

import csv
import itertools
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

import walk
from focalpoint.desk.life.union import stricter
from focalpoint.desk.marking.rule import LADDER, Marks, is_lower
from focalpoint.desk.situations.models import LifeChange, Situation
from focalpoint.desk.situations.states import LIVE, STEPS, Act, State, possible_acts

EXPECTED = Path(__file__).parents[2] / "expected" / "life.csv"
WHY = "Both reports speak of the same militia in the same valley."
MARKS = st.builds(Marks, st.sampled_from([each.value for each in LADDER]), st.booleans())


def expected() -> dict[str, dict[str, str]]:
    with EXPECTED.open(newline="", encoding="utf-8") as file:
        return {row.pop("state"): row for row in csv.DictReader(file)}


def test_the_table_read_by_hand_names_every_state_and_every_act():
    assert set(expected()) == set(State.values)
    assert all(set(row) == set(Act.values) for row in expected().values())


@pytest.mark.parametrize(("state", "act"), list(itertools.product(State, Act)))
def test_an_act_starts_where_the_table_says_and_leads_where_it_says(state, act):
    step, wanted = STEPS[act], expected()[state][act]
    assert (state in step.starts) is bool(wanted)
    assert (act in possible_acts(Situation(state=state))) is bool(wanted)
    if wanted:
        assert (step.becomes or state) == wanted


def test_a_situation_that_ended_is_not_live_and_one_that_was_merged_stays_so():
    assert set(LIVE) == set(State) - {State.CLOSED, State.MERGED}
    assert possible_acts(Situation(state="merged")) == []


@given(MARKS, MARKS)
def test_a_merge_never_lowers_a_marking_and_does_not_ask_which_was_first(one, other):
    found = stricter(one, other)
    assert not is_lower(found, than=one)
    assert not is_lower(found, than=other)
    assert found == stricter(other, one)
    assert stricter(one, one) == one


@pytest.fixture
def kept(settings, tmp_path, db):
    settings.FOCALPOINT_HOME = tmp_path
    analyst = walk.cast().analyst
    return {"situation": walk.opened(analyst), "reason": WHY, "by": analyst, "at": walk.AT}


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "reopen", "reason": ""},
        {"act": "forget"},
        {"act": "close"},
        {"act": "close", "learnt": WHY},
        {"act": "close", "remains": WHY},
        {"act": "hand_over"},
    ],
    ids=lambda wrong: "-".join(wrong.values())[:20],
)
def test_the_database_keeps_no_change_without_its_words(kept, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeChange.objects.create(**(kept | wrong))


def test_the_database_keeps_an_owner_of_a_hand_over_alone(kept):
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeChange.objects.create(**kept, act="monitor", owner=kept["by"])
    assert LifeChange.objects.create(**kept, act="hand_over", owner=kept["by"]).pk


def test_the_database_keeps_no_merge_without_the_situation_that_goes_on(kept):
    found = Situation.objects.filter(pk=kept["situation"].pk)
    for wrong in ({"state": "merged"}, {"merged_into": kept["situation"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**wrong)
