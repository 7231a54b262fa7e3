"""When the server ends it ends its own worker, and never a process that has the number of one that ended before."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from focalpoint.desk.site import serving


def is_alive(number: int) -> bool:
    """Whether a process runs; one that nobody has taken note of since it ended does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_the_worker_of_the_server_is_ended(monkeypatch):
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setenv("FOCALPOINT_STARTED", str(worker.pid))
    serving.on_exit(None)
    ended = not is_alive(worker.pid)
    worker.kill()
    worker.wait()
    assert ended


def test_a_process_that_is_no_child_of_the_server_is_left_alone(monkeypatch):
    orphan = "sleep 60 >/dev/null 2>&1 & echo $!"
    started = subprocess.run(["sh", "-c", orphan], capture_output=True, text=True, check=True)
    other = int(started.stdout)
    try:
        monkeypatch.setenv("FOCALPOINT_STARTED", str(other))
        serving.on_exit(None)
        time.sleep(0.5)  # a signal needs a moment to end it
        assert is_alive(other)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)


def test_without_a_worker_nothing_is_ended(monkeypatch):
    monkeypatch.delenv("FOCALPOINT_STARTED", raising=False)
    serving.on_exit(None)
