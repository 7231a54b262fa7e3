"""Run a command and say how long it took and how much memory it needed at its peak."""

import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
MEGABYTE = 1024  # ru_maxrss counts kilobytes on Linux


@dataclasses.dataclass(frozen=True)
class Figure:
    """One measured figure and what was promised.

    ``met`` is None where nothing was promised, or where the figure depends on a file that is not there.
    """

    bench: str
    name: str
    value: float | None
    unit: str
    target: str = ""
    met: bool | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Run:
    """One finished process: seconds of wall clock, peak megabytes, what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str | Path], *, env: dict[str, str] | None = None, limit: float = 900.0) -> Run:
    """Run ``command`` from the repository's root to its end and measure it; a failure stops the bench with its text.

    The peak is that of the process itself (``wait4``), not of its children.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        output, errors = process.communicate(timeout=limit)
        seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors[-2000:]}")
    return Run(seconds, peak(output), output)


def peak(output: str) -> float:
    """Return the megabytes that a measured script printed on its last line as ``peak_kilobytes N``, or nan."""
    last = output.strip().rsplit("\n", 1)[-1].split()
    return int(last[1]) / MEGABYTE if last[:1] == ["peak_kilobytes"] else float("nan")


def best(times: int, *trials: Callable[[], Run]) -> list[Run]:
    """Run the trials in turn, ``times`` rounds; return each one's fastest run: neighbours share the machine's mood."""
    rounds = [[trial() for trial in trials] for _ in range(times)]
    return [min(column, key=lambda one: one.seconds) for column in zip(*rounds, strict=True)]


def ours(script: str, *arguments: str | Path, **more: object) -> Run:
    """Run a Python text of ours with the project's own interpreter, peak memory printed at the end."""
    return run([sys.executable, "-c", script + PEAK, *arguments], **more)  # type: ignore[arg-type]  # passed through


def peers(script: str, *arguments: str | Path, **more: object) -> Run:
    """Run a Python text with the interpreter that holds other projects' libraries."""
    return run([PEERS, "-c", script + PEAK, *arguments], **more)  # type: ignore[arg-type]  # passed through


PEAK = "\nimport resource; print('\\npeak_kilobytes', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
