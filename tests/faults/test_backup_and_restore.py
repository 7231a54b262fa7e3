"""A back-up is taken and restored with the commands of the how-to, word by word; what does not fit is said."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from focalpoint.cli import restore as restoring
from focalpoint.desk.backups import archive, keys, taking
from focalpoint.desk.backups.taking import EMPTIED

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs/how-to/back-up-and-restore.md"
SHELL = f'set -e\nfocalpoint() {{ {sys.executable} -c "from focalpoint.cli import main; main()" "$@"; }}\n'
READY = "import pathlib, os, sys; from focalpoint.cli import starting; starting.ready(pathlib.Path(sys.argv[1])); "
FILL = (
    READY
    + """
import walk
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail import anchors
from django.contrib.sessions.backends.db import SessionStore
by = walk.person(Role.ANALYST, "office")
walk.filed(by)
by.set_password("a long password"); by.save()
SessionStore().create()
"""
)
CHECK = (
    READY
    + """
from focalpoint.desk.intake import actions, originals
from focalpoint.desk.intake.models import Original
from focalpoint.desk.people.models import User
for each in Original.objects.all():
    stored = originals.Stored(each.address, each.blob, each.size, bytes(each.key))
    print(originals.get(pathlib.Path(sys.argv[1]), stored).decode())
print(User.objects.get(username="office").check_password("a long password"))
"""
)


def shell(folder: Path, home: Path, script: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "FOCALPOINT_HOME": str(home)}
    command = ["bash", "-c", SHELL + script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def python(home: Path, script: str) -> str:
    environment = {**os.environ, "FOCALPOINT_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(home)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def commands(heading: str) -> str:
    """The commands under a heading of the how-to, but for those of a server's own life and of PostgreSQL's."""
    under = HOW_TO.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip() for line in under.splitlines() if line.startswith("    ")]
    return "\n".join(line for line in lines if not re.match(r"focalpoint up|pg_|tar ", line))


def rows(file: Path) -> list[str]:
    """Everything in a database but what is left out of a back-up."""
    left_out = tuple(f'INSERT INTO "{each}"' for each in EMPTIED)
    with closing(sqlite3.connect(file)) as database:
        return sorted(line for line in database.iterdump() if not line.startswith(left_out))


@pytest.fixture(scope="session")
def saved(tmp_path_factory, with_database) -> Path:
    """A folder with a home and what the how-to's commands made of it."""
    folder = tmp_path_factory.mktemp("saved")
    home = with_database(folder / "home")
    python(home, FILL)
    made = shell(folder, home, commands("Make the keys of the back-ups, once") + "\n" + commands("Save, every day"))
    assert made.returncode == 0, made.stderr
    assert "Both were opened again and are whole" in made.stdout
    return folder


def restored(saved: Path, home: Path, script: str = "") -> subprocess.CompletedProcess:
    home.mkdir(exist_ok=True)
    return shell(saved, home, script or commands("Restore"))


@pytest.mark.slow
def test_the_how_to_word_by_word_gives_equal_rows_readable_files_a_whole_trail_and_the_same_passwords(saved, tmp_path):
    done = restored(saved, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert "The trail is whole" in done.stdout
    assert rows(tmp_path / "new/desk.sqlite3") == rows(saved / "home/desk.sqlite3")
    with closing(sqlite3.connect(tmp_path / "new/desk.sqlite3")) as database:
        assert [database.execute(f"SELECT count(*) FROM {each}").fetchone() for each in EMPTIED] == [(0,)] * 3
    assert python(tmp_path / "new", CHECK) == "A picture of nothing.\nTrue\n"
    files = [each for each in (tmp_path / "new").rglob("*") if "static" not in each.parts]
    assert [each for each in (tmp_path / "new", *files) if each.stat().st_mode & 0o077] == []
    assert [each.name for each in files if each.name.startswith(".")] == []


WITHDRAW = (
    READY
    + """
import walk
from focalpoint.desk.intake import actions
from focalpoint.desk.intake.models import Item
item = Item.objects.get()
actions.withdraw_consent(item=item, revision=item.revision, by=item.created_by, at=walk.AT)
"""
)
TOLD = (
    "SELECT count(*) FROM intake_item WHERE text LIKE '%Zebra%' OR title LIKE '%Zebra%'",
    "SELECT count(*) FROM intake_event WHERE what LIKE '%Zebra%'",
    "SELECT count(*) FROM intake_original WHERE key IS NOT NULL",
)


@pytest.mark.slow
def test_what_was_withdrawn_after_a_back_up_is_erased_again_before_anybody_can_read_it(saved, tmp_path):
    later = tmp_path / "home"
    shutil.copytree(saved / "home", later)
    python(later, WITHDRAW)
    assert shell(tmp_path, later, "focalpoint trail anchor").returncode == 0
    script = commands("Restore").replace("copies/withdrawals.txt", str(later / "withdrawals.txt"))
    done = restored(saved, tmp_path / "new", script)
    assert done.returncode == 0, done.stderr
    assert "are erased again: 1." in done.stdout
    with closing(sqlite3.connect(tmp_path / "new/desk.sqlite3")) as database:
        assert [database.execute(each).fetchone() for each in TOLD] == [(0,)] * 3
    assert b"Zebra" not in (tmp_path / "new/desk.sqlite3").read_bytes()
    assert list((tmp_path / "new").glob("originals/*/*")) == []


def test_what_is_written_is_for_its_owner_and_shows_no_text_and_no_key(saved):
    secrets = [(saved / "home" / name).read_bytes() for name in taking.KEY_FILES]
    for file in saved.glob("copies*/*"):
        assert file.stat().st_mode & 0o077 == 0
        assert not any(each in file.read_bytes() for each in (*secrets, b"Zebra", b"SQLite format"))


def test_the_data_without_the_keys_opens_nothing(saved, tmp_path):
    archive.read(archive_of(saved, "data"), keys.identity(saved / "data.key"), tmp_path)
    assert [each for each in taking.KEY_FILES if list(tmp_path.rglob(each))] == []
    with closing(sqlite3.connect(tmp_path / "database/desk.sqlite3")) as database:
        assert database.execute("SELECT key FROM intake_original").fetchall() == [(b"",)]
        assert database.execute("SELECT DISTINCT share FROM trail_keyshare").fetchall() == [("",)]
    with closing(sqlite3.connect(saved / "home/desk.sqlite3")) as database:
        (key,) = database.execute("SELECT key FROM intake_original").fetchone()
    assert key not in (tmp_path / "database/desk.sqlite3").read_bytes()  # nor in what SQLite keeps of deleted rows


def archive_of(saved: Path, kind: str) -> Path:
    (file,) = saved.glob(f"copies*/*-{kind}.age")
    return file


def forged(saved: Path, folder: Path, which: str, **about) -> Path:
    """An archive that is whole and says other things of itself."""
    identity = keys.identity(saved / f"{which}.key")
    known = archive.read(archive_of(saved, which), identity, folder / which)
    members = [archive.Member(name, folder / which / name) for name in known.pop("files")]
    archive.write(folder / f"{which}.age", members, {**known, **about}, [identity.to_public()])
    return folder / f"{which}.age"


@pytest.mark.parametrize(
    ("kind", "about", "says"),
    [
        ("keys", {"rows": 0}, "The keys are older than the data"),
        ("keys", {"installation": "another"}, "not of the same installation"),
        ("keys", {"kind": "data"}, "Name data, then keys"),
    ],
)
def test_archives_that_do_not_belong_together_are_refused(saved, tmp_path, kind, about, says):
    other = forged(saved, tmp_path, kind, **about)
    data = archive_of(saved, "data"), saved / "data.key"
    with pytest.raises(restoring.DoNotFit, match=says):
        restoring._opened(tmp_path / "stage", *data, other, saved / "keys.key")


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"format": 99}, "A newer version"),
        ({"changes": ["trail.9999_next"]}, "9999_next"),
        ({"database": "postgresql"}, "Name an empty database of that kind"),
    ],
)
def test_a_back_up_of_another_version_or_database_is_refused_and_the_place_is_empty_again(saved, tmp_path, about, says):
    other = forged(saved, tmp_path, "data", **about)
    done = restored(
        saved, tmp_path / "new", commands("Restore").replace('"$(ls copies/*-data.age | tail -1)"', str(other))
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert list((tmp_path / "new").iterdir()) == []


def test_a_place_that_is_not_empty_is_refused_and_left_as_it_is(saved):
    done = restored(saved, saved / "home")
    assert (done.returncode, "is not empty: it holds" in done.stderr) == (2, True)
    assert (saved / "home/desk.sqlite3").exists()


def test_a_broken_trail_is_saved_said_and_never_takes_the_place_of_the_anchors(saved, tmp_path):
    shutil.copytree(saved, tmp_path / "other")
    before = (tmp_path / "other/copies/trail-anchors.txt").read_text()
    (tmp_path / "other/copies/trail-anchors.txt").write_text(f"{before}2100-01-01 999 {'a' * 64}\n")
    done = shell(tmp_path / "other", tmp_path / "other/home", commands("Save, every day"))
    assert (done.returncode, "row 999 was anchored and is gone" in done.stderr) == (1, True)
    assert "999" in (tmp_path / "other/copies/trail-anchors.txt").read_text()
    assert len(list((tmp_path / "other/copies").glob("*.age"))) == 2
