"""Roles are given to people and taken from them on the desk: more by two people, less at once, never one's own."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.people import account_actions, actions
from focalpoint.desk.people.account_actions import AccountChangeAnswered, NoAccountChange
from focalpoint.desk.people.held_roles import BodyMissing, LastAdministrator
from focalpoint.desk.people.models import AccountChange, Role, User
from focalpoint.desk.people.permissions import NotAllowed, Permission, has_permission
from focalpoint.desk.people.queries import permissions_of
from focalpoint.desk.people.separation import RolesApart
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
WHY = "She takes over the review while a colleague is away."

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return walk.person(Role.ADMINISTRATOR)


@pytest.fixture
def head():
    return walk.person(Role.HEAD)


@pytest.fixture
def analyst():
    return walk.person(Role.ANALYST)


def changed(user: User, by: User, role: str, *more: str, body: str = "") -> AccountChange:
    given = {"user": user, "role": role, "more_roles": more, "body": body, "reason": WHY}
    return account_actions.change_roles(**given, by=by, at=NOW)


def answered(change: AccountChange, by: User, is_confirmed: bool = True) -> None:
    account_actions.answer_roles(change=change, is_confirmed=is_confirmed, answer="As agreed.", by=by, at=NOW)


def stored(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_that_gives_more_waits_for_a_second_person(administrator, head, analyst):
    change = changed(analyst, administrator, "analyst", "reviewer")
    assert (change.state, stored(analyst).roles, stored(analyst).roles_changed_at) == ("waiting", {"analyst"}, None)
    answered(change, head)
    held = stored(analyst)
    assert (held.roles, held.roles_changed_at) == ({"analyst", "reviewer"}, NOW)
    assert has_permission(held, Permission.SUBMISSION_SIGN)
    with pytest.raises(AccountChangeAnswered):
        answered(change, head)


def test_a_refusal_leaves_the_account_as_it_is(administrator, head, analyst):
    change = changed(analyst, administrator, "analyst", "reviewer")
    answered(change, head, is_confirmed=False)
    assert (stored(analyst).roles, stored(analyst).roles_changed_at) == ({"analyst"}, None)
    assert Event.objects.last().verb == "account.roles-refused"


def test_a_role_is_taken_at_once_and_what_waits_lapses(administrator, head, analyst):
    answered(changed(analyst, administrator, "analyst", "reviewer"), head)
    wider = changed(analyst, administrator, "analyst", "reviewer", "administrator")
    assert changed(analyst, administrator, "reviewer").state == "done"
    assert stored(analyst).roles == {"reviewer"}
    with pytest.raises(AccountChangeAnswered):
        answered(wider, head)


def test_a_change_at_the_console_lets_what_waits_lapse(administrator, head, analyst):
    change = changed(analyst, administrator, "analyst", "reviewer")
    given = {"role": "peer", "clearance": "TLP:GREEN", "body": ""}
    actions.change_account(user=stored(analyst), **given, by=SystemActor.CONSOLE, at=NOW)
    assert stored(analyst).roles_changed_at == NOW
    with pytest.raises(AccountChangeAnswered):
        answered(change, head)


def test_it_is_never_ones_own_account_and_never_one_person(administrator, head, analyst):
    with pytest.raises(NotAllowed):
        changed(administrator, administrator, "administrator", "reviewer")
    about_the_head = changed(head, administrator, "head", "custodian")
    with pytest.raises(NotAllowed):
        answered(about_the_head, head)
    with pytest.raises(NotAllowed):
        answered(changed(analyst, administrator, "head"), administrator)
    for wrong in ({"by": head}, {"answered_by": head}, {"answered_by": administrator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountChange.objects.filter(user=head).update(**wrong)
    answered(about_the_head, walk.person(Role.PRINCIPAL))
    assert stored(head).roles == {"head", "custodian"}


def test_the_last_administrator_is_not_removed_even_by_one_who_was_removed_meanwhile(administrator, head):
    other = walk.person(Role.ANALYST, "second", more_roles=["administrator"])
    answered(changed(administrator, other, "analyst"), head)
    with pytest.raises(LastAdministrator):
        changed(other, administrator, "analyst")  # who is an administrator on an old page only
    assert stored(other).roles == {"analyst", "administrator"}


@pytest.mark.parametrize(
    ("roles", "refused"),
    [
        (("analyst",), NoAccountChange),
        (("analyst", "principal"), RolesApart),
        (("liaison",), BodyMissing),
    ],
)
def test_what_cannot_be_held_is_refused_before_anything_is_asked(roles, refused, administrator, analyst):
    with pytest.raises(refused):
        changed(analyst, administrator, *roles)
    analyst.is_active = False
    analyst.save()
    with pytest.raises(RolesApart if refused is RolesApart else (BodyMissing, NoAccountChange)):
        changed(analyst, administrator, *roles)
    assert not AccountChange.objects.exists()


def test_another_body_of_a_liaison_waits_too(administrator, head):
    liaison = walk.person(Role.LIAISON, body="HRC")
    assert changed(liaison, administrator, "liaison", body="SC").state == "waiting"
    answered(AccountChange.objects.get(), head)
    assert stored(liaison).body == "SC"


def send(user: User, page: str, *args: str, **fields):
    return browser(user).post(reverse(page, args=args), {"once": idempotency.token(), **fields})


def test_the_pages_say_what_an_account_may_do_and_its_owner_reads_the_change(
    administrator, head, analyst, settings, tmp_path
):
    settings.FOCALPOINT_HOME = tmp_path
    page = browser(administrator).get(reverse("roles_of_account", args=[analyst.ref])).content.decode()
    assert "reviewer (may be held with: analyst, head of office, custodian, administrator)" in page
    assert "Sign a submission" not in page.split("<aside>")[1]
    asked = {"role": "analyst", "more_roles": ["reviewer"], "reason": WHY}
    wrong = send(administrator, "change_account_roles", analyst.ref, **asked | {"more_roles": ["principal"]})
    assert (wrong.status_code, wrong.context["change_form"].refused.code) == (422, RolesApart("").code)
    assert send(administrator, "change_account_roles", analyst.ref, **asked).status_code == 302
    assert (
        reverse("roles_of_account", args=[analyst.ref])
        in pages.read(browser(head).get(reverse("roles")).content).links()
    )
    answer = {"asked": AccountChange.objects.get().ref, "is_confirmed": "yes", "answer": "As agreed this week."}
    assert send(head, "answer_account_roles", analyst.ref, **answer).status_code == 302
    assert send(head, "answer_account_roles", analyst.ref, **answer).status_code == 422
    client = browser(stored(analyst))
    notice = reverse("own_roles")
    assert f'href="{notice}">Read what you may do now' in client.get(reverse("method")).content.decode()
    own = client.get(notice).content.decode()
    assert all(each in own for each in (WHY, "administrator", "Sign a submission"))
    assert client.post(notice, {"once": idempotency.token()}).status_code == 302
    assert "Read what you may do now" not in client.get(reverse("method")).content.decode()
    assert len(permissions_of(stored(analyst))) > len(permissions_of(User(role="analyst")))
    verbs = list(Event.objects.filter(verb__startswith="account.").values_list("verb", flat=True).order_by("number"))
    assert verbs == ["account.roles-asked", "account.roles-confirmed", "account.roles-read"]
