"""When the server ends it ends its own worker, and never a process that has the number of one that ended before."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from focalpoint.desk.site import serving


def test_the_worker_of_the_server_is_ended(monkeypatch):
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setenv("FOCALPOINT_WORKER", str(worker.pid))
    serving.on_exit(None)
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)
    assert not Path(f"/proc/{worker.pid}").exists()
    worker.wait()


def test_a_process_that_is_no_child_of_the_server_is_left_alone(monkeypatch):
    started = subprocess.run(["sh", "-c", "sleep 60 >/dev/null & echo $!"], capture_output=True, text=True, check=True)
    other = int(started.stdout)
    try:
        monkeypatch.setenv("FOCALPOINT_WORKER", str(other))
        serving.on_exit(None)
        assert Path(f"/proc/{other}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    finally:
        os.kill(other, signal.SIGKILL)


def test_without_a_worker_nothing_is_ended(monkeypatch):
    monkeypatch.delenv("FOCALPOINT_WORKER", raising=False)
    serving.on_exit(None)
