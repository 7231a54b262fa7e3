"""What is kept of roles of the office: one event an act, all or nothing, a digest, and no query for who holds none."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

import walk
from at_desk import verbs
from focalpoint.cli import people as console
from focalpoint.desk.marking.rule import Marks
from focalpoint.desk.people import actions, devices, role_actions
from focalpoint.desk.people.models import OFFICE, OfficeRole, Role, RoleChange, User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import holders, readers, role_holders, role_names
from focalpoint.desk.people.separation import DutiesApart, RolesApart
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.digests import digest_of
from focalpoint.desk.trail.keys import installation_key
from focalpoint.desk.trail.models import Event

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
WHY = "Two volunteers grade what comes in at night and read nothing else."
P = Permission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def administrator():
    return walk.person(Role.ADMINISTRATOR)


@pytest.fixture
def head():
    return walk.person(Role.HEAD)


@pytest.fixture
def role():
    return OfficeRole.objects.create(name="grader", sentence="Grades.", permissions=["item.grade", "item.read"])


def wanted(*permissions: Permission, name: str = "grader") -> dict:
    return {"name": name, "sentence": "Grades items.", "permissions": permissions, "reason": WHY, "at": NOW}


def waiting(role: OfficeRole, by: User, *permissions: Permission) -> RoleChange:
    return role_actions.change_role(role=role, **wanted(*permissions), by=by)


def answered(role: OfficeRole, by: User, *, is_confirmed: bool) -> None:
    change = role.changes.get(state=RoleChange.State.WAITING)
    role_actions.answer_role_change(change=change, is_confirmed=is_confirmed, answer="As agreed.", by=by, at=NOW)


ACTS = {
    "role.asked": lambda role, by, _head: role_actions.define_role(**wanted(P.ITEM_READ, name="reader"), by=by),
    "role.changed": lambda role, by, _head: waiting(role, by, P.ITEM_READ),
    "role.retired": lambda role, by, _head: role_actions.retire_role(role=role, reason=WHY, by=by, at=NOW),
    "role.confirmed": lambda role, _by, head: answered(role, head, is_confirmed=True),
    "role.refused": lambda role, _by, head: answered(role, head, is_confirmed=False),
}


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (OfficeRole, RoleChange)]


def prepared(verb: str, role: OfficeRole, by: User) -> None:
    """What has to be there before an act: an answer needs a change that waits."""
    if verb in {"role.confirmed", "role.refused"}:
        waiting(role, by, P.ITEM_READ, P.ITEM_GRADE, P.SOURCE_READ)


@pytest.mark.parametrize("verb", ACTS)
def test_each_act_leaves_one_event_by_who_did_it(verb, role, administrator, head):
    prepared(verb, role, administrator)
    before = len(verbs())
    ACTS[verb](role, administrator, head)
    assert verbs()[before:] == [verb]
    last = Event.objects.order_by("number").last()
    assert last is not None
    assert last.actor == (head if verb in {"role.confirmed", "role.refused"} else administrator).ref


@pytest.mark.parametrize("verb", ACTS)
def test_without_its_event_nothing_is_written(verb, role, administrator, head, monkeypatch):
    prepared(verb, role, administrator)
    before = rows()

    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(role_actions, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        ACTS[verb](role, administrator, head)
    assert rows() == before


def test_a_change_behind_the_back_of_the_trail_differs_from_its_digest(role, administrator):
    role_actions.retire_role(role=role, reason=WHY, by=administrator, at=NOW)
    event = Event.objects.get(verb="role.retired")
    kept = digest_of(role, installation_key())
    assert kept in event.ids
    OfficeRole.objects.update(permissions=["decision.take"])
    assert digest_of(role, installation_key()) != kept
    OfficeRole.objects.update(permissions=[])
    assert digest_of(role, installation_key()) == kept
    RoleChange.objects.update(reason="Another reason than the one that was given.")
    assert digest_of(role, installation_key()) != kept


def test_the_database_knows_a_role_of_the_office_and_no_other_word(role):
    assert role.ref.startswith(OFFICE)
    assert len(role.ref) == User._meta.get_field("role").max_length
    walk.person(role.ref, "grader-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        walk.person("emperor", "emperor-1")


def test_a_role_waits_for_one_answer_at_a_time_and_no_change_is_without_a_reason(role, administrator):
    change = waiting(role, administrator, P.ITEM_READ, P.ITEM_GRADE, P.SOURCE_READ)
    assert (change.added, change.removed) == (["source.read"], [])
    kept = {"role": role, "name": "x", "sentence": "x", "by": administrator, "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleChange.objects.create(**kept, state=RoleChange.State.WAITING, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleChange.objects.create(**kept, state=RoleChange.State.DONE, reason="")


def test_who_holds_no_role_of_the_office_costs_no_query(role):
    analyst, grader = walk.person(Role.ANALYST), walk.person(role.ref, "grader-1")
    for user, most in ((analyst, 0), (grader, 1)):
        with CaptureQueriesContext(connection) as asked:
            for permission in P:
                has_permission(user, permission)
        assert len(asked) == most, user


def test_many_who_hold_one_are_read_in_one_query(role, django_assert_num_queries):
    people = [walk.person(role.ref, f"grader-{number}") for number in range(4)]
    with django_assert_num_queries(3):  # the accounts, their roles, and those that fit
        assert list(holders(P.ITEM_GRADE)) == people
    with django_assert_num_queries(2):
        assert readers(P.ITEM_READ, marks=Marks("TLP:AMBER", False), members=[]) == people
    with django_assert_num_queries(2):
        assert role_holders(role) == people
    with django_assert_num_queries(2):
        assert set(role_names([each.ref for each in people]).values()) == {"grader"}


def test_a_closed_account_holds_nothing_and_is_no_holder(role):
    user = walk.person(role.ref, "grader-1", is_active=False)
    assert role_holders(role) == []
    assert not any(has_permission(user, each) for each in P)


def test_a_change_of_roles_is_felt_by_the_account_at_once(role):
    user = actions.open_account(name="a", role="analyst", clearance="TLP:AMBER", by=SystemActor.CONSOLE, at=NOW)[0]
    given = {"user": user, "clearance": "TLP:AMBER", "body": "", "by": SystemActor.CONSOLE, "at": NOW}
    actions.change_account(role=role.ref, **given)
    assert has_permission(user, P.ITEM_GRADE)
    assert not has_permission(user, P.SITUATION_OPEN)
    actions.change_account(role="reviewer", **given)
    assert not has_permission(user, P.ITEM_GRADE)
    user.refresh_from_db()
    assert (user.role, user.more_roles) == ("reviewer", [])


def test_what_became_apart_meanwhile_is_not_confirmed(role, administrator, head):
    waiting(role, administrator, P.ITEM_READ, P.ITEM_GRADE, P.SITUATION_OPEN)
    walk.person(Role.PRINCIPAL, more_roles=[role.ref])
    with pytest.raises(DutiesApart), transaction.atomic():
        answered(role, head, is_confirmed=True)
    role.refresh_from_db()
    assert P.SITUATION_OPEN not in role.permissions
    assert role.changes.get().state == RoleChange.State.WAITING
    answered(role, head, is_confirmed=False)


def test_roles_of_the_product_are_apart_as_ever_beside_one_of_the_office(role):
    with pytest.raises(RolesApart):
        actions.open_account(
            name="both",
            role=role.ref,
            more_roles=("analyst", "principal"),
            clearance="TLP:AMBER",
            by=SystemActor.CONSOLE,
            at=NOW,
        )


def test_the_console_takes_the_name_of_a_role_whatever_its_capitals(role):
    assert console._roles("analyst", ("Grader",)) == {"role": "analyst", "more_roles": (role.ref,)}
    assert console._roles("GRADER", ()) == {"role": role.ref, "more_roles": ()}
    OfficeRole.objects.update(permissions=[])
    with pytest.raises(console.NoSuchRole) as refused:
        console._roles("grader", ())
    assert "analyst" in refused.value.todo


def test_a_role_that_reports_and_reads_its_own_leaves_no_mark_on_a_device():
    """As for reporters: a phone that is taken must not show who signed in."""

    own = OfficeRole.objects.create(name="monitor", permissions=["item.file", "item.read_own"])
    other = OfficeRole.objects.create(name="grader", permissions=["item.grade"])
    for held, marks in ((own, []), (other, [devices.COOKIE])):
        answer = HttpResponse()
        devices.remember(answer, walk.person(held.ref, held.name))
        assert list(answer.cookies) == marks
