"""What a submission lacks: each thing that is missing is told, and nothing else."""

import datetime as dt

import pytest

import walk
from at_desk import verbs
from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.actions import NotNow, NotReady
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.situations.models import ScopeTest
from walk import missing_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> walk.Cast:
    return walk.cast()


@pytest.fixture
def draft(cast) -> Assessment:
    """A draft that lacks nothing."""
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    made = walk.assessed(situation, item, cast.analyst)
    walk.optioned(made, cast.analyst)
    made.refresh_from_db()
    return made


def paper_of(draft: Assessment) -> Paper:
    return Paper.objects.get(assessment=draft)


def no_test(draft: Assessment) -> None:
    ScopeTest.objects.filter(situation=draft.situation).delete()


def no_judgement(draft: Assessment) -> None:
    draft.judgements.all().delete()


def no_evidence(draft: Assessment) -> None:
    draft.factors.get(factor="RF8").evidence.clear()


def no_summary(draft: Assessment) -> None:
    draft.summary = " \n\t"


def no_gaps(draft: Assessment) -> None:
    draft.gaps = "\u2003"


def no_day(draft: Assessment) -> None:
    draft.expires_on = None


LACKS = {
    no_test: "The situation has no scope test.",
    no_judgement: "There is no judgement.",
    no_evidence: "No evidence is cited for: RF8.",
    no_summary: "There is no summary.",
    no_gaps: "What is not known was not said.",
    no_day: "The assessment needs a day on which it expires, after today.",
}


def test_a_whole_draft_lacks_nothing(draft):
    assert missing_parts(draft, paper_of(draft), on=walk.DAY) == []


@pytest.mark.parametrize("takes_away", LACKS)
def test_one_thing_taken_away_is_told_and_nothing_else(draft, takes_away):
    takes_away(draft)
    assert missing_parts(draft, paper_of(draft), on=walk.DAY) == [LACKS[takes_away]]


def test_all_taken_away_together_are_all_told_in_one_order(draft):
    for takes_away in reversed(LACKS):
        takes_away(draft)
    assert missing_parts(draft, paper_of(draft), on=walk.DAY) == list(LACKS.values())


def test_without_a_paper_an_assessment_never_goes(draft):
    assert missing_parts(draft, None, on=walk.DAY) == [
        "There is no options paper: an assessment never goes without one.",
    ]


@pytest.mark.parametrize(("days", "told"), [(-1, True), (0, True), (1, False), (400, False)])
def test_the_day_of_expiry_is_after_today(draft, days, told):
    draft.expires_on = walk.DAY + dt.timedelta(days=days)
    assert (LACKS[no_day] in missing_parts(draft, paper_of(draft), on=walk.DAY)) is told


def test_a_factor_that_is_absent_or_unknown_needs_no_evidence(draft):
    no_evidence(draft)
    for value in (Factor.Value.ABSENT, Factor.Value.UNKNOWN):
        draft.factors.filter(factor="RF8").update(value=value)
        assert missing_parts(draft, paper_of(draft), on=walk.DAY) == []


def test_absent_without_evidence_and_without_a_reason_is_a_claim_on_nothing(draft):
    draft.factors.filter(factor="RF1").update(value=Factor.Value.ABSENT)
    told = missing_parts(draft, paper_of(draft), on=walk.DAY)
    assert told == ["Absent is a claim; say why, or choose unknown: RF1."]
    draft.factors.filter(factor="RF1").update(note="Peace holds.")
    assert missing_parts(draft, paper_of(draft), on=walk.DAY) == []


def test_what_the_scope_test_refers_to_others_is_not_submitted(draft, cast):
    walk.tested(draft.situation, cast.analyst, outcome=ScopeTest.Outcome.REFER, refer_to="OCHA")
    (told,) = missing_parts(draft, paper_of(draft), on=walk.DAY)
    assert "for others to deal with" in told
    walk.tested(draft.situation, cast.analyst, outcome=ScopeTest.Outcome.INSUFFICIENT)
    assert missing_parts(draft, paper_of(draft), on=walk.DAY) == []


def test_every_factor_without_evidence_is_named(draft):
    draft.factors.filter(factor__in=["RF1", "RF3"]).update(value=Factor.Value.PRESENT)
    (told,) = missing_parts(draft, paper_of(draft), on=walk.DAY)
    assert set(told.removeprefix("No evidence is cited for: ").rstrip(".").split(", ")) == {"RF1", "RF3"}


def test_a_pillar_without_a_measure_and_a_paper_without_its_last_line_are_told_apart(draft):
    paper = paper_of(draft)
    paper.options.filter(pillar="II").delete()
    one = missing_parts(draft, paper, on=walk.DAY)
    paper.no_new_measure = " "
    both = missing_parts(draft, paper, on=walk.DAY)
    assert one
    assert set(one) < set(both)


def test_a_refused_submission_carries_the_list_and_leaves_no_row_and_no_event(draft, cast):
    draft.judgements.all().delete()
    before = verbs()
    with pytest.raises(NotReady) as refused:
        deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    assert refused.value.found == [LACKS[no_judgement]]
    assert refused.value.todo == LACKS[no_judgement]
    assert (Submission.objects.count(), verbs()) == (0, before)
    draft.refresh_from_db()
    assert draft.state == Assessment.State.DRAFT


@pytest.fixture
def signed(cast) -> Submission:
    return walk.signed(cast)


def decide(submission: Submission, cast: walk.Cast, **more) -> Decision:
    words = {
        "choice": "act",
        "reason": "Said.",
        "on": walk.DAY,
        "route": walk.route(),
        "others": walk.WHY_NOT,
        "by": cast.principal,
    }
    words = {**words, "revision": submission.revision, "at": walk.AT, **more}
    return deciding.decide(submission=submission, **words)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"on": walk.DAY - dt.timedelta(days=1)}, NotNow),
        ({"route": None}, NotNow),
        ({"choice": "refer", "route": None}, NotNow),
    ],
)
def test_a_decision_that_is_refused_leaves_no_row_no_copy_and_no_event(signed, cast, more, error):
    before = verbs()
    with pytest.raises(error) as refused:
        decide(signed, cast, **more)
    assert refused.value.todo
    assert (Decision.objects.count(), Transmission.objects.count(), verbs()) == (0, 0, before)
    signed.refresh_from_db()
    assert signed.state == Submission.State.SIGNED


def test_whatever_else_is_wrong_only_the_principal_is_told(signed, cast):
    for role in set(Role) - {Role.PRINCIPAL}:
        somebody = walk.person(role, f"other-{role}", body="HRC")
        with pytest.raises(NotAllowed):
            decide(signed, cast, by=somebody, on=walk.DAY - dt.timedelta(days=9), route=None)
    assert not Decision.objects.exists()


def test_a_decided_submission_is_not_signed_returned_or_decided_again(cast):
    taken = walk.decided(cast)
    before = verbs()
    submission = Submission.objects.get()
    given_ = {"submission": submission, "revision": submission.revision, "at": walk.AT}
    with pytest.raises(NotNow):
        decide(submission, cast)
    with pytest.raises(NotNow):
        walk.sign(submission, by=cast.reviewer)
    with pytest.raises(NotNow):
        deciding.send_back(**given_, reason="Late.", by=cast.reviewer)
    assert (verbs(), list(Decision.objects.all())) == (before, [taken])


def test_a_clock_that_ran_out_shows_in_overdue_until_a_decision_stops_it(cast):
    submission = walk.signed(cast)
    due = submission.due_at
    assert due == walk.AT + dt.timedelta(days=3)
    assert not queries.overdue(cast.principal, due).exists()
    late = due + dt.timedelta(seconds=1)
    assert list(queries.overdue(cast.principal, late)) == [submission]
    assert not queries.overdue(cast.liaison, late).exists()
    decide(submission, cast)
    assert not queries.overdue(cast.principal, late).exists()
