"""Who was asked outside of the line, what they said, and a local view before a decision rests on others alone."""

import datetime as dt

import pytest
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.consultations.actions import NotAConsultation
from focalpoint.desk.consultations.models import Consultation, NoLocalView
from focalpoint.desk.consultations.queries import consultations
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.actions import NotReady
from focalpoint.desk.decisions.note.digest import compose_whole
from focalpoint.desk.decisions.note.endorsement import endorsement
from focalpoint.desk.decisions.note.signed import sent_copy
from focalpoint.desk.options.models import Option
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
WORDS = "The road to the market is closed to one group since May."
QUESTION = "Does the judgement fit what you see from there?"
MISSING = "No local partner or reviewer was asked"


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def draft(cast):
    """A draft that lacks a local view alone."""
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    made = walk.assessed(situation, item, cast.analyst)
    walk.optioned(made, cast.analyst)
    NoLocalView.objects.all().delete()
    made.refresh_from_db()
    return made


def asked(cast, draft, **more) -> Consultation:
    fields = {
        "kind": "reviewer",
        "question": QUESTION,
        "given": "The judgements, without evidence.",
        "given_tlp": "TLP:GREEN",
        "due_on": walk.DAY + dt.timedelta(days=1),
    }
    consultation = Consultation(assessment=draft, **(fields | more))
    return consulting.consult(consultation=consultation, by=cast.analyst, at=walk.AT)


def said(cast, consultation, **more):
    fields = {"view": "dissents", "text": WORDS, "on": walk.DAY, "reason": ""} | more
    return consulting.keep_view(consultation=consultation, **fields, by=cast.head, at=walk.AT)


def submit(cast, draft):
    return deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)


def note_of(submission) -> str:
    return " ".join(map(str, compose_whole(submission, language="en", on=walk.DAY).blocks))


def post(user, name, *refs, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def test_nothing_is_submitted_on_the_knowledge_of_others_alone_until_it_says_why(cast, draft):
    assert [each for each in walk.missing_parts(draft, draft.paper, on=walk.DAY) if MISSING in each]
    with pytest.raises(NotReady):
        submit(cast, draft)
    answer = post(cast.analyst, "no_local_view", draft.ref, reason="tbd")
    assert answer.status_code == 422
    reason = "Who could be asked has no safe telephone."
    assert post(cast.analyst, "no_local_view", draft.ref, reason=reason).status_code == 302
    assert reason in note_of(submit(cast, draft))


def test_a_view_that_was_asked_for_counts_once_it_is_given_or_its_day_has_passed(cast, draft):
    consultation = asked(cast, draft)
    assert any("not there yet" in each for each in walk.missing_parts(draft, draft.paper, on=walk.DAY))
    assert not walk.missing_parts(draft, draft.paper, on=walk.DAY + dt.timedelta(days=2))
    said(cast, consultation)
    assert not walk.missing_parts(draft, draft.paper, on=walk.DAY)
    consulting.withdraw(consultation=consultation, reason="It was another case.", by=cast.head, at=walk.AT)
    assert any(MISSING in each for each in walk.missing_parts(draft, draft.paper, on=walk.DAY))


@pytest.mark.parametrize("kind", ["advisory", "office"])
def test_a_group_or_office_elsewhere_is_no_local_view(cast, draft, kind):
    said(cast, asked(cast, draft, kind=kind, name="Group of experts"))
    assert any(MISSING in each for each in walk.missing_parts(draft, draft.paper, on=walk.DAY))


def test_a_dissent_is_kept_attributed_on_note_and_hash_and_called_consulted_only(cast, draft):
    option = Option.objects.get(measure="ME028")
    consultation = asked(cast, draft, option=option)
    said(cast, consultation)
    submission = submit(cast, draft)
    text = note_of(submission)
    assert WORDS in text
    assert "a local reviewer: dissents" in text
    assert endorsement(submission)[-1] == "Consulted only, neither reviewed nor approved by: a local reviewer."
    before = compose_whole(submission, language="en", on=walk.DAY).digest()
    said(cast, consultation, text="The road is open again, one hears.", reason="They called again.")
    assert compose_whole(submission, language="en", on=walk.DAY).digest() != before
    assert consultation.sayings.count() == 2
    assert WORDS not in note_of(submission)


def test_what_others_said_is_in_no_copy(cast):
    item = walk.filed(cast.analyst)
    submission = walk.submitted(cast)
    said(cast, asked(cast, submission.assessment))
    walk.sign(submission, by=cast.reviewer)
    words = {"choice": "act", "reason": walk.SECRET, "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    submission.refresh_from_db()
    taken = deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    assert WORDS in str(submission.assessment.frozen)
    assert WORDS not in str(sent_copy(taken.transmissions.get()))
    assert item.pk


def test_what_is_refused(cast):
    draft = walk.submitted(cast).assessment
    for wrong in (
        {"due_on": walk.DAY - dt.timedelta(days=1)},
        {"given_tlp": "TLP:RED"},
    ):
        with pytest.raises(NotAConsultation):
            asked(cast, draft, **wrong)
    consultation = asked(cast, draft)
    said(cast, consultation)
    with pytest.raises(NotAConsultation):
        said(cast, consultation)  # a correction without a reason
    with pytest.raises(NotAConsultation):
        said(cast, consultation, on=walk.DAY + dt.timedelta(days=1), reason="They called again.")
    consulting.withdraw(consultation=consultation, reason="Wrong case.", by=cast.head, at=walk.AT)
    with pytest.raises(NotAConsultation):
        said(cast, consultation, reason="They called again.")
    with pytest.raises(NotAllowed):
        consulting.consult(consultation=consultation, by=cast.principal, at=walk.AT)
    assert verbs()[-3:] == ["consultation.asked", "consultation.answered", "consultation.withdrawn"]
    assert list(states.differences()) == []


def test_red_goes_to_named_recipients_of_a_cleared_asker_alone(cast, draft):
    with pytest.raises(NotAConsultation, match="clearance"):
        asked(cast, draft, given_tlp="TLP:RED", name="The panel")
    cast.analyst.clearance = "TLP:RED"
    with pytest.raises(NotAConsultation, match="named recipients"):
        asked(cast, draft, given_tlp="TLP:RED")
    assert asked(cast, draft, given_tlp="TLP:RED", name="The panel").ref


def test_the_page_asks_records_and_withdraws_and_hides_with_the_situation(cast, draft):
    form = {"kind": "partner", "question": QUESTION, "given": "The judgements alone.", "given_tlp": "TLP:GREEN"}
    assert post(cast.reviewer, "consult", draft.ref, **form, due_on="2100-01-01").status_code == 302
    consultation = Consultation.objects.get()
    refs = (draft.ref, consultation.ref)
    words = {"view": "agrees", "text": WORDS, "on": "2025-07-01"}
    assert post(cast.analyst, "keep_view", *refs, **words).status_code == 302
    page = browser(cast.analyst).get(reverse("consultations", args=[draft.ref]))
    assert all(each in page.content.decode() for each in (WORDS, QUESTION, "a local partner"))
    assert post(cast.analyst, "withdraw_consultation", *refs, reason="Another case it was.").status_code == 302
    assert Consultation.objects.get().withdrawn_at
    low = walk.person(Role.ANALYST, "low", clearance="TLP:CLEAR")
    assert not consultations(low).exists()
    assert browser(low).get(reverse("consultations", args=[draft.ref])).status_code == 404
