"""``focalpoint trail``: what it prints, how it ends, and a whole home proved, anchored, tampered with, protected."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import trail_files
from focalpoint.cli.trail import trail

MAIN = [sys.executable, "-c", "from focalpoint.cli import main; main()", "trail"]
FILL = """
import datetime as dt, pathlib, sys
from focalpoint.cli import starting
starting.up_to_date(pathlib.Path(sys.argv[1]))
from django.db import transaction
from focalpoint.desk.trail.actions import record
for number in range(4):
    with transaction.atomic():
        record(by="system", at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), verb="item.filed", subject=f"item-{number}")
"""


def verify(file: Path, *options: str):
    return CliRunner().invoke(trail, ["verify", "--database", str(file), *options])


def test_a_whole_trail_is_said_to_be_whole_and_how_long_it_is(tmp_path):
    done = verify(trail_files.made(tmp_path / "copy.sqlite3", rows=12))
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "The trail is whole: 12 rows, 0 anchors.")
    assert "Without an anchor its end is not proved" in done.output


def test_with_an_anchor_nothing_is_left_to_say(tmp_path):
    file, anchors = trail_files.made(tmp_path / "copy.sqlite3", rows=12), tmp_path / "anchors.txt"
    anchors.write_text(f"2025-01-01 12 {trail_files.last_hash(file)}\n")
    done = verify(file, "--anchors", str(anchors))
    assert (done.exit_code, done.output) == (0, "The trail is whole: 12 rows, 1 anchor.\n")


def test_an_anchor_file_that_is_named_must_be_there(tmp_path):
    done = verify(trail_files.made(tmp_path / "copy.sqlite3"), "--anchors", str(tmp_path / "none.txt"))
    assert done.exit_code == 2
    assert "does not exist" in done.output


@pytest.mark.parametrize("value", ["X'FF00FE'", "CAST(X'C328' AS TEXT)", "NULL", "7", "1.5"])
@pytest.mark.parametrize("column", ["ids", "actor", "hash", "previous"])
def test_a_row_that_holds_no_text_is_named_and_nothing_breaks_off(tmp_path, column, value):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    trail_files.changed(file, f"UPDATE trail_event SET {column} = {value} WHERE number = 3")
    done = verify(file)
    assert (done.exit_code, "row 3" in done.output, done.exception.__class__) == (1, True, SystemExit)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({3: "2024-12-29T00:00:00.000000Z"}, "went back 1 time, first at row 3 (2024-12-29T00:00 UTC)"),
        ({2: "2025-01-02T01:00:00.000000Z"}, "went back 1 time, first at row 3 (2025-01-01T00:00 UTC)"),
        ({3: "2024-12-31T23:57:00.000000Z"}, ""),
        ({3: "no time", 4: "2025-01-01", 5: "2026-01-01T00:00:00.000000Z"}, ""),
    ],
)
def test_a_clock_that_went_back_is_said_and_the_trail_is_whole_all_the_same(tmp_path, times, said):
    done = verify(trail_files.made(tmp_path / "copy.sqlite3", times=times))
    assert done.exit_code == 0
    assert said in done.output
    assert ("clock" in done.output) is bool(said)


def test_an_empty_trail_is_whole(tmp_path):
    assert verify(trail_files.made(tmp_path / "copy.sqlite3", rows=0)).exit_code == 0


def test_a_program_reads_the_answer_as_json(tmp_path):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    assert json.loads(verify(file, "--json").output) == {"whole": True, "rows": 5, "anchors": 0, "first_break": None}
    trail_files.changed(file, "UPDATE trail_event SET verb = 'other' WHERE number = 4")
    done = verify(file, "--json")
    found = json.loads(done.output)
    assert (done.exit_code, found["whole"], found["first_break"]["row"]) == (1, False, 4)


def test_the_help_names_the_verbs():
    output = CliRunner().invoke(trail, ["--help"]).output
    assert [verb for verb in ("verify", "protect", "anchor", "accept-older") if verb not in output] == []


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FOCALPOINT_HOME": str(home)}
    return subprocess.run([*MAIN, *words], env=environment, capture_output=True, text=True, check=False)


def test_a_home_without_a_desk_says_what_to_do(tmp_path):
    done = run(tmp_path, "verify")
    assert done.returncode == 2
    assert "focalpoint up" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def home(with_database, tmp_path) -> Path:
    with_database(tmp_path)
    environment = {**os.environ, "FOCALPOINT_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", FILL, str(tmp_path)], env=environment, check=True, capture_output=True)
    return tmp_path


def database(home: Path) -> Path:
    return next(each for each in home.iterdir() if each.suffix in {".sqlite3", ".db"})


def test_a_desk_is_proved_anchored_tampered_with_found_out_and_protected_again(home):
    assert "The trail is whole: 4 rows, 0 anchors." in run(home, "verify").stdout
    assert "Anchored in" in run(home, "anchor").stdout
    assert "Nothing to add" in run(home, "anchor").stdout
    assert "4 rows, 1 anchor." in run(home, "verify").stdout
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        trail_files.changed(database(home), "UPDATE trail_event SET actor = 'other' WHERE number = 2")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        trail_files.changed(
            database(home),
            "INSERT OR REPLACE INTO trail_event SELECT number, at, 'x', verb, subject, ids, previous, hash "
            "FROM trail_event",
        )
    file = home / "trail-anchors.txt"
    with file.open("a") as lines:
        lines.write(f"2100-01-01 9 {'a' * 64}\n")
    refused = subprocess.run(
        [*MAIN[:-1], "up", "--no-forecast", "--port", "8791"],
        env={**os.environ, "FOCALPOINT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (refused.returncode, "does not hold row 9" in refused.stderr) == (2, True)
    assert "kept in trail-anchors-until" in run(home, "accept-older").stdout
    assert "there is nothing to accept" in run(home, "accept-older").stdout
    assert "5 rows, 1 anchor." in run(home, "verify").stdout
    trail_files.changed(database(home), "CREATE TRIGGER quiet AFTER INSERT ON intake_item BEGIN SELECT 1; END")
    done = run(home, "verify")
    assert (done.returncode, "quiet on intake_item" in done.stderr) == (1, True)
    trail_files.changed(database(home), "DROP TRIGGER quiet")
    for verb in ("update", "delete"):
        trail_files.changed(database(home), f"DROP TRIGGER trail_event_no_{verb}")
    done = run(home, "verify")
    assert (done.returncode, "It can be changed: trail_event_no_delete, trail_event_no_update" in done.stderr) == (
        1,
        True,
    )
    trail_files.changed(database(home), "UPDATE trail_event SET actor = 'other' WHERE number = 2")
    done = run(home, "verify")
    assert (done.returncode, "row 2 was changed" in done.stderr) == (1, True)
    assert "trail_event_no_delete, trail_event_no_replace, trail_event_no_update" in run(home, "protect").stdout
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        trail_files.changed(database(home), "DELETE FROM trail_event WHERE number = 4")
