"""A home that an earlier head made is copied, brought up to date and proved whole; a newer one is refused."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

HOMES = sorted((Path(__file__).parents[1] / "homes").glob("*.tar.xz"))
FOCALPOINT = [sys.executable, "-c", "from focalpoint.cli import main; main()"]
KEPT = ("trail_event", "intake_item", "intake_custody", "decisions_decision", "decisions_transmission", "people_user")
INDEXES = {"trail_by_actor", "trail_by_verb", "trail_by_subject", "trail_by_time"}
FEW = {"86acad3"}  # of those that were hashed by the first rule
ALWAYS = {"3ae02b2", "e963273"}  # made before there was a path, and by the newest of them
EACH = [
    pytest.param(each, marks=[] if each.name[:7] in ALWAYS else pytest.mark.long, id=each.name[:7]) for each in HOMES
]


def run(home: Path, *words: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "FOCALPOINT_HOME": str(home)}
    return subprocess.run([*FOCALPOINT, *words], env=environment, capture_output=True, text=True, check=False)


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder


def counts(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as database:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}


def indexes(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


@pytest.mark.slow
def test_a_full_disk_leaves_no_part_of_a_copy_and_the_database_as_it_was(tmp_path):
    home = unpacked(HOMES[-1], tmp_path)
    before = counts(home / "desk.sqlite3")
    limited = ["bash", "-c", 'ulimit -f 64; exec "$@"', "limited", *FOCALPOINT, "people", "list"]
    environment = {**os.environ, "FOCALPOINT_HOME": str(home)}
    opened = subprocess.run(limited, env=environment, capture_output=True, text=True, check=False)
    assert opened.returncode
    assert "could not be copied before its upgrade" in opened.stderr
    assert "Traceback" not in opened.stderr
    assert list(home.glob("desk-before-upgrade-*")) == []
    assert counts(home / "desk.sqlite3") == before


@pytest.mark.slow
@pytest.mark.parametrize("archive", EACH)
def test_a_home_of_an_earlier_head_is_copied_brought_up_to_date_and_whole(archive, tmp_path):
    home = unpacked(archive, tmp_path)
    empty = archive.name.startswith("3ae02b2")  # made before there was a path to walk
    before = counts(home / "desk.sqlite3") if not empty else {}
    opened = run(home, "people", "list")
    assert opened.returncode == 0, opened.stderr
    assert "A copy of the database as it was" in opened.stderr
    (copy,) = home.glob("desk-before-upgrade-*.sqlite3")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    if not empty:
        assert counts(copy) == before
        assert counts(home / "desk.sqlite3") == before
    assert indexes(home / "desk.sqlite3") >= INDEXES
    proved = run(home, "trail", "verify")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    files = run(home, "originals")
    assert files.returncode == 0, files.stderr
    again = run(home, "people", "list")
    assert "copy" not in again.stderr  # nothing is left to change


HASHED = [
    pytest.param(each, marks=[] if each.name[:7] in FEW else pytest.mark.long, id=each.name[:7])
    for each in HOMES
    if each.name[:7] in {"86acad3", "2fad4b2"}
]


@pytest.mark.parametrize("archive", HASHED)
def test_a_signed_note_hashed_by_an_earlier_rule_is_no_tampering_and_a_changed_one_still_is(archive, tmp_path):
    home = unpacked(archive, tmp_path)
    run(home, "people", "list")
    assert run(home, "trail", "verify").returncode == 0
    with closing(sqlite3.connect(home / "desk.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE assessments_assessment SET frozen = replace(frozen, 'Zebra', 'Okapi') WHERE id = 1")
    found = run(home, "trail", "verify")
    assert found.returncode == 1
    assert "the note that was signed is not the one" in found.stderr


def test_a_home_of_a_newer_program_is_refused_and_left_as_it_is(with_database, tmp_path):
    home = with_database(tmp_path)
    with closing(sqlite3.connect(home / "desk.sqlite3", isolation_level=None)) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('trail', '9999_next', '2030-01-01')"
        )
    refused = run(home, "people", "list")
    assert refused.returncode == 2
    assert "newer version" in refused.stderr
    assert "9999_next" in refused.stderr
    assert list(home.glob("desk-before-upgrade-*")) == []


def test_a_database_that_does_not_fit_is_said_and_its_copy_stays(tmp_path):
    home = unpacked(next(each for each in HOMES if each.name.startswith("e963273")), tmp_path)
    with closing(sqlite3.connect(home / "desk.sqlite3", isolation_level=None)) as database:
        database.execute("CREATE TABLE intake_grading (id integer)")  # stands in the way of a change
    refused = run(home, "people", "list")
    assert refused.returncode == 2
    assert "could not be brought up to date" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(list(home.glob("desk-before-upgrade-*"))) == 1


def test_a_new_home_is_made_without_a_copy(tmp_path):
    made = run(tmp_path / "new", "people", "list")
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    assert list((tmp_path / "new").glob("desk-before-upgrade-*")) == []
    shutil.rmtree(tmp_path / "new")


def test_the_homes_are_small_and_one_is_there_for_each_rule_of_a_digest():
    assert all(each.stat().st_size < 200_000 for each in HOMES)
    assert {each.name[:7] for each in HOMES} >= {"86acad3", "56e20d7", "7e742eb", "e963273"}
