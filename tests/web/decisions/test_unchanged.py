"""What comes back from its author exactly as it was returned says so: to the author first, then to the reviewer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option

pytestmark = pytest.mark.django_db
SAID = "Nothing was changed since it was returned."


@pytest.fixture
def returned(cast) -> Submission:
    submission = walk.submitted(cast)
    Assessment.objects.update(expires_on=timezone.now().date() + dt.timedelta(days=30))
    submission.refresh_from_db()
    send_back(cast, submission)
    return submission


def send_back(cast, submission: Submission) -> None:
    deciding.send_back(
        submission=submission, reason="Thin.", revision=submission.revision, by=cast.reviewer, at=walk.AT
    )


def submit(cast, **more):
    draft = Assessment.objects.get()
    form = {"once": idempotency.token(), "revision": draft.revision}
    return browser(cast.analyst).post(reverse("submit", args=[draft.ref]), form | more)


def reviewers_page(cast) -> str:
    ref = Submission.objects.get().ref
    return browser(cast.reviewer).get(reverse("submission", args=[ref])).content.decode()


def test_its_author_is_told_before_it_goes_and_can_mean_it(cast, returned):
    page = browser(cast.analyst).get(reverse("submit", args=[returned.assessment.ref])).content.decode()
    assert SAID in page
    assert "Submit it as it is" in page
    before = verbs()
    answer = submit(cast)
    assert answer.status_code == 422
    assert SAID in answer.content.decode()
    assert "submission.made" not in verbs()[len(before) :]
    assert submit(cast, as_it_is="on").status_code == 302
    assert verbs()[-1] == "submission.made"


def test_the_reviewer_is_told_on_the_page_and_in_the_queue(cast, returned):
    submit(cast, as_it_is="on")
    assert SAID in reviewers_page(cast)
    assert "unchanged since it was returned" in browser(cast.reviewer).get(reverse("submissions")).content.decode()


def test_the_same_words_saved_again_are_no_change(cast, returned):
    draft = Assessment.objects.get()
    texts = {"summary": draft.summary}
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, by=cast.analyst, at=walk.AT)
    submit(cast, as_it_is="on")
    assert SAID in reviewers_page(cast)


def of_texts(cast, draft: Assessment) -> None:
    texts = {"gaps": "Nobody could go there."}
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, by=cast.analyst, at=walk.AT)


def of_a_factor(cast, draft: Assessment) -> None:
    answer = {"factor": "RF1", "value": "absent", "note": "Looked for.", "evidence": []}
    assessing.set_factor(assessment=draft, **answer, revision=draft.revision, by=cast.analyst, at=walk.AT)


def of_evidence(cast, draft: Assessment) -> None:
    draft.factors.get(factor="RF8").evidence.add(walk.filed(cast.analyst, data=b"Another."))


def of_an_option(cast, draft: Assessment) -> None:
    rejected = walk.option(draft.paper, "ME024", "III", status=Option.Status.REJECTED, reason="Too late.")
    opting.consider(option=rejected, revision=draft.paper.revision, by=cast.analyst, at=walk.AT)


def of_the_cost(cast, draft: Assessment) -> None:
    paper = draft.paper
    opting.save_no_new_measure(
        paper=paper, text="More would flee.", revision=paper.revision, by=cast.analyst, at=walk.AT
    )


def of_the_scope(cast, draft: Assessment) -> None:
    walk.tested(draft.situation, cast.analyst, reason="Asked again.")


@pytest.mark.parametrize("change", [of_texts, of_a_factor, of_evidence, of_an_option, of_the_cost, of_the_scope])
def test_whatever_its_author_changed_counts_and_goes_without_a_word(cast, returned, change):
    change(cast, Assessment.objects.get())
    assert SAID not in browser(cast.analyst).get(reverse("submit", args=[returned.assessment.ref])).content.decode()
    assert submit(cast).status_code == 302
    assert SAID not in reviewers_page(cast)


def test_a_first_submission_is_never_called_unchanged(cast):
    walk.submitted(cast)
    assert SAID not in reviewers_page(cast)


def test_after_a_second_return_only_what_changed_since_that_one_counts(cast, returned):
    of_texts(cast, Assessment.objects.get())
    submit(cast)
    again = Submission.objects.get()
    send_back(cast, again)
    again.refresh_from_db()
    assert again.unchanged is False
    submit(cast, as_it_is="on")
    assert SAID in reviewers_page(cast)


def test_a_look_at_the_releases_figure_is_no_change(cast, returned):
    draft = Assessment.objects.get()
    before = fingerprint(draft, draft.paper)
    draft.judgements.update(release="r-1", release_chance=0.2, release_shown_at=walk.AT, release_iso3="KEN")
    assert fingerprint(draft, draft.paper) == before
    draft.judgements.update(likelihood=71)
    assert fingerprint(draft, draft.paper) != before
