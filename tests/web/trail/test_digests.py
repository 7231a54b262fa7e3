"""What an act left behind is held by its event: a later change without an event is found, also by its reader alone."""

import json

import pytest
from django.db import connection, transaction

import walk
from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Event as Reported
from focalpoint.desk.intake.models import Grading, Item, Original, Reliability
from focalpoint.desk.options.models import Option
from focalpoint.desk.people import actions as accounts
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations.models import Link, Place, ScopeTest, Situation
from focalpoint.desk.trail import digests, keys, states
from focalpoint.desk.trail.actions import record
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event, KeyShare
from focalpoint.reference.errors import FocalpointError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast(db):
    return walk.cast()


def differing() -> list[tuple[int, str]]:
    return list(states.differences())


def test_the_whole_path_leaves_every_object_as_its_newest_event_says(cast):
    walk.decided(cast, "refer")
    accounts.open_account(name="colleague", role="analyst", clearance="TLP:AMBER", by=SystemActor.CONSOLE, at=walk.AT)
    assert differing() == []
    named = {entry.split("/")[0] for ids in Event.objects.values_list("ids", flat=True) for entry in held(ids)}
    assert named >= {
        *("intake.Item", "situations.Situation", "assessments.Assessment", "options.Paper"),
        *("decisions.Submission", "decisions.Transmission", "people.User"),
    }


def held(ids: str) -> list[str]:
    return list(json.loads(ids).get("digests", []))


CHANGES = {
    "the text of a report": (Item, {"text": "other"}),
    "the consent of its giver": (Item, {"consent_bodies": True}),
    "a marking": (Item, {"tlp": "TLP:CLEAR"}),
    "what happened": (Reported, {"low": 7}),
    "the name of an original": (Original, {"name": "other.txt"}),
    "the owner's title of a situation": (Situation, {"title": "other"}),
    "a country": (Place, {"iso3": "SOM"}),
    "a scope test": (ScopeTest, {"reason": "other"}),
    "a factor": (Factor, {"value": "absent"}),
    "a signed note": (Assessment, {"frozen": {}}),
    "an option": (Option, {"owner": "other"}),
    "the state of a submission": (Submission, {"number": 9}),
    "a decision": (Decision, {"reason": "other"}),
    "what was sent": (Transmission, {"asked": "other"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_without_an_event_is_found(cast, what):
    walk.decided(cast, "refer")
    model, change = CHANGES[what]
    assert model.objects.update(**change)
    assert differing()


def test_a_row_that_is_taken_away_or_a_member_who_is_added_is_found(cast):
    walk.decided(cast)
    Situation.objects.get().members.add(cast.overseer)
    assert len(differing()) == 1
    Situation.objects.get().members.remove(cast.overseer)
    assert differing() == []
    Link.objects.all().delete()
    assert len(differing()) == 1


def test_an_account_with_another_role_password_or_clearance_is_found():
    user, _password = accounts.open_account(
        name="one", role="analyst", clearance="TLP:GREEN", by=SystemActor.CONSOLE, at=walk.AT
    )
    for change in ({"role": Role.HEAD}, {"password": "x"}, {"clearance": "TLP:RED"}, {"is_active": False}):
        before = User.objects.filter(pk=user.pk).values(*change).get()
        User.objects.filter(pk=user.pk).update(**change)
        assert [number for number, _told in differing()] == [Event.objects.get(verb="user.created").number]
        User.objects.filter(pk=user.pk).update(**before)
        assert differing() == []


def test_a_grade_of_a_source_and_an_object_that_is_gone_are_found(cast):
    source = walk.sourced(cast.analyst)
    Reliability.objects.update(grade="A")
    assert len(differing()) == 1
    Reliability.objects.all().delete()
    source.members.clear()
    source.delete()
    ((number, told),) = differing()
    assert told == f"the source {source.ref}, which it wrote, is gone"
    assert number == Event.objects.get(verb="source.registered").number


def test_every_grade_and_its_answer_are_part_of_the_item(cast):
    item = walk.filed(cast.reporter)
    grading.grade_item(
        item=item, credibility=3, reason="Why.", confirmed_by=[], revision=1, by=cast.analyst, at=walk.AT
    )
    assert differing() == []
    Grading.objects.update(reason="Another.")
    assert len(differing()) == 1


def test_when_consent_is_withdrawn_no_earlier_digest_can_be_tested_and_the_erased_state_is_proved(cast):
    item = walk.filed(cast.reporter)
    filed = held(Event.objects.get(verb="item.filed").ids)[0].rpartition("/")[2]
    key, before = keys.installation_key(), KeyShare.objects.get().share
    assert digests.digest_of(item, key) == filed
    with transaction.atomic():
        taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=walk.AT)
        transaction.set_rollback(True)
    assert digests.digest_of(item, key) == filed  # what was not withdrawn after all can still be proved
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=walk.AT)
    assert differing() == []
    assert before not in KeyShare.objects.values_list("share", flat=True)
    Item.objects.update(consent_withdrawn_at=None)
    assert len(differing()) == 1


def test_a_digest_depends_on_the_key_of_the_installation_and_says_which_one_made_it(cast, home):
    walk.filed(cast.reporter)
    file = home / keys.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes()) == keys.BYTES
    (home / "aside").write_bytes(file.read_bytes())
    file.unlink()
    ((_number, told),) = differing()
    assert keys.FILE in told
    file.write_bytes((home / "aside").read_bytes())
    assert differing() == []


def test_of_two_that_make_the_key_at_once_one_counts(home, monkeypatch):
    first = keys.installation_key()
    assert keys._made(home / keys.FILE) == first
    assert [each.name for each in home.iterdir()] == [keys.FILE]


def test_a_column_that_holds_its_default_is_no_part_of_the_text(cast):
    item = walk.filed(cast.reporter)
    text = digests.state_text(item)
    assert "consent_withdrawn_at" not in text
    assert '"title"' in text
    assert "gradings" not in text


def test_the_text_of_a_state_is_the_same_on_each_database(cast):
    item = walk.filed(cast.reporter)
    row = json.loads(digests.state_text(item))["row"][0]
    assert row["created_at"] == "2025-07-01T09:00:00+00:00"
    assert row["obtained_on"] == "2025-07-01"
    original = json.loads(digests.state_text(item))["originals"][0]
    assert original["key"] == bytes(Original.objects.get().key).hex()


def test_an_object_of_a_kind_that_nobody_declared_cannot_be_digested(cast):
    with pytest.raises(KeyError), transaction.atomic():
        record(by="system", at=walk.AT, verb="item.graded", subject="x", after=[Reported()])


def test_a_digest_of_a_report_with_an_unknown_rule_is_left_to_a_newer_program(cast, monkeypatch):
    walk.filed(cast.reporter)
    Item.objects.update(text="other")
    monkeypatch.setattr(digests, "RULE", 2)
    assert differing() == []


def test_what_is_refused_leaves_neither_row_nor_share(cast):
    with pytest.raises(FocalpointError):
        taking.file_item(
            item=Item(title="x", obtained_on=walk.DAY),
            event=None,
            attachments=[taking.Attachment("a", b"")],
            by=cast.reporter,
            at=walk.AT,
        )
    assert not KeyShare.objects.exists()


def test_digests_are_the_same_whether_read_before_or_after_a_reload(cast):
    item = walk.filed(cast.reporter)
    assert digests.state_text(item) == digests.state_text(Item.objects.get())
    assert connection.vendor in {"sqlite", "postgresql"}
