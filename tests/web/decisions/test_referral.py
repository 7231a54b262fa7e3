"""A situation outside of the mandate goes to the body that deals with it, by a letter that is read first."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import exchange, integrity
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.site import badges
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
ASKED = "To lead the response to the cyclone in the outer islands."
OUTSIDE = {"outcome": "out_of_scope_refer", "refer_to": "OCHA", "reason": "A cyclone: no crime is alleged or feared."}


@pytest.fixture
def situation(cast):
    found = walk.opened(cast.analyst, walk.filed(cast.analyst))
    walk.tested(found, cast.analyst, **OUTSIDE)
    return found


def send(user, situation, **more):
    given = {
        "once": idempotency.token(),
        "body": "OCHA",
        "asked": ASKED,
        "form": "written",
        "on": "2031-01-31",
        "other_door": "Regional office",
        "conveyor": "Head of office",
    }
    return browser(user).post(reverse("refer", args=[situation.ref]), given | more)


def letter_mark(answer) -> str:
    return answer.context["form"].data["reserved"]


def test_the_letter_is_read_then_sent_acknowledged_and_answered(cast, situation):
    page = browser(cast.head).get(reverse("situation", args=[situation.ref])).content.decode()
    assert reverse("refer", args=[situation.ref]) in page
    shown = send(cast.head, situation)
    assert shown.status_code == 200
    letter = shown.content.decode().split('class="leaves"')[1].split("</section>")[0]
    assert ASKED in letter
    assert "A cyclone: no crime is alleged or feared." in letter
    assert not Transmission.objects.exists()
    assert send(cast.head, situation, reserved=letter_mark(shown)).status_code == 302
    sent = Transmission.objects.get()
    assert (sent.body, sent.decision, sent.situation) == ("OCHA", None, situation)
    for kind in ("acknowledged", "answer"):
        said = Said(kind, "OCHA leads from today.", sent.sent_at.date(), "letter", Attachment("a.pdf", b"%PDF"))
        exchange.record_for_body(transmission=sent, said=said, by=cast.analyst, at=sent.sent_at)
    for name in ("transmission", "transmission_pdf", "hand_over_sheet"):
        assert browser(cast.head).get(reverse(name, args=[sent.ref])).status_code == 200
    assert "done" in browser(cast.head).get(reverse("refer", args=[situation.ref])).content.decode()
    assert verbs().count("transmission.referred") == 1
    assert list(integrity.differences()) + list(states.differences()) == []
    Transmission.objects.update(asked="FORGED")
    assert len(list(integrity.differences())) == 1


def test_its_liaison_sees_the_letter_and_another_body_nothing(cast, situation):
    ocha, other = (walk.person(Role.LIAISON, name, body=name) for name in ("OCHA", "SC"))
    send(cast.head, situation, reserved=letter_mark(send(cast.head, situation)))
    address = reverse("transmission", args=[Transmission.objects.get().ref])
    assert ASKED in browser(ocha).get(address).content.decode()
    assert situation.ref not in browser(ocha).get(address).content.decode()
    assert browser(other).get(address).status_code == 404


def test_what_was_changed_after_reading_is_shown_again(cast, situation):
    mark = letter_mark(send(cast.head, situation))
    changed = send(cast.head, situation, reserved=mark, asked="To lead the response on every island.")
    assert changed.status_code == 422
    assert not Transmission.objects.exists()
    assert send(cast.head, situation, reserved="forged").status_code == 422
    principal = send(cast.principal, situation, reserved=mark)
    assert principal.status_code == 422
    last = send(cast.head, situation, reserved=letter_mark(changed), asked="To lead the response on every island.")
    assert last.status_code == 302
    assert send(cast.head, situation, reserved=letter_mark(changed)).status_code == 422


def test_a_newer_scope_test_ends_the_way(cast, situation):
    mark = letter_mark(send(cast.head, situation))
    walk.tested(situation, cast.analyst)
    page = send(cast.head, situation, reserved=mark).content.decode()
    assert "refers this situation to nobody" in page
    assert not Transmission.objects.exists()


def test_the_sender_recalls_it_within_the_hour_and_sends_another(cast, situation, settings):
    settings.FOCALPOINT_RECALL_MINUTES = 60
    send(cast.head, situation, reserved=letter_mark(send(cast.head, situation)))
    sent = Transmission.objects.get()
    given = {"once": idempotency.token(), "reason": "The wrong office of the body."}
    assert browser(cast.principal).post(reverse("recall", args=[sent.ref]), given).status_code == 422
    assert browser(cast.head).post(reverse("recall", args=[sent.ref]), given).status_code == 302
    send(cast.head, situation, reserved=letter_mark(send(cast.head, situation)))
    assert Transmission.objects.filter(recalled_at=None).count() == 1


def test_a_hidden_situation_is_referred_by_nobody_who_may_not_see_it(cast):
    hidden = walk.opened(cast.analyst, walk.filed(cast.analyst), need_to_know=True)
    walk.tested(hidden, cast.analyst, **OUTSIDE)
    absent = browser(cast.head).get(reverse("refer", args=["z" * 16]))
    assert browser(cast.head).get(reverse("refer", args=[hidden.ref])).content == absent.content


def test_the_letter_names_the_state_and_the_people_and_nothing_that_rests_on_an_item(cast, situation):
    situation.populations, situation.areas = "Families of the outer islands", "The eastern islands"
    situation.save()
    letter = send(cast.head, situation).content.decode().split('class="leaves"')[1].split("</section>")[0]
    for said in ("Kenya", "Families of the outer islands", "The eastern islands", "Please quote T-", "SHA-256"):
        assert said in letter
    for item in Item.objects.all():
        assert item.ref[:6] not in letter


def test_a_letter_that_asks_nothing_or_goes_back_in_time_is_refused_with_its_words(cast, situation):
    for wrong in ({"asked": "x"}, {"on": "2020-01-01"}, {"conveyor": ""}, {"door": "other", "other_door": ""}):
        answer = send(cast.head, situation, **({"other_door": "Kept words of a door"} | wrong))
        mark = answer.context["form"].data.get("reserved", "")
        if mark:  # the day is judged when it is sent
            answer = send(cast.head, situation, reserved=mark, **wrong)
        assert answer.status_code == 422
    assert not Transmission.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_the_database_knows_a_decision_or_a_referral_and_nothing_between(cast, situation, both):
    sent = walk.decided(cast, overlap_reason="Another group.").transmissions.get()
    fields = {"situation": situation} if both else {"decision": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Transmission.objects.filter(pk=sent.pk).update(**fields)


def test_a_question_waits_for_those_who_may_reply_and_for_nobody_else(cast):
    sent = walk.decided(cast).transmissions.get()
    assert badges.of_transmissions(cast.analyst) == 0
    exchange.ask_back(transmission=sent, text="Which districts are meant?", by=cast.liaison, at=walk.AT)
    assert [badges.of_transmissions(each) for each in (cast.analyst, cast.head)] == [1, 1]
    assert [badges.of_transmissions(each) for each in (cast.reviewer, cast.principal, cast.overseer)] == [0, 0, 0]
    said = Said("reply", "The three of the note.", walk.AT.date())
    exchange.reply(transmission=sent, said=said, by=cast.head, at=walk.AT)
    assert badges.of_transmissions(cast.analyst) == 0
    exchange.ask_back(transmission=sent, text="And which months are meant?", by=cast.liaison, at=walk.AT)
    assert badges.of_transmissions(cast.analyst) == 1
    listed = browser(cast.analyst).get(reverse("transmissions")).content.decode()
    assert "the body asks; a reply is awaited" in listed
