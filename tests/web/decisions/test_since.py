"""Consent withdrawn behind a text that stands: said above it wherever it is shown, outside its hash."""

import datetime as dt
import io

import docx
import pypdf
import pytest
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.digest import current
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from walk import missing_parts

pytestmark = pytest.mark.django_db
LATER = walk.AT + dt.timedelta(days=20)
SINCE = "Since this was signed: consent for 1 item behind it was withdrawn on 21 July 2025. RF8: no other evidence"


def withdraw(item: Item, by, at: dt.datetime = LATER) -> None:
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=by, at=at)


def item_of(submission: Submission) -> Item:
    return Item.objects.get(cited_in__assessment=submission.assessment)


@pytest.fixture
def signed(cast) -> Submission:
    return walk.signed(cast)


def file_of(user, name: str, ref: str) -> str:
    data = browser(user).get(reverse(name, args=[ref])).content
    if name.endswith("pdf"):
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())
    return " ".join(line.text for line in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("role", ["reviewer", "principal", "aide", "analyst", "head"])
def test_every_reader_of_a_signed_note_is_told_on_the_page_and_in_both_files(cast, signed, role):
    assert "Since this" not in browser(cast.head).get(reverse("submission", args=[signed.ref])).content.decode()
    withdraw(item_of(signed), cast.analyst)
    user = walk.person(Role(role), "another")
    page = browser(user).get(reverse("submission", args=[signed.ref])).content.decode()
    assert SINCE in page
    assert page.index(SINCE) < page.index("What is judged" if role != "principal" else "How sure")
    for name in ("submission_pdf", "submission_docx"):
        assert SINCE in file_of(user, name, signed.ref)


def test_the_decision_page_says_it_too(cast):
    decision = walk.decided(cast)
    withdraw(Item.objects.get(), cast.analyst)
    for user in (cast.principal, cast.analyst):
        assert SINCE in browser(user).get(reverse("submission", args=[decision.submission.ref])).content.decode()


def test_what_was_signed_stays_as_it_was_with_its_hash(cast, signed):
    assessment = signed.assessment
    before = (assessment.frozen, assessment.frozen_hash)
    withdraw(item_of(signed), cast.analyst)
    assessment.refresh_from_db()
    stands = withdrawn.redacted_note(Document.model_validate(assessment.frozen), assessment)
    assert stands.notice
    assert (assessment.frozen, assessment.frozen_hash) == before
    assert Document.model_validate(assessment.frozen).digest() == assessment.frozen_hash


TOLD, WHY = "Title of the item", "Why of the factor"


def about_one_item(cast, *, another: bool = False) -> Submission:
    """Signed, one item cited with words of its own in its title and in the reason of the factor."""
    submission = walk.submitted(cast)
    Item.objects.update(title=TOLD, consent_bodies=True)
    submission.assessment.factors.filter(factor="RF8").update(note=f"{WHY} " * 60)
    if another:
        submission.assessment.factors.get(factor="RF8").evidence.add(walk.filed(cast.analyst, data=b"Another."))
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    return submission


def shown(user, kind: str, ref: str) -> str:
    """A note or a copy as its reader gets it: page, PDF and Word with the cells of its tables."""
    client = browser(user)
    word = docx.Document(io.BytesIO(client.get(reverse(f"{kind}_docx", args=[ref])).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    page = client.get(reverse(kind, args=[ref])).content.decode()
    return " ".join([page, file_of(user, f"{kind}_pdf", ref), file_of(user, f"{kind}_docx", ref), *cells])


def test_a_signed_note_no_longer_tells_what_was_withdrawn_nor_the_reason_that_rests_on_it(cast):
    submission = about_one_item(cast)
    before = shown(cast.principal, "submission", submission.ref)
    assert TOLD in before
    assert WHY in before
    withdraw(item_of(submission), cast.analyst)
    after = shown(cast.principal, "submission", submission.ref)
    assert TOLD not in after
    assert WHY not in after
    assert after.count(f"{item_of(submission).ref[:6]}: consent was withdrawn; the text is no longer shown") == 3


def test_a_reason_that_other_evidence_stands_behind_is_still_told(cast):
    submission = about_one_item(cast, another=True)
    item = Item.objects.get(title=TOLD)
    withdraw(item, cast.analyst)
    after = shown(cast.principal, "submission", submission.ref)
    assert TOLD not in after
    assert WHY in after


def test_a_copy_no_longer_tells_its_liaison_what_was_withdrawn(cast):
    submission = about_one_item(cast)
    words = {"choice": "act", "reason": "x", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    found = Transmission.objects.get()
    stored = (found.copy, found.copy_hash)
    assert TOLD in shown(cast.liaison, "transmission", found.ref)
    withdraw(item_of(submission), cast.analyst)
    for user in (cast.liaison, cast.head):
        after = shown(user, "transmission", found.ref)
        assert TOLD not in after
        assert WHY not in after
        assert "consent was withdrawn; the text is no longer shown" in after
    found.refresh_from_db()
    assert (found.copy, found.copy_hash) == stored


def test_a_factor_that_other_evidence_stands_behind_is_told_apart(cast, signed):
    other = walk.filed(cast.analyst, data=b"Another.")
    signed.assessment.factors.get(factor="RF8").evidence.add(other)
    signed.assessment.factors.get(factor="RF1").evidence.add(other)
    withdraw(other, cast.analyst)
    said = withdrawn.withdrawal_notice(signed.assessment)
    assert said.endswith("RF1: no other evidence supports it. RF8: other evidence supports it.")


def test_several_items_are_counted_and_each_day_named_once(cast, signed):
    others = [walk.filed(cast.analyst, data=bytes([n])) for n in range(2)]
    signed.assessment.factors.get(factor="RF8").evidence.add(*others)
    for item, days in zip(Item.objects.order_by("pk"), (0, 0, 3), strict=True):
        withdraw(item, cast.analyst, LATER + dt.timedelta(days=days))
    assert (
        "consent for 3 items behind it was withdrawn on 21 July 2025 and 24 July 2025."
        in withdrawn.withdrawal_notice(signed.assessment)
    )


def test_a_withdrawal_before_the_signature_is_not_said_to_have_come_since(cast):
    submission = walk.submitted(cast)
    submission.assessment.factors.filter(factor="RF8").update(value="unknown")
    withdraw(Item.objects.get(), cast.analyst, walk.AT - dt.timedelta(days=1))
    assert withdrawn.withdrawal_notice(submission.assessment).startswith("Since this was written: consent for 1 item")
    walk.sign(submission, by=cast.reviewer)
    submission.assessment.refresh_from_db()
    assert withdrawn.withdrawal_notice(submission.assessment).startswith("Before this was signed: consent for 1 item")


def test_a_draft_whose_evidence_was_withdrawn_lacks_it(cast, signed):
    draft = signed.assessment
    assert missing_parts(draft, signed.paper, on=walk.DAY) == []
    withdraw(item_of(signed), cast.analyst)
    assert missing_parts(draft, signed.paper, on=walk.DAY) == ["Consent was withdrawn for all evidence of: RF8."]
    draft.factors.get(factor="RF8").evidence.add(walk.filed(cast.analyst, data=b"Another."))
    assert missing_parts(draft, signed.paper, on=walk.DAY) == []


def test_a_reviewer_cannot_sign_what_stands_on_nothing_any_more(cast):
    submission = walk.submitted(cast)
    withdraw(Item.objects.get(), cast.analyst)
    before = verbs()
    with pytest.raises(deciding.NotNow, match="RF8"):
        walk.sign(submission, by=cast.reviewer, at=LATER)
    assert verbs() == before
    assert Assessment.objects.get().frozen is None
    deciding.send_back(submission=submission, reason="See.", revision=submission.revision, by=cast.reviewer, at=LATER)


def test_the_lists_mark_such_rows_with_a_word_and_a_shape(cast, signed):
    other = walk.signed(cast, title="Whole", overlap_reason="Another group.")
    mark = '<span class="state half">evidence withdrawn</span>'
    withdraw(item_of(signed), cast.analyst)
    text = browser(cast.head).get(reverse("submissions")).content.decode()
    assert text.count(mark) == 1
    deciding.decide(
        submission=signed,
        choice="refuse",
        reason="x",
        on=walk.DAY,
        route=None,
        revision=signed.revision,
        by=cast.principal,
        at=walk.AT,
    )
    text = browser(cast.head).get(reverse("decisions")).content.decode()
    assert text.count(mark) == 1
    assert other.ref not in text


def sent(cast, *, passed_on: bool) -> Transmission:
    submission = walk.signed(cast)
    Item.objects.update(consent_bodies=passed_on)
    words = {"choice": "act", "reason": "x", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    return Transmission.objects.get()


def test_a_body_is_told_of_an_item_it_was_given_on_the_page_in_the_list_and_in_both_files(cast):
    found = sent(cast, passed_on=True)
    withdraw(Item.objects.get(), cast.analyst)
    said = (
        f"Since this was sent: consent for 1 item of it ({Item.objects.get().ref[:6]}) was withdrawn on 21 July 2025."
    )
    for user in (cast.liaison, cast.head):
        assert said in browser(user).get(reverse("transmission", args=[found.ref])).content.decode()
        assert "consent withdrawn since" in browser(user).get(reverse("transmissions")).content.decode()
        for name in ("transmission_pdf", "transmission_docx"):
            assert said in file_of(user, name, found.ref)
    found.refresh_from_db()
    assert Document.model_validate(found.copy).digest() == found.copy_hash


def test_a_body_is_told_nothing_of_an_item_it_never_had_and_the_office_is(cast):
    found = sent(cast, passed_on=False)
    before = browser(cast.liaison).get(reverse("transmission", args=[found.ref])).content.decode()
    withdraw(Item.objects.get(), cast.analyst)
    after = browser(cast.liaison).get(reverse("transmission", args=[found.ref])).content.decode()
    assert "withdrawn" not in after
    assert len(after) == len(before)
    assert "consent withdrawn since" not in browser(cast.liaison).get(reverse("transmissions")).content.decode()
    text = browser(cast.head).get(reverse("transmission", args=[found.ref])).content.decode()
    assert "For the office alone" in text
    assert SINCE in text
    assert "The body is informed about the items it received, and about no other." in text


def test_the_notice_speaks_the_language_of_the_note(cast, signed):
    withdraw(item_of(signed), cast.analyst)
    frozen = Document.model_validate(signed.assessment.frozen)
    assert withdrawn.redacted_note(frozen.model_copy(update={"language": "ar"}), signed.assessment).language == "ar"
    assert current(signed, language="en", on=walk.DAY).notice == ""
