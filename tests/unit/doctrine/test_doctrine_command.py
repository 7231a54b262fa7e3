"""`focalpoint doctrine`: one entry, or a list, as text and as JSON; the flag stands wherever the fact does."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from focalpoint import doctrine as shelf
from focalpoint.cli.doctrine import UnknownKind, doctrine


def run(*arguments):
    result = CliRunner().invoke(doctrine, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def focalpoint(*arguments):
    script = "from focalpoint.cli import main; main()"
    return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)


def test_one_entry_is_printed_with_its_flag_version_and_hash():
    said = run("show", "RF7")
    assert said.startswith("RF7  Enabling circumstances or preparatory action\n")
    assert "risk factor · framework 2026.2 · sha256 " in said
    assert "checked: partly seen in a source" in said
    assert (
        "- RF7.14  More inflammatory rhetoric, propaganda or hate speech against groups [recalled, unverified]" in said
    )


def test_a_draft_says_that_it_is_one():
    assert "(draft, no number of the United Nations)" in run("show", "RF13.d1")


def test_a_case_shows_dates_flags_and_sources():
    said = run("show", "CS01")
    assert "- CS01.t2  1993-10-05 · Security Council: Created the assistance mission" in said
    assert "did not [recalled, unverified]" in said
    assert "src: RWA-1" in said


def test_an_entry_as_json_holds_the_record_and_what_cites_it():
    said = json.loads(run("show", "ME048", "--json"))
    assert said["id"] == said["record"]["id"] == "ME048"
    assert said["kind"] == "measure"
    assert said["sha256"] == shelf.entry("ME048").sha256
    assert said["flag"] in shelf.SAYS.values()
    assert said["overlaid"] is False


def test_the_list_names_kinds_and_gives_no_counts():
    said = run("list")
    assert "indicator\n" in said
    assert not any(letter.isdigit() for letter in said)
    assert json.loads(run("list", "--json"))[0] == "risk factor"


@pytest.mark.parametrize("kind", ["body", "bodies", "Bodies"])
def test_a_kind_is_understood_in_the_plural_too(kind):
    lines = run("list", kind).splitlines()
    assert lines[0].split()[0] == "SG"
    assert all("[" in line for line in lines)


def test_a_list_as_json_carries_the_flags():
    rows = json.loads(run("list", "risk-factors", "--json"))
    assert [row["id"] for row in rows] == [f"RF{number}" for number in range(1, 15)]
    assert all(row["flag"] for row in rows)


def test_an_unknown_kind_names_close_ones():
    with pytest.raises(UnknownKind, match=r"'mesure'.*measure"):
        run("list", "mesure")


def test_an_unknown_id_ends_with_code_2_and_close_ones():
    ended = focalpoint("doctrine", "show", "RF77")
    assert ended.returncode == 2
    assert "No entry has the id 'RF77'" in ended.stderr
    assert "RF7" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_ends_with_code_0():
    ended = focalpoint("doctrine", "--help")
    assert ended.returncode == 0
    assert "show" in ended.stdout
    assert "list" in ended.stdout


def test_a_correction_of_the_office_is_shown(tmp_path, monkeypatch):
    (tmp_path / "ours.yaml").write_text("corrections:\n  - {id: SC, limits: As we see it}\n", encoding="utf-8")
    monkeypatch.setenv("FOCALPOINT_DOCTRINE_OVERLAY", str(tmp_path))
    said = run("show", "SC")
    assert "corrected by this office · published text sha256 " in said
    assert "As we see it" in said
    assert "[corrected here]" in next(line for line in run("list", "body").splitlines() if line.startswith("SC "))
