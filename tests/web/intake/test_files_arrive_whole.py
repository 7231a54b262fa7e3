"""A file that did not come whole is said at sending; one that did comes back under its own name."""

import csv
import io
import os
import zipfile

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import walk
from at_desk import browser
from focalpoint.cli import originals as verb
from focalpoint.cli import starting
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import originals, orphans
from focalpoint.desk.intake.file_completeness import is_cut
from focalpoint.desk.intake.filenames import cleaned
from focalpoint.desk.intake.models import Custody, Item, Original
from walk import AT


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def reporter(db):
    return walk.cast().reporter


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(out, kind)
    return out.getvalue()


def pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PDF")
    return out.getvalue()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "words " * 50)
    return out.getvalue()


WHOLE = {kind: drawn(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")} | {"PDF": pdf(), "DOCX": packed()}


def report(user, file: SimpleUploadedFile | None, **more):
    fields = {"once": token(), "what": "They came.", "iso3": "KEN", "consent_desk": "on", "how_known": "saw"}
    fields |= {"date_precision": "unknown", "area_precision": "unknown", "actor_kind": "unknown"}
    return browser(user).post(reverse("report"), fields | ({"file": file} if file else {}) | more)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_file_is_whole_and_its_beginning_is_not(kind):
    data = WHOLE[kind]
    assert not is_cut(data)
    assert is_cut(data[: len(data) * 2 // 3])
    assert is_cut(data[:-30])


@given(st.binary(max_size=60).map(b"text ".__add__))
def test_a_kind_that_is_not_known_is_never_called_cut(data):
    assert not is_cut(data)


def test_an_empty_picture_is_said_and_the_words_come_back(reporter):
    answer = report(reporter, SimpleUploadedFile("IMG_0001.jpg", b""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "IMG_0001.jpg" in page
    assert "They came." in page
    assert not Item.objects.exists()


def test_a_cut_picture_is_asked_about_and_taken_where_it_is_all_there_is(reporter):
    half = WHOLE["JPEG"][:900]
    answer = report(reporter, SimpleUploadedFile("IMG_0002.jpg", half))
    assert answer.status_code == 422
    assert 'type="checkbox" name="file_is_cut"' in answer.content.decode()
    assert not Item.objects.exists()
    done = report(reporter, SimpleUploadedFile("IMG_0002.jpg", half), file_is_cut="on")
    assert done.status_code == 302
    assert Original.objects.get().size == 900


def test_the_action_takes_no_empty_file_either(reporter):
    with pytest.raises(taking.EmptyFile):
        walk.filed(reporter, data=b"")


def test_the_receipt_names_each_file_with_its_size_and_shows_a_picture(reporter):
    done = report(reporter, SimpleUploadedFile("IMG_0003.png", WHOLE["PNG"]))
    page = browser(reporter).get(done.url).content.decode()
    original = Original.objects.get()
    assert "IMG_0003.png" in page
    assert reverse("picture", args=[original.item.ref, original.address]) in page
    plain = browser(reporter).get(report(reporter, SimpleUploadedFile("a.txt", b"words")).url).content.decode()
    assert "a.txt" in plain
    assert "<img" not in plain.split("<main")[1]


def test_a_disk_that_fills_leaves_no_part_of_a_file_and_no_row(reporter, home, monkeypatch):
    synced, real = [], os.fsync

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 4:  # the key, its folder, the first file, its folder; then the disk is full
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    item = Item(title="x", obtained_on=walk.DAY)
    files = [taking.Attachment("a.jpg", b"one"), taking.Attachment("b.jpg", b"two")]
    with pytest.raises(OSError, match="No space"):
        taking.file_item(item=item, event=None, attachments=files, by=reporter, at=AT)
    assert originals.stored(home) == {}
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("given_", "name"),
    [
        ("IMG_0001.jpg", "IMG_0001.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\one.jpg", "one.jpg"),
        ("who\u202egpj.exe", "whogpj.exe"),
        ('a"b\r\nc: d.txt', "abc d.txt"),
        ("صورة.jpg", "صورة.jpg"),
        (".htaccess", "htaccess"),
        ("...", ""),
        ("x" * 200 + ".jpeg", "x" * 96 + ".jpeg"),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_name_is_given_out_cleaned(given_, name):
    assert cleaned(given_) == name


@given(st.text(max_size=300))
def test_no_name_is_a_path_or_holds_what_is_not_seen(name):
    found = cleaned(name)
    assert not set("/\\\r\n\0\u202e") & set(found)
    assert not found.startswith(".")
    assert len(found) <= 111


def test_an_original_comes_back_under_its_own_name_as_it_was_handed_in(reporter):
    report(reporter, SimpleUploadedFile("IMG_0004.jpg", WHOLE["JPEG"]))
    item = Item.objects.get()
    answer = browser(reporter).get(reverse("original", args=[item.ref, item.originals.get().address]))
    assert answer["Content-Disposition"] == f'attachment; filename="{item.ref[:6]}_IMG_0004.jpg"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert answer.content == WHOLE["JPEG"]


def test_several_come_as_an_archive_with_a_list_of_which_is_which(reporter):
    item = Item(title="x", obtained_on=walk.DAY)
    given_ = [("IMG.jpg", b"one"), ("img.JPG", b"two"), ("notes.txt", b"three")]
    files = [taking.Attachment(name, data) for name, data in given_]
    taking.file_item(item=item, event=None, attachments=files, by=reporter, at=AT)
    answer = browser(reporter).get(reverse("all_originals", args=[item.ref]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        rows = list(csv.DictReader(io.StringIO(made.read("manifest.csv").decode("utf-8-sig"))))
        assert [made.read(row["file"]) for row in rows] == [b"one", b"two", b"three"]
    names = ["IMG.jpg", "img-2.JPG", "notes.txt"]
    assert [row["file"] for row in rows] == [f"{item.ref[:6]}_{name}" for name in names]
    assert {row["item"] for row in rows} == {item.ref}
    assert item.custody.filter(step=Custody.Step.READ).count() == 3


def test_an_archive_of_no_file_or_of_another_persons_item_does_not_exist(reporter):
    mine = Item(title="x", obtained_on=walk.DAY)
    taking.file_item(item=mine, event=None, attachments=[], by=reporter, at=AT)
    theirs = walk.filed(walk.person("head", "another"))
    for item in (mine, theirs):
        assert browser(reporter).get(reverse("all_originals", args=[item.ref])).status_code == 404


def test_files_without_a_row_and_rows_without_a_file_are_found_and_the_files_removed(reporter, home):
    kept, gone = walk.filed(reporter).originals.get(), walk.filed(reporter, data=b"gone").originals.get()
    originals.remove(home, gone.blob)
    orphan = originals.put(home, b"no row was written")
    file = originals.stored(home)[orphan.blob]
    assert orphans.orphans(home, at=AT).files == ()  # perhaps its row is being written
    os.utime(file, (0, 0))
    found = orphans.orphans(home, at=AT)
    assert found.files == (file,)
    assert found.rows == (f"{gone.item.ref} {gone.blob}",)
    orphans.remove(found)
    assert set(originals.stored(home)) == {kept.blob}


def test_the_command_lists_first_removes_when_asked_and_fails_where_a_file_is_gone(reporter, home, monkeypatch):
    monkeypatch.setattr(starting, "ready", lambda folder: None)
    monkeypatch.setattr(verb, "home", lambda: home)
    orphan = originals.put(home, b"no row was written")
    os.utime(originals.stored(home)[orphan.blob], (0, 0))
    listed = CliRunner().invoke(verb.originals)
    assert (listed.exit_code, orphan.blob in listed.output) == (0, True)
    assert orphan.blob in originals.stored(home)
    assert CliRunner().invoke(verb.originals, ["--remove"]).exit_code == 0
    assert originals.stored(home) == {}
    item = walk.filed(reporter)
    originals.remove(home, item.originals.get().blob)
    assert CliRunner().invoke(verb.originals).exit_code == 1
