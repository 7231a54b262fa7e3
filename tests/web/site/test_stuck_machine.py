"""A full disk, a held database, files that cannot be written: said as what they are, and what was typed comes back."""

import sqlite3
import subprocess
import sys

import pytest
from django.contrib.auth.hashers import make_password
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.cli import main, serving_lock
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import originals
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.site import health
from focalpoint.reference.trouble import TODO, Trouble, trouble

SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="brings SQLite into trouble")
TEXT = "They came at night and took two of us."
PASSWORD = "correct-horse-battery-staple"
SAID = {Trouble.FULL: "disk of the machine", Trouble.BUSY: "is busy", Trouble.READ_ONLY: "cannot write its files"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def browsers(transactional_db) -> dict[str, Client]:
    """A reporter and an analyst, signed in before the trouble begins; errors become pages, as in a server."""
    User.objects.create(username="head-2", role=Role.HEAD, password=make_password(PASSWORD))
    found = {"nobody": Client(raise_request_exception=False)}
    for role in (Role.REPORTER, Role.ANALYST):
        found[str(role)] = Client(raise_request_exception=False)
        found[str(role)].force_login(walk.person(role, clearance="TLP:AMBER"))
    walk.filed(User.objects.get(role=Role.REPORTER))
    return found


@pytest.fixture(params=list(SAID))
def stuck(request, browsers):
    """The database in one trouble, in earnest: no page left to grow, held by another, or open for reading alone."""
    with connection.cursor() as cursor:
        if request.param is Trouble.FULL:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA max_page_count=1")  # SQLite takes the pages there are for the least
            undo = "PRAGMA max_page_count=1000000000"
        elif request.param is Trouble.READ_ONLY:
            cursor.execute("PRAGMA query_only=ON")
            undo = "PRAGMA query_only=OFF"
        else:
            cursor.execute("PRAGMA busy_timeout=50")
            undo = "PRAGMA busy_timeout=6000"
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    if request.param is Trouble.BUSY:
        other.execute("BEGIN IMMEDIATE")
    try:
        yield request.param
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(undo)


def until_stuck(sends):
    """Send until it is refused: the last pages of a full database still take a few short rows."""
    for _ in range(100):
        answer = sends()
        if answer.status_code == 503:
            break
    return answer


def report(**more) -> dict[str, str]:
    known = {"once": token(), "what": TEXT * 5000, "iso3": "KEN", "consent_desk": "on", "how_known": "saw"}
    return known | {"date_precision": "unknown", "area_precision": "unknown", "actor_kind": "unknown"} | more


@SQLITE
def test_a_report_comes_back_with_the_true_reason_and_arrives_once_the_trouble_is_over(browsers, stuck, caplog):
    answer = browsers["reporter"].post(reverse("report"), report())
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert SAID[stuck] in page
    assert TEXT in page
    assert Item.objects.count() == 1
    assert any(stuck.value in each.getMessage() for each in caplog.records)


@SQLITE
def test_a_protected_page_is_not_shown_and_says_why(browsers, stuck):
    answer = until_stuck(lambda: browsers["analyst"].get(reverse("items")))
    assert answer.status_code == 503
    assert SAID[stuck] in answer.content.decode()
    assert walk.SECRET not in answer.content.decode()


@SQLITE
def test_a_right_password_is_not_called_a_guess(browsers, stuck):
    given = {"login": "head-2", "password": PASSWORD}
    addresses = (f"192.0.2.{number}" for number in range(1, 255))  # a try each: the limit of an address is not meant

    def sign_in():
        return Client(raise_request_exception=False, REMOTE_ADDR=next(addresses)).post(reverse("account_login"), given)

    answer = until_stuck(sign_in)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert SAID[stuck] in page
    assert "Too many" not in page
    assert PASSWORD not in page


@SQLITE
def test_who_watches_is_told_without_content(browsers, stuck):
    assert browsers["nobody"].get("/health/live").content == b"live\n"
    answer = browsers["nobody"].get("/health/ready")
    expected = (503, b"not ready\n") if stuck is Trouble.BUSY else (answer.status_code, answer.content)
    assert (answer.status_code, answer.content) == expected


def test_a_machine_in_order_is_ready_and_that_is_no_row_of_the_trail(db, nobody):
    assert [nobody.get(f"/health/{name}").content for name in ("live", "ready")] == [b"live\n", b"ready\n"]
    assert nobody.post("/health/ready").status_code == 405


def test_a_disk_with_no_room_is_not_ready(db, nobody, monkeypatch, caplog):
    monkeypatch.setattr(health, "ROOM", 10**18)
    assert nobody.get("/health/ready").status_code == 503
    assert Trouble.FULL.value in caplog.text


def test_a_disk_that_fills_under_a_file_gives_the_text_back(db, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(walk.person(Role.REPORTER))

    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(taking, "file_item", full)
    answer = client.post(reverse("report"), report())
    assert answer.status_code == 503
    assert TEXT in answer.content.decode()
    assert not originals.stored(taking._home())


def test_a_bug_is_still_called_one(db, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(walk.person(Role.REPORTER))

    def bug(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(taking, "file_item", bug)
    answer = client.post(reverse("report"), report())
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


class Refused(OperationalError):
    """What PostgreSQL's driver raises, with the state that it carries."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("53100", Trouble.FULL),
        ("55P03", Trouble.BUSY),
        ("25006", Trouble.READ_ONLY),
        ("57P03", Trouble.AWAY),
        ("08006", Trouble.AWAY),
        ("23505", None),
    ],
)
def test_a_state_of_postgresql_is_known_by_its_signs(state, found):
    assert trouble(Refused(state)) is found


def test_the_cause_of_an_error_counts_and_each_trouble_says_what_to_do():
    error = RuntimeError("while filing")
    error.__cause__ = OSError(30, "Read-only file system")
    assert trouble(error) is Trouble.READ_ONLY
    assert set(TODO) == set(Trouble)


def test_a_command_ends_with_a_sentence_and_no_traceback(monkeypatch, capsys):
    def full(**_):
        raise OSError(28, "No space left on device", "/srv/home/desk.sqlite3")

    monkeypatch.setattr("focalpoint.cli.focalpoint", full)
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "The disk is full. (/srv/home/desk.sqlite3)" in said
    assert "Traceback" not in said


HOLD = "import sys; from pathlib import Path; from focalpoint.cli import serving_lock; "
HOLD += "serving_lock.take(Path(sys.argv[1])); "


def test_of_two_desks_on_one_home_the_second_says_so_and_the_lock_lives_on_in_what_the_first_became(tmp_path):
    become = "import os; os.execv(sys.executable, [sys.executable, '-c', 'print(1, flush=True); input()'])"
    command = [sys.executable, "-c", HOLD + become, str(tmp_path)]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "1\n"
        with pytest.raises(serving_lock.ServedAlready):
            serving_lock.take(tmp_path)
    finally:
        first.communicate("\n", timeout=20)
    serving_lock.take(tmp_path)
    serving_lock.take(tmp_path)
    serving_lock.release()
