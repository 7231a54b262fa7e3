"""Settings: each is documented, a wrong one has an id and a hint, the secret is kept."""

import re
import stat
from pathlib import Path

import pytest
from django.conf import settings as active
from django.core.checks import run_checks
from django.db import connection

from focalpoint.desk.marking.levels import CLASSIFICATIONS, Tlp
from focalpoint.desk.site import environment, secret

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def problems(**values):
    return [(each.id, each.hint) for each in environment.read(values).problems]


def test_every_setting_is_documented_and_nothing_else():
    documented = set(re.findall(r"^## `(FOCALPOINT_[A-Z_]+)`", REFERENCE.read_text(), re.MULTILINE))
    assert documented == set(environment.SETTINGS)


def test_every_check_is_documented():
    folder = Path(environment.__file__).parent
    source = "".join((folder / f"{name}.py").read_text() for name in ("environment", "checks", "production"))
    ids = set(re.findall(r"focalpoint\.[EW]\d{3}", source))
    assert ids == set(re.findall(r"focalpoint\.[EW]\d{3}", REFERENCE.read_text()))


def test_every_setting_that_is_read_is_in_the_list():
    source = Path(environment.__file__).read_text()
    assert set(re.findall(r"FOCALPOINT_[A-Z_]+", source)) == set(environment.SETTINGS)


def test_nothing_set_is_nothing_wrong():
    chosen = environment.read({})
    assert chosen.problems == []
    assert chosen.home.name == "var"
    assert chosen.database["NAME"] == chosen.home / "desk.sqlite3"
    assert chosen.public_pages == {"method", "scorecard"}
    assert (chosen.https, chosen.proxies, chosen.language) == (False, 0, "en")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("FOCALPOINT_HOME", __file__, "focalpoint.E001"),
        ("FOCALPOINT_DATABASE_URL", "mysql://host/name", "focalpoint.E002"),
        ("FOCALPOINT_DATABASE_URL", "postgres://host", "focalpoint.E002"),
        ("FOCALPOINT_DATABASE_URL", "postgres://u:p@host:port/name", "focalpoint.E002"),
        ("FOCALPOINT_DATABASE_URL", "nonsense", "focalpoint.E002"),
        ("FOCALPOINT_LANGUAGE", "tlh", "focalpoint.E003"),
        ("FOCALPOINT_DOCTRINE_OVERLAY", "/nowhere", "focalpoint.E013"),
        ("FOCALPOINT_SECRET_KEY", "short", "focalpoint.E004"),
        ("FOCALPOINT_MAIL", "smtp://mail.example.org", "focalpoint.E015"),
        ("FOCALPOINT_PREVIEWS", "previews.sock", "focalpoint.E028"),
        ("FOCALPOINT_PERSON_MB", "0", "focalpoint.E009"),
        ("FOCALPOINT_FILES_MB", "20 GB", "focalpoint.E009"),
        ("FOCALPOINT_ADDRESS", "https://desk.example.org", "focalpoint.E015"),
        ("FOCALPOINT_PUBLIC_PAGES", "method,watch", "focalpoint.E005"),
        ("FOCALPOINT_HTTPS", "perhaps", "focalpoint.E006"),
        ("FOCALPOINT_PROXIES", "one", "focalpoint.E007"),
        ("FOCALPOINT_PROXIES", "-1", "focalpoint.E007"),
        ("FOCALPOINT_IDLE_MINUTES", "0", "focalpoint.E009"),
        ("FOCALPOINT_SIGN_IN_HOURS", "soon", "focalpoint.E009"),
        ("FOCALPOINT_CLASSIFICATION", "confidential", "focalpoint.E016"),
        ("FOCALPOINT_CLASSIFICATION", "TLP:AMBER=secret", "focalpoint.E016"),
        ("FOCALPOINT_CLASSIFICATION", "AMBER=confidential", "focalpoint.E016"),
    ],
)
def test_a_wrong_setting_has_an_id_and_a_hint(name, value, expected):
    found = problems(**{name: value})
    assert [each[0] for each in found] == [expected]
    assert found[0][1].endswith(".")


def test_each_marking_can_have_the_classification_of_the_office():
    given = {"FOCALPOINT_CLASSIFICATION": "TLP:AMBER=confidential, TLP:RED=strictly confidential"}
    chosen = environment.read(given)
    assert chosen.classification == {"TLP:AMBER": "confidential", "TLP:RED": "strictly confidential"}
    assert environment.read({}).classification == {}
    assert set(environment.MARKINGS) == set(Tlp.values)
    assert set(environment.CLASSIFICATIONS) == set(CLASSIFICATIONS)


def test_a_wrong_setting_stops_the_checks(settings):
    settings.FOCALPOINT_PROBLEMS = environment.read({"FOCALPOINT_LANGUAGE": "tlh"}).problems
    assert "focalpoint.E003" in {each.id for each in run_checks()}


def test_postgresql_without_its_driver_is_named(settings, monkeypatch):
    chosen = environment.read({"FOCALPOINT_DATABASE_URL": "postgres://u:p@host/name"})
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", chosen.database["ENGINE"])
    from focalpoint.desk.site.checks import check_database_driver

    assert [each.id for each in check_database_driver(None)] == ["focalpoint.E008"]


def test_a_server_that_others_reach_in_the_clear_is_warned_of(settings):
    from focalpoint.desk.site.checks import check_encryption

    settings.ALLOWED_HOSTS = ["localhost"]
    assert check_encryption(None) == []
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    assert [each.id for each in check_encryption(None)] == ["focalpoint.W001"]
    settings.SECURE_SSL_REDIRECT = True
    assert check_encryption(None) == []


def test_a_postgresql_address_is_taken_apart():
    url = "postgres://us%40er:p%3Ass@db.example.org:5433/desk"
    database = environment.read({"FOCALPOINT_DATABASE_URL": url}).database
    parts = [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["desk", "us@er", "p:ss", "db.example.org", 5433]


def test_a_sqlite_address_names_a_file(tmp_path):
    database = environment.read({"FOCALPOINT_DATABASE_URL": f"sqlite://{tmp_path}/a%20b.sqlite3"}).database
    assert database["NAME"] == tmp_path / "a b.sqlite3"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite alone")
def test_sqlite_waits_for_other_writers_and_keeps_its_references(db):
    options = environment.read({}).database["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000


def test_what_was_answered_is_on_the_disk(db):
    """SQLite's 2 is FULL: the log of writes is on the disk before a write returns."""
    asked, right = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}[
        connection.vendor
    ]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (right,)


def test_hosts_and_pages_are_lists():
    chosen = environment.read({"FOCALPOINT_HOSTS": "a.example, b.example", "FOCALPOINT_PUBLIC_PAGES": "none"})
    assert chosen.hosts == ["a.example", "b.example"]
    assert chosen.public_pages == frozenset()
    assert chosen.problems == []


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    home = tmp_path / "home"
    assert secret.kept(home) == ""
    made = secret.keep(home)
    assert len(made) > 80
    assert secret.keep(home) == secret.kept(home) == made
    assert stat.S_IMODE((home / secret.NAME).stat().st_mode) == 0o600


def test_two_homes_have_two_secrets(tmp_path):
    assert secret.keep(tmp_path / "a") != secret.keep(tmp_path / "b")


def test_the_administration_pages_of_django_are_not_there():
    assert not [name for name in active.INSTALLED_APPS if "admin" in name]
    assert active.DEBUG is False


def test_every_page_asks_for_a_sign_in_unless_it_says_otherwise():
    assert "focalpoint.desk.web.expired_forms.AskForSignIn" in active.MIDDLEWARE


def test_previews_are_asked_for_at_a_socket_or_not_at_all():
    chosen = [environment.read({"FOCALPOINT_PREVIEWS": each}).previews for each in ("", "off", "/run/previews.sock")]
    assert chosen == ["", "", "/run/previews.sock"]
