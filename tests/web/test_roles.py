"""Roles, clearance, and sign-ins in the trail."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.trail.models import Event


def user(name: str, **more):
    return get_user_model().objects.create_user(username=name, password="a long enough password", **more)


@requires(Permission.DECISION_TAKE, Permission.PAPER_WRITE)
def page(request, word):
    return HttpResponse(word)


def asked(somebody):
    request = RequestFactory().get("/")
    request.user = somebody
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_to_its_roles_and_to_no_other(role):
    somebody = user("somebody", role=role, body="SC")
    if role in {Role.PRINCIPAL, Role.ANALYST, Role.HEAD}:
        assert page(asked(somebody), "word").content == b"word"
    else:
        with pytest.raises(PermissionDenied):
            page(asked(somebody), "word")


def test_nobody_has_no_role():
    assert not any(has_permission(AnonymousUser(), each) for each in Permission)
    with pytest.raises(PermissionDenied):
        person(asked(AnonymousUser()))


@pytest.mark.django_db
def test_a_new_account_sees_no_more_than_green():
    assert user("new").clearance == "TLP:GREEN"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"role": "king"}, {"clearance": "TLP:BLACK"}, {"role": "liaison"}])
def test_the_database_refuses_a_role_a_clearance_or_a_liaison_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        user("wrong", **wrong)


@pytest.mark.django_db
def test_a_sign_in_and_a_sign_out_leave_one_event_each_under_the_persons_reference():
    somebody = user("somebody")
    client = Client()
    client.force_login(somebody)
    client.logout()
    events = Event.objects.values_list("verb", "actor", "subject")
    assert list(events) == [
        ("user.signed-in", somebody.ref, somebody.ref),
        ("user.signed-out", somebody.ref, somebody.ref),
    ]


@pytest.mark.django_db
def test_a_failed_sign_in_leaves_a_keyed_hash_and_never_the_name_typed():
    assert authenticate(username="a secret name", password="wrong") is None
    event = Event.objects.get()
    assert event.verb == "user.sign-in-failed"
    assert event.actor == "anonymous"
    assert "secret" not in str(event)
    assert len(event.subject) == 64
