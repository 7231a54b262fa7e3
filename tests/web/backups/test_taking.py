"""What goes into which of the two archives, and what goes into neither."""

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pyrage import x25519

import trail_files
import walk
from focalpoint.desk.backups import archive, row_keys, sqlite, taking
from focalpoint.desk.trail import anchors, keys
from focalpoint.desk.trail.chain import GENESIS

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the copy of a SQLite file")
OURS = x25519.Identity.generate()
THEIRS = x25519.Identity.generate()
HOME = {
    "DEMONSTRATION": "data",
    "originals/ab/ab12": "data",
    "releases/r-1/manifest.json": "data",
    "vintages/v-1/raw/events.csv": "data",
    "trail-anchors.txt": "data",
    "secret_key": "keys",
    "originals.key": "keys",
    "trail.key": "keys",
    "desk.sqlite3": "",
    "desk.sqlite3-wal": "",
    "desk-before-upgrade-20250101T000000Z.sqlite3": "",
    "static/style.css": "",
    "downloads/x.zip": "",
    "serving.lock": "",
    "data.key": "",
    "of-last-week.tar": "",
}


@pytest.fixture
def database(tmp_path, empty_database, monkeypatch) -> Path:
    """A database of a home of its own, which the desk takes for its own."""
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(empty_database.read_bytes())
    monkeypatch.setitem(connection.settings_dict, "NAME", file)
    with closing(sqlite3.connect(file, isolation_level=None)) as changed:
        changed.execute("INSERT INTO django_session VALUES ('session-of-an-analyst', 'Zebra', '2030-01-01')")
        changed.execute("INSERT INTO site_cache VALUES ('tries', 'Zebra', '2030-01-01')")
        changed.execute("INSERT INTO trail_keyshare VALUES ('intake.Item/x', 'Quartz')")
    return file


@pytest.fixture
def home(tmp_path, settings, database, db) -> Path:
    settings.FOCALPOINT_HOME = tmp_path
    for name in set(HOME) - {"desk.sqlite3", "trail-anchors.txt"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "releases/link").symlink_to("/etc/passwd")
    return tmp_path


def parts(folder: Path) -> tuple[taking.Part, taking.Part]:
    return taking.Part(folder / "d", [OURS.to_public()]), taking.Part(folder / "k", [THEIRS.to_public()])


def names(file: Path, identity: x25519.Identity, begins: str = "") -> set[str]:
    return {name.removeprefix(begins) for name in archive.read(file, identity)["files"]}


def test_each_file_of_a_home_goes_where_it_belongs(home, tmp_path):
    made = taking.take(home, *parts(tmp_path), at=walk.AT)
    data = {name for name, kind in HOME.items() if kind == "data"} - {"trail-anchors.txt"}  # an empty trail has none
    assert names(made.data, OURS, "home/") == data | {"database/desk.sqlite3"}
    assert names(made.keys, THEIRS) == {name for name, kind in HOME.items() if kind == "keys"} | {"row-keys.json"}


def test_the_two_are_named_by_their_time_and_say_the_same_of_themselves(home, tmp_path):
    made = taking.take(home, *parts(tmp_path), at=walk.AT)
    assert made.data == tmp_path / "d/focalpoint-20250701T090000Z-data.age"
    assert made.keys == tmp_path / "k/focalpoint-20250701T090000Z-keys.age"
    data, apart = archive.read(made.data, OURS), archive.read(made.keys, THEIRS)
    assert (data.pop("kind"), apart.pop("kind")) == ("data", "keys")
    assert data.pop("files") != apart.pop("files")
    assert data == apart
    assert (data["made_at"], data["rows"], data["hash"]) == ("2025-07-01T09:00:00+00:00", 0, GENESIS)
    assert data["installation"] == keys.key_id(b"trail.key")
    assert "trail.0001_initial" in data["changes"]


def test_each_is_closed_to_the_key_of_the_other(home, tmp_path):
    made = taking.take(home, *parts(tmp_path), at=walk.AT)
    for file, other in ((made.data, THEIRS), (made.keys, OURS)):
        with pytest.raises(archive.WrongKey):
            archive.read(file, other)


def test_nothing_is_left_where_one_could_not_be_written(home, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "read", lambda file, identity: (_ for _ in ()).throw(archive.Damaged("Bad.")))
    with pytest.raises(archive.Damaged):
        taking.take(home, *parts(tmp_path), at=walk.AT)
    assert list((tmp_path / "d").iterdir()) == []
    assert list(home.glob(".backup-*")) == []


def test_the_copy_has_no_sign_in_and_no_key_not_even_in_what_sqlite_keeps_of_deleted_rows(database, tmp_path):
    (member,), found = sqlite.taken(tmp_path / made(tmp_path), taking.EMPTIED)
    assert member.name == "database/desk.sqlite3"
    content = member.content.read_bytes()
    assert [word for word in (b"session-of-an-analyst", b"Zebra", b"Quartz") if word in content] == []
    assert member.content.stat().st_mode & 0o777 == 0o600
    assert [rows for (table, *_), rows in found if table == "trail_keyshare"] == [[("intake.Item/x", "Quartz")]]
    assert json.loads(json.dumps(found))[3][1] == [["intake.Item/x", "Quartz"]]


def made(tmp_path: Path) -> str:
    (tmp_path / "copy").mkdir()
    return "copy"


def test_the_copy_is_taken_while_another_writes_and_holds_what_was_answered(database, tmp_path):
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO trail_keyshare VALUES ('answered', 'x')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO trail_keyshare VALUES ('not yet', 'x')")
        (member,), _found = sqlite.taken(tmp_path / made(tmp_path), taking.EMPTIED)
        writer.execute("ROLLBACK")
    with closing(sqlite3.connect(member.content)) as copied:
        named = {name for (name,) in copied.execute("SELECT object FROM trail_keyshare")}
    assert named == {"intake.Item/x", "answered"}
    assert [each.name for each in member.content.parent.iterdir()] == ["desk.sqlite3"]  # no log of writes


def test_a_copy_comes_into_the_place_of_the_database(database, tmp_path):
    (tmp_path / "stage").mkdir()
    trail_files.made(tmp_path / "stage" / sqlite.NAME, rows=3)
    database.unlink()
    assert [link.number for link in sqlite.links(tmp_path / "stage")] == [1, 2, 3]
    sqlite.put_back(tmp_path / "stage")
    assert trail_files.last_hash(database)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("SELECT 1", None),
        ("DELETE FROM trail_event WHERE number = 3", "row 3 was anchored and is gone"),
        ("DELETE FROM trail_event WHERE number = 2", "row 2 is missing"),
        ("UPDATE trail_event SET actor = 'other' WHERE number = 1", "row 1 was changed"),
    ],
)
def test_the_trail_in_a_copy_is_proved_to_its_end(tmp_path, change, reason):
    file = trail_files.made(tmp_path / sqlite.NAME, rows=3)
    known = {3: trail_files.last_hash(file)}
    trail_files.changed(file, change)
    last, broken = taking._proved(sqlite.links(tmp_path), known)
    assert last.number == (2 if "= 3" in change else 3)
    assert (broken and broken.reason.split(":")[0].split(";")[0]) == reason


def test_the_anchor_of_the_day_is_written_first_and_goes_with_the_data(home, tmp_path, monkeypatch):
    line = f"2025-07-01 7 {'a' * 64}\n"
    monkeypatch.setattr(anchors, "write", lambda file, day: file.write_text(line))
    monkeypatch.setattr(taking, "_proved", lambda links, known: (taking.NO_ROW._replace(number=max(known)), None))
    made = taking.take(home, *parts(tmp_path), at=walk.AT)
    assert made.rows == 7
    assert (tmp_path / "d/trail-anchors.txt").read_text() == line
    assert "home/trail-anchors.txt" in names(made.data, OURS)


def test_newer_anchors_in_the_folder_of_copies_name_what_is_lost_and_are_kept(home, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d/trail-anchors.txt").write_text(f"2100-01-01 999 {'a' * 64}\n")
    made = taking.take(home, *parts(tmp_path), at=walk.AT)
    assert made.broken.reason.startswith("row 999 was anchored and is gone")
    assert (tmp_path / "d/trail-anchors.txt").read_text().startswith("2100-01-01")


def test_two_at_the_same_time_do_not_meet(tmp_path):
    refused = []

    def other() -> None:
        try:
            with taking._alone(tmp_path):
                pass
        except taking.NotFinished as error:
            refused.append(error.todo)

    with taking._alone(tmp_path):
        second = threading.Thread(target=other)
        second.start()
        second.join()
    assert refused == ["Wait until it ends."]


def test_a_place_of_keys_says_what_is_there_when_a_key_was_taken(db):
    found = {each.table: each.nothing for each in row_keys.places()}
    assert found["trail_keyshare"] == ""
    assert found["intake_original"] == b""
