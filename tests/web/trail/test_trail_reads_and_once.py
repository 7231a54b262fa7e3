"""Protected reads leave one event a request; a form sent twice acts once."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from focalpoint.desk.trail import once
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.reads import ProtectedReads, note


def visit(*refs: str, user=None, status: int = 200) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()

    def view(request):
        for ref in refs:
            note(request, ref)
        return HttpResponse("page", status=status)

    return ProtectedReads(view)(request)


@pytest.mark.django_db
def test_a_page_that_shows_three_objects_leaves_one_event_that_lists_them():
    reader = get_user_model().objects.create_user(username="reader")
    visit("aaa", "bbb", "ccc", user=reader)
    event = Event.objects.get()
    assert (event.actor, event.verb, event.subject) == (reader.ref, "protected.read", "aaa")
    assert json.loads(event.ids) == {"also": ["bbb", "ccc"]}


@pytest.mark.django_db
def test_an_object_shown_twice_is_listed_once():
    visit("aaa", "aaa")
    assert Event.objects.get().ids == "{}"


@pytest.mark.django_db
@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_a_page_that_was_not_given_out_is_no_read(status):
    visit("aaa", status=status)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_form_that_is_sent_back_shows_its_object_and_is_a_read():
    visit("aaa", status=422)
    assert Event.objects.get().subject == "aaa"


@pytest.mark.django_db
def test_a_page_that_shows_nothing_protected_leaves_nothing():
    visit()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_when_the_read_cannot_be_recorded_the_page_is_not_given_out():
    with pytest.raises(Exception, match="not an id"):
        visit("not an id")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_first_sending_wins_and_the_second_learns_where_it_led():
    token = once.token()
    with transaction.atomic():
        assert once.claim(token, by="me") is None
        once.done(token, address="/items/abc/")
    with transaction.atomic():
        assert once.claim(token, by="me") == "/items/abc/"


@pytest.mark.django_db
def test_a_sending_that_failed_leaves_the_token_free():
    token = once.token()

    @transaction.atomic
    def fails() -> None:
        assert once.claim(token, by="me") is None
        raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert once.claim(token, by="me") is None


@pytest.mark.django_db
def test_somebody_elses_token_tells_nothing():
    token = once.token()
    once.claim(token, by="me")
    once.done(token, address="/items/secret/")
    assert once.claim(token, by="you") == ""


def test_tokens_do_not_repeat():
    assert len({once.token() for _ in range(1000)}) == 1000
