"""A person may hold several roles, those that may meet; what is one's own is refused all the same."""

import datetime as dt
import itertools
from pathlib import Path

import pytest
from django.db import transaction

import walk
from focalpoint.desk.people import actions, conditions
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.permission_page import page
from focalpoint.desk.people.permissions import NotAllowed, Permission, has_permission
from focalpoint.desk.people.queries import holders
from focalpoint.desk.people.separation import MAY_MEET, RolesApart, apart
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "permissions.md"
SMALLEST = (("analyst", "administrator"), ("head", "reviewer", "custodian"), ("principal", "custodian"))
NEVER = ("liaison", "overseer", "peer", "reporter")  # each of them is held alone


def opened(name: str, role: str, *more: str, **fields) -> User:
    given = {"name": name, "role": role, "more_roles": more, "clearance": "TLP:AMBER"} | fields
    return actions.open_account(**given, by=SystemActor.CONSOLE, at=NOW)[0]


def test_three_people_are_an_office():
    assert [apart(roles) for roles in SMALLEST] == [[], [], []]
    duties = {role for roles in SMALLEST for role in roles}
    assert {"analyst", "reviewer", "head", "principal", "custodian", "administrator"} <= duties
    assert sum("custodian" in roles for roles in SMALLEST) == 2


@pytest.mark.parametrize("role", NEVER)
def test_who_watches_answers_or_reports_from_outside_does_nothing_else(role):
    assert [other for other in Role if other != role and not apart({role, other})] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reviewer", "principal"),
        ("head", "principal"),
        ("analyst", "principal"),
        ("analyst", "custodian"),
        ("administrator", "custodian"),
        ("administrator", "head"),
        ("administrator", "principal"),
    ],
)
def test_duties_that_check_each_other_are_apart(one, other):
    assert apart({one, other})


@pytest.mark.django_db
def test_the_union_of_roles_holds_and_each_is_in_the_trail():
    user = opened("head-1", "head", "custodian", "head")
    user.refresh_from_db()
    assert user.more_roles == ["custodian"]
    for permission in Permission:
        alone = [has_permission(User(role=role), permission) for role in ("head", "custodian")]
        assert has_permission(user, permission) == any(alone)
    assert "custodian" in Event.objects.get(verb="user.created").ids
    assert user in holders(Permission.GRADING_ANSWER)


@pytest.mark.django_db
def test_roles_that_may_not_meet_are_refused_and_nothing_is_written():
    for one, other in itertools.combinations(Role, 2):
        if frozenset({one, other}) not in MAY_MEET:
            with pytest.raises(RolesApart) as refused:
                opened(f"{one}-{other}", one, other, body="HRC")
            assert refused.value.todo
    assert not User.objects.exists()
    user = opened("analyst-1", "analyst")
    with pytest.raises(RolesApart), transaction.atomic():
        actions.change_account(
            user=user,
            role="principal",
            more_roles=["head"],
            clearance="TLP:RED",
            body="",
            by=SystemActor.CONSOLE,
            at=NOW,
        )
    user.refresh_from_db()
    assert (user.role, user.more_roles) == ("analyst", [])


@pytest.mark.django_db
def test_who_reviews_and_writes_does_not_sign_the_own_text(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path  # the walk files an original
    cast = walk.cast()
    submission = walk.submitted(cast)
    cast.analyst.more_roles = ["reviewer"]
    cast.analyst.save()
    with pytest.raises(NotAllowed) as refused:
        walk.sign(submission, by=cast.analyst)
    assert refused.value.condition is conditions.NOT_OWN


def test_the_document_is_the_table():
    assert DOCUMENT.read_text(encoding="utf-8") == page()
