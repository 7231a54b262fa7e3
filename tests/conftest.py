"""What every test may ask for, and the database that tests run on.

Tests run on SQLite, in a file as an installation has it. With ``FOCALPOINT_DATABASE_URL=postgres://...`` they run on
PostgreSQL: the database that is named is only where the connection starts; each worker makes one of its own.
"""

import fcntl
import gc
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as examples
from xdist.scheduler import LoadFileScheduling

from focalpoint.desk.trail import triggers

# The browser's driver keeps an event loop in the process of the tests, and Django would take every later query of that
# process for one from inside it. The product itself has no event loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# No test is timed. Examples are new each time at a desk; where a commit is judged, the same commit meets the same ones.
examples.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.register_profile("same", parent=examples.get_profile("new"), derandomize=True, max_examples=25)
examples.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "new"))

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
SERVER = os.environ.get("FOCALPOINT_DATABASE_URL", "")
# What is for this process alone.
OF_THE_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE", "FOCALPOINT_DATABASE_URL"}
NEW_HOME = "import pathlib, sys; from focalpoint.cli import starting; starting.up_to_date(pathlib.Path(sys.argv[1]))"
# What the database of a new home is made from: its changes, what they use, the libraries with changes of their own.
MADE_FROM = (
    *("src/focalpoint/desk/*/migrations/*.py", "src/focalpoint/cli/starting.py", "requirements/run.txt"),
    *(f"src/focalpoint/desk/{each}.py" for each in ("site/settings", "trail/triggers", "marking/refs")),
)

# All tests are held in memory while they run. Each search for unused objects would go through all of them again.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: otherwise one worker goes on alone at the end."""
    items.sort(key=lambda item: (not item.get_closest_marker("browser"), not item.get_closest_marker("slow")))


class BrowserTogether(LoadFileScheduling):
    """A file goes to one worker, and all files of the browser to the same one: it starts one desk for them."""

    def _split_scope(self, nodeid: str) -> str:
        browser = "tests/browser"
        return browser if nodeid.startswith(f"{browser}/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadFileScheduling | None:
    return BrowserTogether(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_report_header() -> str:
    return f"database: {connections['default'].vendor}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The producers' files beside the checkout; they are not part of the product."""
    if not SHARED.is_dir():
        pytest.skip("not run: needs ../shared/data, which is not part of the product")
    return SHARED


@pytest.fixture(scope="session")
def empty_database(pytestconfig, tmp_path_factory) -> Path:
    """A SQLite database as a new home has it: made by one process, kept until one of what it is made from changes."""
    with kept_homes(pytestconfig) as (kept, name):
        if not (kept / name).exists():
            for each in kept.glob("?" * len(name)):
                each.unlink()
            shutil.copy(_new_home(tmp_path_factory.mktemp("new-home")) / "desk.sqlite3", kept / name)
        return Path(shutil.copy(kept / name, tmp_path_factory.mktemp("empty") / "desk.sqlite3"))


@pytest.fixture(scope="session")
def template_on_postgresql(pytestconfig, tmp_path_factory, django_db_blocker) -> str:
    """A database as a new home has it, on the server of the tests: each worker's is a copy; kept in the same way."""
    begun = "test_new_home"
    server = connections["default"].creation
    with kept_homes(pytestconfig) as (_, name), django_db_blocker.unblock(), server._nodb_cursor() as cursor:
        template = f"{begun}_{name[:32]}"
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [begun])
        known = [each for (each,) in cursor.fetchall()]
        if template not in known:
            for each in (*known, begun):
                cursor.execute(f'DROP DATABASE IF EXISTS "{each}"')
            cursor.execute(f'CREATE DATABASE "{begun}"')
            _new_home(tmp_path_factory.mktemp("new-home"), urlsplit(SERVER)._replace(path=f"/{begun}").geturl())
            cursor.execute(f'ALTER DATABASE "{begun}" RENAME TO "{template}"')
    return template


@contextmanager
def kept_homes(config: pytest.Config) -> Iterator[tuple[Path, str]]:
    """Be the only process that makes a new home; give where one is kept, and the name of what it is made from."""
    kept = config.cache.mkdir("new-home")
    made_from = sorted(each for pattern in MADE_FROM for each in ROOT.glob(pattern))
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept, hashlib.sha256(b"".join(each.read_bytes() for each in made_from)).hexdigest()


def _new_home(folder: Path, database: str = "") -> Path:
    known = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    command = [sys.executable, "-c", NEW_HOME, str(folder)]
    new = {"FOCALPOINT_HOME": str(folder), "FOCALPOINT_DATABASE_URL": database}
    subprocess.run(command, env=known | new, check=True)
    return folder


@pytest.fixture(scope="session")
def with_database(empty_database: Path) -> Callable[[Path], Path]:
    """Give a home its database, for tests that try something else than how it is made."""

    def given(home: Path) -> Path:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(empty_database, home)
        return home

    return given


@pytest.fixture(scope="session")
def django_db_keepdb(request) -> bool:
    """On SQLite the database is there already, with all its tables."""
    return connections["default"].vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, tmp_path_factory, django_db_modify_db_settings_parallel_suffix) -> None:
    """On SQLite, a file: one in memory knows neither two writers nor the log they share."""
    test = settings.DATABASES["default"].setdefault("TEST", {})
    if connections["default"].vendor == "sqlite":
        test["NAME"] = tmp_path_factory.mktemp("db") / "test.sqlite3"
        shutil.copy(request.getfixturevalue("empty_database"), test["NAME"])
    else:
        test["TEMPLATE"] = request.getfixturevalue("template_on_postgresql")


@pytest.fixture(scope="session", autouse=True)
def what_a_test_starts_has_a_database_of_its_own() -> None:
    """A desk that a test starts in a home of its own keeps its database there, whichever one the tests run on."""
    assert connections["default"].vendor  # the setting was read before it is taken away
    os.environ.pop("FOCALPOINT_DATABASE_URL", None)


@pytest.fixture(scope="session", autouse=True)
def trail_is_emptied_between_tests_that_commit():
    """After a test that commits, Django empties every table; the trail's triggers refuse, so they stand aside for it.

    Every other delete, in every test, meets them.
    """
    emptied = TransactionTestCase._fixture_teardown

    def teardown(self) -> None:
        connection = connections["default"]
        unprotect(connection)
        try:
            emptied(self)
        finally:
            triggers.protect(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def unprotect(connection) -> None:
    """Take the trail's triggers away."""
    suffix = " ON trail_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in triggers.NAMES[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
