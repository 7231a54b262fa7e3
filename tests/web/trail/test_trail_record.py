"""Writing the trail: one event, in the transaction of what it records, and never changed again."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from focalpoint.desk.people import actions as accounts
from focalpoint.desk.people.models import User
from focalpoint.desk.trail import anchors, queries, sentences, states, triggers
from focalpoint.desk.trail.actions import NotAnId, NotRecorded, record
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.chain import GENESIS, breaks
from focalpoint.desk.trail.models import AppendOnly, Event

AT = dt.datetime(2025, 7, 1, 12, 0, tzinfo=dt.UTC)


def add(subject: str = "r-2024-12-0a1b2c3d", **more) -> Event:
    with transaction.atomic():
        return record(**({"by": "system", "at": AT, "verb": "release.imported", "subject": subject} | more))


@pytest.mark.django_db
def test_the_first_row_stands_on_nothing_and_the_second_on_the_first():
    first, second = add(), add()
    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.hash)
    assert list(breaks(queries.links(), {})) == []


@pytest.mark.django_db
def test_a_time_is_kept_in_utc_to_the_microsecond():
    east = dt.timezone(dt.timedelta(hours=3))
    assert add(at=dt.datetime(2025, 7, 1, 15, 0, 0, 7, tzinfo=east)).at == "2025-07-01T12:00:00.000007Z"


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        add(at=dt.datetime(2025, 7, 1))  # noqa: DTZ001 - the mistake under test


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["a name with spaces", "", "x" * 121, "line\nbreak", "<b>", "=1+1"])
def test_text_never_enters_the_trail(text):
    with pytest.raises(NotAnId):
        add(subject=text)
    with pytest.raises(NotAnId):
        add(ids={"note": text})
    with pytest.raises(NotAnId):
        add(ids={"notes": ["fine", text]})
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_verb_nobody_can_read_is_refused():
    with pytest.raises(NotAnId, match="not a verb"):
        add(verb="something.done")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record(by="system", at=AT, verb="release.imported", subject="r-1")


@pytest.mark.django_db
def test_when_the_trail_cannot_be_written_nothing_else_is():
    users = get_user_model().objects

    @transaction.atomic
    def create() -> None:
        users.create(username="ghost")
        record(by="system", at=AT, verb="user.created", subject="not an id")

    with pytest.raises(NotAnId):
        create()
    assert not users.filter(username="ghost").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail_event SET actor = 'nobody'", "DELETE FROM trail_event", "UPDATE trail_event SET number = 9"],
)
def test_the_database_itself_refuses_to_change_the_trail(statement):
    add()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().actor == "system"


@pytest.mark.django_db
def test_neither_save_nor_delete_nor_a_bulk_update_changes_a_row():
    event = add()
    event.actor = "nobody"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(actor="nobody")


@pytest.mark.django_db
def test_a_check_fails_when_a_trigger_is_gone_and_passes_when_it_is_back():
    assert not [m for m in run_checks(databases=["default"]) if m.id == "focalpoint.trail.E001"]
    name = min(triggers.NAMES[connection.vendor])
    suffix = " ON trail_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{suffix}")
    found = [m for m in run_checks(databases=["default"]) if m.id == "focalpoint.trail.E001"]
    assert len(found) == 1
    assert name in found[0].msg
    assert found[0].hint
    triggers.protect(connection)
    assert not [m for m in run_checks(databases=["default"]) if m.id == "focalpoint.trail.E001"]


ALTERED = {
    "sqlite": ["CREATE TRIGGER trail_event_no_update BEFORE UPDATE ON trail_event WHEN 0 BEGIN SELECT 1; END"],
    "postgresql": [
        "ALTER TABLE trail_event ENABLE REPLICA TRIGGER trail_event_no_change",
        "ALTER TABLE trail_event DISABLE TRIGGER trail_event_no_change",
        "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", range(3))
def test_a_trigger_that_keeps_its_name_and_refuses_nothing_is_found_and_made_anew(way):
    statements = ALTERED[connection.vendor]
    if way >= len(statements):
        pytest.skip("not run: a way of another database")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trail_event_no_update")
        cursor.execute(statements[way])
    found = [m for m in run_checks(databases=["default"]) if m.id == "focalpoint.trail.E001"]
    assert len(found) == 1
    triggers.protect(connection)
    assert triggers.present(connection) == triggers.NAMES[connection.vendor]
    add()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(actor="nobody")


@pytest.mark.django_db
def test_a_row_cannot_be_replaced_by_one_of_its_number_nor_a_number_be_left_out():
    event = add()
    columns = "number, at, actor, verb, subject, ids, previous, hash"
    replace = "INSERT OR REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
    row = [event.number, event.at, "nobody", event.verb, event.subject, event.ids, event.previous, "f" * 64]
    insert = f"{replace} trail_event ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    for number in (event.number, 999_999):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [number, *row[1:]])
    assert Event.objects.get().actor == "system"


SILENCING = {
    "sqlite": "CREATE TRIGGER quiet BEFORE INSERT ON trail_event WHEN NEW.actor = 'system' "
    "BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": "CREATE RULE quiet AS ON INSERT TO trail_event WHERE NEW.actor = 'system' DO INSTEAD NOTHING",
}


@pytest.mark.django_db
def test_what_takes_acts_away_is_found_and_an_act_whose_row_did_not_arrive_fails():
    add()
    with connection.cursor() as cursor:
        cursor.execute(SILENCING[connection.vendor])
    found = [m for m in run_checks(databases=["default"]) if m.id == "focalpoint.trail.E002"]
    assert len(found) == 1
    assert "quiet on trail_event" in found[0].msg
    with pytest.raises(NotRecorded):
        add()
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_trigger_on_another_table_is_found_too():
    assert triggers.unknown(connection) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TRIGGER other AFTER INSERT ON intake_item BEGIN SELECT 1; END")
        else:
            cursor.execute("CREATE RULE other AS ON DELETE TO intake_item DO INSTEAD NOTHING")
    assert triggers.unknown(connection) == ["other on intake_item"]


@pytest.mark.django_db
def test_an_object_without_a_row_is_named_once_there_are_rows_of_its_kind(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    User.objects.create(username="of-an-earlier-version")
    accounts.open_account(name="colleague", role="analyst", clearance="TLP:AMBER", by=SystemActor.CONSOLE, at=AT)
    assert without_event() == []
    person = User.objects.create(username="intruder")
    assert without_event() == [f"people.User/{person.ref} has no row in the trail"]


def without_event() -> list[str]:
    digested: set[str] = set()
    assert list(states.differences(digested)) == []
    return list(states.without_event(digested))


@pytest.mark.django_db
def test_the_digests_of_the_trail_are_read_once_for_both_questions(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    person, _password = accounts.open_account(
        name="one", role="analyst", clearance="TLP:AMBER", by=SystemActor.CONSOLE, at=AT
    )
    digested: set[str] = set()
    with CaptureQueriesContext(connection) as asked:
        assert list(states.differences(digested)) == []
        assert list(states.without_event(digested)) == []
    assert digested == {f"people.User/{person.ref}"}
    assert len([each for each in asked if '"ids"' in each["sql"]]) == 1


@pytest.mark.django_db
def test_a_database_below_its_anchor_is_known_until_it_is_accepted(tmp_path):
    add()
    file = tmp_path / "trail-anchors.txt"
    anchors.write(file, day=dt.date(2025, 1, 1))
    assert anchors.ahead(file) == []
    with file.open("a") as lines:
        lines.write(f"2025-01-02 7 {'a' * 64}\n")
    assert anchors.ahead(file) == [7]
    other = anchors.set_aside(file, [7], day=dt.date(2025, 1, 3))
    assert other.name == "trail-anchors-until-2025-01-03.txt"
    assert (list(anchors.read(file)), list(anchors.read(other))) == ([1], [7])
    assert anchors.ahead(file) == []


@pytest.mark.django_db
def test_a_change_made_behind_the_triggers_is_found():
    add(), add(), add()
    for name in triggers.NAMES[connection.vendor]:
        suffix = " ON trail_event" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{suffix}")
    Event.objects.filter(number=2).update(actor="nobody")
    assert next(breaks(queries.links(), {})).number == 2


@pytest.mark.django_db
def test_the_daily_anchor_is_written_once_and_read_back(tmp_path):
    file = tmp_path / "anchors" / "trail.txt"
    assert anchors.write(file, day=AT.date()) is False
    event = add()
    assert anchors.write(file, day=AT.date()) is True
    assert anchors.write(file, day=AT.date()) is False
    add()
    assert anchors.read(file) == {1: event.hash}
    assert list(breaks(queries.links(), anchors.read(file))) == []


def test_a_damaged_anchor_file_names_its_line(tmp_path):
    file = tmp_path / "trail.txt"
    file.write_text(f"2025-07-01 1 {'a' * 64}\nnonsense\n")
    with pytest.raises(anchors.BadAnchor, match="line 2"):
        anchors.read(file)
    assert anchors.read(tmp_path / "absent.txt") == {}


@pytest.mark.django_db
def test_an_event_reads_as_a_plain_sentence():
    assert sentences.sentence(add("r-7")) == "imported the forecast release r-7"
