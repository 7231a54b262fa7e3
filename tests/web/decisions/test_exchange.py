"""What is said about a copy after it left: by a liaison, or recorded by the office for a body without an account."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Message, Transmission
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake import orphans
from focalpoint.desk.intake.actions import Attachment, EmptyFile
from focalpoint.desk.intake.originals import Unreadable
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
LETTER = Attachment("../answer of the Council.pdf", b"%PDF-1.4 We will meet.")
ON = walk.AT.date()


@pytest.fixture
def sent(cast):
    return walk.decided(cast).transmissions.get()


@pytest.fixture
def alone(cast, sent):
    """The body has no account."""
    User.objects.filter(pk=cast.liaison.pk).update(is_active=False)
    return sent


def recorded(cast, sent, kind, text="The Registry of the Council took it.", **more):
    said = Said(kind, text, **({"on": ON, "means": "hand", "letter": LETTER} | more))
    return exchange.record_for_body(transmission=sent, said=said, by=cast.analyst, at=walk.AT)


def post(user, sent, name, *rest, **fields):
    given = {"once": idempotency.token()} | fields
    return browser(user).post(reverse(name, args=[sent.ref, *rest]), given)


def page(user, sent) -> str:
    return browser(user).get(reverse("transmission", args=[sent.ref])).content.decode()


def test_a_body_without_an_account_gets_its_copy_and_answers_on_paper(cast, alone):
    assert "No account here: record below what it does." in page(cast.analyst, alone)
    for kind in ("delivered", "acknowledged", "part", "answer"):
        recorded(cast, alone, kind)
    alone.refresh_from_db()
    assert (alone.acknowledged_at, alone.answered_at) == (walk.AT, walk.AT)
    assert alone.answer == "The Registry of the Council took it."
    shown = page(cast.head, alone)
    assert shown.count("Recorded by the office for the body") == 4
    assert "Record for the body" not in shown
    assert verbs()[-6:].count("transmission.recorded") == 4


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"kind": "part", "letter": None}, "letter of this answer is missing"),
        ({"kind": "delivered", "on": ON - dt.timedelta(days=1)}, "before the copy was sent"),
        ({"kind": "delivered", "on": ON + dt.timedelta(days=1)}, "has not come"),
        ({"kind": "delivered", "means": "desk"}, "away from the desk"),
        ({"kind": "reply"}, "away from the desk"),
    ],
)
def test_what_did_not_happen_so_is_not_recorded(cast, alone, more, wrong):
    recorded(cast, alone, "acknowledged")
    with pytest.raises(NotNow, match=wrong):
        recorded(cast, alone, **more)
    assert Message.objects.count() == 1


def test_an_answer_comes_after_the_acknowledgement_and_once(cast, alone):
    with pytest.raises(NotNow, match="not acknowledged"):
        recorded(cast, alone, "answer")
    recorded(cast, alone, "acknowledged")
    with pytest.raises(NotNow, match="acknowledged already"):
        recorded(cast, alone, "acknowledged")
    recorded(cast, alone, "answer")
    with pytest.raises(NotNow, match="answered already"):
        recorded(cast, alone, "part")


def test_a_wrong_record_is_withdrawn_and_the_right_one_made(cast, alone):
    arrived = recorded(cast, alone, "acknowledged")
    wrong = recorded(cast, alone, "answer", text="The Council refused to meet.")
    with pytest.raises(NotNow, match="An answer rests on this"):
        exchange.withdraw_record(message=arrived, reason="Wrong body.", by=cast.head, at=walk.AT)
    gone = post(cast.head, alone, "withdraw_record", wrong.ref, reason="The letter was from another Council.")
    assert gone.status_code == 302
    alone.refresh_from_db()
    assert (alone.answer, alone.answered_at) == ("", None)
    with pytest.raises(NotNow, match="cannot be withdrawn"):
        exchange.withdraw_record(message=wrong, reason="Again.", by=cast.head, at=walk.AT)
    recorded(cast, alone, "answer", text="The Council meets on Monday.")
    shown = page(cast.head, alone)
    assert "withdrawn: this record does not hold" in shown
    assert "The letter was from another Council." in shown
    assert list(states.differences()) == []


def test_what_a_liaison_said_on_the_desk_is_withdrawn_by_nobody(cast, sent):
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=walk.AT)
    with pytest.raises(NotNow, match="cannot be withdrawn"):
        exchange.withdraw_record(message=sent.messages.get(), reason="No.", by=cast.head, at=walk.AT)


def test_a_liaison_asks_answers_in_part_and_then_whole_with_a_letter(cast, sent):
    post(cast.liaison, sent, "acknowledge")
    asked = post(cast.liaison, sent, "ask_back", question="Which districts of the State are meant?")
    assert asked.status_code == 302
    assert "Which districts of the State are meant?" in page(cast.head, sent)
    given = {"text": "The three districts named in part two.", "means": "desk"}
    assert post(cast.head, sent, "reply", **given).status_code == 302
    assert post(cast.head, sent, "reply", **given).status_code == 422
    part = {"answer": "The Bureau met.", "letter": SimpleUploadedFile("bureau.pdf", LETTER.data)}
    assert post(cast.liaison, sent, "answer_in_part", **part).status_code == 302
    sent.refresh_from_db()
    assert sent.answered_at is None
    assert post(cast.liaison, sent, "answer", answer="The Council will meet.").status_code == 302
    shown = page(cast.liaison, sent)
    for text in ("The three districts named in part two.", "The Bureau met.", "bureau.pdf", "The Council will meet."):
        assert text in shown
    for person in (cast.head, cast.principal):
        assert person.ref[:6] not in shown


def test_a_letter_comes_back_as_it_was_and_each_reading_is_on_record(cast, sent, client):
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=walk.AT)
    said = exchange.answer_in_part(transmission=sent, text="Part.", letter=LETTER, by=cast.liaison, at=walk.AT)
    for reader in (cast.head, cast.liaison):
        given = browser(reader).get(reverse("letter", args=[sent.ref, said.ref]))
        assert given.content == LETTER.data
        assert "answer of the Council.pdf" in given["Content-Disposition"]
        assert verbs()[-1] == "transmission.letter-read"
    stranger = walk.person(Role.LIAISON, "stranger", body="SC")
    assert browser(stranger).get(reverse("letter", args=[sent.ref, said.ref])).status_code == 404
    with pytest.raises(NotAllowed):
        exchange.read_letter(message=said, by=stranger, at=walk.AT)


def test_a_letter_is_sealed_no_orphan_and_refused_when_empty(cast, alone, settings):
    recorded(cast, alone, "delivered")
    home = settings.FOCALPOINT_HOME
    later = walk.AT + dt.timedelta(days=400)
    assert orphans.orphans(home, at=later) == orphans.Orphans((), ())
    assert not [file for file in home.rglob("*") if file.is_file() and LETTER.data in file.read_bytes()]
    with pytest.raises(EmptyFile):
        recorded(cast, alone, "acknowledged", letter=Attachment("a", b""))
    Message.objects.update(letter_key=b"x" * 40)
    with pytest.raises(Unreadable):
        exchange.read_letter(message=alone.messages.get(), by=cast.head, at=walk.AT)


def test_the_form_of_the_office_asks_for_words_and_keeps_what_was_written(cast, alone):
    given = {"kind": "delivered", "on": ON.isoformat(), "means": "hand"}
    for text in ("", "x", "n/a"):
        assert post(cast.analyst, alone, "record_for_body", **given, text=text).status_code == 422
    wrong = given | {"on": "2031-01-01", "text": "Registry of the Council, by our driver"}
    refused = post(cast.analyst, alone, "record_for_body", **wrong)
    assert refused.status_code == 422
    assert "Registry of the Council, by our driver" in refused.content.decode()
    assert not Transmission.objects.get().messages.exists()


def test_the_sheet_names_the_copy_and_nothing_that_it_says(cast, alone):
    from focalpoint.desk.decisions.transmission.sheet import compose_sheet

    text = compose_sheet(alone, language="en").model_dump_json()
    assert alone.copy_hash in text
    assert alone.asked not in text
    assert browser(cast.analyst).get(reverse("hand_over_sheet", args=[alone.ref])).content.startswith(b"%PDF")
