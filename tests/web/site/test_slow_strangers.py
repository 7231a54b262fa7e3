"""Who sends slowly holds a connection for a while, and never a thread: others notice nothing."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from focalpoint.desk.site import receiving

WAIT = 20  # seconds after which a test gives up on an answer; none is timed
pytestmark = pytest.mark.enable_socket
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
SIGNED_IN = f"Cookie: {settings.SESSION_COOKIE_NAME}=x\r\n".encode()
ADDRESSES = [f"127.0.0.{number}" for number in range(2, 52)]


def application(environ, start_response):
    """Say how much arrived."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"got {len(body)}".encode()]


@pytest.fixture
def desk() -> Iterator[tuple[str, int]]:
    """One process of the desk with a single thread, and an application of one line."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.setblocking(False)
    connections, threads, ends = {}, ThreadedTaskDispatcher(), threading.Event()
    threads.set_thread_count(1)
    receiving._listen(listener, application, connections, threads)

    def loop() -> None:
        while not ends.is_set():
            wasyncore.loop(timeout=0.05, use_poll=True, map=connections, count=1)

    running = threading.Thread(target=loop)
    running.start()
    yield listener.getsockname()
    ends.set()
    running.join()
    threads.shutdown()
    wasyncore.close_all(connections, ignore_all=True)


@pytest.fixture
def opened(desk) -> Iterator[Callable[..., socket.socket]]:
    """Open a connection from an address of this machine, and send something."""
    with contextlib.ExitStack() as stack:

        def given(data: bytes, address: str = "127.0.0.1") -> socket.socket:
            found = stack.enter_context(socket.create_connection(desk, timeout=WAIT, source_address=(address, 0)))
            found.sendall(data)
            return found

        yield given


def answer(connection: socket.socket) -> str:
    """Return what was answered until the other side closed."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


def page(opened) -> str:
    return answer(opened(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))


@pytest.mark.parametrize(("number", "addresses"), [(200, ADDRESSES[:1]), (1000, ADDRESSES)])
def test_hundreds_who_send_slowly_keep_no_one_waiting(opened, number, addresses):
    slow = [opened(HEAD + b"a", addresses[each % len(addresses)]) for each in range(number)]
    assert "got 0" in page(opened)
    for each in slow:
        with contextlib.suppress(OSError):
            each.sendall(b"b")
    assert "got 0" in page(opened)


def test_the_oldest_of_one_address_gives_way_to_the_newest(opened, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_OF_ONE_ADDRESS", 2)
    first, second, third = (opened(HEAD) for _ in range(3))
    assert answer(first) == ""
    for each in (second, third):
        each.sendall(b"a" * 100_000)
        assert "got 100000" in answer(each)
    assert "got 0" in page(opened)


def test_behind_a_proxy_which_has_one_address_there_is_no_such_limit(opened, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(receiving, "MOST_OF_ONE_ADDRESS", 1)
    for each in [opened(HEAD) for _ in range(3)]:
        each.sendall(b"a" * 100_000)
        assert "got 100000" in answer(each)


@pytest.mark.parametrize("sent", [b"", b"POST / HT", HEAD, HEAD + b"a"], ids=["nothing", "half a line", "head", "body"])
def test_what_does_not_come_in_time_is_ended(opened, monkeypatch, sent):
    monkeypatch.setattr(receiving, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.5)
    assert answer(opened(sent)) == ""


def test_a_body_that_comes_fast_enough_has_all_the_time_it_needs(opened, monkeypatch):
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.1)
    monkeypatch.setattr(receiving, "BODY_RATE", 1)
    connection = opened(HEAD)
    for _ in range(100):
        connection.sendall(b"a" * 1_000)
        time.sleep(0.02)
    assert "got 100000" in answer(connection)


def test_a_file_without_a_sign_in_is_refused_before_it_is_read(opened):
    size = receiving.WITHOUT_SIGN_IN + 1
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {size}\r\n".encode()
    refused = answer(opened(head + b"\r\n"))
    assert "413" in refused
    assert "Sign in before you send a file." in refused
    chunked = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    assert "413" in answer(opened(chunked + b"\r\n" + f"{size:x}\r\n".encode() + b"a" * size))
    taken = opened(head + SIGNED_IN + b"\r\n" + b"a" * size)
    assert f"got {size}" in answer(taken)


def test_a_request_on_its_way_is_on_no_disk(opened, monkeypatch):
    from waitress import buffers

    monkeypatch.setattr(buffers, "TempfileBasedBuffer", lambda *a: pytest.fail("it was written to a file"))
    size = 20_000_000
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n" % size
    taken = opened(head + SIGNED_IN + b"\r\n" + b"a" * size)
    assert f"got {size}" in answer(taken)


def test_what_is_received_at_once_has_a_limit(opened, monkeypatch):
    monkeypatch.setattr(receiving, "ROOM", 150_000)
    several = [opened(HEAD + b"a" * 90_000) for _ in range(3)]
    for each in several:
        with contextlib.suppress(OSError):  # one that was refused is closed by now, or soon
            each.sendall(b"a" * 10_000)
    with contextlib.suppress(ConnectionError):
        assert ["got 100000" in answer(each) for each in several].count(True) in (1, 2)


def test_a_mistake_of_ours_ends_the_process_and_leaves_none_that_does_not_hear(monkeypatch):
    def fails(self) -> None:
        raise ValueError

    monkeypatch.setattr(receiving.Server, "handle_accept", fails)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    connections: dict = {}
    receiving._listen(listener, application, connections, ThreadedTaskDispatcher())
    with socket.create_connection(listener.getsockname(), timeout=WAIT), pytest.raises(ValueError):
        wasyncore.loop(timeout=WAIT, use_poll=True, map=connections, count=1)
    wasyncore.close_all(connections, ignore_all=True)
