"""Previews are prepared apart from the desk: in their turn, once for each file, and nobody waits for another's."""

import asyncio
import sys

import pytest

from focalpoint.desk.intake import preview, preview_service, sandbox
from focalpoint.desk.intake.preview import NoPreview, NotYet, Way
from focalpoint.desk.intake.preview_service import Previews, State

ECHO = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data)"
COUNTED = f"{ECHO}; open({{0!r}}, 'a').write('x')"


@pytest.fixture
def decoder(monkeypatch):
    """Decode with a program of the test, for as long as asked coroutines run."""

    start, starting = preview_service._started, []

    def run(program: str, asked, *, workers: int = 1):
        monkeypatch.setattr(preview_service, "DECODER", [sys.executable, "-I", "-S", "-c", program])

        async def counted():
            starting.append(1)
            try:
                return await start()
            finally:
                starting.pop()

        monkeypatch.setattr(preview_service, "_started", counted)

        async def begin():
            previews = Previews()
            tasks = [asyncio.create_task(previews.work()) for _ in range(workers)]
            try:
                return await asked(previews)
            finally:
                while starting:  # asyncio can wait for ever to cancel a process that it is starting
                    await asyncio.sleep(0.01)
                for each in tasks:
                    each.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

        return asyncio.run(begin())

    return run


def test_a_file_is_decoded_once_and_kept_until_it_is_forgotten(decoder, tmp_path):
    times = tmp_path / "times"

    async def asked(previews):
        key = ("words", "a")
        seen = [await previews.ask(key, by="p", data=None, wait=9)]
        seen += [await previews.ask(key, by="p", data=b"file", wait=9) for _ in range(2)]
        seen += [await previews.ask(key, by="another", data=None, wait=0)]
        previews.forget(["a"])
        return [*seen, await previews.ask(key, by="p", data=None, wait=0)]

    unknown, drawn = (State.UNKNOWN, b""), (State.DRAWN, b"file")
    assert decoder(COUNTED.format(str(times)), asked) == [unknown, drawn, drawn, drawn, unknown]
    assert times.read_text() == "x"


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit(1)",
        "print('partly', flush=True); raise SystemExit(1)",
        f"print('x' * {preview_service.LARGEST + 1}); import time; time.sleep(60)",
        "import time; time.sleep(60)",
        "",
    ],
)
def test_what_fails_says_too_much_hangs_or_says_nothing_has_no_preview(decoder, monkeypatch, program):
    monkeypatch.setattr(preview_service, "PATIENCE", 1)

    async def asked(previews):
        return await previews.ask(("words", "a"), by="p", data=b"x" * 10**6, wait=9)

    assert decoder(program, asked) == (State.FAILED, b"")


def test_where_the_kernel_cannot_confine_a_decoder_previews_are_off(decoder):
    async def asked(previews):
        first = await previews.ask(("words", "a"), by="p", data=b"x", wait=9)
        return first, await previews.ask(("words", "b"), by="p", data=None, wait=0)

    assert decoder(f"raise SystemExit({sandbox.UNCONFINED})", asked) == ((State.OFF, b""),) * 2


def test_one_person_cannot_fill_the_queue_and_no_one_can_fill_the_memory(decoder, monkeypatch):
    monkeypatch.setattr(preview_service, "ROOM", 100)
    most = preview_service.OF_ONE_PERSON

    async def asked(previews):
        own = [(await previews.ask(("words", f"{n}"), by="p", data=b"x", wait=0))[0] for n in range(most + 1)]
        other = [(await previews.ask(("words", "q"), by="q", data=b"x" * size, wait=0))[0] for size in (97, 1)]
        return own, other

    own, other = decoder("import time; time.sleep(60)", asked)
    assert own == [State.WAITING] * most + [State.BUSY]
    assert other == [State.BUSY, State.WAITING]


def test_of_many_files_no_more_are_decoded_at_once_than_there_are_workers(decoder, tmp_path):
    program = f"import os, sys, time; sys.stdin.read(); n = {str(tmp_path)!r} + f'/{{os.getpid()}}'; open(n, 'w')"
    program += f"; print(len(os.listdir({str(tmp_path)!r}))); time.sleep(0.1); os.unlink(n)"

    async def asked(previews):
        wanted = [previews.ask(("words", f"{n}"), by=f"{n}", data=b"x", wait=30) for n in range(6)]
        return [int(found) for _state, found in await asyncio.gather(*wanted)]

    assert max(decoder(program, asked, workers=2)) <= 2


def test_a_process_that_ended_before_its_file_came_is_replaced(decoder, tmp_path):
    mark = tmp_path / "ended"
    program = f"import os\nif not os.path.exists({str(mark)!r}): open({str(mark)!r}, 'w'); raise SystemExit(9)\n{ECHO}"

    async def asked(previews):
        while not mark.exists():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # until it is known that it ended
        return await previews.ask(("words", "a"), by="p", data=b"file", wait=9)

    assert decoder(program, asked) == (State.DRAWN, b"file")


def test_only_the_newest_previews_are_kept_and_not_for_long(decoder, monkeypatch):
    async def asked(previews):
        for n in range(4):
            await previews.ask(("words", f"{n}"), by="p", data=b"x", wait=9)
        monkeypatch.setattr(preview_service, "KEPT", 2)
        previews._forget_old()
        newest = [name for _what, name in previews.jobs]
        previews.jobs["words", "3"].until = 0
        previews._forget_old()
        return newest, [name for _what, name in previews.jobs]

    assert decoder(ECHO, asked) == (["2", "3"], ["2"])


@pytest.mark.parametrize(
    ("state", "expected", "said"),
    [
        (State.WAITING, NotYet, "is being prepared"),
        (State.BUSY, NotYet, "Several previews"),
        (State.OFF, NoPreview, "the kernel"),
        (State.FAILED, NoPreview, "cannot be previewed"),
    ],
)
def test_the_page_says_why_there_is_no_preview(monkeypatch, state, expected, said):
    monkeypatch.setattr(preview, "ask", lambda *_args, **_more: (state, b""))
    with pytest.raises(expected, match=said) as caught:
        preview.words("a", by="p", read=lambda: pytest.fail("the file is not needed"))
    assert isinstance(caught.value, NotYet) is (expected is NotYet)


def test_without_the_service_the_page_says_that_it_does_not_run(settings, tmp_path):
    for path in ("", str(tmp_path / "none")):
        settings.FOCALPOINT_PREVIEWS = path
        with pytest.raises(NoPreview, match="does not run"):
            preview.words("a", by="p", read=lambda: b"")
        preview.forget(["a"])


def test_only_one_thread_waits_for_a_preview_and_the_others_serve(monkeypatch):
    waits = []

    def ask(_what, _name, *, by, data=None, wait=0):
        waits.append(wait)
        if data == b"outer":
            with pytest.raises(NotYet):
                preview.drawn(Way.WORDS, "b", by=by, read=lambda: b"inner")
        return (State.UNKNOWN if data is None else State.WAITING), b""

    monkeypatch.setattr(preview, "ask", ask)
    with pytest.raises(NotYet):
        preview.drawn(Way.WORDS, "a", by="p", read=lambda: b"outer")
    assert waits == [0, preview.WAIT_SECONDS, 0, 0]
