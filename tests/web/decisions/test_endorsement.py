"""Each document says who has approved it, by the record: drafted, reviewed, signed, decided."""

import io

import docx
import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import compose_whole, read_now
from focalpoint.desk.decisions.note.endorsement import endorsed, endorsement
from focalpoint.desk.decisions.note.signed import sent_copy, signed_note
from focalpoint.desk.documents import pdf
from focalpoint.desk.documents.checksum import digest_of

pytestmark = pytest.mark.django_db
DRAFTED = "Drafted and submitted by analyst on 1 July 2025."
SIGNED = "Reviewed and signed by reviewer on 1 July 2025."


def test_each_step_changes_what_is_said_and_nothing_of_it_is_typed(cast):
    submission = walk.submitted(cast)
    assert endorsement(submission) == [DRAFTED, "Not reviewed or signed yet.", "Not decided yet."]
    given = {"reason": "Say more.", "revision": submission.revision, "by": cast.head, "at": walk.AT}
    deciding.send_back(submission=submission, **given)
    submission.refresh_from_db()
    assert endorsement(submission)[1] == "Reviewed and returned by head on 1 July 2025; not signed."
    draft = submission.assessment
    again = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    assert "this one is not reviewed or signed yet" in endorsement(again)[1]
    walk.sign(again, by=cast.reviewer)
    again.refresh_from_db()
    assert endorsement(again) == [DRAFTED, SIGNED, "Not decided yet."]
    deciding.decide(
        submission=again,
        choice="watch",
        reason=walk.SECRET,
        on=walk.EXPIRES,
        route=None,
        revision=again.revision,
        by=cast.principal,
        at=walk.AT,
    )
    said = endorsement(Submission.objects.get())
    assert said == [DRAFTED, SIGNED, "Decided by principal on 1 July 2025: watch until."]


def test_a_signature_by_telephone_is_called_one_until_it_is_confirmed(cast):
    submission = walk.signed(cast)
    submission.telephone_by = cast.analyst
    assert endorsement(submission)[1].endswith("by telephone, recorded by analyst; not confirmed yet.")
    submission.confirmed_at = walk.AT
    assert endorsement(submission)[1].endswith("by telephone, recorded by analyst and confirmed later.")


def test_the_signed_text_says_who_drafted_it_and_a_later_step_changes_no_digest(cast):
    submission = walk.signed(cast)
    stored = submission.assessment.frozen
    assert any(DRAFTED in str(block) for block in signed_note(submission.assessment).blocks)
    shown = endorsed(signed_note(submission.assessment), submission)
    assert SIGNED in shown.endorsement
    assert shown.digest() == submission.assessment.frozen_hash == digest_of(stored)
    assert "endorsement" not in stored


@pytest.mark.parametrize("kind", ["page", "docx"])
def test_note_page_and_file_say_it(cast, kind):
    submission = walk.decided(cast).submission
    address = "submission" if kind == "page" else "submission_docx"
    answer = browser(cast.principal).get(reverse(address, args=[submission.ref]))
    text = answer.content.decode() if kind == "page" else words(answer.content)
    assert text.count("Decided by principal on 1 July 2025: act.") == (2 if kind == "page" else 1)  # brief and note


def test_the_pdf_writer_takes_it_up(cast):
    note = compose_whole(walk.submitted(cast), language="en", on=walk.DAY)
    assert pdf.write(note) != pdf.write(note.model_copy(update={"endorsement": DRAFTED}))


def test_a_draft_as_a_file_is_the_whole_draft_that_would_be_signed(cast):
    submission = walk.submitted(cast)
    text = words(browser(cast.reviewer).get(reverse("submission_docx", args=[submission.ref])).content)
    assert DRAFTED in text
    assert "Not reviewed or signed yet." in text
    assert read_now(submission, at=walk.AT).digest


def test_the_copy_says_who_approved_it_without_their_names(cast):
    sent = walk.decided(cast).transmissions.get()
    (said,) = [str(block) for block in sent_copy(sent).blocks if "decided by the principal: no one else" in str(block)]
    assert not any(each.username in said for each in (cast.analyst, cast.reviewer))


def words(data: bytes) -> str:
    return "\n".join(line.text for line in docx.Document(io.BytesIO(data)).paragraphs)
