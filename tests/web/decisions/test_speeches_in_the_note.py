"""A rated speech in the note that is signed, in the short note and in the copy for a body."""

import pytest

import speeches
import walk
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.note.withdrawn import redacted_note
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.decisions.transmission.copy import compose_copy
from focalpoint.desk.documents.blocks import Document, Paragraph, Reason, Table
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.incitement import actions as inciting
from focalpoint.desk.situations.incitement.parts import PARTS
from focalpoint.desk.situations.models import Speech
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import outcome_of

pytestmark = pytest.mark.django_db
URL = "https://archive.example/speech"
DIGEST = "5f" * 32


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def second(cast):
    return walk.person(Role.ANALYST, "second")


@pytest.fixture
def item(cast):
    return walk.filed(cast.analyst)


@pytest.fixture
def situation(cast, item):
    found = walk.opened(cast.analyst, item)
    walk.tested(found, cast.analyst, outcome="", override_reason="", answers={})
    return found


@pytest.fixture
def speech(cast, situation):
    return speeches.filed(cast.analyst, situation, archive_url=URL, archive_sha256=DIGEST)


@pytest.fixture
def draft(cast, situation, item, speech):
    found = walk.assessed(situation, item, cast.analyst)
    walk.optioned(found, cast.analyst)
    return found


def note_of(draft) -> Document:
    return compose(draft, draft.paper, number=1, language="en", on=walk.DAY)


def ratings(note: Document) -> Table:
    """The table of the ratings, which has a row for each part."""
    (found,) = [each for each in note.blocks if isinstance(each, Table) and each.keys == tuple(PARTS)]
    return found


def facts(note: Document, speech: Speech) -> tuple[str, ...]:
    """What the note says of the speech itself, cell by cell."""
    (found,) = [each for each in note.blocks if isinstance(each, Table) and each.keys == (speech.ref,)]
    return tuple(str(cell) for cell in found.rows[0] if isinstance(cell, Reason))


def said(note: Document) -> str:
    """All paragraphs of a note in one line."""
    return " ".join(run.text for each in note.blocks if isinstance(each, Paragraph) for run in each.runs)


def submitted(draft, cast):
    return deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)


def test_who_said_what_where_to_whom_and_the_archived_copy_are_in_the_note(draft, speech):
    who, words, archived = facts(note_of(draft), speech)
    assert who == "The governor, on 1 July 2025; Market of the district; to: Listeners of the local station"
    assert words == speeches.WORDS
    assert archived == f"{URL} SHA-256 {DIGEST}"


def test_a_speech_that_two_people_have_not_rated_has_no_answers_in_the_note(cast, draft, speech, item):
    speeches.rated(speech, cast.analyst, speeches.HIGH, item)
    note = note_of(draft)
    assert "Two people have not rated this speech yet" in said(note)
    assert [each for each in note.blocks if isinstance(each, Table) and each.keys == tuple(PARTS)] == []


def test_each_part_is_in_the_note_with_both_levels_reasons_and_evidence(cast, second, draft, speech, item):
    speeches.rated_by_two(speech, cast.analyst, second, item, (speeches.HIGH, speeches.LOW))
    table = ratings(note_of(draft))
    assert table.head == ("Part", "first rater", "second rater", "Evidence")
    rows = dict(zip(table.keys, table.rows, strict=True))
    assert [str(cell) for cell in rows["rabat.likelihood"][:3]] == [
        "Likelihood of harm, and how soon",
        "high. Rateranalyst heard rabat.likelihood in the recording at hand.",
        "low. Ratersecond heard rabat.likelihood in the recording at hand.",
    ]
    assert [cite.ref for cite in rows["rabat.likelihood"][3]] == [item.ref]
    assert str(rows["call.direct"][2]).startswith("not met. ")


def test_differences_that_were_not_reconciled_are_in_the_note_as_they_are(cast, second, draft, speech, item):
    speeches.rated_by_two(speech, cast.analyst, second, item, (speeches.HIGH, speeches.LOW))
    text = said(note_of(draft))
    assert "It does not reach the threshold." in text
    assert "In round 1 the two raters agree on 7 of 9 parts." in text
    assert "They differ on: Likelihood of harm, and how soon, Direct." in text
    assert "The difference was not reconciled." in text


def test_what_they_were_reconciled_to_has_a_column_of_its_own(cast, second, draft, speech, item):
    speeches.rated_by_two(speech, cast.analyst, second, item, (speeches.HIGH, speeches.LOW))
    levels = {"rabat.likelihood": "moderate", "call.direct": "unknown"}
    found = speeches.parts(levels, item, of="Both")
    inciting.reconcile_ratings(speech=speech, parts=found, by=cast.head, at=walk.AT)
    note = note_of(draft)
    table = ratings(note)
    assert table.head[3] == "reconciled"
    rows = dict(zip(table.keys, table.rows, strict=True))
    assert str(rows["rabat.likelihood"][3]).startswith("moderate. Both heard")
    assert str(rows["rabat.context"][3]) == "–"
    assert "It reaches the threshold of incitement." in said(note)
    assert "They were reconciled." in said(note)


def test_the_hash_of_the_signed_note_covers_every_reason(cast, second, draft, speech, item):
    speeches.rated_by_two(speech, cast.analyst, second, item)
    submission = submitted(draft, cast)
    walk.sign(submission, by=cast.reviewer)
    draft.refresh_from_db()
    note = signed_note(draft)
    text = note.model_dump_json()
    assert all(f"Ratersecond heard {name}" in text for name in PARTS)
    changed = text.replace("Ratersecond heard call.intent", "Ratersecond heard nothing of call.intent")
    assert Document.model_validate_json(changed).digest() != note.digest()


def test_what_was_signed_keeps_its_outcome_when_the_speech_is_rated_again(cast, second, draft, speech, item, situation):
    speeches.rated_by_two(speech, cast.analyst, second, item)
    assert outcome_of(scope(situation), draft) == "in_scope_incitement"
    walk.sign(submitted(draft, cast), by=cast.reviewer)
    draft.refresh_from_db()
    later = walk.AT + walk.dt.timedelta(days=1)
    inciting.rate_again(speech=speech, reason="A better translation came.", by=cast.head, at=later)
    for by in (cast.analyst, cast.head):
        found = speeches.parts(speeches.LOW, item, of=by.username)
        inciting.rate_speech(speech=speech, parts=found, by=by, at=later)
    assert outcome_of(scope(situation), draft) == "in_scope_incitement"
    assert outcome_of(scope(situation), None) == "insufficient_information"


def test_the_next_version_shows_the_round_that_counts_then(cast, second, draft, speech, item, situation):
    speeches.rated_by_two(speech, cast.analyst, second, item)
    before = note_of(draft)
    inciting.rate_again(speech=speech, reason="A better translation came.", by=cast.head, at=walk.AT)
    speeches.rated(speech, cast.head, speeches.LOW, item)
    assert note_of(draft) == before
    speeches.rated(speech, second, speeches.LOW, item)
    assert "In round 2 the two raters agree on 9 of 9 parts." in said(note_of(draft))


def test_a_rating_changes_what_a_returned_draft_is_compared_by_and_its_absence_does_not(
    cast, second, draft, speech, item
):
    empty = fingerprint(draft, draft.paper)
    speeches.rated(speech, cast.analyst, speeches.HIGH, item)
    assert fingerprint(draft, draft.paper) == empty
    speeches.rated(speech, second, speeches.LOW, item)
    assert fingerprint(draft, draft.paper) != empty


def test_a_speech_that_was_set_aside_is_not_in_the_note(cast, second, draft, speech, item):
    speeches.rated_by_two(speech, cast.analyst, second, item)
    inciting.set_speech_aside(speech=speech, reason="It was filed twice.", by=cast.head, at=walk.AT)
    text = note_of(draft).model_dump_json()
    assert speech.ref not in text
    assert speeches.WORDS not in text


def test_words_of_an_item_whose_consent_was_withdrawn_are_in_no_draft_and_no_longer_in_what_was_signed(
    cast, second, situation, item
):
    other = walk.filed(cast.analyst)
    situating.link_item(situation=situation, item=other, by=cast.analyst, at=walk.AT)
    speech = speeches.filed(cast.analyst, situation, item=item, words="What the reporter wrote down.")
    speeches.rated_by_two(speech, cast.analyst, second, other)
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    assert "What the reporter wrote down." in note_of(draft).model_dump_json()
    walk.sign(submitted(draft, cast), by=cast.reviewer)
    draft.refresh_from_db()
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    for note in (note_of(draft), redacted_note(signed_note(draft), draft)):
        assert "What the reporter wrote down." not in note.model_dump_json()
        assert "no longer shown" in facts(note, speech)[1]
    assert outcome_of(scope(situation), None) == "insufficient_information"


def test_a_rating_that_rests_on_nothing_but_a_withdrawn_item_is_no_longer_shown_in_what_was_signed(
    cast, second, situation, item
):
    other = walk.filed(cast.analyst)
    situating.link_item(situation=situation, item=other, by=cast.analyst, at=walk.AT)
    speech = speeches.filed(cast.analyst, situation, item=item, words="What the reporter wrote down.")
    speeches.rated_by_two(speech, cast.analyst, second, other)  # cited nowhere else
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    walk.sign(submitted(draft, cast), by=cast.reviewer)
    draft.refresh_from_db()
    other.refresh_from_db()
    before = signed_note(draft)
    taking.withdraw_consent(item=other, revision=other.revision, by=cast.analyst, at=walk.AT)
    after = redacted_note(before, draft)
    assert "consent for 1 item behind it was withdrawn" in after.notice
    assert "no longer shown" in after.model_dump_json()
    assert "no longer shown" not in before.model_dump_json()


@pytest.mark.parametrize("consent", [True, False])
def test_the_copy_for_a_body_has_words_of_an_item_only_where_its_source_agreed(cast, second, situation, consent):
    item = walk.filed(cast.analyst, consent_bodies=consent)
    situating.link_item(situation=situation, item=item, by=cast.analyst, at=walk.AT)
    speech = speeches.filed(cast.analyst, situation, item=item, words="What the reporter wrote down.")
    speeches.rated_by_two(speech, cast.analyst, second, item)
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    submission = submitted(draft, cast)
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    decision = deciding.decide(
        submission=submission,
        choice="watch",
        reason="It is watched.",
        on=walk.DAY + walk.dt.timedelta(days=30),
        route=None,
        revision=submission.revision,
        by=cast.principal,
        at=walk.AT,
    )
    passed = {item.ref} if consent else set()
    copy = compose_copy(decision, walk.route(), passed, symbol="T-1", on=walk.DAY).model_dump_json()
    assert ("What the reporter wrote down." in copy) is consent
    assert ("Ratersecond heard" in copy) is consent
    assert (item.ref in copy) is consent
