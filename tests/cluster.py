"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from distributed import Client

LIMIT = 120.0  # seconds for a scheduler and its workers to begin; a busy machine is slow
QUIET = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s", "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False"}


@dataclass
class Cluster:
    """Where the scheduler is, and the processes of the workers."""

    address: str
    folder: Path
    workers: list[subprocess.Popen] = field(default_factory=list)

    def kill_one(self) -> None:
        """End a worker as a power cut does."""
        _end(self.workers.pop())


@contextmanager
def running(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """Start a scheduler on a free port of 127.0.0.1 and workers of one thread; end them with the block."""
    where = folder / "scheduler.json"
    scheduler = _start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", where)
    try:
        _until(where.is_file)
        found = Cluster(_address(where), folder)
        found.workers = [_worker(found, number) for number in range(workers)]
        try:
            if workers:
                _wait_for(found, workers)
            yield found
        finally:
            _end(*found.workers)
    finally:
        _end(scheduler)


def _wait_for(cluster: Cluster, workers: int) -> None:
    with Client(cluster.address, timeout=LIMIT, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=LIMIT)


def _worker(cluster: Cluster, number: int) -> subprocess.Popen:
    own = ("--local-directory", cluster.folder / f"worker-{number}", "--name", f"worker-{number}")
    return _start("worker", cluster.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", *own)


def _start(what: str, *words: object) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *map(str, words)]
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    output = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**os.environ, **QUIET, "PYTHONPATH": path}, **output)


def _address(where: Path) -> str:
    return str(json.loads(where.read_text())["address"])


def _until(is_so) -> None:
    ends = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < ends, "the cluster did not begin"
        time.sleep(0.05)


def _end(*processes: subprocess.Popen) -> None:
    for each in processes:
        each.kill()
        each.wait()


def slow_sum(shared: np.ndarray, own: np.ndarray, seconds: float) -> float:
    """A task that takes a while, with an array that all share and one of its own."""
    time.sleep(seconds)
    return float(shared.sum() + own.sum())


def fails(own: int) -> int:
    """A task that goes wrong."""
    raise ArithmeticError(f"{own} is wrong")
