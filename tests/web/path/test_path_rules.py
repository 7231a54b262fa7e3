"""The path to a decision: each rule proved, each step one trail event, nothing written when the trail fails."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk as on_path
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.queries import submissions, transmissions
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Custody, Item, Original
from focalpoint.desk.people import conditions
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import links
from walk import AT, DAY, SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return on_path.cast()


def verbs() -> list[str]:
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_the_whole_path_leaves_one_event_a_step_and_a_whole_chain(cast):
    decision = on_path.decided(cast)
    sent = decision.transmissions.get()
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=AT)
    exchange.answer(transmission=sent, text="We will meet.", by=cast.liaison, at=AT)
    assert verbs() == [
        "item.filed",
        "situation.opened",
        "scope.tested",
        "assessment.started",
        "assessment.saved",
        "assessment.saved",
        "judgement.recorded",
        "consultation.local-view",
        "paper.saved",
        "option.considered",
        "option.considered",
        "option.considered",
        "paper.saved",
        "submission.made",
        "submission.signed",
        "decision.taken",
        "transmission.acknowledged",
        "transmission.answered",
    ]
    assert list(breaks(links(), {})) == []


def test_no_text_of_anybody_stands_in_the_trail(cast):
    on_path.decided(cast)
    assert [row for row in links() if SECRET in str(row)] == []


def test_nobody_signs_their_own_whatever_their_role(cast):
    submission = on_path.submitted(cast)
    cast.analyst.role = Role.REVIEWER
    cast.analyst.save()
    with pytest.raises(NotAllowed) as refused:
        on_path.sign(submission, by=cast.analyst)
    assert refused.value.condition is conditions.NOT_OWN
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=submission.assessment_id).update(reviewer=cast.analyst)


@pytest.mark.parametrize("role", ["reporter", "analyst", "principal", "liaison", "overseer"])
def test_only_a_reviewer_or_the_head_signs_or_returns(cast, role):
    submission = on_path.submitted(cast)
    other = on_path.person(Role(role), "another", body="HRC")
    with pytest.raises(NotAllowed):
        on_path.sign(submission, by=other)
    with pytest.raises(NotAllowed):
        deciding.send_back(submission=submission, reason="x", revision=submission.revision, by=other, at=AT)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRINCIPAL])
def test_the_principal_alone_decides(cast, role):
    submission = on_path.signed(cast)
    other = on_path.person(role, "another", body="HRC")
    with pytest.raises(NotAllowed):
        deciding.decide(
            submission=submission,
            choice="watch",
            reason="x",
            on=DAY,
            route=None,
            revision=submission.revision,
            by=other,
            at=AT,
        )
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("who", "broken"),
    [("analyst", conditions.NOT_OWN), ("reviewer", conditions.NOT_REVIEWER)],
)
def test_who_wrote_or_signed_does_not_decide_once_made_principal(cast, who, broken):
    submission, by = on_path.signed(cast), getattr(cast, who)
    by.role = Role.PRINCIPAL
    by.save()
    given = {"choice": "watch", "reason": "x", "on": DAY, "route": None, "revision": submission.revision}
    with pytest.raises(NotAllowed) as refused:
        deciding.decide(submission=submission, **given, by=by, at=AT)
    assert refused.value.condition is broken
    assert not Decision.objects.exists()
    page = browser(by).get(reverse("submission", args=[submission.ref])).content.decode()
    assert "Your decision" not in page


def test_who_submitted_does_not_decide_once_made_principal(cast):
    submission = on_path.signed(cast)
    cast.head.role = Role.PRINCIPAL
    cast.head.save()
    Submission.objects.update(submitted_by=cast.head)
    given = {"choice": "watch", "reason": "x", "on": DAY, "route": None, "revision": submission.revision}
    with pytest.raises(NotAllowed) as refused:
        deciding.decide(submission=submission, **given, by=cast.head, at=AT)
    assert refused.value.condition is conditions.NOT_OWN


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_blank_decision_is_impossible(cast, reason):
    submission = on_path.signed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        deciding.decide(
            submission=submission,
            choice="refuse",
            reason=reason,
            on=DAY,
            route=None,
            revision=submission.revision,
            by=cast.principal,
            at=AT,
        )
    submission.refresh_from_db()
    assert submission.state == Submission.State.SIGNED


def test_to_act_needs_a_body_a_form_and_a_way(cast):
    submission = on_path.signed(cast)
    with pytest.raises(deciding.NotNow, match="body"):
        deciding.decide(
            submission=submission,
            choice="act",
            reason="x",
            on=DAY,
            route=None,
            revision=submission.revision,
            by=cast.principal,
            at=AT,
        )


@pytest.mark.parametrize(("choice", "sent"), [("act", 1), ("refer", 1), ("watch", 0), ("refuse", 0)])
def test_every_choice_stands_with_its_reason_and_only_two_send_something(cast, choice, sent):
    decision = on_path.decided(cast, choice)
    assert (decision.choice, decision.reason) == (choice, SECRET)
    assert Transmission.objects.count() == sent


def test_an_unsigned_submission_cannot_be_decided(cast):
    submission = on_path.submitted(cast)
    with pytest.raises(deciding.NotNow):
        deciding.decide(
            submission=submission,
            choice="watch",
            reason="x",
            on=DAY,
            route=None,
            revision=submission.revision,
            by=cast.principal,
            at=AT,
        )
    assert not submissions(cast.principal).exists()


def test_a_submission_names_everything_it_lacks(cast):
    item = on_path.filed(cast.analyst)
    draft = assessing.start(situation=on_path.opened(cast.analyst, item), by=cast.analyst, at=AT)
    with pytest.raises(deciding.NotReady) as refused:
        deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)
    said = " ".join(refused.value.found)
    assert [
        one
        for one in ("scope test", "judgement", "summary", "not known", "expires", "options paper")
        if one not in said
    ] == []
    assert not Submission.objects.exists()


def test_all_fourteen_factors_start_as_unknown_and_present_needs_evidence(cast):
    draft = assessing.start(situation=on_path.opened(cast.analyst), by=cast.analyst, at=AT)
    assert list(draft.factors.values_list("factor", "value")) == [(f"RF{n}", "unknown") for n in range(1, 15)]
    with pytest.raises(assessing.NoEvidence):
        assessing.set_factor(
            assessment=draft,
            factor="RF1",
            value="present",
            note="",
            evidence=[],
            revision=draft.revision,
            by=cast.analyst,
            at=AT,
        )
    assert draft.factors.get(factor="RF1").value == Factor.Value.UNKNOWN


def test_a_returned_assessment_is_written_again_and_goes_under_its_number(cast):
    submission = on_path.submitted(cast)
    deciding.send_back(submission=submission, reason="Thin.", revision=submission.revision, by=cast.reviewer, at=AT)
    draft = Assessment.objects.get()
    assessing.save_texts(assessment=draft, texts={"summary": "More."}, revision=draft.revision, by=cast.analyst, at=AT)
    again = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)
    assert (again.pk, again.number) == (submission.pk, submission.number)
    on_path.sign(again, by=cast.reviewer)


def test_a_signed_assessment_is_frozen_with_its_hash_and_never_written_again(cast):
    submission = on_path.signed(cast)
    draft = submission.assessment
    draft.refresh_from_db()
    from focalpoint.desk.documents.blocks import Document

    assert Document.model_validate(draft.frozen).digest() == draft.frozen_hash
    with pytest.raises(assessing.Frozen):
        assessing.save_texts(assessment=draft, texts={"summary": "x"}, revision=draft.revision, by=cast.analyst, at=AT)
    with pytest.raises(assessing.Frozen):
        assessing.dissent(assessment=draft, text="x", by=cast.head, at=AT)


def test_what_goes_out_is_the_note_as_signed_even_when_the_situation_changes_later(cast):
    decision = on_path.decided(cast)
    sent = decision.transmissions.get()
    Situation.objects.update(title="Changed")
    sent.refresh_from_db()
    assert sent.copy["title"] == SECRET
    signed = decision.submission.assessment.frozen["blocks"]
    told = [
        block for block in sent.copy["blocks"] if block.get("may_leave") and block["kind"] not in ("listing", "table")
    ]
    assert len(told) > 10
    assert [block for block in told if block not in signed] == []


def test_a_liaison_sees_what_went_to_the_body_and_nothing_else(cast):
    on_path.decided(cast)
    other = on_path.person(Role.LIAISON, "other", body="SC")
    low = on_path.person(Role.LIAISON, "low", body="HRC", clearance="TLP:GREEN")
    assert transmissions(cast.liaison).count() == 1
    assert transmissions(other).count() == 0
    assert transmissions(low).count() == 0
    assert submissions(cast.liaison).count() == 0
    with pytest.raises(NotAllowed):
        exchange.acknowledge(transmission=Transmission.objects.get(), by=other, at=AT)


def test_an_answer_comes_after_the_acknowledgement_and_only_once(cast):
    on_path.decided(cast)
    sent = Transmission.objects.get()
    with pytest.raises(deciding.NotNow, match="not acknowledged"):
        exchange.answer(transmission=sent, text="x", by=cast.liaison, at=AT)
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=AT)
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=AT)
    exchange.answer(transmission=sent, text="One.", by=cast.liaison, at=AT)
    with pytest.raises(deciding.NotNow, match="already"):
        exchange.answer(transmission=sent, text="Two.", by=cast.liaison, at=AT)
    assert verbs().count("transmission.acknowledged") == 1
    assert sent.answer == "One."


def test_of_two_principals_at_once_one_wins_and_the_other_is_told(cast):
    submission = on_path.signed(cast)
    shown = submission.revision
    stale = Submission.objects.get(pk=submission.pk)
    common = {"reason": "x", "on": DAY, "route": None, "by": cast.principal, "at": AT}
    deciding.decide(submission=submission, choice="watch", revision=shown, **common)
    with pytest.raises(deciding.NotNow, match="decided already"):
        deciding.decide(submission=stale, choice="refuse", revision=shown, **common)
    assert Decision.objects.get().choice == "watch"


def test_an_overlap_that_is_seen_asks_for_a_reason(cast):
    first = on_path.opened(cast.analyst)
    with pytest.raises(situating.Overlap) as refused:
        on_path.opened(cast.analyst)
    assert refused.value.found == [first]
    assert on_path.opened(cast.analyst, overlap_reason="Another group.").overlaps.get() == first


def test_an_overlap_that_is_not_seen_answers_as_none(cast):
    hidden = on_path.opened(cast.head, need_to_know=True)
    mine = on_path.opened(cast.analyst)
    assert hidden.overlaps.get() == mine


def named(item: Item, source, by) -> None:
    taking.name_source(item=item, source=source, subject="police", revision=item.revision, by=by, at=AT)


def graded(item: Item, credibility: int, by, *confirmed_by: Item) -> None:
    words = {"credibility": credibility, "reason": "x", "despite": "x", "confirmed_by": list(confirmed_by)}
    grading.grade_item(item=item, **words, revision=item.revision, by=by, at=AT)


def withdrawn(item: Item, by) -> None:
    taking.withdraw_consent(item=item, revision=item.revision, by=by, at=AT)


def test_credibility_one_needs_an_independent_origin(cast):
    one, two = on_path.filed(cast.analyst), on_path.filed(cast.analyst)
    source, same, other = (
        on_path.sourced(cast.analyst, label, group) for label, group in [("a", "x"), ("b", "x"), ("c", "y")]
    )
    named(one, source, cast.analyst)
    for weak in (None, source, same):
        if weak:
            named(two, weak, cast.analyst)
        with pytest.raises(grading.NotIndependent):
            graded(one, 1, cast.analyst, two)
    named(two, other, cast.analyst)
    graded(one, 1, cast.analyst, two)
    custodian = on_path.person(Role.CUSTODIAN)
    grading.answer_grading(grading=one.gradings.get(), granted=True, answer="Compared.", by=custodian, at=AT)
    assert Item.objects.get(pk=one.pk).credibility == 1


def test_withdrawn_consent_destroys_key_and_text_while_custody_and_trail_stay_whole(
    cast, home, django_capture_on_commit_callbacks
):
    item = on_path.filed(cast.reporter)
    original = item.originals.get()
    assert taking.read_original(original=original, by=cast.analyst, at=AT) == b"A picture of nothing."
    with django_capture_on_commit_callbacks(execute=True):
        withdrawn(item, cast.reporter)
    original.refresh_from_db()
    item.refresh_from_db()
    item.event.refresh_from_db()
    assert original.key is None
    assert not list(home.rglob(original.blob))
    assert SECRET not in str(
        [item.title, item.text, item.event.what, item.event.actor, item.event.victims, original.name]
    )
    with pytest.raises(taking.Withdrawn):
        taking.read_original(original=original, by=cast.analyst, at=AT)
    steps = ["received", "stored", "read", "withdrawn", "key-destroyed"]
    assert list(Custody.objects.values_list("step", flat=True)) == steps
    assert list(breaks(links(), {})) == []


def test_a_file_is_known_by_its_content_and_never_by_its_name(cast):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    item = on_path.filed(cast.reporter, data=png)
    assert item.originals.get().kind == "image/png"
    page = on_path.filed(cast.reporter, data="plain words, naïve".encode())
    assert page.originals.get().kind == "text/plain"
    odd = on_path.filed(cast.reporter, data=b"\x00\x01\x02\x03\xff")
    assert odd.originals.get().kind == "application/octet-stream"


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(cast, home):
    with pytest.raises(taking.TooLarge):
        on_path.filed(cast.reporter, data=b"x" * (taking.LARGEST + 1))
    assert not Item.objects.exists()
    assert not list(home.rglob("originals/*/*"))


STEPS = {
    "file": lambda cast: on_path.filed(cast.analyst),
    "source": lambda cast: on_path.sourced(cast.analyst),
    "open": lambda cast: on_path.opened(cast.analyst),
    "submit": on_path.submitted,
    "sign": on_path.signed,
    "decide": on_path.decided,
}


@pytest.mark.parametrize("step", STEPS)
def test_when_the_trail_write_fails_nothing_is_written(cast, step, monkeypatch, home):
    from focalpoint.desk.trail import actions

    def broken(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_append", broken)
    with pytest.raises(OSError, match="full"):
        STEPS[step](cast)
    counts = [model.objects.count() for model in (Item, Situation, Assessment, Submission, Decision, Original, Custody)]
    assert counts == [0] * 7
    assert not list(home.rglob("originals/*/*"))


def test_the_clock_runs_from_the_submission(cast):
    assert on_path.submitted(cast).due_at == AT + dt.timedelta(days=3)
