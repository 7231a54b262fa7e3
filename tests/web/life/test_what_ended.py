"""Every action of the desk in a situation of every state: two tables read by hand say which of them work on."""

import contextlib
import csv

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.consultations.models import Consultation
from focalpoint.desk.missions.models import Mission
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations import states
from focalpoint.desk.situations.models import Situation
from speeches import filed
from web.life.test_table_of_states import expected
from web.people.test_every_action import EXPECTED, ME, MODULES, Thing, actions, called

LIVE = {state for state, row in expected().items() if row["close"]}
# The first asks the database whether it is linked already, the second starts an assessment: both are tried elsewhere.
LATER = {"situations.actions.link_item", "decisions.alerts.file_alert"}


def ask_for_a_live_one() -> set[str]:
    with (EXPECTED / "actions.csv").open(newline="", encoding="utf-8") as file:
        return {row["action"] for row in csv.DictReader(file) if row["live"]}


@pytest.fixture
def let_through(monkeypatch, settings, tmp_path):
    """Whoever acts may, and the row is as it was read."""
    settings.FOCALPOINT_HOME = tmp_path
    monkeypatch.setattr(states, "lock_row", lambda row: None)
    for name in MODULES:
        monkeypatch.setattr(f"focalpoint.desk.{name}.require", lambda *asked: None)


@pytest.mark.parametrize("state", states.State)
def test_an_action_is_refused_in_a_situation_that_ended_where_the_table_says(state, let_through):
    thing, refused = Thing(author=ME, pk=ME), set()
    thing.state = state
    for name, action in actions().items():
        with contextlib.suppress(Exception):  # an object that is everything carries an action only so far
            try:
                called(action, User(pk=ME, role=Role.HEAD), thing)
            except states.NotLive:
                refused.add(name)
    wanted = ask_for_a_live_one() - LATER
    assert refused == (set() if state in LIVE else wanted)


@pytest.mark.django_db
def test_the_pages_of_a_situation_that_ended_are_read_and_offer_no_form(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = walk.cast()
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    draft = walk.assessed(situation, item, cast.analyst)
    speech = filed(cast.analyst, situation)
    levels = dict.fromkeys(("pattern_standard", "incident_standard", "person_standard"), 1)
    more = {"opened_by": cast.head, "opened_at": walk.AT, "ref": "m" * 16}
    mission = Mission.objects.create(
        situation=situation, title="Commission", body="HRC", mandate="All.", **levels, **more
    )
    given = {"kind": "partner", "question": "Which?", "given": "Nothing.", "given_tlp": "TLP:GREEN", "due_on": walk.DAY}
    consulting.consult(consultation=Consultation(assessment=draft, **given), by=cast.analyst, at=walk.AT)
    found = {
        "missions": [situation.ref],
        "mission": [situation.ref, mission.ref],
        "speech": [situation.ref, speech.ref],
        "consultations": [draft.ref],
    }
    client = browser(cast.analyst)

    def forms() -> dict[str, int]:
        answers = {name: client.get(reverse(name, args=refs)) for name, refs in found.items()}
        return {name: answer.content.decode().split("<main", 1)[1].count("<form") for name, answer in answers.items()}

    assert forms() == {"missions": 1, "mission": 3, "speech": 2, "consultations": 4}
    Situation.objects.filter(pk=situation.pk).update(state="closed")
    assert set(forms().values()) == {0}
