"""The objects that an event concerns are rows, and an act leaves a row in the outbox, in its own transaction."""

import datetime as dt
import importlib
import json
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

import walk
from focalpoint.desk.intake.models import Item
from focalpoint.desk.site.events import EVENTS
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail import queries
from focalpoint.desk.trail.actions import record
from focalpoint.desk.trail.models import Concern, Event, Outbox

pytestmark = pytest.mark.django_db
AT = dt.datetime(2025, 7, 1, 12, 0, tzinfo=dt.UTC)
READS = {each.verb for each in EVENTS if each.is_read}
fill = importlib.import_module("focalpoint.desk.trail.migrations.0006_concerns_and_outbox")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast(db):
    return walk.cast()


def of(event: Event) -> set[str]:
    return set(event.concerns.values_list("ref", flat=True))


def test_every_reference_that_an_event_names_is_a_row_of_it(cast):
    walk.decided(cast, "refer")
    walk.sourced(cast.analyst)
    for event in Event.objects.all():
        assert of(event) == {event.subject, *queries.refs(event)}, event.verb


def test_the_subject_and_all_that_was_shown_with_it_are_found_by_their_references(cast):
    with transaction.atomic():
        record(by="system", at=AT, verb="protected.read", subject="aaa", ids={"also": ["bbb", "ccc", "bbb"]})
    event = Event.objects.get()
    assert of(event) == {"aaa", "bbb", "ccc"}
    assert list(queries.rows(subject="ccc")) == [event]
    assert not queries.rows(subject="ddd")


def test_an_act_leaves_a_row_in_the_outbox_and_a_read_leaves_none(cast):
    walk.decided(cast)
    with transaction.atomic():
        record(by="system", at=AT, verb="protected.read", subject="aaa")
    left = set(Outbox.objects.values_list("event", flat=True))
    assert left == set(Event.objects.exclude(verb__in=READS).values_list("number", flat=True))
    assert left


def test_when_the_act_is_undone_nothing_of_it_is_left(cast):
    with transaction.atomic():
        walk.opened(cast.analyst)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Outbox.objects.exists()
    assert not Concern.objects.exists()


def test_older_rows_get_theirs_from_what_they_hold(cast):
    item = walk.filed(cast.reporter)
    situation = walk.opened(cast.analyst, item)
    Concern.objects.all().delete()
    fill.fill(apps, SimpleNamespace(connection=connection))
    event = Event.objects.get(verb="situation.opened")
    assert of(event) == {situation.ref, item.ref}
    assert Concern.objects.filter(ref=item.ref).count() == 2
    assert (Item.objects.count(), Situation.objects.count()) == (1, 1)


@pytest.mark.parametrize("ids", ["", "no text of JSON", "[]", "null", json.dumps({"also": [1, None, "x" * 16 + "y"]})])
def test_a_damaged_row_has_its_subject_alone(ids):
    assert fill.named("aaa", ids) == ["aaa"]
