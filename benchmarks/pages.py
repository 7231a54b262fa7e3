"""What a page costs: seconds on the server, bytes on the line, memory of the serving process."""

import contextlib
import gzip
import http.cookiejar
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure

PORT = 8917
BASE = f"http://localhost:{PORT}"
PAGES = {"Watch": "/", "Country": "/country/SDN/", "Scorecard": "/scorecard/", "Method": "/method/"}
VISITS = 30


@contextlib.contextmanager
def served(home: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start ``focalpoint up`` in a home; yield the process and all it printed until it serves; then end it."""
    command = [str(Path(sys.executable).parent / "focalpoint"), "up", "--port", str(PORT)]
    environment = {**os.environ, "FOCALPOINT_HOME": home, "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # type: ignore[call-overload]  # from a dict
        try:
            yield process, until_served(process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def until_served(process: subprocess.Popen[bytes]) -> str:
    """Collect what the process prints until the sign-in page answers; give up after three minutes."""
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    printed, deadline = b"", time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        printed += process.stdout.read() or b""
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{BASE}/sign-in/", timeout=5).read()
            time.sleep(0.3)  # the address is printed as soon as it answers
            return (printed + (process.stdout.read() or b"")).decode()
        time.sleep(0.05)
    raise SystemExit(f"the desk did not start:\n{printed.decode()}")


def signed_in(printed: str) -> urllib.request.OpenerDirector:
    """Sign in with the name and password that the desk printed at its first start."""
    name, password = re.search(r"(?im)name\W+(\S+)", printed), re.search(r"(?im)password\W+(\S+)", printed)
    if not name or not password:
        raise SystemExit(f"no sign-in was printed:\n{printed}")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = opener.open(f"{BASE}/sign-in/", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    fields = {"login": name[1], "password": password[1], "csrfmiddlewaretoken": token[1] if token else ""}
    opener.open(f"{BASE}/sign-in/", data=urllib.parse.urlencode(fields).encode(), timeout=10)
    return opener


def visit(opener: urllib.request.OpenerDirector, path: str) -> tuple[float, int]:
    """Return the median and the compressed size: milliseconds over ``VISITS``, kilobytes as gzip."""
    spent, body = [], b""
    for _ in range(VISITS):
        started = time.perf_counter()
        with opener.open(BASE + path, timeout=10) as answer:
            body = answer.read()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent), len(gzip.compress(body, 6))


def resident(pid: int) -> list[float]:
    """Return the resident megabytes of a process and of all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    below = [size for child in children for size in resident(int(child))]
    return [int(own[1]) / 1024 if own else 0.0, *below]


def figures(shared: Path | None) -> list[Figure]:
    """Start the desk in an empty home, visit each page, read the memory of its largest process, then start it again."""
    rows = []
    with tempfile.TemporaryDirectory() as home:
        with served(home) as (process, printed):
            opener = signed_in(printed)
            for name, path in PAGES.items():
                spent, size = visit(opener, path)
                asked = name in {"Watch", "Country"}
                target, met = ("<= 50", spent <= 50) if asked else ("", None)
                rows.append(Figure("pages", f"{name}, median over loopback", spent, "ms", target, met))
                rows.append(Figure("pages", f"{name}, compressed", size / 1000, "kB", "<= 150", size <= 150_000))
            largest = max(resident(process.pid))
            rows.append(Figure("pages", "largest serving process", largest, "MB", "<= 300", largest <= 300))
        started = time.perf_counter()
        with served(home):
            spent = time.perf_counter() - started
        rows.append(Figure("pages", "second start to a page", spent, "s", "<= 5", spent <= 5))
    return rows
