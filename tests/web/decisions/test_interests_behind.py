"""Interests are declared before a note is submitted, signed and decided on; the note holds them, its copy no words."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.endorsement import endorsement
from focalpoint.desk.decisions.note.interests import declared_in_copy, interests_section
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.decisions.submission.interests import open_steps, people_behind
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.documents import html
from focalpoint.desk.interests import actions as declaring
from focalpoint.desk.options import actions as opting
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
BROTHER = "A brother has been an officer of the guard since 2019."
REASON = "No one else reads the language, and a second person reads each quotation."
INTEREST = {"kinds": ["family"], "named": "National guard", "text": BROTHER}
LATER = walk.AT + dt.timedelta(minutes=5)
TODAY = "declared on 1 July 2025"

NOTE = {
    "none": (
        {},
        None,
        f"Reviewer reviewer: no interest, {TODAY}.",
    ),
    "an interest without an answer": (
        INTEREST,
        None,
        f"Reviewer reviewer: family or friends (National guard), {TODAY}: {BROTHER} No answer yet.",
    ),
    "an interest with an answer": (
        INTEREST,
        "goes_on",
        f"Reviewer reviewer: family or friends (National guard), {TODAY}: {BROTHER} "
        f"Goes on all the same, says head: {REASON}",
    ),
    "an interest of a person who is recused": (
        INTEREST,
        "recused",
        f"Reviewer reviewer: family or friends (National guard), {TODAY}: {BROTHER} Recused by head: {REASON}",
    ),
    "an interest of a person who steps back": (
        INTEREST | {"steps_back": True},
        None,
        f"Reviewer reviewer: family or friends (National guard), {TODAY}: {BROTHER} "
        "Stepped back: another person takes over.",
    ),
}

COPIES = {
    "none": "Those who wrote, reviewed and decided this declared their interests; none has one.",
    "one": "Those who wrote, reviewed and decided this declared their interests; at least one has an interest.",
    "not all": "Not everyone who wrote, reviewed and decided this has declared interests yet.",
}


@pytest.fixture
def submission(cast) -> Submission:
    return walk.submitted(cast)


def undeclared(submission, *people):
    """The situation as it is before some people declared anything."""
    situation = submission.assessment.situation
    situation.declarations.filter(by__in=people).delete()
    return situation


def declare(situation, by, at=walk.AT, **more):
    return declaring.declare(situation=situation, **more, by=by, at=at)


def answer(made, by, word="goes_on", at=walk.AT):
    declaring.answer_interest(declaration=made, answer=word, reason=REASON, by=by, at=at)


def decide(submission, by, choice="watch"):
    submission.refresh_from_db()
    words = {"choice": choice, "reason": "It is quiet again in the towns.", "on": walk.DAY, "route": None}
    return deciding.decide(submission=submission, **words, revision=submission.revision, by=by, at=LATER)


def words(block) -> str:
    return "".join(run.text for run in block.runs)


def test_a_draft_goes_once_its_author_has_declared_and_the_next_version_asks_for_nothing(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    situation.declarations.all().delete()
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    paper = walk.optioned(draft, cast.analyst)
    lacks = "analyst has not declared interests in this situation: none, or which."
    assert walk.missing_parts(draft, paper, on=walk.DAY) == [lacks]
    page = browser(cast.analyst).get(reverse("submit", args=[draft.ref])).content.decode()
    assert lacks in page
    assert reverse("declare_interest", args=[situation.ref]) in page
    declare(situation, cast.analyst)
    assert walk.missing_parts(draft, paper, on=walk.DAY) == []
    following = walk.assessed(situation, item, cast.analyst)
    assert walk.missing_parts(following, walk.optioned(following, cast.analyst), on=walk.DAY) == []


def test_who_stepped_back_submits_nothing(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    draft = walk.assessed(situation, item, cast.analyst)
    declare(situation, cast.analyst, **INTEREST, steps_back=True)
    found = " ".join(walk.missing_parts(draft, None, on=walk.DAY))
    assert "another person takes the place of analyst" in found


def test_a_reviewer_declares_first_and_an_interest_has_its_answer(cast, submission):
    situation = undeclared(submission, cast.reviewer)
    with pytest.raises(NotNow, match="reviewer has not declared interests"):
        walk.sign(submission, by=cast.reviewer)
    made = declare(situation, cast.reviewer, **INTEREST)
    with pytest.raises(NotNow, match="waits for the answer of another person"):
        walk.sign(submission, by=cast.reviewer)
    answer(made, cast.head)
    walk.sign(submission, by=cast.reviewer)
    text = html.write(signed_note(submission.assessment))
    assert BROTHER in text
    assert REASON in text


def test_who_is_recused_does_not_sign_and_another_person_does(cast, submission):
    situation = undeclared(submission, cast.reviewer)
    answer(declare(situation, cast.reviewer, **INTEREST), cast.head, "recused")
    with pytest.raises(NotNow, match="another person takes the place of reviewer"):
        walk.sign(submission, by=cast.reviewer)
    walk.sign(submission, by=cast.head)


def test_nothing_is_signed_over_an_open_interest_of_its_author(cast, submission):
    situation = undeclared(submission, cast.analyst)
    made = declare(situation, cast.analyst, **INTEREST)
    with pytest.raises(NotNow, match="What analyst declared waits"):
        walk.sign(submission, by=cast.reviewer)
    answer(made, cast.reviewer)
    walk.sign(submission, by=cast.reviewer)


def test_a_principal_declares_before_a_decision_and_before_a_copy_is_shown(cast):
    submission = walk.signed(cast)
    situation = undeclared(submission, cast.principal)
    for step in (
        lambda: decide(submission, cast.principal),
        lambda: decide(submission, cast.principal, "refuse"),
        lambda: deciding.show_copy(
            submission=submission, choice="act", route=walk.route(), by=cast.principal, at=walk.AT
        ),
    ):
        with pytest.raises(NotNow, match="principal has not declared interests"):
            step()
    declare(situation, cast.principal, at=LATER)
    decide(submission, cast.principal)
    assert f"Interests, principal: no interest, {TODAY}." in endorsement(Submission.objects.get())
    assert list(differences()) == []


def test_an_interest_found_after_the_signature_is_answered_or_the_note_is_refused(cast):
    submission = walk.signed(cast)
    before = (submission.assessment.frozen, submission.assessment.frozen_hash)
    made = declare(submission.assessment.situation, cast.reviewer, at=LATER, **INTEREST)
    with pytest.raises(NotNow, match="What reviewer declared waits"):
        decide(submission, cast.principal)
    page = browser(cast.principal).get(reverse("submission", args=[submission.ref])).content.decode()
    assert BROTHER in page
    assert reverse("answer_interest", args=[submission.assessment.situation.ref, made.ref]) in page
    assert decide(submission, cast.principal, "refuse").choice == "refuse"
    submission.assessment.refresh_from_db()
    assert (submission.assessment.frozen, submission.assessment.frozen_hash) == before


def test_a_note_signed_before_interests_were_declared_is_decided_on(cast):
    submission = walk.signed(cast)
    undeclared(submission, cast.analyst, cast.reviewer)
    assert decide(submission, cast.principal).choice == "watch"


@pytest.mark.parametrize("case", NOTE)
def test_the_note_says_what_was_declared_and_answered(cast, submission, case):
    given, answered, line = NOTE[case]
    made = declare(undeclared(submission, cast.reviewer), cast.reviewer, **given)
    if answered:
        answer(made, cast.head, answered)
    head, author, reviewer, principal = interests_section(submission, cast.reviewer)
    assert head.text == "Interests declared"
    assert words(author) == f"Author analyst: no interest, {TODAY}."
    assert words(reviewer) == line
    assert words(principal) == f"Principal principal: no interest, {TODAY}."
    assert not any(each.may_leave for each in (head, author, reviewer, principal))


def test_the_note_says_who_declared_nothing_and_who_took_an_interest_back(cast, submission):
    situation = undeclared(submission, cast.analyst, cast.principal)
    _head, author, reviewer = interests_section(submission, cast.reviewer)
    assert words(author) == "Author analyst: not declared yet."
    declare(situation, cast.reviewer, **INTEREST)
    declare(situation, cast.reviewer, text="The brother left the guard before this year began.")
    _head, _author, reviewer = interests_section(submission, cast.reviewer)
    back = "an interest was taken back on 1 July 2025: The brother left the guard before this year began."
    assert words(reviewer) == f"Reviewer reviewer: {back} No answer yet."


def test_who_handed_it_in_is_a_person_behind_it(cast, submission):
    second = walk.person(Role.ANALYST, "second")
    submission.submitted_by = second
    assert people_behind(submission) == [cast.analyst, second]
    assert words(interests_section(submission, None)[2]) == "Handed in by second: not declared yet."


@pytest.mark.parametrize("case", COPIES)
def test_a_copy_says_that_interests_were_declared_and_not_which(cast, case):
    taken = walk.decided(cast)
    situation = undeclared(taken.submission, *([cast.reviewer] if case != "none" else []))
    if case == "one":
        declare(situation, cast.reviewer, **INTEREST)
    assert declared_in_copy(taken) == COPIES[case]
    sent = str(taken.transmissions.get().copy)
    assert COPIES["none"] in sent
    assert "no interest, declared on" not in sent


def test_a_correction_of_the_author_is_a_change_since_the_return(cast, submission):
    before = fingerprint(submission.assessment, submission.paper)
    declare(submission.assessment.situation, cast.reviewer, text="")
    assert fingerprint(submission.assessment, submission.paper) == before
    declare(submission.assessment.situation, cast.analyst, **INTEREST)
    assert fingerprint(submission.assessment, submission.paper) != before


@pytest.fixture
def urgent(cast) -> Submission:
    """An alert that goes out before anyone has declared anything."""
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    situation.declarations.all().delete()
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, situation.links.get().item, cast.analyst)
    paper = opting.start(assessment=draft, by=cast.analyst, at=walk.AT)
    option = walk.option(paper, "ME023", "III")
    opting.consider(option=option, revision=paper.revision, by=cast.analyst, at=walk.AT)
    draft.refresh_from_db()
    return deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT, is_urgent=True)


def test_an_urgent_alert_waits_for_no_declaration_and_owes_each_within_72_hours(cast, urgent):
    situation = urgent.assessment.situation
    assert alert.INTERESTS in urgent.skipped
    author, reviewer = interests_section(urgent, cast.reviewer)[1:]
    assert words(author) == "Author analyst: not declared yet; due within 72 hours."
    assert words(reviewer) == "Reviewer reviewer: not declared yet; due within 72 hours."
    walk.sign(urgent, by=cast.reviewer)
    decide(urgent, cast.principal)
    urgent.refresh_from_db()
    assert urgent.owed_by - urgent.submitted_at == dt.timedelta(hours=72)
    queue = browser(cast.analyst)
    for person in (cast.analyst, cast.reviewer, cast.principal):
        assert alert.INTERESTS in open_steps(Submission.objects.get())
        assert "declaration of interests" in pages.read(queue.get(reverse("submissions")).content).text
        declare(situation, person, at=LATER)
    assert alert.INTERESTS not in open_steps(Submission.objects.get())
    assert "declaration of interests" not in pages.read(queue.get(reverse("submissions")).content).text
    assert list(differences()) == []


def test_who_acts_later_on_an_alert_without_a_declaration_owes_it_too(cast, urgent):
    declare(urgent.assessment.situation, cast.analyst)
    Submission.objects.filter(pk=urgent.pk).update(skipped=[], owed_by=None)
    urgent.refresh_from_db()
    walk.sign(urgent, by=cast.reviewer)
    urgent.refresh_from_db()
    assert urgent.skipped == [alert.INTERESTS]
    assert urgent.owed_by == walk.AT + alert.MADE_GOOD_WITHIN


def test_even_an_alert_is_not_signed_by_a_person_who_is_recused(cast, urgent):
    declare(urgent.assessment.situation, cast.reviewer, **INTEREST, steps_back=True)
    with pytest.raises(NotNow, match="another person takes the place of reviewer"):
        walk.sign(urgent, by=cast.reviewer)
    walk.sign(urgent, by=cast.head)


def test_the_text_of_an_assessment_keeps_the_interests_of_who_asked(cast, submission):
    draft = assessing.start(situation=submission.assessment.situation, by=cast.analyst, at=walk.AT)
    texts = {"interest_declared": "The ministry that asked is led by a party to it."}
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, by=cast.analyst, at=walk.AT)
    page = browser(cast.analyst).get(reverse("assessment", args=[draft.ref])).content.decode()
    assert "Interests of the person who asked" in page
    assert opting.start(assessment=draft, by=cast.analyst, at=walk.AT).assessment == draft
