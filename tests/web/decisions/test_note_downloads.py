"""The note as a file: for whoever may see it and nobody else, one event each, its name tells nothing."""

import io

import docx
import pytest
from django.urls import reverse

import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event
from walk import SECRET

pytestmark = pytest.mark.django_db
KINDS = ("pdf", "docx")


def take(user, ref, kind, of="submission"):
    return browser(user).get(reverse(f"{of}_{kind}", args=[ref]))


def words(data: bytes) -> str:
    word = docx.Document(io.BytesIO(data))
    return "\n".join(line.text for line in word.paragraphs)


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_taken_by_its_number_and_leaves_one_event(cast, kind):
    submission = on_path.signed(cast)
    before = len(verbs())
    answer = take(cast.principal, submission.ref, kind)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="S-{submission.number}.{kind}"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    assert verbs()[before:] == ["document.exported"]
    event = Event.objects.order_by("-number").first()
    assert (event.actor, event.subject) == (cast.principal.ref, submission.ref)


def test_before_it_is_signed_the_note_says_that_it_is_a_draft(cast):
    submission = on_path.submitted(cast)
    assert "Draft, not signed" in words(take(cast.reviewer, submission.ref, "docx").content)
    submission = on_path.signed(cast, overlap_reason="Another group.")
    assert "Draft, not signed" not in words(take(cast.reviewer, submission.ref, "docx").content)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_see_it_takes_nothing_and_leaves_no_export(cast, kind):
    submission = on_path.signed(cast)
    low = on_path.person(Role.HEAD, "low", clearance="TLP:CLEAR")
    assert take(low, submission.ref, kind).status_code == 404
    for role in ("reporter", "liaison", "overseer", "administrator", "custodian"):
        other = on_path.person(Role(role), f"other-{role}", body="HRC")
        assert take(other, submission.ref, kind).status_code == 403
    assert "document.exported" not in verbs()


@pytest.mark.parametrize("kind", KINDS)
def test_the_liaison_takes_the_copy_under_a_name_that_counts_nothing(cast, kind):
    sent = on_path.decided(cast).transmissions.get()
    answer = take(cast.liaison, sent.ref, kind, of="transmission")
    assert answer["Content-Disposition"] == f'attachment; filename="T-{sent.ref[:8]}.{kind}"'
    if kind == "docx":
        assert SECRET in words(answer.content)
        assert "S-1" not in words(answer.content)
    other = on_path.person(Role.LIAISON, "other", body="SC")
    assert take(other, sent.ref, kind, of="transmission").status_code == 404


def test_when_the_trail_cannot_be_written_no_file_leaves(cast, monkeypatch):
    from focalpoint.desk.trail import actions

    submission = on_path.signed(cast)
    client = browser(cast.principal)
    client.raise_request_exception = False

    def broken(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_append", broken)
    answer = client.get(reverse("submission_pdf", args=[submission.ref]))
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content


@pytest.mark.parametrize("title", ["وضع في الميدان", "=HYPERLINK(1)", 'a"; x=<b>\u202e', "x" * 200])
def test_hostile_titles_stand_in_no_file_name(cast, title):
    submission = on_path.signed(cast, title=title)
    for kind in KINDS:
        answer = take(cast.head, submission.ref, kind)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'"S-{submission.number}.{kind}"')
