"""``focalpoint backup``: what it prints, and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyrage import x25519

from focalpoint.cli import starting
from focalpoint.cli.backup import backup
from focalpoint.desk.backups import taking
from focalpoint.desk.trail.chain import Break

PUBLIC = [str(x25519.Identity.generate().to_public()) for _ in range(2)]
WORDS = ["--to", "d", "--for", PUBLIC[0], "--keys-to", "k", "--keys-for", PUBLIC[1]]


def run(monkeypatch, tmp_path: Path, broken: Break | None, *, has_database: bool = True):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    monkeypatch.setattr(starting, "has_database", lambda folder: has_database)
    made = taking.Taken(Path("d/x-data.age"), Path("k/x-keys.age"), 1234, broken)
    monkeypatch.setattr(taking, "take", lambda home, data, apart, at: made)
    return CliRunner().invoke(backup, WORDS)


def test_a_whole_one_says_where_it_is_and_how_far_it_reaches(monkeypatch, tmp_path):
    done = run(monkeypatch, tmp_path, None)
    assert (done.exit_code, done.output.splitlines()[:2]) == (0, ["Data: d/x-data.age", "Keys: k/x-keys.age"])
    assert "to row 1,234" in done.output


def test_a_broken_trail_ends_with_1_and_says_to_keep_the_earlier_ones(monkeypatch, tmp_path):
    done = run(monkeypatch, tmp_path, Break(7, "row 7 was changed"))
    assert (done.exit_code, "row 7 was changed" in done.output) == (1, True)
    assert "Keep the earlier back-ups" in done.output
    assert "are whole" not in done.output


def test_a_home_without_a_database_is_a_sentence(monkeypatch, tmp_path):
    done = run(monkeypatch, tmp_path, None, has_database=False)
    assert "has no database of this version" in str(done.exception)


@pytest.mark.parametrize("left_out", [0, 2, 4, 6])
def test_no_option_can_be_left_out(left_out):
    done = CliRunner().invoke(backup, WORDS[:left_out] + WORDS[left_out + 2 :])
    assert (done.exit_code, "Give --to, --for, --keys-to, --keys-for" in done.output) == (2, True)


def test_a_new_key_shows_its_public_half_alone_where_a_file_takes_it(tmp_path):
    done = CliRunner().invoke(backup, ["key", str(tmp_path / "data.key")])
    assert done.exit_code == 0
    assert done.stdout.strip() in (tmp_path / "data.key").read_text()
    assert done.stdout.startswith("age1")
    assert "AGE-SECRET" not in done.output
    assert "Carry that file away" in done.stderr
