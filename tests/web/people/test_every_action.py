"""Every action of the desk, called as every role: it goes on exactly where two tables read by hand say so."""

import csv
import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import focalpoint.desk
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.permissions import NotAllowed, require
from focalpoint.desk.trail.actors import SystemActor

EXPECTED = Path(__file__).parents[2] / "expected"
DESK = Path(focalpoint.desk.__file__).parent
BELOW = {"tasks", "trail"}  # rooms below people: they write what their callers were allowed
MODULES = (
    *(
        ".".join(path.relative_to(DESK).with_suffix("").parts)
        for path in sorted(DESK.rglob("*actions.py"))
        if path.relative_to(DESK).parts[0] not in BELOW
    ),
    *("decisions.exchange", "decisions.alerts", "decisions.referrals", "decisions.positions"),
    *("decisions.mission_reports", "situations.collecting", "intake.grading"),
)
GUIDE = "tests/expected/actions.csv and tests/expected/permissions.csv, see docs/how-to/add-an-action.md"
NO_ACT = {"ensure_covered", "ensure_readable", "ensure_writable", "write_custody", "sees_all", "random_password"}
NO_ACT |= {
    "ensure_keepable",
    "ensure_referred",
    "open_tasks",
    "possible_owners",
    "is_granted",
    "is_open",
    "ensure_not_submitted",
    "problems",
}
ME = 7


class GoesOn(Exception):
    """The action asked the table and was let through."""


class Thing:
    """An object that is every part of itself, written by an account, reviewed by nobody, sent to a body."""

    def __init__(self, author: int, pk: int) -> None:
        self.author_ids, self.reviewer_ids, self.body, self.pk = {author}, set(), "HRC", pk

    def __getattr__(self, name: str) -> "Thing":
        return self


def rows(name: str) -> list[dict[str, str]]:
    with (EXPECTED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


ASKS = {row["action"]: row["permission"] for row in rows("actions.csv")}
HELD = {row["permission"]: row for row in rows("permissions.csv")}


def actions() -> dict[str, Callable[..., Any]]:
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"focalpoint.desk.{name}")
        for each, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not each.startswith("_") and each not in NO_ACT:
                found[f"{name}.{each}"] = function
    return found


def called(action: Callable[..., Any], by: User | SystemActor, thing: Thing) -> str:
    """What becomes of a call: it goes on, or the permission that was missing."""
    inner = inspect.unwrap(action)  # no transaction: nothing is reached that would write
    given = {name: by if name == "by" else thing for name in inspect.signature(inner).parameters}
    try:
        answer = inner(**given)
        if inspect.isgenerator(answer):
            next(answer)
    except NotAllowed as refused:
        return refused.permission.value
    except GoesOn:
        return "goes on"
    return "asked nobody"


@pytest.fixture
def stops(monkeypatch):
    """The table is asked as ever; an action that it lets through goes no further."""

    def require_and_stop(*asked: Any) -> None:
        require(*asked)
        raise GoesOn

    for name in MODULES:
        monkeypatch.setattr(f"focalpoint.desk.{name}.require", require_and_stop)


def test_the_list_read_by_hand_names_every_action():
    assert set(actions()) ^ set(ASKS) == set(), GUIDE


@pytest.mark.parametrize("name", sorted(ASKS))
def test_an_action_goes_on_for_those_who_may_and_for_no_other(name, stops):
    permission = HELD[ASKS[name]]
    asked = permission["conditions"].split("; ")
    thing = Thing(author=ME if "own" in asked else ME + 1, pk=ME if "oneself" in asked else ME + 1)
    for actor in (*Role, *SystemActor):
        by = actor if isinstance(actor, SystemActor) else User(pk=ME, role=actor, body="HRC")
        wanted = "goes on" if permission[actor.value] == "yes" else permission["permission"]
        assert called(actions()[name], by, thing) == wanted, (actor, GUIDE)


@pytest.mark.parametrize("name", sorted(name for name in ASKS if HELD[ASKS[name]]["conditions"]))
def test_an_action_is_refused_where_a_condition_fails(name, stops):
    permission = HELD[ASKS[name]]
    asked = permission["conditions"].split("; ")
    thing = Thing(author=ME + 1 if "own" in asked else ME, pk=ME + 1 if "oneself" in asked else ME)
    for actor in Role:
        skips = permission["unless"] and HELD[permission["unless"]][actor.value] == "yes"
        by = User(pk=ME, role=actor, body="SC")
        wanted = "goes on" if skips else permission["permission"]
        assert called(actions()[name], by, thing) == wanted, (actor, GUIDE)
