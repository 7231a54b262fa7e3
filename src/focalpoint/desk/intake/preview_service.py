"""Prepares previews apart from the desk: a process with a queue, which answers at a socket.

Each file goes to a process of its own, which is confined before it reads it (``decoding``); it was started before, so
that nobody waits for that. What comes out is kept for minutes in memory, never on a disk, so that the same file is not
decoded for each look. A request is a line of JSON, and the file where it is handed over; so is the answer.
"""

import asyncio
import contextlib
import dataclasses
import enum
import json
import os
import resource
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from focalpoint.desk.intake import sandbox

AT_ONCE = 2  # files that are decoded at the same time
WAITING, OF_ONE_PERSON = 24, 4  # files that wait or are decoded: of all, and of one person
ROOM = 100_000_000  # bytes of all of them
PATIENCE = 60  # seconds for one file, of which its process may compute for ten
KEPT, KEPT_SECONDS = 64, 300  # previews, and for how long
LARGEST = 1_000_000  # bytes of a preview
SOURCES = Path(__file__).parents[3]
# The same program as runs here, wherever it was loaded from; Python alone would look for it in the environment.
_START = f"import sys; sys.path.insert(0, {str(SOURCES)!r}); from focalpoint.desk.intake.%s import main; main()"
DECODER = [sys.executable, "-I", "-c", _START % "decoding"]
SERVICE = [sys.executable, "-I", "-c", _START % "preview_service"]
HANDED_OVER = 3  # the descriptor of a socket that systemd opened


class State(enum.StrEnum):
    """How far a preview is."""

    DRAWN = enum.auto()
    WAITING = enum.auto()
    UNKNOWN = enum.auto()  # the file was not handed over yet
    FAILED = enum.auto()
    BUSY = enum.auto()  # this person, or the desk, has too many that wait
    OFF = enum.auto()  # the kernel cannot confine what decodes


@dataclasses.dataclass
class Job:
    """A file, and what became of it."""

    data: bytes
    by: str
    state: State = State.WAITING
    preview: bytes = b""
    over: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    until: float = 0  # when it is forgotten

    def finish(self, state: State, preview: bytes = b"") -> None:
        """Say what became of it to all who wait for it."""
        self.state, self.preview, self.data = state, preview, b""
        self.until = time.monotonic() + KEPT_SECONDS
        self.over.set()


class Previews:
    """What waits, what was prepared, and the processes that decode."""

    def __init__(self) -> None:
        self.jobs: dict[tuple[str, str], Job] = {}
        self.queue: asyncio.Queue[Job] = asyncio.Queue()
        self.is_off = False

    async def ask(self, key: tuple[str, str], *, by: str, data: bytes | None, wait: float) -> tuple[State, bytes]:
        """Return how far a preview is, after at most ``wait`` seconds; with ``data`` it is prepared when it is new."""
        self._forget_old()
        job = self.jobs.get(key)
        if job is None:
            if self.is_off or not self._has_room(by, len(data or b"")):
                return State.OFF if self.is_off else State.BUSY, b""
            if data is None:
                return State.UNKNOWN, b""
            job = self.jobs[key] = Job(data, by)
            self.queue.put_nowait(job)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(job.over.wait(), wait)
        return job.state, job.preview

    def forget(self, names: list[str]) -> None:
        """Forget what was prepared of files with these names."""
        for key in [each for each in self.jobs if each[1] in names]:
            del self.jobs[key]

    async def work(self) -> None:
        """Decode one file after another, each in a process that was started and confined before the file came."""
        while True:
            process = await _started()
            try:
                job = await self.queue.get()
                if process.returncode not in (None, sandbox.UNCONFINED):  # the kernel may have ended it for its memory
                    process = await _started()
                preview = await _decode(process, job.data)
            finally:
                status = await _ended(process)
            self.is_off = self.is_off or status == sandbox.UNCONFINED
            if status == 0 and preview:
                job.finish(State.DRAWN, preview)
            else:
                job.finish(State.OFF if self.is_off else State.FAILED)

    def _has_room(self, by: str, size: int) -> bool:
        open_ = [each for each in self.jobs.values() if each.state is State.WAITING]
        own = [each for each in open_ if each.by == by]
        held = sum(len(each.data) for each in open_) + size
        return len(open_) < WAITING and len(own) < OF_ONE_PERSON and held <= ROOM

    def _forget_old(self) -> None:
        over = [key for key, each in self.jobs.items() if each.over.is_set()]
        late = [key for key in over if self.jobs[key].until < time.monotonic()]
        for key in {*late, *over[:-KEPT]}:
            del self.jobs[key]


async def _started() -> Process:
    return await asyncio.create_subprocess_exec(*DECODER, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={})


async def _decode(process: Process, data: bytes) -> bytes:
    """Return what a process makes of a file; nothing when it takes too long or says too much."""
    try:
        async with asyncio.timeout(PATIENCE):
            _, found = await asyncio.gather(_write(process, data), _read(process))
            await process.wait()
    except TimeoutError:
        return b""
    return found


async def _ended(process: Process) -> int:
    """End a process that has not ended yet, and return how it ended."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    return await process.wait()


async def _write(process: Process, data: bytes) -> None:
    assert process.stdin  # noqa: S101 - it was asked for
    with contextlib.suppress(ConnectionError):
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _read(process: Process) -> bytes:
    assert process.stdout  # noqa: S101 - it was asked for
    try:
        await process.stdout.readexactly(LARGEST + 1)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    await _ended(process)
    return b""


async def _answer(previews: Previews, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request of the desk."""
    with contextlib.suppress(ConnectionError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        async with asyncio.timeout(PATIENCE):
            asked = json.loads(await reader.readline())
            previews.forget(asked["forget"])
            what, size = asked["what"], asked["size"]
            data = None if size is None else what.encode() + b"\n" + await reader.readexactly(size)
            state, preview = await previews.ask((what, asked["name"]), by=asked["by"], data=data, wait=asked["wait"])
            writer.write(json.dumps({"state": state}).encode() + b"\n" + preview)
            await writer.drain()
    writer.close()


async def serve(listener: socket.socket, parent: int | None) -> None:
    """Answer at a socket until it is stopped; where a parent is given, as long as that lives."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    previews = Previews()
    server = await asyncio.start_unix_server(lambda *pair: _answer(previews, *pair), sock=listener)
    workers = [asyncio.create_task(previews.work()) for _ in range(AT_ONCE)]
    async with server:
        while not stopped.is_set() and (parent is None or os.getppid() == parent):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), 0.5)
            for each in workers:
                if each.done():
                    each.result()  # a mistake of ours ends the service, and is seen


def main() -> None:
    """Serve at the socket that systemd handed over; or at that of the first argument, for the process of the second."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    loop = asyncio.new_event_loop()
    if "LISTEN_FDS" in os.environ:
        loop.run_until_complete(serve(socket.socket(fileno=HANDED_OVER), None))
    else:
        path, parent = Path(sys.argv[1]), int(sys.argv[2])
        listener = socket.socket(socket.AF_UNIX)
        os.umask(0o077)
        listener.bind(str(path))
        loop.run_until_complete(serve(listener, parent))
        path.unlink(missing_ok=True)
        path.parent.rmdir()
    os._exit(0)  # asyncio can wait for ever to cancel a process that it is starting; the kernel ends it with this one


if __name__ == "__main__":
    main()
