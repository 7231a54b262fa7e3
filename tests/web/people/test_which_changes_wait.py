"""Which change of an account's roles waits for a second person, and which holds at once: a table read by hand."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.pages.role_forms import AccountRolesForm
from focalpoint.desk.people import account_actions, actions, role_actions
from focalpoint.desk.people.held_roles import RoleMissing, roles_in_use
from focalpoint.desk.people.models import AccountChange, OfficeRole, Role, User
from focalpoint.desk.people.permissions import NotAllowed, Permission
from focalpoint.desk.people.separation import DutiesApart
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.digests import state_text
from focalpoint.desk.trail.event_types import event_types
from focalpoint.desk.trail.models import Event

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
WHY = "She takes over the review while a colleague is away."
WAITS, AT_ONCE = "waiting", "done"

# What an account holds, what it is to hold, and what becomes of it. The main role comes first.
CHANGES = (
    ("reporter", "analyst", WAITS),
    ("reporter", "peer", WAITS),
    ("reporter", "overseer", WAITS),
    ("analyst", "reporter", WAITS),  # a reporter reads the own reports by a permission that an analyst has not
    ("analyst", "reviewer", WAITS),
    ("analyst", "head", WAITS),
    ("analyst", "principal", WAITS),
    ("analyst", "aide", WAITS),
    ("analyst", "peer", AT_ONCE),
    ("analyst", "focal-point", AT_ONCE),
    ("analyst", "overseer", WAITS),
    ("analyst", "custodian", WAITS),
    ("analyst", "administrator", WAITS),
    ("analyst", "analyst reviewer", WAITS),
    ("analyst", "analyst aide", WAITS),
    ("analyst reviewer", "reviewer analyst", AT_ONCE),  # another main role and nothing more
    ("analyst reviewer", "analyst", AT_ONCE),
    ("analyst reviewer", "reviewer", AT_ONCE),
    ("analyst reviewer", "peer", AT_ONCE),
    ("analyst reviewer", "head", WAITS),
    ("analyst administrator", "analyst", AT_ONCE),
    ("analyst administrator", "reviewer administrator", WAITS),
    ("reviewer", "analyst", WAITS),
    ("reviewer", "peer", AT_ONCE),
    ("reviewer", "custodian", WAITS),
    ("reviewer custodian", "custodian", AT_ONCE),
    ("head", "analyst", AT_ONCE),  # what an analyst may do, a head may
    ("head", "reviewer", AT_ONCE),
    ("head", "head reviewer", AT_ONCE),  # what a reviewer may do, a head may
    ("head", "head custodian", WAITS),
    ("head", "head focal-point", AT_ONCE),
    ("head custodian", "head", AT_ONCE),
    ("head custodian", "custodian", AT_ONCE),
    ("principal", "aide", WAITS),
    ("principal", "peer", AT_ONCE),
    ("principal", "principal custodian", WAITS),
    ("aide", "principal", WAITS),
    ("aide", "peer", AT_ONCE),
    ("peer", "focal-point", AT_ONCE),
    ("peer", "overseer", WAITS),
    ("overseer", "peer", AT_ONCE),
    ("custodian", "peer", AT_ONCE),
    ("custodian", "head custodian", WAITS),
    ("reporter", "custodian", WAITS),
    ("reporter", "administrator", WAITS),
    ("analyst", "reviewer administrator", WAITS),
    ("analyst aide", "analyst", AT_ONCE),
    ("analyst aide", "aide", AT_ONCE),
    ("analyst reviewer administrator", "analyst reviewer", AT_ONCE),
    ("reviewer", "reporter", WAITS),
    ("reviewer", "head", WAITS),
    ("reviewer", "principal", WAITS),
    ("reviewer", "aide", WAITS),
    ("reviewer", "focal-point", AT_ONCE),
    ("reviewer", "overseer", WAITS),
    ("reviewer", "administrator", WAITS),
    ("head", "reporter", WAITS),
    ("head", "principal", WAITS),
    ("head", "peer", AT_ONCE),
    ("head", "overseer", WAITS),
    ("head", "custodian", WAITS),
    ("head", "administrator", WAITS),
    ("principal", "analyst", WAITS),
    ("principal", "reviewer", WAITS),
    ("principal", "head", WAITS),
    ("principal", "focal-point", AT_ONCE),
    ("principal", "overseer", WAITS),
    ("principal custodian", "principal", AT_ONCE),
    ("aide", "analyst", WAITS),
    ("aide", "reviewer", WAITS),
    ("aide", "overseer", WAITS),
    ("peer", "reporter", WAITS),
    ("peer", "analyst", WAITS),
    ("focal-point", "peer", AT_ONCE),
    ("focal-point", "principal", WAITS),
    ("overseer", "analyst", WAITS),
    ("overseer", "custodian", WAITS),
    ("custodian", "principal custodian", WAITS),
    ("custodian", "overseer", WAITS),
    ("custodian", "administrator", WAITS),
)
# What the form says of each role before anything is asked.
SAID = {
    "reporter": "reporter (alone)",
    "analyst": "analyst (may be held with: reviewer, head of office, aide, administrator)",
    "reviewer": "reviewer (may be held with: analyst, head of office, custodian, administrator)",
    "head": "head of office (may be held with: analyst, reviewer, national focal point, custodian)",
    "principal": "principal (may be held with: national focal point, custodian)",
    "aide": "aide (may be held with: analyst)",
    "liaison": "liaison of a body (alone)",
    "focal-point": "national focal point (may be held with: head of office, principal)",
    "peer": "peer (alone)",
    "overseer": "overseer (alone)",
    "custodian": "custodian (may be held with: reviewer, head of office, principal)",
    "administrator": "administrator (may be held with: analyst, reviewer)",
}
# What the trail says, and what the person who acts reads next.
EVENTS = {
    "account.roles-asked": ("asked a second person to confirm roles of %(subject)s", "The request is saved."),
    "account.roles-changed": ("changed the roles of %(subject)s so that they give no more than before", "The roles"),
    "account.roles-confirmed": ("confirmed roles of %(subject)s", "Confirmed."),
    "account.roles-refused": ("refused roles of %(subject)s", "Refused."),
    "account.roles-read": ("read how the roles of %(subject)s changed", "Saved:"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return walk.person(Role.ADMINISTRATOR)


@pytest.fixture
def head():
    return walk.person(Role.HEAD)


def changed(user: User, by: User, *roles: str) -> AccountChange:
    given = {"user": user, "role": roles[0], "more_roles": roles[1:], "body": "", "reason": WHY}
    return account_actions.change_roles(**given, by=by, at=NOW)


def answered(change: AccountChange, by: User) -> None:
    account_actions.answer_roles(change=change, is_confirmed=True, answer="As agreed.", by=by, at=NOW)


def office_role(administrator: User, head: User, *permissions: Permission) -> OfficeRole:
    given = {"name": "grader", "sentence": "Grades items.", "permissions": permissions, "reason": WHY}
    change = role_actions.define_role(**given, by=administrator, at=NOW).changes.get()
    role_actions.answer_role_change(change=change, is_confirmed=True, answer="As agreed.", by=head, at=NOW)
    return OfficeRole.objects.get()


def test_what_gives_more_waits_and_what_does_not_holds_at_once(administrator):
    found = []
    for number, (held, wanted, _state) in enumerate(CHANGES):
        main, *more = held.split()
        user = walk.person(Role(main), f"person-{number}", more_roles=more)
        found.append((held, wanted, changed(user, administrator, *wanted.split()).state))
    assert found == list(CHANGES)


def test_the_form_says_which_roles_meet(administrator):
    assert dict(roles_in_use()) == SAID
    held = walk.person(Role.ANALYST, more_roles=["reviewer"])
    assert AccountRolesForm(user=held).initial["more_roles"] == ["reviewer"]


@pytest.mark.parametrize("verb", EVENTS)
def test_the_trail_and_the_next_page_say_what_was_done(verb):
    found, (sentence, begins) = event_types()[verb], EVENTS[verb]
    assert str(found.sentence) == sentence
    assert str(found.done).startswith(begins)


def test_without_its_event_nothing_is_written(administrator, head, monkeypatch):
    analyst = walk.person(Role.ANALYST)
    change = changed(analyst, administrator, "analyst", "reviewer")
    before = [list(model.objects.order_by("pk").values()) for model in (User, AccountChange)]

    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(account_actions, "record", fail)
    acts = (
        lambda: changed(analyst, administrator, "peer"),
        lambda: answered(change, head),
        lambda: account_actions.acknowledge_roles(user=analyst, by=analyst, at=NOW),
    )
    for act in acts:
        with pytest.raises(RuntimeError), transaction.atomic():
            act()
        assert [list(model.objects.order_by("pk").values()) for model in (User, AccountChange)] == before


def test_a_role_of_the_office_is_given_and_kept_apart_from_what_it_clashes_with(administrator, head):
    role = office_role(administrator, head, Permission.SUBMISSION_SIGN)
    with pytest.raises(DutiesApart):
        changed(walk.person(Role.PRINCIPAL), administrator, "principal", role.ref)
    analyst = walk.person(Role.ANALYST)
    change = changed(analyst, administrator, "analyst", role.ref)
    assert change.state == WAITS
    assert change.wanted.role_names == ["analyst", "grader"]
    assert dict(roles_in_use())[role.ref] == "grader: Grades items."
    answered(change, head)
    assert User.objects.get(pk=analyst.pk).role_names == ["analyst", "grader"]


def test_a_role_that_was_retired_meanwhile_is_not_confirmed(administrator, head):
    role = office_role(administrator, head, Permission.ITEM_READ)
    change = changed(walk.person(Role.AIDE), administrator, "aide", role.ref)
    role_actions.retire_role(role=role, reason=WHY, by=administrator, at=NOW)
    with pytest.raises(RoleMissing):
        answered(change, head)
    assert AccountChange.objects.get().state == WAITS
    assert role.ref not in dict(roles_in_use())


def test_the_database_keeps_one_change_waiting_with_a_reason(administrator):
    analyst = walk.person(Role.ANALYST)
    first = changed(analyst, administrator, "head")
    second = changed(analyst, administrator, "reviewer")
    first.refresh_from_db()
    assert (first.state, second.state) == ("lapsed", WAITS)
    for wrong in ({"state": WAITS}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountChange.objects.filter(pk=first.pk).update(**wrong)


def test_the_state_of_an_account_is_what_it_was_before_roles_were_given_here(administrator):
    analyst = walk.person(Role.ANALYST)
    earlier = json.loads(state_text(analyst))
    assert "role_changes" not in earlier
    assert "roles_changed_at" not in earlier["row"][0]
    changed(analyst, administrator, "peer")
    later = json.loads(state_text(analyst))
    assert (later["row"][0]["roles_changed_at"], len(later["role_changes"])) == (NOW.isoformat(), 1)
    ids = json.loads(Event.objects.get(verb="account.roles-changed").ids)
    assert (ids["role"], ids["before"]) == ("peer", ["analyst"])


@pytest.mark.parametrize(
    ("role", "is_own", "gives", "answers"),
    [
        (Role.ADMINISTRATOR, False, True, False),
        (Role.ADMINISTRATOR, True, False, False),
        (Role.HEAD, False, False, True),
        (Role.HEAD, True, False, False),
        (Role.PRINCIPAL, False, False, True),
    ],
)
def test_a_page_offers_what_its_reader_may_do(role, is_own, gives, answers, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    reader, asker = walk.person(role, "reader"), walk.person(Role.ADMINISTRATOR, "asker")
    other = reader if is_own else walk.person(Role.ANALYST)
    changed(other, asker, "custodian")
    page = browser(reader).get(reverse("roles_of_account", args=[other.ref]))
    assert [page.context[name] is not None for name in ("change_form", "answer_form")] == [gives, answers]
    assert ("You cannot change the roles of your own account." in page.content.decode()) == is_own


def test_a_closed_account_is_shown_without_a_form(administrator, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    analyst = walk.person(Role.ANALYST)
    actions.close_account(user=analyst, by=SystemActor.CONSOLE, at=NOW)
    page = browser(administrator).get(reverse("roles_of_account", args=[analyst.ref]))
    assert page.context["change_form"] is None
    assert "(closed)" in page.content.decode()


def test_no_role_is_given_without_the_permission(administrator):
    for role in Role:
        if role != Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                changed(administrator, User(role=role), "peer")
