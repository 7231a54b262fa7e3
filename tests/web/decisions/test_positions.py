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
from focalpoint.desk.decisions.competence import competent_bodies
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.positions import record_position, withdraw_position
from focalpoint.desk.decisions.queries import agendas
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


@pytest.mark.parametrize(
    "wrong", [{"on": walk.DAY + dt.timedelta(days=1)}, {"body": "UNKNOWN"}, {"kind": "agenda", "body": ""}]
)
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
    for more in ({}, {"kind": "supports", "holder": "The Council", "body": ""}, {"kind": "pledge", "body": "HRC"}):
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


REASON = "The mission denied the statement."


def correct(user, old: Position, **more):
    given = {**FIELDS, "once": idempotency.token(), "reason": REASON, "holds": "other", **more}
    return browser(user).post(reverse("withdraw_position", args=[old.situation.ref, old.ref]), given)


def test_a_position_is_corrected_or_withdrawn_with_its_history_and_counts_no_more(cast):
    submission = walk.signed(cast)
    situation = submission.assessment.situation
    old = record_position(position=position(situation), by=cast.analyst, at=walk.AT)
    assert correct(cast.head, old, said="Will abstain in the vote.").status_code == 302
    new = Position.objects.get(corrects=old)
    assert (new.said, new.situation) == ("Will abstain in the vote.", situation)
    assert correct(cast.head, new, holds="none").status_code == 302
    assert not situation.positions.filter(withdrawn_at=None).exists()
    assert verbs().count("position.withdrawn") == 2
    page = browser(cast.analyst).get(reverse("positions", args=[situation.ref])).content.decode()
    assert page.count(REASON) == 2
    assert FIELDS["said"] in page
    ways = browser(cast.principal).get(reverse("submission", args=[submission.ref]), {"choice": "act"})
    assert FIELDS["said"] not in ways.content.decode()
    assert correct(cast.head, new).status_code == 404
    with pytest.raises(NotNow, match="withdrawn already"):
        withdraw_position(position=old, reason=REASON, by=cast.head, at=walk.AT)


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "x"}, {"holds": ""}, {"source": ""}, {"on": "2099-01-01"}]
)
def test_a_correction_without_its_reason_or_with_a_wrong_position_changes_nothing(cast, wrong):
    old = record_position(position=position(walk.opened(cast.analyst)), by=cast.analyst, at=walk.AT)
    assert correct(cast.head, old, **wrong).status_code == 422
    old.refresh_from_db()
    assert (old.withdrawn_at, Position.objects.count()) == (None, 1)


def test_the_database_withdraws_no_position_without_a_reason(cast):
    record_position(position=position(walk.opened(cast.analyst)), by=cast.analyst, at=walk.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.update(withdrawn_at=walk.AT)


def test_what_is_known_of_an_agenda_is_as_of_its_day_and_what_was_withdrawn_is_unknown(cast):
    situation = walk.opened(cast.analyst)
    for kind, days in (("agenda", 9), ("off_agenda", 2)):
        on = walk.DAY - dt.timedelta(days=days)
        record_position(position=position(situation, kind=kind, on=on), by=cast.analyst, at=walk.AT)
    known = [agendas(situation, walk.DAY - dt.timedelta(days=days)) for days in (10, 9, 2, 0)]
    assert [{body: each.kind for body, each in found.items()} for found in known] == [
        {},
        {"SC": "agenda"},
        {"SC": "off_agenda"},
        {"SC": "off_agenda"},
    ]
    withdraw_position(position=known[3]["SC"], reason=REASON, by=cast.head, at=walk.AT)
    assert agendas(situation, walk.DAY)["SC"].kind == "agenda"


def test_bodies_that_have_the_matter_on_their_agenda_come_first_and_those_that_have_not_are_not_removed(cast):
    situation = walk.opened(cast.analyst)
    before = [each.way.body.id for each in competent_bodies(situation, walk.DAY)]
    for kind, body in (("agenda", "ECOWAS"), ("agenda", "GA"), ("off_agenda", "SC")):
        record_position(position=position(situation, kind=kind, body=body), by=cast.analyst, at=walk.AT)
    found = competent_bodies(situation, walk.DAY)
    after = [each.way.body.id for each in found]
    assert set(after[:2]) == {"ECOWAS", "GA"}
    assert found[0].why.startswith("The matter is on its agenda (as of 1 July 2025: Press statement of the mission).")
    near = [each.way.body.id for each in found if each.is_near]
    assert near[-1] == "SC"
    assert sorted(before) == sorted(after)
