"""What `focalpoint up --production` refuses: every fault at once, each with an id and a hint."""

import os
import subprocess
import sys

import pytest
from django.core.checks import ERROR, run_checks

from focalpoint.desk.demo import home
from focalpoint.desk.people.models import User
from focalpoint.desk.site import production
from focalpoint.desk.site.production import TAG

SAFE = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMN",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "ALLOWED_HOSTS": ["desk.example.org"],
    "DEBUG": False,
}
OFFICE = {
    "FOCALPOINT_HTTPS": "on",
    "FOCALPOINT_PROXIES": "1",
    "FOCALPOINT_HOSTS": "desk.example.org",
    "DJANGO_SETTINGS_MODULE": "focalpoint.desk.site.settings",
}

WSGI = "from focalpoint.desk.site import wsgi; from django.db import connection; connection.ensure_connection()"


@pytest.fixture
def safe(settings, tmp_path, db):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    settings.FOCALPOINT_HOME = tmp_path
    return settings


def found(level=ERROR):
    return [each for each in run_checks(tags=[TAG], include_deployment_checks=True) if each.level >= level]


def ids():
    return {each.id for each in found()}


def test_a_safe_desk_is_let_through(safe):
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, "focalpoint.E021"),
        ("SECRET_KEY", "short", "focalpoint.E022"),
        ("SECRET_KEY", "a" * 80, "focalpoint.E022"),
        ("SECRET_KEY", "django-insecure-" + SAFE["SECRET_KEY"], "focalpoint.E022"),
        ("SECURE_SSL_REDIRECT", False, "focalpoint.E023"),
        ("SECURE_PROXY_SSL_HEADER", None, "focalpoint.E024"),
        ("ALLOWED_HOSTS", ["*"], "focalpoint.E025"),
    ],
)
def test_each_fault_has_its_id_and_a_hint(safe, name, value, expected):
    setattr(safe, name, value)
    assert ids() == {expected}
    assert all(each.hint.endswith(".") for each in found())


def test_a_demonstration_home_or_account_is_refused(safe, tmp_path):
    home.mark(tmp_path)
    assert ids() == {"focalpoint.E020"}
    (tmp_path / home.MARKER).unlink()
    assert ids() == set()
    User.objects.create(username="analyst-1", demonstration=True)
    assert ids() == {"focalpoint.E020"}


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_home_that_other_accounts_can_look_into_is_refused_with_what_to_type(safe, tmp_path, mode):
    tmp_path.chmod(mode)
    assert [(each.id, each.hint) for each in found()] == [("focalpoint.E026", f"chmod 700 {tmp_path}")]
    tmp_path.chmod(0o700)
    assert ids() == set()


def test_a_database_beside_the_home_must_be_as_closed(safe, tmp_path):
    beside, home = tmp_path / "beside", tmp_path / "home"
    beside.mkdir()
    beside.chmod(0o755)  # whatever mask the process has: a command run in a test keeps files to their owner
    home.mkdir(mode=0o700)
    (beside / "desk.sqlite3").touch()
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": beside / "desk.sqlite3"}
    safe.FOCALPOINT_HOME = home
    known = {**safe.DATABASES, "default": database}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(production.settings, "DATABASES", known)
        assert [each.hint for each in production.check_home(None)] == [f"chmod 700 {beside}"]


@pytest.mark.parametrize(
    ("host", "options", "environ", "expected"),
    [
        ("db.example.org", {}, {}, 1),
        ("db.example.org", {"sslmode": "require"}, {}, 1),
        ("db.example.org", {"sslmode": "verify-full"}, {}, 0),
        ("", {"host": "db.example.org"}, {}, 1),
        ("", {}, {"PGHOST": "db.example.org"}, 1),
        ("localhost", {}, {"PGHOSTADDR": "192.0.2.1"}, 1),
        ("", {}, {}, 0),
        ("localhost", {}, {}, 0),
        ("", {"host": "/run/postgresql"}, {}, 0),
        ("localhost,db.example.org", {}, {}, 1),
    ],
)
def test_a_postgresql_elsewhere_is_reached_encrypted_or_not_at_all(safe, monkeypatch, host, options, environ, expected):
    for name in ("PGHOST", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": options}
    monkeypatch.setattr(production.settings, "DATABASES", {**safe.DATABASES, "default": database})
    assert [each.id for each in production.check_way_to_database(None)] == ["focalpoint.E027"] * expected


@pytest.mark.slow
@pytest.mark.parametrize("first", ["from focalpoint.cli import starting; starting.up_to_date(home())", WSGI])
def test_a_new_home_and_all_that_is_made_in_it_are_for_the_owner_alone(tmp_path, first):
    home = tmp_path / "new" / "home"
    done = run(home, "-c", f"import os; os.umask(0o022); from focalpoint.reference.places import home; {first}")
    assert done.returncode == 0, done.stderr
    made = [home, *(each for each in home.rglob("*") if each.parent == home)]
    assert len(made) > 1
    assert [each for each in made if each.stat().st_mode & 0o077] == []


def test_sqlite_is_only_said(safe):
    said = [each.id for each in found(level=0)]
    assert said == (["focalpoint.W002"] if safe.DATABASES["default"]["ENGINE"].endswith("sqlite3") else [])


def test_a_start_that_asks_for_nothing_runs_none_of_this():
    assert not {each.id for each in run_checks()} & {"focalpoint.E023", "focalpoint.W002"}


def run(folder, *words, **more):
    environment = {**os.environ, "FOCALPOINT_HOME": str(folder), **more}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own, for the browser's driver
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.enable_socket
def test_up_tells_all_faults_at_once_and_starts_nothing(with_database, tmp_path):
    home.mark(with_database(tmp_path))
    up = ["-c", "from focalpoint.cli import main; main()", "up", "--no-forecast", "--production", "--port", "18991"]
    done = run(tmp_path, *up, FOCALPOINT_HOSTS="*")
    assert done.returncode == 2
    for name in ("focalpoint.E020", "focalpoint.E023", "focalpoint.E025", "focalpoint.W002"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert "Focalpoint is at" not in done.stdout


@pytest.mark.slow
def test_django_finds_nothing_unsafe_in_the_settings_of_an_office(with_database, tmp_path):
    run(
        with_database(tmp_path),
        "-c",
        "from focalpoint.cli import starting; from pathlib import Path; import os; "
        "starting.up_to_date(Path(os.environ['FOCALPOINT_HOME']))",
        **OFFICE,
    )
    done = run(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "ERROR", **OFFICE)
    assert done.returncode == 0, done.stderr
    assert "security." not in done.stderr


def test_cookies_travel_encrypted_where_there_is_encryption(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    told = f"from django.conf import settings as s; print([getattr(s, n) for n in {names!r}], s.SECURE_HSTS_SECONDS)"
    assert run(tmp_path, "-c", told, **OFFICE).stdout == "[True, True, True, True] 31536000\n"
