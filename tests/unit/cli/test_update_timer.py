"""The schedule that `focalpoint update --print-timer` prints."""

import configparser
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from focalpoint.cli import focalpoint
from focalpoint.cli.timer import schedule

HOME, PROGRAM = Path("/srv/desk"), Path("/opt/focalpoint/.venv/bin/focalpoint")


def units(text: str) -> list[configparser.ConfigParser]:
    """The two files of the schedule."""
    found = []
    for part in text.split("# /etc/systemd/system/")[1:]:
        parser = configparser.ConfigParser(interpolation=None, strict=True)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(part.partition("\n")[2].partition("\n# Then")[0])
        found.append(parser)
    return found


def test_the_service_runs_an_update_of_this_home_once():
    service, _timer = units(schedule(HOME, PROGRAM))
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"] == f"{PROGRAM} update"
    assert service["Service"]["Environment"].split()[0] == f"FOCALPOINT_HOME={HOME}"
    assert service["Service"]["User"]


def test_the_timer_runs_every_month_and_makes_up_for_a_machine_that_was_off():
    _service, timer = units(schedule(HOME, PROGRAM))
    assert timer["Timer"]["OnCalendar"] == "*-*-25 03:00"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_line_of_cron_does_the_same():
    line = schedule(HOME, PROGRAM).splitlines()[-1]
    assert line.split()[:5] == ["17", "3", "25", "*", "*"]
    assert shlex.split(line)[5:] == [f"FOCALPOINT_HOME={HOME}", str(PROGRAM), "update"]


@pytest.mark.parametrize("folder", ["/srv/a desk", "/srv/50%/desk", "/srv/it's"])
def test_a_folder_with_a_space_or_a_sign_keeps_its_name(folder: str):
    text = schedule(Path(folder), PROGRAM)
    line = text.splitlines()[-1].replace("\\%", "%")
    assert shlex.split(line)[5] == f"FOCALPOINT_HOME={folder}"
    said = units(text)[0]["Service"]["Environment"].removesuffix(" POLARS_SKIP_CPU_CHECK=1")
    assert units(text)[0]["Service"]["ReadWritePaths"].strip('"').replace("%%", "%") == folder
    assert said.strip('"').replace("%%", "%") == f"FOCALPOINT_HOME={folder}"
    assert said.startswith('"') == (" " in folder or "'" in folder)


def test_the_schedule_is_printed_and_nothing_else_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    result = CliRunner().invoke(focalpoint, ["update", "--print-timer"])
    assert result.exit_code == 0
    assert f"FOCALPOINT_HOME={tmp_path}" in result.output
    assert list(tmp_path.iterdir()) == []
