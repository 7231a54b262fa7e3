"""The table of permissions against a second one that was read by hand: an edit of either alone fails."""

import csv
import dataclasses
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from focalpoint.desk.people import conditions, permissions
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.permissions import TABLE, NotAllowed, Permission, has_permission, require
from focalpoint.desk.trail.actors import SystemActor

EXPECTED = Path(__file__).parents[2] / "expected" / "permissions.csv"
ACTORS = (*Role, *SystemActor)
NEVER_BY_THE_SYSTEM = (
    "submission.",
    "decision.",
    "item.",
    "source.",
    "grading.",
    "situation.",
    "assessment.",
    "trail.",
)


@dataclasses.dataclass
class Thing:
    """An object that was written by some, reviewed by some, and sent to a body."""

    author_ids: frozenset[int] = frozenset()
    reviewer_ids: frozenset[int] = frozenset()
    body: str = "HRC"
    pk: int = 0
    user_id: int = 0


def expected() -> dict[tuple[str, str], str]:
    """By permission and column, what was read by hand."""
    with EXPECTED.open(newline="", encoding="utf-8") as file:
        return {(row["permission"], name): cell for row in csv.DictReader(file) for name, cell in row.items()}


def differences() -> list[tuple[str, str]]:
    """Where table and expectation differ."""
    hand, found = expected(), {}
    for permission, rule in TABLE.items():
        found[permission.value, "permission"] = permission.value
        found |= {(permission.value, each.value): "yes" * (each in rule.holders) for each in ACTORS}
        found[permission.value, "conditions"] = "; ".join(each.name for each in rule.conditions)
        found[permission.value, "unless"] = rule.unless.value if rule.unless else ""
    return sorted(key for key in hand.keys() | found.keys() if hand.get(key) != found.get(key))


def user(role: str, pk: int = 7, **more) -> User:
    return User(pk=pk, role=role, **more)


def test_the_table_says_what_was_read_by_hand():
    assert differences() == []
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_opening_a_permission_to_one_more_role_is_found(permission, monkeypatch):
    rule = TABLE[permission]
    for each in ACTORS:
        monkeypatch.setitem(TABLE, permission, dataclasses.replace(rule, holders=rule.holders ^ {each}))
        assert differences() == [(permission.value, each.value)]


@pytest.mark.parametrize("permission", [each for each in Permission if TABLE[each].conditions])
def test_leaving_a_condition_out_is_found(permission, monkeypatch):
    monkeypatch.setitem(TABLE, permission, dataclasses.replace(TABLE[permission], conditions=()))
    assert differences() == [(permission.value, "conditions")]


@pytest.mark.parametrize("permission", Permission)
def test_require_refuses_exactly_where_the_table_does(permission):
    fits = Thing(author_ids=frozenset({7}), body="HRC", pk=7)
    open_to = {column for (name, column), cell in expected().items() if name == permission and cell == "yes"}
    rule = TABLE[permission]
    thing = next(
        one for one in (fits, Thing(body="HRC")) if all(c.holds(user("x", body="HRC"), one) for c in rule.conditions)
    )
    for each in ACTORS:
        actor = each if isinstance(each, SystemActor) else user(each, body="HRC")
        assert has_permission(actor, permission, thing) == (each.value in open_to), each
        if each.value in open_to:
            require(actor, permission, thing)
        else:
            with pytest.raises(NotAllowed) as refused:
                require(actor, permission, thing)
            assert (refused.value.permission, refused.value.condition) == (permission, None)
            assert refused.value.todo


@pytest.mark.parametrize(
    ("permission", "role", "thing", "broken"),
    [
        ("assessment.write", "analyst", Thing(), conditions.OWN),
        ("submission.sign", "reviewer", Thing(frozenset({7})), conditions.NOT_OWN),
        ("submission.sign", "head", Thing(frozenset({7})), conditions.NOT_OWN),
        ("submission.return", "head", Thing(frozenset({7})), conditions.NOT_OWN),
        ("decision.take", "principal", Thing(frozenset({7})), conditions.NOT_OWN),
        ("decision.take", "principal", Thing(reviewer_ids=frozenset({7})), conditions.NOT_REVIEWER),
        ("grading.answer", "custodian", Thing(frozenset({7})), conditions.NOT_OWN),
        ("transmission.answer", "liaison", Thing(body="SC"), conditions.OF_THE_BODY),
        ("item.withdraw", "analyst", Thing(), conditions.OWN),
        ("item.withdraw", "custodian", Thing(), None),
        ("item.read_original", "reporter", Thing(), conditions.OWN),
        ("item.read_original", "reviewer", Thing(), None),
        ("account.remove_factor", "administrator", Thing(pk=7), conditions.NOT_ONESELF),
        ("account.give_roles", "administrator", Thing(pk=7), conditions.NOT_OWN_ACCOUNT),
        ("account.confirm_roles", "head", Thing(frozenset({7})), conditions.NOT_OWN),
        ("account.confirm_roles", "head", Thing(user_id=7), conditions.NOT_CONCERNED),
        ("account.choose_zone", "peer", Thing(pk=8), conditions.ONESELF),
    ],
)
def test_each_condition_refuses_whatever_the_role(permission, role, thing, broken):
    by = user(role, body="HRC")
    assert has_permission(by, Permission(permission))
    assert has_permission(by, Permission(permission), thing) == (broken is None)
    if broken is not None:
        with pytest.raises(NotAllowed) as refused:
            require(by, Permission(permission), thing)
        assert refused.value.condition is broken
        assert isinstance(refused.value, PermissionDenied)


def test_a_permission_with_conditions_cannot_be_asked_without_the_object():
    for permission in Permission:
        if TABLE[permission].conditions:
            holder = next(each for each in ACTORS if each in TABLE[permission].holders)
            with pytest.raises(TypeError):
                require(holder if isinstance(holder, SystemActor) else user(holder), permission)


def test_a_closed_account_and_a_reader_without_a_sign_in_hold_nothing():
    closed = user("head", is_active=False)
    for permission in Permission:
        assert not has_permission(closed, permission)
        assert not has_permission(AnonymousUser(), permission)


def test_the_installation_never_signs_decides_grades_or_reads():
    held = {permission for permission in Permission if set(SystemActor) & TABLE[permission].holders}
    assert [each for each in held if each.startswith(NEVER_BY_THE_SYSTEM)] == []
    assert {actor.ref for actor in SystemActor} == {"clock", "console"}


def test_a_refusal_names_the_act_and_who_may_do_it():
    with pytest.raises(NotAllowed) as refused:
        require(user("analyst"), Permission.DECISION_TAKE, Thing())
    assert str(TABLE[Permission.DECISION_TAKE].sentence) in refused.value.message
    assert str(Role.PRINCIPAL.label) in refused.value.todo
    assert permissions.__doc__
