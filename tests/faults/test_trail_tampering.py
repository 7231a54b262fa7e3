"""Whoever changes a trail on the disk is found, at the first row that does not hold, on any machine."""

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trail_files
from focalpoint.cli.trail import trail
from focalpoint.desk.trail.chain import GENESIS, digest


def verify(file, *options):
    return CliRunner().invoke(trail, ["verify", "--database", str(file), *options])


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE trail_event SET actor = 'other' WHERE number = 3", 3),
        ("UPDATE trail_event SET at = '2024-01-01T00:00:00.000000Z' WHERE number = 1", 1),
        ("UPDATE trail_event SET ids = '{\"a\":1}' WHERE number = 5", 5),
        ("UPDATE trail_event SET hash = lower(hex(randomblob(32))) WHERE number = 2", 2),
        ("DELETE FROM trail_event WHERE number = 2", 2),
        ("DELETE FROM trail_event WHERE number = 1", 1),
        ("INSERT INTO trail_event SELECT 7, at, actor, verb, subject, ids, previous, hash FROM trail_event LIMIT 1", 6),
        ("UPDATE trail_event SET subject = (SELECT subject FROM trail_event WHERE number = 1) WHERE number = 4", 4),
    ],
)
def test_each_change_is_named_at_its_first_row_and_ends_with_1(tmp_path, statement, row):
    file = trail_files.changed(trail_files.made(tmp_path / "copy.sqlite3"), statement)
    done = verify(file)
    assert done.exit_code == 1
    assert f"row {row} " in done.output
    assert "take a copy" in done.output


def test_a_change_whose_hash_was_made_to_fit_breaks_at_the_next_row(tmp_path):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    fields = (3, "2025-01-01T00:00:03.000000Z", "somebody", "item.filed", "item-3", "{}")
    links = {number: digest_of(file, number) for number in (2,)}
    forged = digest(*fields, links[2])
    trail_files.changed(file, f"UPDATE trail_event SET actor = 'somebody', hash = '{forged}' WHERE number = 3")
    assert "row 4 does not name the hash of the row before it" in verify(file).output


def digest_of(file, number: int) -> str:
    import sqlite3

    database = sqlite3.connect(file)
    (found,) = database.execute("SELECT hash FROM trail_event WHERE number = ?", [number]).fetchone()
    database.close()
    return str(found)


def test_a_trail_cut_off_at_its_end_is_found_by_the_anchor_alone(tmp_path):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(f"2025-01-01 5 {trail_files.last_hash(file)}\n")
    assert verify(file, "--anchors", str(anchors)).exit_code == 0
    trail_files.changed(file, "DELETE FROM trail_event WHERE number = 5")
    assert verify(file).exit_code == 0
    done = verify(file, "--anchors", str(anchors))
    assert done.exit_code == 1
    assert "cut off after row 4" in done.output


def test_a_trail_written_anew_from_the_start_is_found_by_the_anchor_alone(tmp_path):
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(f"2025-01-01 3 {'a' * 64}\n")
    done = verify(trail_files.made(tmp_path / "copy.sqlite3"), "--anchors", str(anchors))
    assert done.exit_code == 1
    assert "row 3 is not the one that was anchored" in done.output


@pytest.mark.parametrize("line", ["nonsense", "2025-01-01 5", "2025-01-01 five " + "a" * 64, "2025-01-01 5 short"])
def test_a_damaged_anchor_file_is_named_with_its_line(tmp_path, line):
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(f"2024-12-31 1 {'a' * 64}\n{line}\n")
    done = verify(trail_files.made(tmp_path / "copy.sqlite3"), "--anchors", str(anchors))
    assert "line 2 is not an anchor" in str(done.exception)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 200])
def test_a_file_that_is_no_trail_is_a_sentence(tmp_path, content):
    file = tmp_path / "copy.sqlite3"
    file.write_bytes(content)
    done = verify(file)
    assert done.exit_code != 0
    assert "holds no trail" in str(done.exception)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    assert "There is no file" in str(verify(tmp_path / "nothing").exception)


def test_verifying_writes_nothing_to_the_copy(tmp_path):
    file = trail_files.made(tmp_path / "copy.sqlite3")
    file.chmod(0o400)
    before = file.read_bytes()
    assert verify(file).exit_code == 0
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["copy.sqlite3"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 5), column=st.sampled_from(["at", "actor", "verb", "subject", "ids", "previous"]))
def test_no_column_of_no_row_can_be_changed_unseen(tmp_path, number, column):
    file = tmp_path / "copy.sqlite3"
    file.unlink(missing_ok=True)
    trail_files.made(file)
    trail_files.changed(file, f"UPDATE trail_event SET {column} = {column} || ' ' WHERE number = {number}")
    done = verify(file)
    assert (done.exit_code, f"row {number} " in done.output) == (1, True)


def test_the_first_row_names_nothing_before_it(tmp_path):
    file = trail_files.made(tmp_path / "copy.sqlite3", rows=1)
    trail_files.changed(file, "UPDATE trail_event SET previous = replace(previous, '0', '1')")
    assert GENESIS == "0" * 64
    assert "row 1 " in verify(file).output
