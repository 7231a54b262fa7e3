"""The copy of a PostgreSQL database: of one moment, without sign-ins and keys, and equal when it is put back."""

import json
import subprocess
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections

import walk
from focalpoint.cli import restore
from focalpoint.desk.backups import postgresql, row_keys, taking
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import queries
from focalpoint.desk.trail.chain import Link

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the copy of a PostgreSQL database")
OTHER = "focalpoint_put_back"
# As pg_restore writes the table: columns in its own order, and every sign that could end a line or a value escaped.
DUMPED = """\
SET client_encoding = 'UTF8';

COPY public.trail_event (number, at, actor, verb, subject, ids, previous, hash) FROM stdin;
1\t2025-01-01\tsystem\titem.filed\titem-1\t{"a":"x\\\\ny"}\t00\taa
2\t2025-01-02\tcaf\u00e9\titem.filed\titem\\t2\t{}\taa\tbb
\\.

SELECT 1;
"""


def test_the_rows_of_the_trail_are_read_from_the_text_of_a_dump():
    found = list(postgresql._links(DUMPED.splitlines(keepends=True)))
    assert found == [
        Link(1, "2025-01-01", "system", "item.filed", "item-1", '{"a":"x\\ny"}', "00", "aa"),
        Link(2, "2025-01-02", "caf\u00e9", "item.filed", "item\t2", "{}", "aa", "bb"),
    ]


@pytest.mark.parametrize("text", ["", "SELECT 1;\n", DUMPED.split("1\t")[0]])
def test_a_dump_without_rows_has_none(text):
    assert list(postgresql._links(text.splitlines(keepends=True))) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a", "a"), ("\\\\", "\\"), ("\\n", "\n"), ("\\\\n", "\\n"), ("\\t\\r\\b", "\t\r\b"), ("\\x", "x"), ("é", "é")],
)
def test_what_is_escaped_reads_as_it_was(text, plain):
    assert postgresql._plain(text) == plain


SETTINGS = {
    "NAME": "desk",
    "USER": "me",
    "PASSWORD": "secret",
    "HOST": "h",
    "PORT": 5,
    "OPTIONS": {"sslmode": "require"},
}


def test_a_program_is_given_the_database_and_its_password_never_on_its_command(monkeypatch):
    seen = {}

    def run(command, env, **_more):
        seen.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(connections["default"], "settings_dict", SETTINGS)
    postgresql._run("pg_dump", "--file=x")
    assert seen["command"] == ["pg_dump", "-U", "me", "-h", "h", "-p", "5", "--dbname=desk", "--file=x"]
    assert (seen["env"]["PGPASSWORD"], seen["env"]["PGSSLMODE"]) == ("secret", "require")


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (FileNotFoundError(), "pg_dump is not there. Install"),
        (subprocess.CompletedProcess([], 1, stderr="server version mismatch\n"), "server version mismatch"),
    ],
)
def test_a_program_that_is_not_there_or_fails_is_a_sentence(monkeypatch, result, says):
    def run(*_given, **_more):
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(connections["default"], "settings_dict", SETTINGS)
    with pytest.raises(postgresql.NoProgram, match=says):
        postgresql._run("pg_dump")


@pytest.fixture
def copied(settings, tmp_path, transactional_db) -> tuple[Path, row_keys.Keys]:
    settings.FOCALPOINT_HOME = tmp_path
    call_command("createcachetable", verbosity=0)
    walk.filed(walk.person(Role.REPORTER))
    Session.objects.create(session_key="signed-in", session_data="Zebra", expire_date=walk.AT)
    (tmp_path / "copy").mkdir()
    _members, keys = postgresql.taken(tmp_path / "copy", taking.EMPTIED)
    return tmp_path / "copy", json.loads(json.dumps(keys))


@pytest.fixture
def other_database(monkeypatch, transactional_db):
    """An empty database, which the desk takes for its own until the test ends."""
    own = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {OTHER} TEMPLATE template0")

    def enter() -> None:
        connection.close()
        connection.settings_dict["NAME"] = OTHER

    yield enter
    connection.close()
    connection.settings_dict["NAME"] = own
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {OTHER}")


def rows() -> dict[str, list[str]]:
    """Every row of every table but those that a back-up leaves empty."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - set(taking.EMPTIED):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = sorted(text for (text,) in cursor.fetchall())
    return found


@on_postgresql
def test_what_is_put_back_is_equal_whole_and_without_sign_ins(copied, other_database, tmp_path):
    folder, keys = copied
    before, links = rows(), list(queries.links())
    assert list(postgresql.links(folder)) == links
    other_database()
    postgresql.put_back(folder)
    assert row_keys.missing() == 2  # of the file, and of its item's digests
    row_keys.put_back(keys)
    assert rows() == before
    assert Session.objects.count() == 0
    restore._prove(tmp_path)


@on_postgresql
def test_the_copy_shows_no_key_and_no_sign_in(copied):
    folder, keys = copied
    content = b"".join(each.read_bytes() for each in folder.iterdir())
    script = subprocess.run(["pg_restore", "--file=-", folder / "desk.dump"], capture_output=True, check=True).stdout
    for key in (key for _place, found in keys for _number, key in found):
        assert key.encode() not in content + script
    assert b"signed-in" not in script
    assert walk.SECRET.encode() in script + content  # what was told is what is kept


@on_postgresql
def test_a_database_that_holds_tables_is_refused(copied):
    with pytest.raises(restore.PlaceTaken, match="holds tables already"):
        restore.refuse_filled()
