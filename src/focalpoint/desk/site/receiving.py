"""How requests come in: whole, within a time limit, before a thread works on them.

Gunicorn keeps the processes, waitress receives: one loop a process reads from all connections and hands a request to a
thread when its last byte is there. A stranger who sends slowly holds a connection, never a thread, and not for long.
Nothing that is received or sent is put on a disk on its way: it may be a witness's picture.
"""

import logging
import os
import sys
import time
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error, RequestEntityTooLarge

from focalpoint.desk.intake.originals import LARGEST

logger = logging.getLogger(__name__)

HEAD_SECONDS = 10  # for the first line and the headers
BODY_SECONDS, BODY_RATE = 30, 8_000  # for the rest: this long, or as long as it comes at so many bytes a second
IDLE_SECONDS = 60  # a connection between two requests
WITHOUT_SIGN_IN = 256_000  # bytes: a form with its longest texts, and no file
MOST_OF_ONE_ADDRESS = 64  # requests that are not whole yet; the oldest gives way to the newest
MOST_CONNECTIONS = 4_000
ROOM = 256 * 1024 * 1024  # bytes of all requests that are not whole yet, in one process


class NoRoom(Error):  # type: ignore[misc]  # waitress has no types
    """Too much is being received at once."""

    code, reason = 503, "Service Unavailable"


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in."""

    error: Error | None

    def received(self, data: bytes) -> int:
        """Take in bytes, and return how many of them belong to this request."""
        consumed: int = super().received(data)
        if not self.headers_finished or self.error or self.empty:
            return consumed
        if max(self.content_length, self.body_bytes_received) > WITHOUT_SIGN_IN and not self._names_a_session():
            self.error, self.completed = RequestEntityTooLarge("Sign in before you send a file."), True
        return consumed

    def _names_a_session(self) -> bool:
        """Whether a cookie says that someone signed in; whether it is true is seen before a file is kept."""
        return f"{settings.SESSION_COOKIE_NAME}=" in self.headers.get("COOKIE", "")


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that knows for how long it has been sending."""

    parser_class = Request
    since: float  # when the request that comes in began; the first one begins with the connection
    has_asked = False

    def __init__(self, *args: Any, **more: Any) -> None:
        self.since = time.time()
        super().__init__(*args, **more)
        self.server.make_way(self.addr)

    def received(self, data: bytes) -> bool:
        """Take in bytes of one request or of several."""
        if self.request is None:
            self.since = time.time() if self.has_asked else self.since
            self.has_asked = True
        elif not self.request.error and self.server.received_bytes() > ROOM:
            self.request.error, self.request.completed = NoRoom("Send it again in a minute."), True
        found: bool = super().received(data)
        return found

    def handle_error(self) -> None:
        """End a connection that fails; what fails may name a device, so that only its kind is written down."""
        logger.error("A connection ended: %s", getattr(sys.exc_info()[0], "__name__", ""))
        self.handle_close()

    def is_waiting(self) -> bool:
        """Whether the desk waits for the connection: for its first request, the rest of one, or to read an answer."""
        is_sending = self.request is not None or not self.has_asked
        return not self.requests and (is_sending or self.total_outbufs_len > 0)

    def is_late(self, now: float) -> bool:
        """Whether a request that comes in is over its time."""
        if self.requests or (self.request is None and self.has_asked):
            return False
        spent = now - self.since
        if self.request is None or not self.request.headers_finished:
            return spent > HEAD_SECONDS
        return spent > BODY_SECONDS and self.request.body_bytes_received < BODY_RATE * spent


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """The connections of one process."""

    channel_class = Connection

    def make_way(self, address: tuple[str, int]) -> None:
        """End the oldest connections of an address with too many that wait, for the newest."""
        if settings.ALLAUTH_TRUSTED_PROXY_COUNT:  # every request has the address of the proxy, which keeps the limit
            return
        waiting = [each for each in self.active_channels.values() if each.addr[0] == address[0] and each.is_waiting()]
        for each in sorted(waiting, key=lambda one: one.since)[:-MOST_OF_ONE_ADDRESS]:
            each.will_close = True

    def handle_error(self) -> None:
        """Let a mistake of ours end the process: gunicorn starts another, while a deaf one would stay."""
        raise

    def maintenance(self, now: float) -> None:
        """End connections that have been idle, and requests that are over their time."""
        super().maintenance(now)
        for each in self.active_channels.values():
            if each.is_late(now):
                each.will_close = True

    def received_bytes(self) -> int:
        """Return how much of requests that are not whole yet is held."""
        return sum(each.request.body_bytes_received for each in self.active_channels.values() if each.request)


class Receiver(Worker):  # type: ignore[misc]  # gunicorn has no types
    """One process of the desk."""

    def run(self) -> None:
        """Receive until gunicorn ends this process; then finish what is being worked on."""
        logging.getLogger("waitress").setLevel(logging.ERROR)  # its warnings name devices and how many wait
        connections: dict[int, Any] = {}
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        for listener in self.sockets:
            listener.sock.setblocking(False)
            _listen(listener.sock, self.wsgi, connections, threads)
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.loop(timeout=1, use_poll=True, map=connections, count=1)
        threads.shutdown(cancel_pending=False, timeout=self.cfg.graceful_timeout)
        wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)  # what was answered is sent
        wasyncore.close_all(connections, ignore_all=True)


def _listen(sock: Any, application: Any, connections: dict[int, Any], threads: Any) -> Server:
    most = LARGEST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    ways = Adjustments(
        sockets=[sock],
        ident=None,
        clear_untrusted_proxy_headers=False,  # Django reads them, from as many proxies as there are
        connection_limit=MOST_CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        log_socket_errors=False,
        max_request_header_size=64 * 1024,
        max_request_body_size=most + 64 * 1024,
        inbuf_overflow=2 * most,  # over this waitress would write to a temporary file, in clear
        outbuf_overflow=2 * most,
    )
    info = (sock.family, sock.type, sock.proto, sock.getsockname())
    return Server(application, connections, True, sock, dispatcher=threads, adj=ways, sockinfo=info, bind_socket=False)
