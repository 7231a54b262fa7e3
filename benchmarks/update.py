"""An update without news: every publisher is asked, nothing is newer, and the command ends."""

import datetime as dt
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.forecasts import VERB
from benchmarks.measure import Figure, ours
from focalpoint.foresight.sources.newest import KEPT_CURRENT, Find, newest
from focalpoint.foresight.sources.presence import Presence
from focalpoint.foresight.vintages.provenance import Provenance, held, note, write
from focalpoint.foresight.vintages.store import Store

MARK = '"the same"'


class Unchanged(BaseHTTPRequestHandler):
    """A publisher that has every file, with the mark it had before."""

    def do_HEAD(self) -> None:
        """Answer that the file is there."""
        self.send_response(200)
        self.send_header("ETag", MARK)
        self.send_header("Content-Length", "9")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Print nothing."""


@contextmanager
def publisher() -> Iterator[str]:
    """Serve on this machine until the block ends; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Unchanged) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def up_to_date(home: Path) -> None:
    """Write into a home the notes of every file that a publisher has today, as if all had been fetched."""
    store, day = Store(home), dt.datetime.now(dt.UTC).date()
    store.raw.mkdir(parents=True, exist_ok=True)
    for source in KEPT_CURRENT:
        for find in newest(source, day, held(store, source), ask=lambda _: Presence(9, MARK)):
            write(note(store, f"{abs(hash(find.download.name())):064x}"), _noted(find, day))


def _noted(find: Find, day: dt.date) -> Provenance:
    name, address = find.download.name(), find.download.address()
    return Provenance(find.source, name, find.download.release, address, day, "0" * 64, 9, MARK, "")


def figures(shared: Path | None) -> list[Figure]:
    """Return the seconds that the whole process takes in a home with one release."""
    with tempfile.TemporaryDirectory() as folder, publisher() as address:
        home = Path(folder)
        ours(VERB, "forecast", env={"FOCALPOINT_HOME": folder})
        up_to_date(home)
        without = {"no_proxy": "127.0.0.1", "FOCALPOINT_MIRROR": address, "FOCALPOINT_HOME": folder}
        one = ours(VERB, "update", env=without)
    if "Nothing newer was found" not in one.output:
        raise SystemExit(f"the update found something newer:\n{one.output}")
    return [
        Figure("update", "without news", one.seconds, "s", "<= 3", one.seconds <= 3, f"{len(KEPT_CURRENT)} sources"),
        Figure("update", "peak memory", one.megabytes, "MB"),
    ]


if __name__ == "__main__":
    for figure in figures(None):
        sys.stdout.write(f"{figure}\n")
    sys.stdout.write(f"{os.cpu_count()} cores\n")
