"""Who a source is: a request of one custodian, a grant by another, a reading that ends; each step is in the trail."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.compartments import actions, answers
from focalpoint.desk.compartments import identity_actions as identities
from focalpoint.desk.compartments.models import Identity, IdentityRequest
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake.originals import Unreadable
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHO = "The teacher of the third school, by the ferry at dusk."
WHY = "The witness has to be warned before the patrol returns."
AT = walk.AT


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def analyst():
    return walk.person(Role.ANALYST)


@pytest.fixture
def asker():
    return walk.person(Role.CUSTODIAN, "asker")


@pytest.fixture
def other():
    return walk.person(Role.CUSTODIAN, "other")


@pytest.fixture
def source(analyst):
    found = walk.sourced(analyst, "Reed")
    identities.seal_identity(source=found, text=WHO, by=analyst, at=AT)
    return found


def asked(source, by, at=AT) -> IdentityRequest:
    return identities.ask_identity(source=source, reason=WHY, by=by, at=at)


def granted(source, asker, other) -> IdentityRequest:
    found = asked(source, asker)
    identities.answer_identity(asked=found, granted=True, answer=WHY, by=other, at=AT)
    return found


def read(found, by, after=dt.timedelta(0)) -> list[str]:
    return [text for _row, text in identities.read_identity(asked=found, by=by, at=AT + after)]


def sent(user, name, source, **given):
    return browser(user).post(reverse(name, args=[source.ref]), {"once": token()} | given)


def shown(user, source) -> str:
    return pages.read(browser(user).get(reverse("source_identity", args=[source.ref])).content).text


def test_the_whole_way_on_the_screen(analyst, asker, other):
    source = walk.sourced(analyst, "Reed")
    assert sent(analyst, "seal_identity", source, text=WHO).status_code == 302
    assert WHO not in shown(analyst, source)
    assert sent(asker, "ask_identity", source, reason=WHY).status_code == 302
    page = reverse("source_identity", args=[source.ref])
    assert page in browser(other).get(reverse("access")).content.decode()
    assert page not in browser(asker).get(reverse("access")).content.decode()
    ref = IdentityRequest.objects.get().ref
    assert sent(other, "answer_identity", source, asked=ref, granted="yes", answer=WHY).status_code == 302
    assert WHO not in shown(asker, source)
    assert sent(asker, "read_identity", source, asked=ref).status_code == 302
    assert WHO in shown(asker, source)
    assert WHO not in shown(other, source) + shown(analyst, source)
    assert list(differences()) == []
    verbs = [each.verb for each in Event.objects.filter(subject=source.ref, verb__startswith="identity.")]
    assert sorted(verbs) == [f"identity.{each}" for each in ("answered", "asked", "opened", "read", "sealed")]
    IdentityRequest.objects.update(opened_at=AT)
    assert WHO not in shown(asker, source)


def test_it_is_sealed_where_it_is_stored_and_in_the_trail(source):
    row = Identity.objects.get()
    assert WHO.encode() not in bytes(row.sealed)
    assert not [each for each in Event.objects.all() if "ferry" in each.ids + each.subject]
    other = walk.sourced(row.by, "Heron")
    Identity.objects.update(source=other)
    found = granted(other, walk.person(Role.CUSTODIAN, "one"), walk.person(Role.CUSTODIAN, "two"))
    identities.open_identity(asked=found, by=found.by, at=AT)
    with pytest.raises(Unreadable):
        read(found, found.by)


@pytest.mark.parametrize("text", ["ok", "tbd", "need it"])
def test_a_request_and_an_answer_have_a_reason_with_substance(source, asker, other, text):
    with pytest.raises(answers.NoReason):
        identities.ask_identity(source=source, reason=text, by=asker, at=AT)
    with pytest.raises(answers.NoReason):
        identities.answer_identity(asked=asked(source, asker), granted=True, answer=text, by=other, at=AT)


def test_no_custodian_opens_alone_and_no_other_role_grants(source, analyst, asker, other):
    found = asked(source, asker)
    for by in (asker, analyst):
        with pytest.raises(NotAllowed):
            identities.answer_identity(asked=found, granted=True, answer=WHY, by=by, at=AT)
    with pytest.raises(identities.NotOpen):
        identities.open_identity(asked=found, by=asker, at=AT)
    with pytest.raises(actions.AskedAlready):
        asked(source, asker)
    with pytest.raises(NotAllowed):
        identities.open_identity(asked=found, by=other, at=AT)


def test_a_reading_ends_after_a_quarter_of_an_hour_and_a_grant_opens_once(source, asker, other):
    found = granted(source, asker, other)
    with pytest.raises(identities.NotOpen):
        read(found, asker)
    identities.open_identity(asked=found, by=asker, at=AT)
    assert read(found, asker, dt.timedelta(minutes=14, seconds=59)) == [WHO]
    with pytest.raises(identities.NotOpen):
        read(found, asker, dt.timedelta(minutes=15))
    with pytest.raises(identities.NotOpen):
        identities.open_identity(asked=found, by=asker, at=AT)
    with pytest.raises(NotAllowed):
        read(found, other)
    assert asked(source, asker).granted is None


def test_a_grant_that_is_not_used_within_a_day_opens_nothing(source, asker, other):
    found = granted(source, asker, other)
    with pytest.raises(identities.NotOpen):
        identities.open_identity(asked=found, by=asker, at=AT + identities.GRANT_HOLDS)
    identities.open_identity(asked=found, by=asker, at=AT + identities.GRANT_HOLDS - dt.timedelta(seconds=1))


def test_a_refusal_opens_nothing_and_is_final(source, asker, other):
    found = asked(source, asker)
    identities.answer_identity(asked=found, granted=False, answer=WHY, by=other, at=AT)
    with pytest.raises(identities.NotOpen):
        identities.open_identity(asked=found, by=asker, at=AT)
    with pytest.raises(answers.Answered):
        identities.answer_identity(asked=found, granted=True, answer=WHY, by=other, at=AT)


def test_a_custodian_who_may_not_see_the_source_finds_no_request(source, asker):
    asked(source, asker)
    low = walk.person(Role.CUSTODIAN, "low", clearance="TLP:GREEN")
    page = reverse("source_identity", args=[source.ref])
    assert page not in browser(low).get(reverse("access")).content.decode()
    assert browser(low).get(page).status_code == 404


def test_what_was_sealed_before_is_kept_and_a_source_without_any_asks_for_it(source, analyst, asker, other):
    identities.seal_identity(source=source, text="Moved to the coast.", by=analyst, at=AT)
    found = granted(source, asker, other)
    identities.open_identity(asked=found, by=asker, at=AT)
    assert read(found, asker) == ["Moved to the coast.", WHO]
    with pytest.raises(identities.NotSealed):
        asked(walk.sourced(analyst, "Heron"), asker)
