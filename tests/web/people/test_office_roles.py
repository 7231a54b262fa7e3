"""A role that an office defines: two people make it, its holders may do what it says, and separation holds for it."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import walk
from at_desk import verbs
from focalpoint.desk.people import actions, role_actions
from focalpoint.desk.people.held_roles import RoleMissing
from focalpoint.desk.people.models import OfficeRole, Role, RoleChange, User
from focalpoint.desk.people.permissions import TABLE, NotAllowed, Permission, has_permission
from focalpoint.desk.people.queries import holders, only_by, role_names
from focalpoint.desk.people.role_actions import NoRoleChange, NotGiven, RoleAnswered, RoleNameTaken, RoleWaits
from focalpoint.desk.people.separation import DutiesApart, clash_of
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event

EXPECTED = Path(__file__).parents[2] / "expected" / "reserved.csv"
NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
WHY = "Two volunteers grade what comes in at night and read nothing else."
P = Permission
GRADER = (P.ITEM_READ, P.ITEM_GRADE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return walk.person(Role.ADMINISTRATOR), walk.person(Role.HEAD)


def asked(by: User, permissions=GRADER, name="grader") -> RoleChange:
    given = {"name": name, "sentence": "Grades items.", "permissions": permissions, "reason": WHY}
    return role_actions.define_role(**given, by=by, at=NOW).changes.get()


def answered(change: RoleChange, by: User, is_confirmed: bool = True) -> None:
    role_actions.answer_role_change(change=change, is_confirmed=is_confirmed, answer="As agreed.", by=by, at=NOW)


def in_use(office, permissions=GRADER, name="grader") -> OfficeRole:
    change = asked(office[0], permissions, name)
    answered(change, office[1])
    return OfficeRole.objects.get(pk=change.role_id)


def account(name: str, role: str, *more: str) -> User:
    given = {"name": name, "role": role, "more_roles": more, "clearance": "TLP:AMBER"}
    return actions.open_account(**given, by=SystemActor.CONSOLE, at=NOW)[0]


def changed(role: OfficeRole, by: User, permissions, name="grader") -> RoleChange:
    given = {"name": name, "sentence": "Grades items.", "permissions": permissions, "reason": WHY}
    return role_actions.change_role(role=role, **given, by=by, at=NOW)


def test_what_is_reserved_was_read_by_hand():
    assert {each.value for each in P if TABLE[each].is_reserved} == set(EXPECTED.read_text("utf-8").split()[1:])


def test_a_role_gives_nothing_until_a_second_person_confirms_it(office):
    change = asked(office[0])
    with pytest.raises(RoleMissing):
        account("early", change.role.ref)
    answered(change, office[1])
    user = account("night-1", change.role.ref)
    held = {each for each in P if has_permission(user, each)}
    assert held == {*GRADER, P.RECORD_READ, P.ACCOUNT_CHOOSE_ZONE, P.ACCOUNT_ACKNOWLEDGE}
    assert [*holders(P.ITEM_GRADE)] == [office[1], user]
    assert role_names([user.ref]) == {user.ref: "grader"}
    assert verbs() == ["role.asked", "role.confirmed"]
    assert Event.objects.get(verb="role.confirmed").actor == office[1].ref


def test_it_adds_to_another_role(office):
    role = in_use(office, (P.TRANSMISSION_RECORD,))
    user = account("aide-1", "analyst", role.ref, "aide")
    for permission in P:
        alone = [has_permission(User(role=each), permission) for each in ("analyst", "aide")]
        assert has_permission(user, permission) == (any(alone) or permission == P.TRANSMISSION_RECORD)
    assert only_by(role, user) == []
    assert user.role_names == ["analyst", "aide", "grader"]


def test_who_asks_does_not_confirm_and_the_answer_is_given_once(office):
    change = asked(office[0])
    with pytest.raises(NotAllowed):
        answered(change, office[0])
    answered(change, office[1], is_confirmed=False)
    assert not OfficeRole.objects.get().is_in_use
    with pytest.raises(RoleAnswered):
        answered(change, office[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleChange.objects.update(answered_by=office[0])


@pytest.mark.parametrize("permission", [each for each in P if TABLE[each].is_reserved])
def test_what_is_reserved_is_refused_and_gives_nothing_where_it_was_written(permission, office):
    with pytest.raises(NotGiven):
        asked(office[0], (permission,))
    role = OfficeRole.objects.create(name="forged", permissions=[permission])
    assert not has_permission(User(role=role.ref), permission)


@pytest.mark.parametrize(
    "duties",
    [
        (P.SUBMISSION_SIGN, P.DECISION_TAKE),
        (P.SUBMISSION_MAKE, P.DECISION_TAKE),
        (P.TRAIL_READ, P.ITEM_READ),
    ],
)
def test_duties_that_are_apart_are_not_joined_by_a_role(duties, office):
    with pytest.raises(DutiesApart) as refused:
        asked(office[0], (*duties, P.FORECAST_READ))
    assert all(str(TABLE[each].sentence) in refused.value.message for each in duties)
    assert str(TABLE[P.FORECAST_READ].sentence) not in refused.value.message
    assert not OfficeRole.objects.exists()


def test_duties_that_are_apart_are_not_joined_by_holding_a_role(office):
    role = in_use(office, (P.SUBMISSION_SIGN,), "second signature")
    with pytest.raises(DutiesApart):
        account("principal-1", "principal", role.ref)
    other = in_use(office, (P.DECISION_TAKE,), "deputy")
    with pytest.raises(DutiesApart):
        account("both", role.ref, other.ref)
    account("principal-2", "principal", other.ref)
    with pytest.raises(DutiesApart):
        changed(other, office[0], (P.DECISION_TAKE, P.COLLECTION_OPEN), "deputy")
    assert Permission(OfficeRole.objects.get(pk=other.pk).permissions[0]) == P.DECISION_TAKE


def test_what_the_products_roles_hold_together_an_office_may_give():
    assert clash_of([*Role]) != []
    for role in Role:
        assert clash_of([each for each in P if role in TABLE[each].holders]) == []


def test_more_waits_less_holds_at_once_and_lets_what_waits_lapse(office):
    role = in_use(office)
    user = account("night-1", role.ref)
    wider = changed(role, office[0], (*GRADER, P.SOURCE_READ))
    assert not has_permission(User.objects.get(pk=user.pk), P.SOURCE_READ)
    with pytest.raises(RoleWaits):
        changed(role, office[0], (*GRADER, P.SOURCE_LIST))
    changed(role, office[0], (P.ITEM_READ,))
    assert not has_permission(User.objects.get(pk=user.pk), P.ITEM_GRADE)
    with pytest.raises(RoleAnswered):
        answered(wider, office[1])
    with pytest.raises(NoRoleChange):
        changed(role, office[0], (P.ITEM_READ,))


def test_a_retired_role_gives_nothing_and_its_name_is_free(office):
    role = in_use(office)
    user = account("night-1", role.ref)
    assert only_by(role, user) == [str(TABLE[each].sentence) for each in GRADER]
    with pytest.raises(RoleNameTaken):
        asked(office[0], name="Grader")
    with pytest.raises(RoleNameTaken):
        asked(office[0], name="analyst")
    role_actions.retire_role(role=role, reason=WHY, by=office[0], at=NOW)
    left = User.objects.get(pk=user.pk)
    assert {each for each in P if has_permission(left, each)} == {
        P.RECORD_READ,
        P.ACCOUNT_CHOOSE_ZONE,
        P.ACCOUNT_ACKNOWLEDGE,
    }
    asked(office[0], name="grader")
    with pytest.raises(NoRoleChange):
        role_actions.retire_role(role=role, reason=WHY, by=office[0], at=NOW)
