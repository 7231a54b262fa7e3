"""What is signed is what the reviewer read: in its language, as of its day, word for word."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations import actions as situating

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def submission(cast) -> Submission:
    return walk.submitted(cast)


def form_of(user, submission: Submission) -> dict[str, str]:
    """The hidden fields of the form that signs, as the page gives them."""
    text = browser(user).get(reverse("submission", args=[submission.ref])).content.decode()
    return fields(text, submission)


def fields(text: str, submission: Submission) -> dict[str, str]:
    form = text[text.index(f'action="{reverse("sign", args=[submission.ref])}"') :]
    return dict(HIDDEN.findall(form[: form.index("</form>")]))


def sign(user, submission: Submission, form: dict[str, str]):
    return browser(user).post(reverse("sign", args=[submission.ref]), form)


def a_dissent(cast, submission: Submission) -> None:
    assessing.dissent(assessment=submission.assessment, text="Not so.", by=cast.head, at=walk.AT)


def an_items_grade(cast, submission: Submission) -> None:
    Item.objects.update(credibility=5)


def a_scope_test(cast, submission: Submission) -> None:
    Assessment.objects.update(state="draft")  # as if it had been run a moment before the submission was seen
    walk.tested(submission.assessment.situation, cast.analyst, reason="Otherwise.")
    Assessment.objects.update(state="submitted")


@pytest.mark.parametrize("change", [a_dissent, an_items_grade, a_scope_test])
def test_what_changed_between_page_and_signature_is_not_signed(cast, submission, change):
    form = form_of(cast.reviewer, submission)
    change(cast, submission)
    answer = sign(cast.reviewer, submission, form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "What you read has changed since. Read it again below, then sign." in text
    assert "submission.signed" not in verbs()
    assert Assessment.objects.get().frozen is None
    assert sign(cast.reviewer, submission, fields(text, submission)).status_code == 302
    assert verbs().count("submission.signed") == 1


def test_the_text_that_is_frozen_is_the_one_whose_digest_the_page_carried(cast, submission):
    form = form_of(cast.reviewer, submission)
    assert sign(cast.reviewer, submission, form).status_code == 302
    signed = Assessment.objects.get()
    assert signed.frozen_hash == form["digest"]
    assert (signed.frozen["language"], signed.frozen["date"]) == (form["language"], form["on"])


def test_the_note_is_signed_in_the_language_it_was_read_in_whatever_is_spoken_since(cast, submission):
    with translation.override("ar"):
        read = read_now(submission, at=walk.AT, signer=cast.reviewer)
    deciding.sign(submission=submission, read=read, revision=submission.revision, by=cast.reviewer, at=walk.AT)
    signed = Assessment.objects.get()
    assert (signed.frozen["language"], signed.frozen_hash) == ("ar", read.digest)


@pytest.mark.parametrize(("days", "fresh"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_page_is_signed_on_its_day_or_the_next(cast, submission, days, fresh):
    read, at = read_now(submission, at=walk.AT), walk.AT + dt.timedelta(days=days)
    given = {"submission": submission, "read": read, "revision": submission.revision, "by": cast.reviewer, "at": at}
    if fresh:
        deciding.sign(**given)
    else:
        with pytest.raises(Stale):
            deciding.sign(**given)
    assert bool(Assessment.objects.get().frozen) == fresh


@pytest.mark.parametrize("name", ["digest", "language", "on"])
@pytest.mark.parametrize("value", ["", "x" * 65, "xx"])
def test_a_form_that_does_not_say_what_was_read_signs_nothing(cast, submission, name, value):
    form = form_of(cast.reviewer, submission) | {name: value}
    assert sign(cast.reviewer, submission, form).status_code == 422
    assert Assessment.objects.get().frozen is None


def test_no_scope_test_is_run_while_the_reviewer_reads(cast, submission):
    situation, before = submission.assessment.situation, verbs()
    with pytest.raises(situating.WithTheReviewer, match="is with the reviewer"):
        walk.tested(situation, cast.analyst)
    assert (situation.scope_tests.count(), verbs()) == (1, before)
    walk.sign(submission, by=cast.reviewer, at=timezone.now())
    walk.tested(situation, cast.analyst)
    assert situation.scope_tests.count() == 2
