"""The units of systemd that are shipped or printed: what systemd itself says of them, and that they fit each other."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from focalpoint.cli.timer import schedule
from focalpoint.desk.intake import preview_service

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "systemd").glob("*.service"))
MOST = 20  # tenths: what a unit may leave open by systemd's own count, of 100
HOW_TO = (ROOT / "docs" / "how-to" / "run-on-a-server.md").read_text()


def lines(unit: str) -> dict[str, list[str]]:
    """The directives of a unit, each with its values in their order."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def unit(name: str) -> dict[str, list[str]]:
    return lines((ROOT / "systemd" / name).read_text())


def printed(folder: Path) -> Path:
    text = schedule(Path("/srv/desk"), Path("/opt/focalpoint/.venv/bin/focalpoint"))
    file = folder / "focalpoint-update.service"
    file.write_text(text.partition("# /etc/systemd/system/focalpoint-update.timer")[0])
    return file


@pytest.mark.parametrize("name", [*(file.name for file in SHIPPED), "printed"])
def test_systemd_says_that_a_unit_leaves_little_open(name, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("not run: needs systemd-analyze (apt-get install systemd)")
    file = printed(tmp_path) if name == "printed" else ROOT / "systemd" / name
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={MOST}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Overall exposure level" in done.stdout, done.stderr
    assert done.returncode == 0, done.stdout


def test_the_walls_of_the_desk_are_those_of_what_is_printed(tmp_path):
    shared = set(lines(printed(tmp_path).read_text()))
    differs = {"Type", "Nice", "Description", "OnCalendar", "Environment", "ReadWritePaths", "User", "ExecStart"}
    differs |= {"After", "Wants", "SuccessExitStatus"}
    assert shared - differs <= set(unit("focalpoint.service"))


def test_the_service_of_previews_has_no_network_no_account_and_no_file_of_the_desk():
    found = unit("focalpoint-preview.service")
    assert (found["DynamicUser"], found["PrivateNetwork"]) == (["yes"], ["yes"])
    assert found["RestrictAddressFamilies"] == ["AF_UNIX"]
    assert found["InaccessiblePaths"] == ["-/var/lib/focalpoint -/etc/focalpoint.env"]
    assert "User" not in found
    assert "EnvironmentFile" not in found
    assert found["ExecStart"] == [f"/opt/focalpoint/.venv/bin/python -I -m {preview_service.__name__}"]
    assert "landlock_create_ruleset" in found["SystemCallFilter"][-1]


def test_the_desk_asks_where_the_service_listens_and_no_one_else_can():
    desk, previews = unit("focalpoint.service"), unit("focalpoint-preview.socket")
    assert desk["Environment"][0] == f"FOCALPOINT_PREVIEWS={previews['ListenStream'][0]}"
    assert (previews["SocketUser"], previews["SocketMode"]) == (desk["User"], ["0600"])
    assert desk["Wants"] == ["focalpoint-preview.socket"]


def test_the_how_to_says_how_each_is_installed():
    assert all(f"systemd/{each}" in HOW_TO for each in ("focalpoint.service", "focalpoint-preview.*"))
    assert "systemctl enable --now focalpoint-preview.socket focalpoint" in HOW_TO
