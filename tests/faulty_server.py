"""A small web server on this machine that can do everything wrong that a real one has done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Behaviour:
    """What the server does with one path."""

    body: bytes = b""
    etag: str = '"one"'
    modified: str = ""
    ranges: bool = True
    cut_after: list[int] = field(default_factory=list)  # bytes sent before the connection is cut, request by request
    says_length: int | None = None
    status: list[int] = field(default_factory=list)  # status codes answered first, one a request
    location: str = ""
    chunked: bool = False
    wrong_span: bool = False
    drip: float = 0.0  # seconds to wait before the body
    kind: str = "text/csv"
    wait: str = ""  # Retry-After, with each status code
    head: bool = True  # whether HEAD is answered


@dataclass
class Server:
    address: str
    paths: dict[str, Behaviour]
    seen: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # "HEAD /path", one a request

    def put(self, path: str, body: bytes = b"", **how: object) -> str:
        self.paths[path] = Behaviour(body, **how)  # type: ignore[arg-type]  # the test names the field
        return self.address + path


class Handler(BaseHTTPRequestHandler):
    stage: Server
    stop: threading.Event

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        return

    def do_HEAD(self) -> None:
        self.respond()

    def do_GET(self) -> None:
        self.respond()

    def respond(self) -> None:
        self.stage.seen.append(dict(self.headers.items()))
        self.stage.asked.append(f"{self.command} {self.path}")
        how = self.stage.paths.get(self.path)
        if how is None:
            self.send_error(404)
        elif self.command == "HEAD" and not how.head:
            self.send_error(405)
        elif how.status:
            self.refuse(how)
        elif how.location:
            self.send_response(302)
            self.send_header("Location", how.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(how)

    def refuse(self, how: Behaviour) -> None:
        self.send_response(how.status.pop(0))
        if how.wait:
            self.send_header("Retry-After", how.wait)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, how: Behaviour) -> None:
        start = self.start_of(how)
        if start >= len(how.body) > 0:
            self.send_error(416)
            return
        body = how.body[start:]
        self.send_response(206 if start else 200)
        if start:
            first = start + 1 if how.wrong_span else start
            self.send_header("Content-Range", f"bytes {first}-{len(how.body) - 1}/{len(how.body)}")
        for name, value in (("ETag", how.etag), ("Last-Modified", how.modified), ("Content-Type", how.kind)):
            if value:
                self.send_header(name, value)
        if how.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(how.says_length if how.says_length is not None else len(body)))
        self.end_headers()
        if self.command == "GET":
            self.send_body(body, how)

    def start_of(self, how: Behaviour) -> int:
        asked, mark = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        if not (how.ranges and asked and mark in (how.etag, how.modified)):
            return 0
        return int(asked.removeprefix("bytes=").split("-")[0])

    def send_body(self, body: bytes, how: Behaviour) -> None:
        self.stop.wait(how.drip)
        self.close_connection = True
        sent = body[: how.cut_after.pop(0)] if how.cut_after else body
        if how.chunked:
            self.wfile.write(f"{len(sent):x}\r\n".encode() + sent + b"\r\n" + (b"0\r\n\r\n" if sent == body else b""))
        else:
            self.wfile.write(sent)


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        return  # a client that gives up is part of the test


@contextmanager
def running() -> Iterator[Server]:
    """Serve on a free port of 127.0.0.1 until the block ends."""
    stop = threading.Event()
    stage = Server("", {})
    handler = type("StagedHandler", (Handler,), {"protocol_version": "HTTP/1.1", "stage": stage, "stop": stop})
    with QuietServer(("127.0.0.1", 0), handler) as server:
        stage.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield stage
        finally:
            stop.set()
            server.shutdown()
            thread.join()
