"""The back-test on a Dask cluster of two workers on this machine, against two processes of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.forecasts import printed, verb
from benchmarks.measure import Figure, best

WORKERS, LIMIT = 2, 120.0
YEARS = ("backtest", "--years", "2012-2024", "--json")


@contextmanager
def process(what: str, *words: str | Path) -> Iterator[None]:
    """Run a scheduler or a worker until the block ends."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, *map(str, words)], env=os.environ, **quiet) as one:  # type: ignore[call-overload]  # from a dict
        try:
            yield
        finally:
            one.terminate()


@contextmanager
def cluster() -> Iterator[str]:
    """Run a scheduler and two workers of one thread; yield the scheduler's address."""
    from distributed import Client

    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        where = Path(folder, "scheduler.json")
        running.enter_context(process("scheduler", "--port", "0", "--scheduler-file", where))
        ends = time.monotonic() + LIMIT
        while not where.is_file() and time.monotonic() < ends:
            time.sleep(0.05)
        address = str(json.loads(where.read_text())["address"])
        for number in range(WORKERS):
            own = ("--nthreads", "1", "--local-directory", Path(folder, str(number)))
            running.enter_context(process("worker", address, *own))
        with Client(address, timeout=LIMIT, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=LIMIT)
        yield address


def figures(shared: Path | None) -> list[Figure]:
    """Return the ratio of the two times; the figures of both runs must be the same."""
    with cluster() as address:
        there = partial(verb, *YEARS, "--cluster", address)
        here = partial(verb, *YEARS, "--jobs", str(WORKERS))
        on_cluster, on_own = best(2, there, here)
    if printed(on_cluster) != printed(on_own):
        raise SystemExit("the cluster made other figures")
    ratio = on_cluster.seconds / on_own.seconds
    note = f"cluster {on_cluster.seconds:.1f} s, processes {on_own.seconds:.1f} s; the same figures"
    return [Figure("cluster", "time on two workers / two processes", ratio, "x", "<= 1.1", ratio <= 1.1, note)]


if __name__ == "__main__":
    for figure in figures(None):
        sys.stdout.write(f"{figure}\n")
