"""Positions known are recorded with source and day, shown where the principal decides, and not sent."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.positions import record_position
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.digests import stored

pytestmark = pytest.mark.django_db
FIELDS = {
    "kind": "blocks",
    "holder": "A permanent member",
    "body": "SC",
    "said": "Said that it will not allow a meeting.",
    "source": "Press statement of the mission",
    "on": "2025-06-20",
}


def post(user, situation, **more):
    given = FIELDS | {"once": idempotency.token()} | more
    return browser(user).post(reverse("positions", args=[situation.ref]), given)


def position(situation, **more) -> Position:
    return Position(situation=situation, **FIELDS | {"on": walk.DAY} | more)


def test_a_position_is_recorded_once_with_its_source_and_day_and_is_proved(cast):
    situation = walk.opened(cast.analyst)
    once = idempotency.token()
    for _ in range(2):
        assert post(cast.analyst, situation, once=once).status_code == 302
    found = Position.objects.get()
    assert (found.by, found.on, found.source) == (cast.analyst, dt.date(2025, 6, 20), FIELDS["source"])
    assert verbs().count("position.recorded") == 1
    assert stored(f"decisions.Position/{found.ref}") == found
    page = browser(cast.head).get(reverse("positions", args=[situation.ref])).content.decode()
    assert all(FIELDS[name] in page for name in ("holder", "said", "source"))
    assert "(Security Council)" in page


@pytest.mark.parametrize("lack", ["holder", "said", "source", "on", "kind"])
def test_a_position_without_one_of_its_parts_is_not_recorded(cast, lack):
    answer = post(cast.analyst, walk.opened(cast.analyst), **{lack: ""})
    assert answer.status_code == 422
    assert not Position.objects.exists()


@pytest.mark.parametrize("wrong", [{"on": walk.DAY + dt.timedelta(days=1)}, {"body": "UNKNOWN"}])
def test_a_day_to_come_and_a_body_that_is_not_there_are_refused(cast, wrong):
    with pytest.raises(NotNow):
        record_position(position=position(walk.opened(cast.analyst), **wrong), by=cast.analyst, at=walk.AT)


def test_the_database_holds_no_position_without_a_source(cast):
    row = position(walk.opened(cast.analyst), source="", ref="x" * 16, by=cast.analyst, at=walk.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_who_may_not_see_the_situation_finds_no_positions_and_a_liaison_records_none(cast):
    situation = walk.opened(cast.analyst, need_to_know=True)
    assert post(cast.head, situation).status_code == 404
    with pytest.raises(NotAllowed):
        record_position(position=position(situation), by=cast.liaison, at=walk.AT)


def test_the_principal_sees_them_where_the_body_is_chosen_and_no_copy_has_them(cast):
    submission = walk.signed(cast)
    situation = submission.assessment.situation
    for more in ({}, {"kind": "agenda", "holder": "The Council", "body": ""}, {"kind": "pledge", "body": "HRC"}):
        record_position(position=position(situation, **more), by=cast.analyst, at=walk.AT)
    client, address = browser(cast.principal), reverse("submission", args=[submission.ref])
    ways = client.get(address, {"choice": "act"}).content.decode().split('id="ways"')[1]
    assert ways.count(FIELDS["said"]) == 3
    chosen = client.get(address, {"choice": "act", "body": "HRC"}).content.decode()
    assert chosen.count(FIELDS["said"]) == 2, "of this body, and of the situation as a whole"
    words = {
        "choice": "act",
        "reason": "Now.",
        "on": timezone.now().date(),
        "route": walk.route(),
        "others": walk.WHY_NOT,
    }
    words["route"] = type(words["route"])(**vars(words["route"]) | {"answer_due_on": timezone.now().date()})
    taken = deciding.decide(
        submission=submission, revision=submission.revision, by=cast.principal, at=timezone.now(), **words
    )
    assert FIELDS["said"] not in str(taken.transmissions.get().copy)
