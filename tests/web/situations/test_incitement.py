"""A speech is rated by two people who do not see each other's answers until both are done."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.actions import Finding, ScopeProblem, WithTheReviewer
from focalpoint.desk.situations.incitement import actions as inciting
from focalpoint.desk.situations.incitement.actions import NotYourStep, RatingProblem
from focalpoint.desk.situations.incitement.archive import BadHash, NotSaid
from focalpoint.desk.situations.incitement.parts import PARTS
from focalpoint.desk.situations.incitement.ratings import counted_result, speeches_of
from focalpoint.desk.situations.incitement.reminder import reminder_of
from focalpoint.desk.situations.models import RatedPart, Rating, ScopeTest
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import outcome_of
from focalpoint.desk.trail.states import differences
from speeches import HIGH, LOW, filed, form_of, parts, rated

pytestmark = pytest.mark.django_db
DATA = b"A picture of nothing."


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def second(cast):
    return walk.person(Role.ANALYST, "second")


@pytest.fixture
def item(cast):
    return walk.filed(cast.analyst, data=DATA)


@pytest.fixture
def situation(cast, item):
    return walk.opened(cast.analyst, item)


@pytest.fixture
def speech(cast, situation):
    return filed(cast.analyst, situation)


def result(situation):
    (speech,) = speeches_of(situation)
    return counted_result(speech)


def page(user, *names: str) -> str:
    return browser(user).get(reverse(names[0], args=names[1:])).content.decode()


def post(user, name: str, *refs: str, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def test_what_one_rater_found_is_seen_by_no_other_person_until_two_have_rated(cast, second, situation, speech, item):
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    rated(speech, cast.analyst, HIGH, item)
    secret = "Rateranalyst heard"
    for user in (second, cast.head, cast.reviewer, cast.principal):
        assert secret not in page(user, "speech", situation.ref, speech.ref)
        assert secret not in page(user, "situation", situation.ref)
    assert secret in page(cast.analyst, "speech", situation.ref, speech.ref)
    assert secret not in page(cast.overseer, "trail")
    note = compose(draft, walk.optioned(draft, cast.analyst), number=1, language="en", on=walk.DAY)
    assert secret not in note.model_dump_json()
    assert outcome_of(scope(situation), draft) != "in_scope_incitement"
    assert reminder_of(situation, draft) is None
    rated(speech, second, LOW, item)
    assert all(secret in page(user, "speech", situation.ref, speech.ref) for user in (second, cast.reviewer))


def test_no_row_of_the_trail_says_what_was_found(cast, second, situation, speech, item):
    from focalpoint.desk.trail.models import Event

    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, HIGH, item)
    rows = Event.objects.filter(verb="speech.rated").values_list("ids", flat=True)
    assert len(rows) == 2
    assert not any(word in str(ids) for ids in rows for word in ("high", "met", "rabat"))
    assert list(differences()) == []
    RatedPart.objects.filter(part="rabat.intent").update(level="low")
    assert len(list(differences())) == 2


@pytest.mark.parametrize(
    ("first", "other", "reached"),
    [(HIGH, HIGH, True), (HIGH, LOW, False), (LOW, HIGH, False), (HIGH, HIGH | {"rabat.extent": "low"}, True)],
)
def test_sr3_rests_on_two_ratings_that_each_reach_the_threshold(
    cast, second, situation, speech, item, first, other, reached
):
    test = ScopeTest(situation=situation, reason="Only speech is known.")
    situating.run_scope_test(test=test, by=cast.analyst, at=walk.AT)
    rated(speech, cast.analyst, first, item)
    rated(speech, second, other, item)
    assert result(situation).is_reached is reached
    assert (outcome_of(test, None) == "in_scope_incitement") is reached
    assert (reminder_of(situation, None) is not None) is reached


def test_agreement_and_differences_are_on_the_page_and_in_the_note(cast, second, situation, speech, item):
    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, LOW, item)
    shown = page(cast.reviewer, "situation", situation.ref)
    assert "agree on 7 of 9 parts (78 %)" in " ".join(shown.split())
    assert "Likelihood of harm, and how soon, Direct" in shown
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    note = compose(draft, walk.optioned(draft, cast.analyst), number=1, language="en", on=walk.DAY).model_dump_json()
    assert "agree on 7 of 9 parts" in note
    assert "The difference was not reconciled." in note
    assert "Rateranalyst heard rabat.context" in note
    assert "Ratersecond heard call.direct" in note


def test_what_two_ratings_are_reconciled_to_counts(cast, second, situation, speech, item):
    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, LOW, item)
    agreed = parts({name: HIGH[name] for name in result(situation).differing}, item, of="Both")
    with pytest.raises(RatingProblem):
        inciting.reconcile_ratings(speech=speech, parts=agreed[:1], by=cast.head, at=walk.AT)
    inciting.reconcile_ratings(speech=speech, parts=agreed, by=cast.head, at=walk.AT)
    assert result(situation).is_reached
    with pytest.raises(NotYourStep, match="nothing to reconcile"):
        inciting.reconcile_ratings(speech=speech, parts=agreed, by=cast.head, at=walk.AT)


def test_one_person_is_not_two_raters_and_there_is_no_third(cast, second, situation, speech, item):
    rated(speech, cast.analyst, HIGH, item)
    for by in (cast.analyst, second, cast.head):
        if by == second:
            rated(speech, by, HIGH, item)
            continue
        with pytest.raises(NotYourStep):
            rated(speech, by, HIGH, item)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(step="second").update(by=cast.analyst)


def test_a_second_round_has_a_reason_keeps_the_first_and_counts_once_two_have_rated(
    cast, second, situation, speech, item
):
    with pytest.raises(NotYourStep, match="not rated it yet"):
        inciting.rate_again(speech=speech, reason="A better translation came.", by=cast.head, at=walk.AT)
    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, HIGH, item)
    answer = post(cast.head, "rate_again", situation.ref, speech.ref, again_reason="A better translation came.")
    assert answer.status_code == 302
    rated(speech, cast.head, LOW, item)
    assert result(situation).is_reached
    rated(speech, second, LOW, item)
    assert not result(situation).is_reached
    shown = page(cast.reviewer, "speech", situation.ref, speech.ref)
    assert "Rateranalyst heard" in shown
    assert "A better translation came." in shown


@pytest.mark.parametrize("reason", ["", "n/a", "high", "Words that the station sent out twice."])
def test_a_reason_that_is_empty_a_placeholder_or_a_copy_is_refused_and_the_others_are_kept(
    cast, situation, speech, item, reason
):
    form = form_of(HIGH, item) | {"reason-rabat.intent": reason}
    answer = post(cast.analyst, "rate_speech", situation.ref, speech.ref, **form)
    assert answer.status_code == 422
    assert "Someone heard rabat.context" in answer.content.decode()
    assert not Rating.objects.exists()


def test_a_rating_is_saved_from_its_form_with_evidence_behind_each_part(cast, situation, speech, item):
    form = form_of(HIGH, item)
    for empty in ("level-call.public", "evidence-call.public"):
        answer = post(cast.analyst, "rate_speech", situation.ref, speech.ref, **(form | {empty: ""}))
        assert answer.status_code == 422
    assert post(cast.analyst, "rate_speech", situation.ref, speech.ref, **form).status_code == 302
    assert RatedPart.objects.filter(evidence=item).count() == len(PARTS)
    assert [verb for verb in verbs() if verb.startswith("speech.")] == ["speech.filed", "speech.rated"]


def test_a_rating_whose_evidence_was_withdrawn_counts_no_more(cast, second, situation, speech, item):
    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, HIGH, item)
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert not result(situation).is_reached


def test_the_hash_of_an_archived_copy_is_that_of_the_file_in_the_item(cast, situation, item):
    digest = hashlib.sha256(DATA).hexdigest()
    url = {"archive_url": "https://archive.example/1", "item": item}
    assert filed(cast.analyst, situation, **url).archive_sha256 == digest
    assert filed(cast.analyst, situation, **url, archive_sha256=digest.upper()).archive_sha256 == digest
    for wrong in ("abc", "0" * 64):
        with pytest.raises(BadHash):
            filed(cast.analyst, situation, **url, archive_sha256=wrong)
    with pytest.raises(BadHash, match="needs its SHA-256"):
        filed(cast.analyst, situation, archive_url="https://archive.example/1")


def test_a_speech_has_words_or_an_item_of_its_situation_and_a_day_that_came(cast, situation):
    for wrong in ({"words": " "}, {"item": walk.filed(cast.analyst)}, {"said_on": walk.EXPIRES}):
        with pytest.raises(NotSaid):
            filed(cast.analyst, situation, **wrong)
    fields = {"speaker": "The governor", "said_on": "2025-06-30", "place": "A market", "audience": "Listeners"}
    assert post(cast.analyst, "file_speech", situation.ref, **fields).status_code == 422
    assert post(cast.analyst, "file_speech", situation.ref, **fields, words="Go away.").status_code == 302


def test_words_of_an_item_are_hidden_from_a_reader_who_may_not_see_it(cast, situation):
    hidden = walk.filed(cast.head, need_to_know=True)
    situating.link_item(situation=situation, item=hidden, by=cast.head, at=walk.AT)
    speech = filed(cast.head, situation, item=hidden, words="Said behind a closed door.")
    assert "Said behind a closed door." in page(cast.head, "speech", situation.ref, speech.ref)
    assert "Said behind a closed door." not in page(cast.analyst, "speech", situation.ref, speech.ref)


def test_a_speech_that_is_set_aside_counts_no_more_and_is_kept(cast, second, situation, speech, item):
    rated(speech, cast.analyst, HIGH, item)
    rated(speech, second, HIGH, item)
    answer = post(cast.head, "set_speech_aside", situation.ref, speech.ref, aside_reason="It was filed twice.")
    assert answer.status_code == 302
    assert result(situation) is None
    assert "It was filed twice." in page(cast.reviewer, "situation", situation.ref)
    with pytest.raises(NotYourStep, match="set aside"):
        rated(speech, cast.head, HIGH, item)


def test_one_person_alone_no_longer_says_that_speech_is_incitement(cast, situation, item):
    test = ScopeTest(situation=situation, reason="Heard on the radio.")
    for row in ("incitement.call", "rabat.intent"):
        found = [Finding(row, "grounds" if row == "incitement.call" else "high", items=[item])]
        with pytest.raises(ScopeProblem, match="two people"):
            situating.run_scope_test(test=test, findings=found, by=cast.analyst, at=walk.AT)
    assert "known-rabat.intent" not in page(cast.analyst, "scope", situation.ref)


def test_what_the_reviewer_reads_is_not_rated_meanwhile(cast):
    submission = walk.submitted(cast)
    with pytest.raises(WithTheReviewer):
        filed(cast.analyst, submission.assessment.situation)
