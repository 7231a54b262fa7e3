"""The service that prepares previews, as a process: where it answers, to whom, how it ends, and that others go on."""

import contextlib
import datetime as dt
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from focalpoint.cli import serve
from focalpoint.desk.documents import pdf
from focalpoint.desk.documents.blocks import Document, say
from focalpoint.desk.intake import preview
from focalpoint.desk.intake.preview import NoPreview, NotYet, Way
from focalpoint.desk.intake.preview_service import SERVICE, State

KNOWN = {"title": "A note", "reference": "S-1", "marking": "TLP:GREEN", "date": dt.date(2025, 7, 1)}
NOTE = Document(**KNOWN, blocks=(say("They came at night."),))
PATIENCE = 60  # seconds for a process to start or end on a busy machine


def until(is_so) -> bool:
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(is_so())


def preview_is_on(path: Path, settings) -> bool:
    settings.FOCALPOINT_PREVIEWS = str(path)
    with contextlib.suppress(NoPreview):
        return preview.ask(Way.WORDS, "a", by="p") == (State.UNKNOWN, b"")
    return False


def words(name: str, data: bytes) -> str:
    """The words of a PDF, asked for until they are there."""
    found: list[str] = []

    def is_there() -> bool:
        try:
            found.append(preview.words(name, by="p", read=lambda: data))
        except NotYet:
            return False
        return True

    assert until(is_there)
    return found[0]


def test_the_socket_is_for_its_owner_alone_and_answers(service, previews):
    assert stat.S_IMODE(Path(service).stat().st_mode) & 0o077 == 0
    assert "They came at night." in words("note", pdf.write(NOTE))


@pytest.mark.parametrize("sent", [b"", b"no json\n", b"{}\n", b"[1]\n", json.dumps({"size": 9}).encode() + b"\nhalf"])
def test_what_breaks_off_or_is_no_request_leaves_the_service_as_it_was(service, previews, sent):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(service)
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(9) == b""
    assert preview.ask(Way.WORDS, f"after {sent!r}", by="p") == (State.UNKNOWN, b"")


def test_ten_previews_at_once_hold_one_thread_for_two_seconds_and_no_other(service, previews, monkeypatch):
    monkeypatch.setattr(preview, "WAIT_SECONDS", 2)
    data = pdf.write(NOTE)

    def asked(number: int) -> float:
        begun = time.monotonic()
        with contextlib.suppress(NotYet):
            preview.words(f"{number} of ten", by=f"{number % 3}", read=lambda: data)
        return time.monotonic() - begun

    with ThreadPoolExecutor(10) as pool:
        spent = sorted(pool.map(asked, range(10)))
    assert spent[-2] < preview.WAIT_SECONDS, spent


def test_up_starts_it_without_a_secret_and_it_ends_with_the_server(monkeypatch, settings):
    monkeypatch.setenv("FOCALPOINT_SECRET_KEY", "S" * 50)
    monkeypatch.setenv("FOCALPOINT_PREVIEWS", "")
    monkeypatch.setenv("FOCALPOINT_STARTED", "")
    started, start = [], subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **more: started.append(start(*given, **more)) or started[0])
    serve._start_previews()
    path, number = Path(os.environ["FOCALPOINT_PREVIEWS"]), int(os.environ["FOCALPOINT_STARTED"])
    assert until(lambda: preview_is_on(path, settings))
    assert b"S" * 50 not in Path(f"/proc/{number}/environ").read_bytes()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    os.kill(number, signal.SIGTERM)
    assert started[0].wait() == 0
    assert not path.parent.exists()


@pytest.mark.parametrize("named", ["off", "/run/focalpoint-preview.sock"])
def test_up_starts_none_where_another_is_named_or_none_is_wanted(monkeypatch, named):
    monkeypatch.setenv("FOCALPOINT_PREVIEWS", named)
    monkeypatch.setattr(subprocess, "Popen", lambda *_args, **_more: pytest.fail("a process was started"))
    serve._start_previews()
    assert os.environ["FOCALPOINT_PREVIEWS"] == named


def test_it_ends_when_who_started_it_was_killed(tmp_path):
    path = tmp_path / "s" / "s"
    path.parent.mkdir()
    starting = f"import os, subprocess; subprocess.Popen({SERVICE!r} + [{str(path)!r}, str(os.getpid())]); input()"
    with subprocess.Popen([sys.executable, "-c", starting], stdin=subprocess.PIPE) as parent:
        assert until(path.exists)
        parent.kill()
    assert until(lambda: not path.parent.exists())


def test_it_answers_at_a_socket_that_systemd_opened(tmp_path, settings):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        given = listener.fileno()
        handing = f"import os; os.dup2({given}, 3); os.execv({SERVICE[0]!r}, {SERVICE!r})"
        with subprocess.Popen([sys.executable, "-c", handing], env={"LISTEN_FDS": "1"}, pass_fds=[given]) as process:
            assert preview_is_on(path, settings)
            process.terminate()
    assert process.returncode == 0
