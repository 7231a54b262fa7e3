"""The verifier for other machines is one file that needs Python alone, and says what `trail verify` says."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import trail_files
import walk
from focalpoint.cli.trail import trail
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import verify_trail
from focalpoint.desk.trail.chain import GENESIS, digest
from focalpoint.desk.trail.copy import links

SCRIPT = Path(verify_trail.__file__)
FORGED = (3, "2025-01-01T00:00:03.000000Z", "somebody", "item.filed", "item-3", "{}")


def exported(database: Path, anchors: str = "") -> list[str]:
    """Write a database's trail and some anchors next to it, as the desk exports them."""
    rows, marks = database.with_suffix(".jsonl"), database.with_suffix(".txt")
    rows.write_text("".join(f"{json.dumps(link)}\n" for link in links(database)))
    marks.write_text(anchors)
    return [str(rows), str(marks)]


def said(files: list[str], capsys) -> tuple[int, str]:
    code = verify_trail.main(files)
    return code, capsys.readouterr().out


def by_the_desk(database: Path, anchors: str) -> tuple[int, str]:
    done = CliRunner().invoke(trail, ["verify", "--database", str(database), "--anchors", anchors])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "change",
    [
        "SELECT 1",
        "UPDATE trail_event SET actor = 'other' WHERE number = 3",
        "UPDATE trail_event SET at = '2024-01-01T00:00:00.000000Z' WHERE number = 1",
        "UPDATE trail_event SET verb = 'item.graded' WHERE number = 2",
        "UPDATE trail_event SET subject = 'item-1' WHERE number = 4",
        "UPDATE trail_event SET ids = '{\"a\":1}' WHERE number = 5",
        "UPDATE trail_event SET ids = 'caf\u00e9 \u2603' WHERE number = 5",
        "UPDATE trail_event SET previous = hash WHERE number = 2",
        "UPDATE trail_event SET hash = lower(hex(randomblob(32))) WHERE number = 2",
        "UPDATE trail_event SET actor = NULL WHERE number = 2",
        "DELETE FROM trail_event WHERE number = 1",
        "DELETE FROM trail_event WHERE number = 2",
        "DELETE FROM trail_event WHERE number = 5",
        "DELETE FROM trail_event",
        "UPDATE trail_event SET number = 9 WHERE number = 5",
        "UPDATE trail_event SET number = CASE number WHEN 2 THEN 30 ELSE number END",
    ],
)
def test_it_says_of_each_copy_what_the_desk_says_of_it(tmp_path, capsys, change):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    anchors = f"2025-01-01 2 {hash_of(file, 2)}\n2025-01-02 5 {hash_of(file, 5)}\n"
    files = exported(trail_files.changed(file, change), anchors)
    code, words = said(files, capsys)
    expected = by_the_desk(file, files[1])
    assert (code, words.splitlines()[0]) == (expected[0], expected[1].splitlines()[0])


def hash_of(file: Path, number: int) -> str:
    with sqlite3.connect(file) as database:
        (found,) = database.execute("SELECT hash FROM trail_event WHERE number = ?", [number]).fetchone()
    database.close()
    return str(found)


def test_a_trail_that_was_written_again_from_the_start_is_found_by_its_anchor_alone(tmp_path, capsys):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    assert said(exported(file), capsys)[0] == 0
    code, words = said(exported(file, f"2025-01-01 3 {'a' * 64}\n"), capsys)
    assert (code, "row 3 is not the one that was anchored" in words) == (1, True)


def test_a_row_whose_hash_was_made_to_fit_breaks_the_next_one(tmp_path, capsys):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    forged = digest(*FORGED, hash_of(file, 2))
    trail_files.changed(file, f"UPDATE trail_event SET actor = 'somebody', hash = '{forged}' WHERE number = 3")
    assert "row 4 does not name the hash" in said(exported(file), capsys)[1]


def test_it_says_how_many_rows_before_hold_and_what_to_do(tmp_path, capsys):
    file = trail_files.changed(trail_files.made(tmp_path / "copy.sqlite3"), "DELETE FROM trail_event WHERE number = 4")
    words = said(exported(file), capsys)[1]
    assert "Rows before it that hold: 3." in words
    assert "inform the overseer" in words


def test_without_an_anchor_it_says_what_is_not_proved(tmp_path, capsys):
    code, words = said(exported(trail_files.made(tmp_path / "copy.sqlite3")), capsys)
    assert (code, "Without an anchor its end is not proved" in words) == (0, True)


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '["1", "", "", "", "", "", "", ""]', "[1, 2]", "\xff"])
def test_a_line_that_is_no_row_is_named(tmp_path, capsys, line):
    files = exported(trail_files.made(tmp_path / "copy.sqlite3", rows=2))
    with Path(files[0]).open("a", encoding="latin-1") as rows:
        rows.write(f"{line}\n")
    code, words = said(files, capsys)
    assert (code, "line 3 is no row of a trail" in words) == (1, True)


@pytest.mark.parametrize("line", ["nonsense", "2025-01-01 5", "2025-01-01 five " + "a" * 64, "2025-01-01 5 short"])
def test_an_anchor_that_is_none_is_named(tmp_path, line):
    files = exported(trail_files.made(tmp_path / "copy.sqlite3"), f"2024-12-31 1 {'a' * 64}\n{line}\n")
    with pytest.raises(SystemExit, match="Line 2 of the anchors"):
        verify_trail.main(files)


def test_a_file_that_is_not_there_is_a_sentence_and_no_name_is_the_manual(tmp_path, capsys):
    assert verify_trail.main([str(tmp_path / "no"), str(tmp_path / "no")]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert verify_trail.main([]) == 2
    assert "python3 verify_trail.py trail.jsonl trail-anchors.txt" in capsys.readouterr().err


def test_the_file_alone_does_it_without_the_product(tmp_path):
    (tmp_path / "verify_trail.py").write_bytes(SCRIPT.read_bytes())
    files = exported(trail_files.made(tmp_path / "copy.sqlite3"))
    command = [sys.executable, "-I", "-S", "verify_trail.py", *files]  # no site-packages, no path of ours
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "The trail is whole: 5 rows, 0 anchors.")


@pytest.mark.django_db
def test_the_desk_exports_what_it_needs(tmp_path, settings, monkeypatch, capsys):
    settings.FOCALPOINT_HOME = tmp_path
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    walk.filed(walk.person(Role.REPORTER))
    assert CliRunner().invoke(trail, ["anchor"]).exit_code == 0
    done = CliRunner().invoke(trail, ["export", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    assert names == ["trail-anchors.txt", "trail.jsonl", "verify_trail.py"]
    first = json.loads((tmp_path / "out/trail.jsonl").read_text().splitlines()[0])
    assert (first[0], first[6]) == (1, GENESIS)
    code, words = said([str(tmp_path / "out" / name) for name in ("trail.jsonl", "trail-anchors.txt")], capsys)
    assert (code, "1 anchor." in words) == (0, True)
    assert walk.SECRET not in (tmp_path / "out/trail.jsonl").read_text()
