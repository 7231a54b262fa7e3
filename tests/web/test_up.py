"""The verb that serves: what it refuses, what it makes, and that nothing outlives it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from focalpoint.cli import serve
from focalpoint.cli.serve import up

UP = [sys.executable, "-c", "from focalpoint.cli import main; main()", "up", "--no-forecast"]


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def home(tmp_path, newest):
    folder = tmp_path / "home"
    shutil.copytree(newest, folder / "releases" / newest.name)
    return folder


@contextlib.contextmanager
def running(home, *options, env=None):
    """Run the verb until the block ends; whatever it started must be gone then."""
    environment = {**os.environ, "FOCALPOINT_HOME": str(home), **(env or {})}
    process = subprocess.Popen(
        [*UP, *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()


def lines_until(process, wanted):
    seen = []
    for line in process.stdout:
        seen.append(line.rstrip())
        if wanted in line:
            break
    return seen


@pytest.mark.enable_socket
def test_a_taken_port_is_a_clear_sentence_and_exit_code_2(tmp_path):
    with contextlib.closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        environment = {**os.environ, "FOCALPOINT_HOME": str(tmp_path)}
        done = subprocess.run([*UP, "--port", str(port)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"Another program already uses port {port}." in done.stderr
    assert f"focalpoint up --port {port + 1}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_named_and_stops_the_start(tmp_path):
    environment = {**os.environ, "FOCALPOINT_HOME": str(tmp_path), "FOCALPOINT_LANGUAGE": "tlh"}
    done = subprocess.run(
        [*UP, "--port", str(free_port_without_socket())], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "focalpoint.E003" in done.stderr
    assert "Traceback" not in done.stderr


def free_port_without_socket():
    return 20000 + os.getpid() % 20000


@pytest.mark.enable_socket
def test_the_first_start_makes_everything_and_a_stop_leaves_nothing(home):
    port = free_port()
    with running(home, "--port", str(port)) as process:
        lines = lines_until(process, "Ctrl-C stops it.")
        text = "\n".join(lines)
        assert f"Took in release {next((home / 'releases').iterdir()).name}." in text
        assert f"Focalpoint is at http://localhost:{port}" in text
        assert re.search(r"the name analyst-1 and the password [a-z2-9]{5}(-[a-z2-9]{5}){3} \(shown this once\)", text)
        assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
        assert answer(port).startswith("HTTP/1.1 200")
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        with contextlib.closing(socket.socket()) as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
        assert orphans(process.pid) == []


@pytest.mark.long
@pytest.mark.enable_socket
def test_later_starts_keep_the_password_secret_and_can_renew_it(home):
    for option, wanted in (
        ("--demo", "Sign in with the name analyst-1"),
        ("--demo", "Passwords lost? focalpoint up --new-password"),
        ("--new-password", "Sign in with the name analyst-1"),
    ):
        port = free_port()
        with running(home, "--port", str(port), option) as process:
            text = "\n".join(lines_until(process, "Ctrl-C stops it."))
            assert wanted in text
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)


@pytest.mark.long
@pytest.mark.enable_socket
def test_without_a_demonstration_nobody_is_let_in(home):
    port = free_port()
    with running(home, "--port", str(port), "--no-demo") as process:
        text = "\n".join(lines_until(process, "Ctrl-C stops it."))
    assert "Sign in with" not in text
    assert "focalpoint people add NAME" in text


def answer(port):
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return line.recv(200).decode()


def orphans(group):
    """Processes of the group the verb led, a moment after it ended."""
    time.sleep(0.3)
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(folder.name))
    return found


def test_a_release_that_is_refused_is_named_and_the_rest_go_in(no_release, home, capsys):
    (home / "releases" / "r-2000-01-00000000").mkdir()
    serve._take_in(home)
    out = capsys.readouterr()
    assert "Took in release" in out.out
    assert "Not taken in: The release" in out.err


def test_help_says_what_the_verb_does():
    text = CliRunner().invoke(up, ["--help"]).output
    assert "Ctrl-C stops everything." in text
    assert "--new-password" in text
