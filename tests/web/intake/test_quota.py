"""The room for files has an end, of a person and of the installation; who meets it loses no text."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.decisions.transmission import letters
from focalpoint.desk.intake import originals, quota
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.intake.models import Item, Original

pytestmark = pytest.mark.django_db
UNKNOWN = dict.fromkeys(("date_precision", "area_precision", "actor_kind"), "unknown")
WRITTEN = {"what": "They came at night.", "iso3": "KEN", "consent_desk": "on", "how_known": "saw", **UNKNOWN}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME, settings.FOCALPOINT_PERSON_MB, settings.FOCALPOINT_FILES_MB = tmp_path, 2, 3


@pytest.fixture
def cast():
    return walk.cast()


def filled(person, bytes_: int) -> Item:
    """An item of a person whose original has, by its row, so many bytes."""
    item = walk.filed(person, data=str(bytes_).encode())
    item.originals.update(size=bytes_)
    return item


def sent(person, **more):
    """What answers a report."""
    return browser(person).post(reverse("report"), WRITTEN | {"once": token()} | more)


def form_of(person) -> str:
    return pages.read(browser(person).get(reverse("report")).content).text


def test_room_counts_what_can_still_be_read_of_a_person_and_of_all(cast):
    assert (quota.room_of(cast.reporter).used, quota.room_of(None).used) == (0, 0)
    filled(cast.reporter, 900_000)
    gone = filled(cast.analyst, 1_500_000)
    assert [quota.room_of(each).used for each in (cast.reporter, cast.analyst, None)] == [900_000, 1_500_000, 2_400_000]
    assert [quota.room_of(each).percent for each in (cast.reporter, cast.analyst, None)] == [40, 70, 80]
    walk.taking.withdraw_consent(item=gone, revision=gone.revision, by=cast.analyst, at=walk.AT)
    assert [quota.room_of(each).used for each in (cast.analyst, None)] == [0, 900_000]


@pytest.mark.parametrize(
    ("own", "others", "size", "said"),
    [
        (1_000_000, 0, 1_000_000, None),
        (1_000_000, 0, 1_000_001, "room of one person, 2 MB"),
        (500_000, 1_500_000, 1_000_000, None),
        (500_000, 1_500_000, 1_000_001, "room of this office for files is full"),
        (2_500_000, 1_500_000, 0, None),
    ],
)
def test_what_does_not_fit_is_refused_and_a_text_always_fits(cast, own, others, size, said):
    filled(cast.reporter, own)
    filled(cast.analyst, others)
    if said is None:
        quota.ensure_room(size, by=cast.reporter)
        return
    with pytest.raises(quota.NoRoom, match=said):
        quota.ensure_room(size, by=cast.reporter)


def test_a_report_whose_file_does_not_fit_comes_back_with_its_text_and_nothing_is_kept(cast, tmp_path):
    filled(cast.reporter, 2_000_000)
    kept = originals.stored(tmp_path)
    answer = sent(cast.reporter, file=SimpleUploadedFile("a.txt", b"words"))
    page = pages.read(answer.content)
    assert answer.status_code == 422
    assert "Your files fill the room of one person, 2 MB. Send it without the file." in page.text
    assert "They came at night." in page.text
    assert originals.stored(tmp_path) == kept
    assert Item.objects.count() == 1
    assert sent(cast.reporter).status_code == 302


def test_the_form_says_how_full_the_room_is_in_steps_of_ten(cast):
    filled(cast.reporter, 1_190_000)
    assert "Your files fill 50 % of the room of one person." in form_of(cast.reporter)
    filled(cast.analyst, 1_400_000)
    text = form_of(cast.reporter)
    assert "The room of this office for files is 80 % full." in text
    assert "1190000" not in text


def test_a_letter_of_a_body_needs_room_as_a_file_does(cast):
    filled(cast.analyst, 2_000_000)
    with pytest.raises(quota.NoRoom), letters.sealed(Attachment("a.txt", b"words"), by=cast.analyst):
        pass
    assert Original.objects.count() == 1
    assert letters.size_of_letters(None) == letters.size_of_letters(cast.liaison) == 0


def test_who_files_very_many_reports_within_an_hour_waits_and_keeps_the_text(cast, monkeypatch):
    monkeypatch.setattr(quota, "REPORTS_AN_HOUR", 2)
    assert [sent(cast.reporter).status_code for _ in range(2)] == [302, 302]
    answer = sent(cast.reporter)
    page = pages.read(answer.content)
    assert answer.status_code == 422
    assert "You filed 2 reports within an hour." in page.text
    assert "They came at night." in page.text
    Item.objects.update(created_at=Item.objects.first().created_at - dt.timedelta(hours=2))
    assert sent(cast.reporter).status_code == 302
