"""What the database itself holds of speeches, rounds and ratings, whichever code writes to it."""

import pytest
from django.db import IntegrityError, transaction

import speeches
import walk
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.incitement import actions as inciting
from focalpoint.desk.situations.models import RatedPart, Rating, Round, Speech
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def speech(cast):
    item = walk.filed(cast.analyst)
    found = speeches.filed(cast.analyst, walk.opened(cast.analyst, item))
    speeches.rated_by_two(found, cast.analyst, walk.person(Role.ANALYST, "second"), item)
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"archive_url": "https://archive.example/1"},
        {"set_aside_at": walk.AT},
        {"set_aside_reason": "It was filed twice."},
    ],
)
def test_a_speech_without_words_hash_or_reason_is_not_kept(speech, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Speech.objects.filter(pk=speech.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"step": "first"}, {"step": "third"}])
def test_a_round_has_one_rating_of_each_step_and_no_other(speech, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(step="second").update(**wrong)


def test_a_further_round_has_a_reason_and_a_number_of_its_own(cast, speech):
    opened = {"speech": speech, "opened_by": cast.head, "opened_at": walk.AT}
    for wrong in ({"number": 2}, {"number": 1, "reason": "A better translation."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.create(**opened, **wrong)


def test_a_part_has_a_reason_and_is_rated_once(speech):
    part = RatedPart.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        RatedPart.objects.filter(pk=part.pk).update(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        RatedPart.objects.create(rating=part.rating, part=part.part, level="low", reason="Rated twice.")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Speech, {"speaker": "Another"}),
        (Speech, {"archive_sha256": "0" * 64}),
        (Round, {"reason": "Another reason."}),
        (Rating, {"at": walk.AT + walk.dt.timedelta(days=1)}),
        (RatedPart, {"level": "none"}),
        (RatedPart, {"reason": "Another reason."}),
    ],
)
def test_a_change_that_no_event_speaks_of_is_found(speech, model, change):
    assert list(differences()) == []
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(**change)
    assert len(list(differences())) == 1


def test_evidence_that_is_taken_from_a_rating_behind_its_back_is_found(speech):
    RatedPart.objects.first().evidence.clear()
    assert len(list(differences())) == 1


def test_a_round_and_a_speech_set_aside_leave_events_that_fit_what_is_kept(cast, speech):
    inciting.rate_again(speech=speech, reason="A better translation.", by=cast.head, at=walk.AT)
    assert list(differences()) == []
    inciting.set_speech_aside(speech=speech, reason="It was filed twice.", by=cast.head, at=walk.AT)
    assert list(differences()) == []
    assert Speech.objects.get().set_aside_by == cast.head
