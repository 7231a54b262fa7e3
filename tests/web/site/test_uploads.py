"""A file that is sent in is in memory alone, keeps to the limit, and is not read from whoever is not signed in."""

import io
import logging

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

import walk
from focalpoint.desk.intake import actions, forms
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.site.uploads import LARGEST, InMemory

pytestmark = pytest.mark.django_db
FIELDS = {"once": "o" * 24, "iso3": "KEN", "consent_desk": "on", "how_known": "saw", "actor_kind": "unknown"}
FIELDS |= {"date_precision": "unknown", "area_precision": "unknown", "what": "They came at night.\nTwice."}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def no_spool(settings, tmp_path):
    """No folder for temporary uploads: whatever would write one fails."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "none")


@pytest.fixture
def reporter() -> Client:
    client = Client()
    client.force_login(walk.person(Role.REPORTER, clearance="TLP:GREEN"))
    return client


def sized(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("who.bin", b"\x01" * size)


def sent(client: Client, size: int, **headers):
    return client.post(reverse("report"), FIELDS | {"file": sized(size)}, **headers)


def test_a_large_file_is_filed_without_a_temporary_file(reporter, no_spool):
    assert sent(reporter, 4_000_000).status_code == 302
    assert Item.objects.get().originals.get().size == 4_000_000


def test_a_file_as_large_as_may_be_is_filed(reporter):
    assert sent(reporter, LARGEST).status_code == 302


def test_a_file_over_the_limit_gets_the_page_that_says_what_fits(reporter, no_spool):
    answer = sent(reporter, LARGEST + 1)
    assert answer.status_code == 413
    assert "25 MB" in answer.content.decode()
    assert Item.objects.count() == 0


def test_a_request_that_says_it_is_too_large_is_refused_unread_and_fills_no_log(settings, capfd):
    class Unread(io.BytesIO):
        def read(self, *_):
            pytest.fail("a byte was read")

    most = LARGEST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for client in (Client(), Client(enforce_csrf_checks=True)):
        answer = client.generic(
            "POST", reverse("report"), b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(most + 1)
        )
        assert answer.status_code == 413
    assert capfd.readouterr().err == ""
    assert logging.getLogger("django.security.RequestDataTooBig").getEffectiveLevel() == logging.CRITICAL
    asked = RequestFactory().post("/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(most + 1))
    asked._stream = Unread()
    with pytest.raises(RequestDataTooBig):
        assert asked.POST


def test_without_a_sign_in_the_words_are_held_and_no_byte_of_the_file_is_kept(nobody, no_spool, monkeypatch):
    kept, real = [], InMemory.file_complete
    monkeypatch.setattr(InMemory, "file_complete", lambda *a: kept.append(real(*a)) or kept[-1])
    for client in (nobody, Client(enforce_csrf_checks=True)):
        answer = sent(client, LARGEST + 1)
        assert answer.status_code == 403
        assert "They came at night." in answer.content.decode()
    assert [each.size for each in kept] == [0, 0]


def test_the_form_looks_at_the_size_before_it_reads(monkeypatch):
    monkeypatch.setattr(forms, "LARGEST", 1_000_000)
    found = forms.ReportForm(FIELDS, {"file": sized(1_000_001)})
    assert not found.is_valid()
    assert found.errors["file"] == ["The file is larger than 1 MB."]
    assert forms.ReportForm(FIELDS, {"file": sized(1_000_000)}).is_valid()


def test_form_handler_and_action_know_one_limit():
    assert LARGEST == actions.LARGEST == forms.LARGEST
