"""What does not fit is refused with a sentence, before a back-up is written and before one is in its place."""

import pytest
from click.testing import CliRunner
from django.db import transaction
from pyrage import x25519

import walk
from focalpoint.cli import restore
from focalpoint.cli.backup import backup
from focalpoint.desk.backups import row_keys, taking
from focalpoint.desk.intake.models import Event, Original
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import anchors
from focalpoint.desk.trail import models as trail
from focalpoint.desk.trail.models import KeyShare


@pytest.fixture
def home(settings, tmp_path, db):
    settings.FOCALPOINT_HOME = tmp_path
    walk.filed(walk.person(Role.REPORTER))
    anchors.write(tmp_path / anchors.FILE, day=walk.DAY)
    return tmp_path


def later(home) -> None:
    with (home / anchors.FILE).open("a") as lines:
        lines.write(f"2100-01-01 999 {'a' * 64}\n")


def test_what_is_whole_is_not_refused(home):
    restore._accept(home / anchors.FILE, False)
    restore._prove(home)


def test_a_copy_below_its_newest_anchor_is_refused_with_the_row(home):
    later(home)
    with pytest.raises(restore.OlderCopy, match=r"does not hold row 999.*--accept-older"):
        restore._accept(home / anchors.FILE, False)


def test_going_on_with_an_older_copy_is_on_record_and_the_anchors_are_kept(home):
    later(home)
    restore._accept(home / anchors.FILE, True)
    last = trail.Event.objects.last()
    assert (last.verb, last.subject) == ("trail.older-accepted", "999")
    assert [each.read_text()[:14] for each in home.glob("trail-anchors-until-*")] == ["2100-01-01 999"]
    restore._accept(home / anchors.FILE, False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda home: Event.objects.update(what="something else"), "is stored with other contents"),
        (lambda home: Original.objects.update(key=b""), "1 rows have no key"),
        (lambda home: KeyShare.objects.update(share=""), "1 rows have no key"),
        (lambda home: [each.unlink() for each in home.glob("originals/*/*")], "the file of .* is gone"),
        (lambda home: (home / "trail.key").write_bytes(b"x" * 32), "another key"),
        (later, "row 999 was anchored and is gone"),
    ],
)
def test_what_does_not_hold_is_named_and_nothing_is_restored(home, change, says):
    change(home)
    with pytest.raises(restore.NotWhole, match=says):
        restore._prove(home)


def test_each_column_of_keys_is_kept_apart(db):
    from django.apps import apps

    named = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BinaryField" and field.name.endswith("key")
    }
    assert named | {("trail.KeyShare", "share")} == set(row_keys.COLUMNS)


def test_keys_come_back_into_the_rows_that_are_there(home):
    keys = [(list(place), []) for place in row_keys.places()]
    number, key = Original.objects.values_list("pk", "key").get()
    Original.objects.update(key=b"")
    keys[0][1].extend([(number, bytes(key).hex()), (number + 1, "00")])
    with transaction.atomic():
        row_keys.put_back(keys)
    assert bytes(Original.objects.get().key) == bytes(key)
    assert row_keys.missing() == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--to a --for x", "Give --to, --for"),
        ("--to a --for nothing --keys-to b --keys-for nothing", "cannot be read"),
        ("--to a --for age1x --keys-to b --keys-for age1x", "holds no public key"),
    ],
)
def test_a_back_up_that_is_asked_for_wrongly_is_a_sentence(words, says):
    done = CliRunner().invoke(backup, words.split())
    assert says in f"{done.output} {done.exception}"


def test_data_and_keys_are_never_for_the_same_person(tmp_path):
    same = taking.Part(tmp_path, [x25519.Identity.generate().to_public()])
    with pytest.raises(taking.SameRecipient):
        taking.take(tmp_path, same, same, at=walk.AT)
    assert list(tmp_path.iterdir()) == []


def test_one_back_up_of_a_home_at_a_time_and_what_a_killed_one_left_is_deleted(tmp_path):
    (tmp_path / ".backup-x").mkdir()
    with taking._alone(tmp_path):
        assert [each.name for each in tmp_path.iterdir()] == ["backup.lock"]
        with pytest.raises(taking.NotFinished, match="Another back-up"), taking._alone(tmp_path):
            pass
