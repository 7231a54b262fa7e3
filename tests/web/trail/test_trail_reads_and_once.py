"""Protected reads leave one event a request; a form sent twice acts once."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.trail.models import Event
from focalpoint.desk.web.reads import ProtectedReads, log_read


def visit(*refs: str, user=None, status: int = 200) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()

    def view(request):
        for ref in refs:
            log_read(request, ref)
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


AT = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


def claim(key: str, form: str = "form", by: str = "me") -> str | None:
    return idempotency.claim(key, form=form, by=by, at=AT)


def key(*files: SimpleUploadedFile, path: str = "/report/", by: str = "me", token: str = "t", **values) -> str:
    """The key of a sending of these values and files."""
    return idempotency.sending(posted(path, values | ({"file": list(files)} if files else {})), token, by=by)


def posted(path: str, values: dict):
    request = RequestFactory().post(path, values)
    request.user = SimpleNamespace(is_authenticated=True)  # of nobody's file is anything read
    return request


@pytest.mark.django_db
def test_the_first_sending_wins_and_the_second_learns_where_it_led():
    with transaction.atomic():
        assert claim("k") is None
        idempotency.done("k", address="/items/abc/")
    with transaction.atomic():
        assert claim("k") == "/items/abc/"


@pytest.mark.django_db
def test_a_sending_that_failed_leaves_the_key_free():
    @transaction.atomic
    def fails() -> None:
        assert claim("k") is None
        raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert claim("k") is None


def test_the_same_contents_have_one_key_whatever_the_tokens_of_the_page_are():
    assert key(what="a", once="1", csrfmiddlewaretoken="x") == key(once="2", csrfmiddlewaretoken="y", what="a")
    file = b"bytes"
    assert key(SimpleUploadedFile("a.jpg", file)) == key(SimpleUploadedFile("a.jpg", file))


@pytest.mark.parametrize(
    "other",
    [
        {"what": "three dead "},
        {"what": "thirteen dead"},
        {"what": ["three dead", "three dead"]},
        {"what": "three dead", "path": "/report/?item=a"},
        {"what": "three dead", "by": "you"},
        {"what": "three dead", "token": "u"},
    ],
)
def test_other_contents_another_page_form_or_person_is_another_sending(other):
    assert key(**other) != key(what="three dead")


def test_another_file_is_another_sending_and_the_file_is_still_read_from_its_beginning():
    files = [
        SimpleUploadedFile("a.jpg", b"one"),
        SimpleUploadedFile("a.jpg", b"two"),
        SimpleUploadedFile("b.jpg", b"one"),
    ]
    assert len({key(each) for each in files}) == 3
    request = posted("/report/", {"file": SimpleUploadedFile("a.jpg", b"one")})
    idempotency.sending(request, "t", by="me")
    assert request.FILES["file"].read() == b"one"


@pytest.mark.django_db
def test_other_sendings_of_a_form_are_found_for_who_sent_them_alone():
    for place, (form, by) in enumerate([("f", "me"), ("f", "me"), ("g", "me"), ("f", "you"), ("", "me"), ("", "me")]):
        claim(f"k{place}", form=form, by=by)
        idempotency.done(f"k{place}", address=f"/{place}/")
    assert idempotency.others("/1/", by="me") == ["/0/"]
    assert idempotency.others("/2/", by="me") == []
    assert idempotency.others("/3/", by="me") == []
    assert idempotency.others("/4/", by="me") == []


def test_tokens_do_not_repeat():
    assert len({idempotency.token() for _ in range(1000)}) == 1000
