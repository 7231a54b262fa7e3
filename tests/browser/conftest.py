"""A desk that serves and a browser that reads it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

import bundles
from focalpoint.reference import places
from focalpoint.reference.calendar import month_id

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
FIRST_PORT, PORT_TAKEN = 18_000, 2
# The desk of the tests offers every planned language, so that a page from the right can be looked at.
TESTS = Path(__file__).parents[1]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "desk_settings",
    "FOCALPOINT_RECALL_MINUTES": "0",
    "PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH", "")])),
}
UP = [sys.executable, "-c", "from focalpoint.cli import main; main()", "up", "--no-forecast"]
# With FOCALPOINT_GALLERY=1 the pictures of docs/gallery are taken anew, from the releases in FOCALPOINT_HOME.
GALLERY = os.environ.get("FOCALPOINT_GALLERY") == "1"


@dataclass
class Desk:
    """Where the desk is, how to sign in, and the cookies of whoever has."""

    address: str
    password: str
    cookies: list
    home: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium as Debian packs it."""
    if not CHROMIUM.exists():
        pytest.skip("not run: needs Chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        yield _launched(playwright)


def _launched(playwright: Playwright) -> Browser:
    # With the memory for "back" that people's browsers have and Playwright would switch off.
    kept = ["--disable-back-forward-cache"]
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS, ignore_default_args=kept)


def _home(folder: Path) -> Path:
    """Fill a home: two invented releases, or for the gallery the real ones."""
    if GALLERY:
        shutil.copytree(places.home() / "releases", folder / "releases")
        return folder
    for origin, seed in ((month_id(2023, 12), 2), (month_id(2024, 12), 1)):
        made = folder / "releases" / "made"
        made.rename(made.with_name(bundles.make(made, seed=seed, origin=origin, months=72)))
    return folder


def _started(home: Path) -> tuple[subprocess.Popen, str, str]:
    """Start the desk on the first port that is free; return the process, its address and the password."""
    for port in range(FIRST_PORT + os.getpid() % 1000, FIRST_PORT + 2000):
        environment = {**os.environ, "FOCALPOINT_HOME": str(home), **SETTINGS}
        command = [*UP, "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
        seen = ""
        for line in process.stdout:
            seen += line
            if "Ctrl-C stops it." in line:
                return process, f"http://localhost:{port}", re.search(r"password (\S+)", seen)[1]
        process.stdout.close()
        if process.wait() != PORT_TAKEN:
            break
    pytest.fail("the desk did not start")


@pytest.fixture(scope="session")
def desk(chromium: Browser, with_database, tmp_path_factory) -> Iterator[Desk]:
    """The desk as `focalpoint up` serves it, and one reader signed in."""
    home = with_database(_home(tmp_path_factory.mktemp("home")))
    process, address, password = _started(home)
    try:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{address}/sign-in/")
        page.get_by_label("User name or e-mail").fill("analyst-1")
        page.get_by_label("Password").fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/")
        yield Desk(address, password, context.cookies(), home)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


class Complaints(list):
    """What the browser complained of: errors in the console, breaches of the policy, requests to other hosts."""

    def watch(self, page: Page, address: str) -> None:
        """Listen to one page."""
        page.on("console", lambda message: self.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(address) else self.append(sent.url))


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test when the browser complained of anything."""
    found = Complaints()
    yield found
    assert found == []


@pytest.fixture
def reader(chromium: Browser, desk: Desk, complaints: Complaints):
    """Open pages: width, colours, language and whether scripts run are the reader's."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str, width: int = 1280, *, scheme: str = "light", locale: str = "en", scripts: bool = True
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=locale,
            java_script_enabled=scripts,
            base_url=desk.address,
        )
        context.add_cookies(desk.cookies)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page, desk.address)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
