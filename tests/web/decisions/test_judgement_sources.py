"""What a judgement rests on is in the note and, where it may, in the copy; a withdrawal takes its words out."""

import pytest

import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.queries import cited_items, withdrawn_evidence
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.alerts import Alert, file_alert
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.note.withdrawn import redacted_note
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.queries import with_withdrawn_evidence
from focalpoint.desk.trail.models import Event

TITLES = {True: "Seen at the market", False: "Heard at the barracks"}


@pytest.fixture
def items(cast) -> dict[bool, Item]:
    """One item that may go to a body, and one that may not."""
    return {may: walk.filed(cast.analyst, title, title.encode(), consent_bodies=may) for may, title in TITLES.items()}


@pytest.fixture
def sent(cast, items) -> Submission:
    situation = walk.opened(cast.analyst, items[True])
    request = walk.option(None, "ME023", "III", reason="To call the governor tonight.")
    alert = Alert(walk.judgement(None), request, list(items.values()))
    return file_alert(situation=situation, alert=alert, by=cast.analyst, at=walk.AT)


def decided(cast, sent: Submission) -> Transmission:
    walk.sign(sent, by=cast.reviewer)
    sent.refresh_from_db()
    words = {"choice": "act", "reason": "It is about to start.", "on": walk.DAY}
    route = walk.route()
    given = {"route": route, "others": walk.WHY_NOT, "revision": sent.revision, "by": cast.principal, "at": walk.AT}
    return deciding.decide(submission=sent, **words, **given).transmissions.get()


def test_the_copy_has_only_the_sources_that_may_go_to_a_body(cast, sent, items):
    copy = decided(cast, sent)
    sent.assessment.refresh_from_db()
    note, passed = str(sent.assessment.frozen), str(copy.copy)
    assert all(title in note for title in TITLES.values())
    assert TITLES[True] in passed
    assert TITLES[False] not in passed
    assert list(copy.passed.all()) == [items[True]]


def test_a_withdrawal_takes_the_words_out_of_a_signed_note_and_the_owner_is_informed(cast, sent, items):
    walk.sign(sent, by=cast.reviewer)
    assessment = sent.assessment
    assessment.refresh_from_db()
    gone = items[True]
    taking.withdraw_consent(item=gone, revision=gone.revision, by=cast.analyst, at=walk.AT)
    assert list(withdrawn_evidence(assessment)) == [gone]
    assert set(cited_items(assessment)) == set(items.values())
    shown = redacted_note(signed_note(assessment), assessment)
    assert TITLES[True] not in str(shown.blocks)
    assert TITLES[False] in str(shown.blocks)
    assert "consent for 1 item behind it was withdrawn" in shown.notice
    assert with_withdrawn_evidence(cast.analyst) == [assessment.situation]


def test_what_was_withdrawn_supports_no_new_judgement(cast, items):
    draft = assessing.start(situation=walk.opened(cast.analyst), by=cast.analyst, at=walk.AT)
    gone = items[False]
    taking.withdraw_consent(item=gone, revision=gone.revision, by=cast.analyst, at=walk.AT)
    given = {"judgement": walk.judgement(draft), "evidence": [gone], "revision": draft.revision}
    with pytest.raises(taking.Withdrawn):
        assessing.record_judgement(**given, by=cast.analyst, at=walk.AT)
    assert not draft.judgements.exists()


def test_the_sources_are_in_the_fingerprint_and_in_the_trail(sent, items):
    before = fingerprint(sent.assessment, sent.paper)
    event = Event.objects.get(verb="judgement.recorded", subject=sent.assessment.ref)
    assert all(each.ref in event.ids for each in items.values())
    sent.assessment.judgements.get().evidence.remove(items[True])
    assert fingerprint(sent.assessment, sent.paper) != before
