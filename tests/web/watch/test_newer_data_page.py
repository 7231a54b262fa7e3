"""The page that updates the data: what it says of the last update, who may start one, and that one runs at a time."""

import datetime as dt
import os
import sys
import time

import pytest

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.updates import Changes, Look, Move, Status

PAGE, START = "/newer-data/", "/newer-data/update/"
ADMITTED = [role for role in Role if role not in {Role.LIAISON, Role.REPORTER}]
THEN = "2026-11-25T03:10:00+00:00"


@pytest.fixture
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def started(monkeypatch):
    """The homes for which a process would have been started."""
    found = []

    class Process:
        def __init__(self, command, **how):
            found.append((command, how["env"]["FOCALPOINT_HOME"]))

        def wait(self):
            return 0

    monkeypatch.setattr(updates.subprocess, "Popen", Process)
    return found


def read(client) -> pages.Page:
    return pages.read(client.get(PAGE).content)


def shown(client, home, **status) -> str:
    updates.write(home, Status(**({"started": THEN, "ended": THEN} | status)))
    return read(client).text


def test_a_desk_that_never_looked_says_so_and_names_the_commands(owner, release, home):
    text = read(owner).text
    assert "has not looked for newer data yet" in text
    assert "December 2024" in text
    for command in ("update --dry-run", "update --from FOLDER", "update --print-timer"):
        assert f".venv/bin/focalpoint {command}" in text


@pytest.mark.parametrize(
    ("folder", "said"), [("var", ""), ("var/demo", "var/demo"), ("a b", "'a b'"), ("/srv/desk", "/srv/desk")]
)
def test_the_commands_name_the_home_where_they_would_not_find_it(
    owner, release, settings, tmp_path, monkeypatch, folder, said
):
    monkeypatch.chdir(tmp_path)
    settings.FOCALPOINT_HOME = tmp_path / folder
    text = read(owner).text
    assert (f"export FOCALPOINT_HOME={said} " in text) if said else "FOCALPOINT_HOME" not in text


@pytest.mark.parametrize("role", ADMITTED)
def test_the_button_is_the_administrators_alone(release, home, role):
    page = read(browser(walk.person(role)))
    assert (START in [each.get("action") for each in page.all("form")]) == (role == Role.ADMINISTRATOR)
    assert ("An administrator of this desk can" in page.text) == (role != Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", list(Role))
def test_an_update_is_started_by_an_administrator_and_by_nobody_else(release, home, started, role):
    body = {"body": "HRC"} if role == Role.LIAISON else {}
    answer = browser(walk.person(role, **body)).post(START)
    allowed = role == Role.ADMINISTRATOR
    assert answer.status_code == (302 if allowed else 403)
    assert len(started) == allowed
    assert verbs() == ["update.started"] * allowed


def test_without_a_sign_in_nothing_is_started(nobody, release, home, started):
    assert nobody.post(START).status_code in {302, 403}
    assert started == []


def test_a_form_of_another_site_starts_nothing(release, home, started):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(walk.person(Role.ADMINISTRATOR))
    assert client.post(START).status_code == 403
    assert started == []


def test_looking_at_the_address_starts_nothing(release, home, started):
    assert browser(walk.person(Role.ADMINISTRATOR)).get(START).status_code == 405
    assert started == []


def test_the_trail_says_who_started_it_and_the_page_that_it_runs(release, home, started):
    administrator = walk.person(Role.ADMINISTRATOR)
    client = browser(administrator)
    page = pages.read(client.post(START, follow=True).content)
    event = Event.objects.get(verb="update.started")
    assert (event.actor, event.subject) == (administrator.ref, "data")
    assert "An update is running." in page.text
    assert START not in [each.get("action") for each in page.all("form")]
    (command, where), *_ = started
    assert command[0] == sys.executable
    assert command[-1] == "update"
    assert where == str(home)


def test_a_second_start_while_one_runs_starts_and_records_nothing(release, home, started):
    client = browser(walk.person(Role.ADMINISTRATOR))
    updates.write(home, Status(started=THEN))
    with updates.alone(home):
        assert client.post(START).status_code == 302
        page = client.get(PAGE).content.decode()
    assert 'class="notice warning"' in page
    assert "An update is running." in page
    assert started == []
    assert verbs() == []


def test_what_is_pending_survives_a_new_start(release, home, started):
    updates.write(home, Status(started=THEN, ended=THEN, outcome="failed", pending=True))
    browser(walk.person(Role.ADMINISTRATOR)).post(START)
    assert updates.read(home).pending


def test_no_news_are_said_with_their_time(owner, release, home):
    text = shown(owner, home, outcome="current")
    assert "Nothing newer was found." in text
    assert "25 November 2026, 03:10 UTC" in text


def test_news_are_said_in_three_sentences(owner, release, home):
    changes = Changes(
        release="r-2026-10-00000000",
        data_to="2026-10",
        moved=Move(iso3="SDN", before=0.94, after=0.97),
        surprises=("ECU", "TCD"),
    )
    text = shown(owner, home, outcome="updated", changes=changes)
    assert "Data to October 2026. Largest change: Sudan, from 94 % to 97 %." in text
    assert "2 new surprises: Ecuador, Chad." in text


def test_of_many_surprises_the_first_are_named(owner, release, home):
    many = ("AFG", "ALB", "DZA", "AND", "AGO", "ATG")
    text = shown(owner, home, outcome="updated", changes=Changes(release="r", data_to="2026-10", surprises=many))
    assert "6 new surprises, among them: Afghanistan, Albania, Algeria, Andorra, Angola." in text


def test_a_missing_month_is_named(owner, release, home):
    assert "No file covers these months: December 2025." in shown(owner, home, outcome="updated", missing=("2025-12",))


def test_a_source_that_failed_is_named_with_its_reason(owner, release, home):
    looks = (
        Look(source="wdi", title="World Development Indicators", problem="The server answers 500."),
        Look(source="x"),
    )
    text = shown(owner, home, outcome="partly", looks=looks)
    assert "Some sources failed." in text
    assert "World Development Indicators" in text
    assert "The server answers 500." in text


def test_a_reason_cannot_bring_markup_into_the_page(owner, release, home):
    looks = (Look(source="wdi", title="<b>x</b>", problem="<script>alert(1)</script>"),)
    updates.write(home, Status(started=THEN, ended=THEN, outcome="partly", looks=looks))
    html = owner.get(PAGE).content.decode()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_a_desk_without_internet_says_it_in_a_sentence(owner, release, home):
    looks = (Look(source="wdi", problem="no connection"),)
    text = shown(owner, home, outcome="failed", offline=True, looks=looks)
    assert "No publisher could be reached." in text
    assert "no way to the internet" in text
    assert "no connection" not in text


def test_a_release_that_could_not_be_made_is_said(owner, release, home):
    assert "No release was made: There are no data." in shown(
        owner, home, outcome="failed", problem="There are no data."
    )


def test_an_update_that_was_killed_is_said_to_be_stopped(owner, release, home):
    text = shown(owner, home, outcome="running", ended="")
    assert "stopped before it was done" in text


@pytest.mark.parametrize(("seconds", "state"), [(5, "running"), (61, "stopped")])
def test_a_process_has_a_minute_to_begin(tmp_path, seconds, state):
    began = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    updates.write(tmp_path, Status(started=began.isoformat()))
    assert updates.state(tmp_path, began + dt.timedelta(seconds=seconds)) == state


@pytest.mark.parametrize("text", ["", "{", "[]", '{"started": 1}', '{"outcome": "current"}'])
def test_a_damaged_file_is_read_as_no_update(owner, release, home, text):
    (home / updates.STATUS).write_text(text)
    assert updates.read(home) is None
    assert "has not looked" in read(owner).text


def test_a_file_of_a_later_version_with_more_in_it_is_read(tmp_path):
    (tmp_path / updates.STATUS).write_text('{"started": "2026-11-25T03:10:00+00:00", "outcome": "current", "more": 1}')
    assert updates.read(tmp_path).outcome == "current"


def test_a_second_press_before_the_process_has_begun_starts_nothing(tmp_path, monkeypatch):
    waiting = "while not os.path.exists(os.environ['FOCALPOINT_HOME'] + '/stop'): time.sleep(0.05)"
    monkeypatch.setattr(updates, "VERB", f"import os, time\n{waiting}")
    updates.start(tmp_path, at=dt.datetime.now(dt.UTC))
    try:
        assert updates.is_running(tmp_path)
        with pytest.raises(updates.AlreadyRunning):
            updates.start(tmp_path, at=dt.datetime.now(dt.UTC))
    finally:
        (tmp_path / "stop").touch()


def test_the_process_that_is_started_holds_the_lock_until_it_ends(tmp_path, monkeypatch):
    code = (
        "import os, pathlib; from focalpoint.desk.watch import updates\n"
        "with updates.alone(pathlib.Path(os.environ['FOCALPOINT_HOME'])): print('alone')"
    )
    monkeypatch.setattr(updates, "VERB", code)
    updates.start(tmp_path, at=dt.datetime.now(dt.UTC))
    for _ in range(200):
        if not updates.is_running(tmp_path):
            break
        time.sleep(0.05)
    assert (tmp_path / updates.LOG).read_text().strip() == "alone"


def test_the_process_is_a_real_one_and_what_it_prints_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(updates, "VERB", "import os, sys; print(sys.argv[1], os.environ['FOCALPOINT_HOME'])")
    updates.start(tmp_path, at=dt.datetime.now(dt.UTC))
    for _ in range(200):
        if (tmp_path / updates.LOG).read_text():
            break
        time.sleep(0.05)
    assert (tmp_path / updates.LOG).read_text() == f"update {tmp_path}{os.linesep}"
