"""One decision may go to several bodies: each liaison sees its own copy alone, and each copy is proved by its event."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser, sends, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import integrity, queries
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.site import badges
from focalpoint.desk.trail.models import Event

pytestmark = pytest.mark.django_db
FIRST, SECOND = "HRC", "SC"
ASKED = "To be briefed by the Special Adviser: Quokka."


@pytest.fixture
def taken(cast):
    return walk.decided(cast)


@pytest.fixture
def second_liaison(db):
    return walk.person(Role.LIAISON, "liaison-2", body=SECOND)


def second_route(**more):
    fields = vars(walk.route(SECOND)) | {"asked": ASKED, "options": ()}
    return type(walk.route())(**(fields | more))


def sent_further(cast, taken, **more) -> Transmission:
    return deciding.transmit(decision=taken, route=second_route(**more), by=cast.principal, at=walk.AT)


def page(user, taken, **query) -> str:
    return browser(user).get(reverse("submission", args=[taken.submission.ref]), query).content.decode()


def test_a_further_copy_is_a_row_and_an_event_of_its_own(cast, taken):
    before = verbs()
    first = Transmission.objects.get()
    sent = sent_further(cast, taken)
    assert verbs() == [*before, "transmission.sent"]
    assert set(taken.transmissions.all()) == {first, sent}
    event = Event.objects.get(verb="transmission.sent")
    assert event.subject == sent.ref
    assert taken.submission.ref in event.ids
    assert ASKED not in event.ids
    assert list(integrity.differences()) == []


def test_each_liaison_sees_its_own_copy_and_no_sign_of_the_other(cast, taken, second_liaison):
    first, second = Transmission.objects.get(), sent_further(cast, taken)
    names = {FIRST: "Human Rights Council", SECOND: "Security Council"}
    for user, own, other in ((cast.liaison, first, second), (second_liaison, second, first)):
        client = browser(user)
        assert list(queries.transmissions(user)) == [own]
        assert badges.of_transmissions(user) == 1
        lists = client.get(reverse("transmissions")).content.decode()
        copy = client.get(reverse("transmission", args=[own.ref])).content.decode()
        for text in (lists, copy, str(own.copy)):
            assert other.ref[:8] not in text
            assert other.asked not in text
            assert names[other.body] not in text
        for name in ("transmission", "transmission_pdf", "transmission_docx"):
            assert client.get(reverse(name, args=[other.ref])).status_code == 404
        for name in ("acknowledge", "answer"):
            form = {"once": idempotency.token(), "answer": "We met."}
            assert client.post(reverse(name, args=[other.ref]), form).status_code == 404


def test_a_further_copy_passes_on_only_what_may_be_passed_on_when_it_is_sent(cast, taken):
    Item.objects.update(consent_bodies=True)
    sent = sent_further(cast, taken)
    first = Transmission.objects.get(body=FIRST)
    assert (first.passed.count(), sent.passed.count()) == (0, 1)
    ref = Item.objects.get().ref
    assert ref not in str(first.copy)
    assert ref in str(sent.copy)
    assert Document.model_validate(sent.copy).digest() == sent.copy_hash
    assert sent.tlp == taken.submission.assessment.situation.tlp


def test_a_further_copy_says_the_day_on_which_it_was_sent(cast, taken):
    later = walk.AT + dt.timedelta(days=5)
    sent = deciding.transmit(decision=taken, route=second_route(), by=cast.principal, at=later)
    assert Document.model_validate(sent.copy).date == later.date()


@pytest.mark.parametrize(
    ("column", "forged"), [("asked", "FORGED"), ("legal_basis", "FORGED"), ("entry_point", "FORGED"), ("body", "GA")]
)
@pytest.mark.parametrize("body", [FIRST, SECOND])
def test_a_copy_that_was_changed_behind_the_desk_is_named_by_its_own_event(cast, taken, body, column, forged):
    sent_further(cast, taken)
    Transmission.objects.filter(body=body).update(**{column: forged})
    ((number, _said),) = integrity.differences()
    assert Event.objects.get(number=number).verb == {FIRST: "decision.taken", SECOND: "transmission.sent"}[body]


@pytest.mark.parametrize("choice", ["watch", "refuse"])
def test_nothing_is_sent_under_a_decision_that_stays_in_the_office(cast, choice):
    taken = walk.decided(cast, choice)
    with pytest.raises(NotNow):
        sent_further(cast, taken)
    assert not Transmission.objects.exists()
    assert "choice=further" not in page(cast.principal, taken)


@pytest.mark.parametrize("wrong", [{"asked": " "}, {"answer_due_on": walk.DAY - dt.timedelta(days=1)}])
def test_a_further_copy_asks_for_something_by_a_day_to_come(cast, taken, wrong):
    with pytest.raises(NotNow):
        sent_further(cast, taken, **wrong)
    assert Transmission.objects.count() == 1


def test_who_may_not_decide_may_not_send(cast, taken):
    cast.reviewer.role = Role.PRINCIPAL
    cast.reviewer.save()
    for by in (cast.reviewer, cast.head, cast.analyst, cast.liaison):
        with pytest.raises(NotAllowed):
            deciding.transmit(decision=taken, route=second_route(), by=by, at=walk.AT)
    assert "choice=further" not in page(cast.reviewer, taken)
    assert "choice=further" not in page(walk.person(Role.AIDE), taken)


def test_the_principal_sends_a_further_copy_from_the_page_of_the_submission(cast, taken):
    assert "choice=further" in page(cast.principal, taken)
    assert "body=SC" in page(cast.principal, taken, choice="further")
    shown = page(cast.principal, taken, choice="further", body=SECOND)
    address = reverse("transmit", args=[taken.submission.ref])
    assert f'action="{address}"' in shown
    form = {
        "once": idempotency.token(),
        "body": SECOND,
        "asked": ASKED,
        "form": "written",
        "on": (timezone.now() + dt.timedelta(days=9)).date().isoformat(),
        "other_door": "Secretariat",
        "conveyor": "Secretary-General",
        "legal_basis": "Art. 99",
    }
    client = browser(cast.principal)
    assert client.post(address, form | {"asked": ""}).status_code == 422
    answers = sends(cast.principal, address, form, times=2)
    sent = Transmission.objects.get(body=SECOND)
    assert [each.url for each in answers] == [reverse("transmission", args=[sent.ref])] * 2
    shown = page(cast.principal, taken)
    assert all(reverse("transmission", args=[each.ref]) in shown for each in taken.transmissions.all())


def test_the_list_of_decisions_names_every_body(cast, taken):
    sent_further(cast, taken)
    text = browser(cast.principal).get(reverse("decisions")).content.decode()
    assert text.index("Human Rights Council") < text.index("Security Council")
