"""Accounts are opened, changed and closed with one trail event each; the command line does the same."""

import datetime as dt
import json
import os
import re
import subprocess
import sys

import pytest
from django.db import transaction

from focalpoint.cli.people import LEVELS, ROLES
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people import actions
from focalpoint.desk.people.held_roles import BodyMissing
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail import actions as trail
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
CONSOLE = SystemActor.CONSOLE
FOCALPOINT = [sys.executable, "-c", "from focalpoint.cli import main; main()", "people"]


def opened(name="analyst-1", role="analyst", **more):
    return actions.open_account(name=name, role=role, clearance="TLP:AMBER", by=CONSOLE, at=NOW, **more)[0]


ACTS = {
    "user.created": lambda user: opened("analyst-2"),
    "user.password-set": lambda user: actions.renew_password(user=user, by=CONSOLE, at=NOW),
    "user.changed": lambda user: actions.change_account(
        user=user, role="head", clearance="TLP:RED", body="", by=CONSOLE, at=NOW
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ACTS)
def test_each_act_leaves_one_event(verb):
    user = opened()
    before = Event.objects.count()
    ACTS[verb](user)
    assert list(Event.objects.order_by("number").values_list("verb", flat=True))[before:] == [verb]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ACTS)
def test_without_its_event_nothing_is_written(verb, monkeypatch):
    user = opened()
    before = list(User.objects.order_by("pk").values())

    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(actions, "record", fail)
    assert trail.record is not fail
    with pytest.raises(RuntimeError), transaction.atomic():
        ACTS[verb](user)
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_closed_account_stays_and_opens_nothing(nobody):
    user = opened()
    nobody.force_login(user)
    actions.close_account(user=user, by=CONSOLE, at=NOW)
    assert nobody.get("/sign-in/second/").status_code == 302
    assert User.objects.filter(username="analyst-1").exists()


@pytest.mark.django_db
def test_a_liaison_speaks_for_a_body():
    with pytest.raises(BodyMissing):
        opened(role="liaison")
    with pytest.raises(BodyMissing, match="no body of the catalogue"):
        opened(role="liaison", body="NOWHERE")
    user = opened(role="liaison", body="HRC")
    with pytest.raises(BodyMissing):
        actions.change_account(user=user, role="liaison", clearance="TLP:GREEN", body="", by=CONSOLE, at=NOW)


def test_the_command_line_knows_every_role_and_level():
    assert set(ROLES) == set(Role.values)
    assert set(LEVELS) == set(Tlp.values)


def run(home, *words):
    environment = {**os.environ, "FOCALPOINT_HOME": str(home)}
    return subprocess.run([*FOCALPOINT, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_an_account_is_opened_changed_and_closed_from_the_command_line(tmp_path):
    made = run(tmp_path, "add", "analyst-1", "--role", "analyst", "--clearance", "TLP:AMBER")
    assert re.search(r"password [a-z2-9]{5}(-[a-z2-9]{5}){3} ", made.stdout)
    assert run(tmp_path, "add", "Analyst-1", "--role", "head").returncode == 2
    assert "doctrine list bodies" in run(tmp_path, "add", "liaison-1", "--role", "liaison").stderr
    assert "no account analyst-2" in run(tmp_path, "password", "analyst-2").stderr
    assert run(tmp_path, "change", "analyst-1", "--role", "analyst", "--also", "principal").returncode == 2
    changed = run(tmp_path, "change", "analyst-1", "--role", "analyst", "--also", "reviewer", "--also", "administrator")
    assert changed.returncode == 0
    assert json.loads(run(tmp_path, "list", "--json").stdout)["also"] == "administrator,reviewer"
    run(tmp_path, "change", "analyst-1", "--role", "liaison", "--body", "HRC")
    run(tmp_path, "close", "analyst-1")
    row = json.loads(run(tmp_path, "list", "--json").stdout)
    said = {"name": "analyst-1", "role": "liaison", "also": "", "clearance": "TLP:GREEN", "body": "HRC"}
    assert row == said | {"state": "closed"}
