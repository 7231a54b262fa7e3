"""What leaves is read before the decision is recorded, is the same byte for byte, and can be recalled for an hour."""

import datetime as dt
import hashlib
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Decision, Reservation, Transmission
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db
FIELDS = {
    "body": "HRC",
    "asked": "To hold a special session within a week.",
    "form": "written",
    "door": "Secretariat",
    "conveyor": "Special Adviser",
    "legal_basis": "A/RES/60/251, paragraph 5 (f)",
    "reason": "The Council can act first.",
    "others": "The Security Council meets on it already.",
    "on": "2031-01-31",
}


@pytest.fixture
def submission(cast):
    return walk.signed(cast)


def send(cast, submission, **more):
    submission.refresh_from_db()
    way = browser(cast.principal).get(reverse("submission", args=[submission.ref]), {"choice": "act", "body": "HRC"})
    door = way.context["panel"].way.doors[0]
    given = FIELDS | {"door": door, "once": idempotency.token(), "revision": submission.revision} | more
    return browser(cast.principal).post(reverse("decide", args=[submission.ref, "act"]), given)


def sent_now(cast, submission, **more) -> Transmission:
    shown = send(cast, submission).context["panel"].shown
    assert send(cast, submission, reserved=shown.ref, **more).status_code == 302
    return Transmission.objects.get()


def test_the_copy_is_read_before_and_leaves_byte_for_byte(cast, submission, settings):
    settings.FOCALPOINT_OFFICE = "Office of the Focal Point"
    first = send(cast, submission)
    assert first.status_code == 200
    assert not Decision.objects.exists()
    page = first.content.decode()
    assert "To hold a special session within a week." in page.split('class="leaves"')[1].split("</section>")[0]
    shown = first.context["panel"].shown
    assert verbs()[-2:] == ["transmission.shown", "protected.read"]
    before = browser(cast.principal).get(reverse("shown_copy", args=[submission.ref, shown.ref])).content
    sheets = page.split('class="sheets"')[1].split("</ol>")[0]
    assert sheets.count("<img") == len(PdfReader(io.BytesIO(before)).pages)
    assert send(cast, submission, reserved=shown.ref).status_code == 302
    sent = Transmission.objects.get()
    assert (sent.ref, sent.copy_hash, sent.copy) == (shown.ref, shown.digest, shown.copy)
    reader = browser(cast.liaison)
    assert reader.get(reverse("transmission_pdf", args=[sent.ref])).content == before
    words = [reader.get(reverse("transmission_docx", args=[sent.ref])).content for _ in range(2)]
    assert words[0] == words[1]
    canonical = reader.get(reverse("transmission_json", args=[sent.ref])).content
    assert hashlib.sha256(canonical).hexdigest() == sent.copy_hash
    assert json.loads(canonical)["office"] == "Office of the Focal Point"
    shown_page = reader.get(reverse("transmission", args=[sent.ref])).content.decode()
    assert shown_page.count(sent.copy_hash) == 2
    assert f"Written by {cast.analyst.ref[:6]} and reviewed by {cast.reviewer.ref[:6]}" in shown_page


def test_what_was_changed_after_reading_is_shown_again_and_not_sent(cast, submission):
    shown = send(cast, submission).context["panel"].shown
    changed = send(cast, submission, reserved=shown.ref, asked="To hold an urgent debate within a week.")
    assert changed.status_code == 422
    page = changed.content.decode()
    assert "reads otherwise than the one you read" in page
    assert "To hold an urgent debate within a week." in page.split('class="leaves"')[1].split("</section>")[0]
    assert not Transmission.objects.exists()
    again = changed.context["panel"].shown
    last = send(cast, submission, reserved=again.ref, asked="To hold an urgent debate within a week.")
    assert last.status_code == 302


def test_a_consent_that_is_withdrawn_in_between_is_not_sent_over(cast, submission):
    Item.objects.update(consent_bodies=True)
    shown = send(cast, submission).context["panel"].shown
    Item.objects.update(consent_bodies=False)
    assert send(cast, submission, reserved=shown.ref).status_code == 422
    assert not Transmission.objects.exists()


@pytest.mark.parametrize("case", ["an hour ago", "of another principal", "used"])
def test_a_reservation_lapses_and_is_nobody_elses(cast, submission, case):
    route = dataclass_route(cast, submission)
    at = walk.AT
    if case == "an hour ago":
        at += dt.timedelta(minutes=61)
    if case == "of another principal":
        Reservation.objects.update(by=walk.person(Role.PRINCIPAL, "another"))
    taken = {
        "submission": submission,
        "choice": "act",
        "reason": "Now.",
        "on": walk.DAY,
        "route": route,
        "others": walk.WHY_NOT,
    }
    if case == "used":
        decision = deciding.decide(**taken, revision=submission.revision, by=cast.principal, at=at)
        with pytest.raises(Stale):
            deciding.transmit(decision=decision, route=route, by=cast.principal, at=at)
        return
    with pytest.raises(Stale):
        deciding.decide(**taken, revision=submission.revision, by=cast.principal, at=at)
    assert not Decision.objects.exists()


def dataclass_route(cast, submission):
    route = walk.route()
    shown = deciding.show_copy(submission=submission, choice="act", route=route, by=cast.principal, at=walk.AT)
    return type(route)(**(vars(route) | {"reserved": shown.ref}))


def test_until_its_hour_the_body_sees_nothing_and_the_principal_recalls(cast, submission, settings):
    settings.FOCALPOINT_RECALL_MINUTES = 60
    sent = sent_now(cast, submission)
    reader = browser(cast.liaison)
    assert reader.get(reverse("transmission", args=[sent.ref])).status_code == 404
    assert sent.ref not in reader.get(reverse("transmissions")).content.decode()
    early = Said("delivered", "Registry of the Council", timezone.now().date(), "hand")
    with pytest.raises(NotNow, match="has not passed"):
        exchange.record_for_body(transmission=sent, said=early, by=cast.analyst, at=timezone.now())
    page = browser(cast.principal).get(reverse("transmission", args=[sent.ref])).content.decode()
    assert "Recall the copy" in page
    assert "Recall the copy" not in browser(cast.head).get(reverse("transmission", args=[sent.ref])).content.decode()
    given = {"once": idempotency.token(), "reason": "The wrong body was chosen."}
    assert browser(cast.principal).post(reverse("recall", args=[sent.ref]), given).status_code == 302
    Transmission.objects.update(leaves_at=timezone.now() + dt.timedelta(seconds=1))
    for late in ("acknowledged", "answer"):
        said = Said(late, "It met.", timezone.now().date(), "meeting")
        with pytest.raises(NotNow, match="recalled"):
            exchange.record_for_body(transmission=sent, said=said, by=cast.analyst, at=timezone.now())
    assert "recalled before it left" in browser(cast.head).get(reverse("transmissions")).content.decode()


def test_after_its_hour_nobody_recalls_and_the_body_reads(cast, submission):
    sent = sent_now(cast, submission)
    Transmission.objects.update(leaves_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NotNow, match="no longer be recalled"):
        exchange.recall(transmission=sent, reason="Too late.", by=cast.principal, at=timezone.now())
    assert browser(cast.liaison).get(reverse("transmission", args=[sent.ref])).status_code == 200


def test_the_words_of_a_reporter_leave_where_consent_says_so_and_nowhere_else(cast):
    item = walk.filed(cast.analyst, consent_bodies=True)
    Event.objects.filter(item=item).update(what="Buses with armed men arrived at dawn.", pseudonym="Quokka")
    kept = walk.filed(cast.analyst, title="Kept", data=b"Another.")
    Event.objects.filter(item=kept).update(what="Told in confidence at the market.")
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    draft.factors.get(factor="RF8").evidence.add(kept)
    walk.optioned(draft, cast.analyst)
    made = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    walk.sign(made, by=cast.reviewer)
    made.refresh_from_db()
    words = {
        "choice": "act",
        "reason": "Now.",
        "on": walk.DAY,
        "route": walk.route(),
        "others": walk.WHY_NOT,
        "revision": made.revision,
    }
    sent = deciding.decide(submission=made, **words, by=cast.principal, at=walk.AT).transmissions.get()
    copy = json.dumps(sent.copy, ensure_ascii=False)
    assert f"{item.ref[:6]}: “Buses with armed men arrived at dawn.”" in copy
    assert "Told in confidence" not in copy
    assert "Quokka" not in copy
    Item.objects.filter(pk=item.pk).update(consent_withdrawn_at=timezone.now())
    assert "Buses" not in browser(cast.liaison).get(reverse("transmission", args=[sent.ref])).content.decode()


def test_a_further_copy_is_read_first_too_and_keeps_its_own_symbol(cast, submission):
    first = sent_now(cast, submission)
    address = reverse("transmit", args=[submission.ref])
    form = {name: value for name, value in FIELDS.items() if name not in {"reason", "door"}}
    form |= {"body": "SC", "other_door": "President of the month", "once": idempotency.token()}
    shown = browser(cast.principal).post(address, form)
    assert shown.status_code == 200
    assert "To Security Council" in shown.content.decode().split('class="leaves"')[1]
    reserved = shown.context["panel"].shown
    assert browser(cast.principal).post(address, form | {"reserved": reserved.ref}).status_code == 302
    second = Transmission.objects.get(body="SC")
    assert (second.ref, second.copy_hash) == (reserved.ref, reserved.digest)
    assert first.ref != second.ref


@pytest.mark.parametrize(("urgent", "minutes"), [(True, 0), (False, 45)])
def test_an_urgent_alert_leaves_at_once_and_any_other_after_its_minutes(cast, submission, settings, urgent, minutes):
    settings.FOCALPOINT_RECALL_MINUTES = 45
    type(submission).objects.update(is_urgent=urgent)
    sent = sent_now(cast, submission)
    assert sent.leaves_at - sent.sent_at == dt.timedelta(minutes=minutes)


def test_a_preview_is_given_out_to_the_principal_who_asked_for_it_alone(cast, submission):
    shown = send(cast, submission).context["panel"].shown
    address = reverse("shown_copy", args=[submission.ref, shown.ref])
    other = walk.person(Role.PRINCIPAL, "another")
    assert browser(cast.principal).get(address).content.startswith(b"%PDF")
    assert browser(other).get(address).status_code == 404
    picture = reverse("shown_page", args=[submission.ref, shown.ref, 1])
    assert browser(cast.principal).get(picture).content.startswith(b"\x89PNG")
    assert browser(cast.principal).get(picture)["Cache-Control"] == "private, no-store"
    assert browser(cast.principal).get(picture.replace("1.png", "0.png")).status_code == 404
    assert browser(cast.principal).get(picture.replace("1.png", "99.png")).status_code == 404
    assert browser(other).get(picture).status_code == 404
    assert browser(cast.head).get(address).status_code == 403
