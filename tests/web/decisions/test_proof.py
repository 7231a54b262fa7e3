"""A text that was changed behind the desk is found, though the trail itself is whole."""

import pytest

import walk
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions import exchange, integrity
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def sent() -> Transmission:
    """Something that went all the way: signed, decided, sent, acknowledged, answered."""
    cast = walk.cast()
    taken = walk.decided(cast)
    found = taken.transmissions.get()
    exchange.acknowledge(transmission=found, by=cast.liaison, at=walk.AT)
    exchange.answer(transmission=found, text="We met.", by=cast.liaison, at=walk.AT)
    return found


def test_what_nobody_touched_says_what_was_recorded(sent):
    assert list(integrity.differences()) == []
    recorded = Event.objects.get(verb="decision.taken").ids
    assert '"said":"' in recorded
    assert walk.SECRET not in recorded


@pytest.mark.parametrize(
    ("change", "verb", "told"),
    [
        (lambda: Decision.objects.update(reason="FORGED"), "decision.taken", "the decision that is stored"),
        (lambda: Decision.objects.update(choice="refer"), "decision.taken", "the decision that is stored"),
        (lambda: Transmission.objects.update(asked="FORGED"), "decision.taken", "what is stored as sent"),
        (lambda: Transmission.objects.update(legal_basis="FORGED"), "decision.taken", "what is stored as sent"),
        (lambda: Transmission.objects.update(answer="FORGED"), "transmission.answered", "the answer that is stored"),
        (lambda: forged(Transmission, "copy"), "decision.taken", "what is stored as sent"),
        (lambda: forged(Assessment, "frozen"), "submission.signed", "the note that was signed"),
    ],
)
def test_a_text_that_was_changed_behind_the_desk_is_named_with_its_row(sent, change, verb, told):
    change()
    ((number, said),) = integrity.differences()
    assert Event.objects.get(number=number).verb == verb
    assert told in said


def forged(model, name: str) -> None:
    """Change the title of a stored document."""
    row = model.objects.get()
    setattr(row, name, getattr(row, name) | {"title": "FORGED"})
    row.save(update_fields=[name])


def test_a_copy_and_its_hash_that_were_changed_together_are_found_too(sent):
    forged(Transmission, "copy")
    Transmission.objects.update(copy_hash=integrity.digest_of(Transmission.objects.get().copy))
    assert [said for _number, said in integrity.differences()] == [integrity.NOW["decision.taken"]["sent"][1]]


def test_an_event_from_before_hashes_were_recorded_claims_nothing(sent):
    assert [name for name in integrity.NOW["decision.taken"] if name in {"said", "sent"}] == ["said", "sent"]
    Decision.objects.update(reason="FORGED")
    assert len(list(integrity.differences())) == 1
