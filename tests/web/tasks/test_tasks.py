"""Background work: each event's effects once, recurring work when it is due, failures tried again and seen."""

import datetime as dt
from collections import Counter

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.cli.tasks import tasks
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import erasure, originals
from focalpoint.desk.intake.models import Original
from focalpoint.desk.people.models import Role
from focalpoint.desk.site.events import EVENTS
from focalpoint.desk.site.jobs import JOBS
from focalpoint.desk.tasks import actions, jobs, queries, worker
from focalpoint.desk.tasks.jobs import Job
from focalpoint.desk.tasks.models import Task
from focalpoint.desk.trail.actions import record
from focalpoint.desk.trail.models import Event, Outbox

pytestmark = pytest.mark.django_db
AT = dt.datetime(2025, 7, 1, 12, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cache.clear()
    return tmp_path


@pytest.fixture
def ran(monkeypatch):
    """Count the runs of a job that follows from a filed item and of one that recurs, in place of the product's own."""
    counted = Counter()

    def count(name):
        def run(*, key, at):
            Group.objects.create(name=f"{name} {key} {at}")
            counted[name, key] += 1

        return run

    own = {
        "follow": Job("follow", "Follow", count("follow"), verbs=("item.filed",)),
        "recur": Job("recur", "Recur", count("recur"), every=dt.timedelta(hours=1)),
    }
    monkeypatch.setattr(actions, "jobs", lambda: own)
    monkeypatch.setattr(worker, "jobs", lambda: own)
    counted.own = own
    return counted


def happened(verb: str = "item.filed", subject: str = "an-item") -> str:
    with transaction.atomic():
        return str(record(by="system", at=AT, verb=verb, subject=subject).number)


def work_off(at: dt.datetime = AT) -> None:
    for _ in range(100):
        if not worker.work_once(at=at):
            return
    raise AssertionError("the work never ends")


def test_an_event_is_followed_by_its_jobs_once_and_leaves_the_outbox(ran):
    first, _other = happened(), happened("source.graded")
    work_off()
    work_off(LATER)
    assert ran == {("follow", first): 1}
    assert not Outbox.objects.exists()
    assert Task.objects.get().done_at == AT


def test_an_event_that_is_delivered_twice_has_its_effect_once(ran):
    number = happened()
    work_off()
    Outbox.objects.create(event_id=number)
    work_off()
    assert ran == {("follow", number): 1}


def test_recurring_work_is_done_when_it_is_due_and_not_before(ran):
    actions.schedule_recurring(at=AT)
    actions.schedule_recurring(at=AT)
    work_off(AT)
    work_off(AT + dt.timedelta(minutes=59))
    assert ran["recur", Task.RECURRING] == 1
    work_off(AT + dt.timedelta(minutes=60))
    assert ran["recur", Task.RECURRING] == 2
    del ran.own["recur"]
    actions.schedule_recurring(at=AT)
    assert not Task.objects.exists()


def test_of_two_workers_one_claims_a_task(ran):
    happened()
    actions.deliver_outbox(at=AT)
    first = actions.claim_next(at=AT)
    assert first is not None
    assert actions.claim_next(at=AT) is None


def test_a_claim_that_ran_out_is_taken_over_and_the_first_worker_writes_nothing(ran):
    happened()
    actions.deliver_outbox(at=AT)
    slow = actions.claim_next(at=AT)
    after = AT + actions.LEASE + dt.timedelta(seconds=1)
    worker.work_once(at=after)
    assert Group.objects.count() == 1
    worker._do(slow, after)
    assert Group.objects.count() == 1  # what it wrote was undone with the lost claim
    assert Task.objects.get().done_at == after


def break_jobs(ran):
    def run(*, key, at):
        Group.objects.create(name="half done")
        raise DatabaseError("Zebra")

    for name, job in ran.own.items():
        ran.own[name] = Job(name, job.sentence, run, every=job.every, verbs=job.verbs)


def test_what_fails_leaves_nothing_is_tried_again_later_each_time_and_at_last_waits_for_a_person(ran):
    whole = dict(ran.own)
    break_jobs(ran)
    number, at, waits = happened(), AT, []
    for _ in range(actions.MOST_ATTEMPTS):
        work_off(at)
        task = Task.objects.get()
        waits.append(task.due_at - at)
        at = task.due_at
    assert waits == sorted(waits)
    assert waits[0] == actions.FIRST_WAIT
    assert len(set(waits)) > 5
    assert task.failed_at is not None
    assert "Zebra" not in task.error
    assert task.error.startswith("DatabaseError (test_tasks.py")
    assert not Group.objects.exists()
    work_off(at + dt.timedelta(days=9))
    assert Task.objects.get().attempts == actions.MOST_ATTEMPTS
    ran.own.update(whole)
    assert actions.retry_failed(at=at) == 1
    work_off(at)
    assert ran == {("follow", number): 1}
    assert not queries.failing()


def test_recurring_work_that_fails_is_never_given_up(ran):
    break_jobs(ran)
    actions.schedule_recurring(at=AT)
    at = AT
    for _ in range(actions.MOST_ATTEMPTS + 3):
        work_off(at)
        at = Task.objects.get().due_at
    assert Task.objects.get().failed_at is None
    assert queries.failing().count() == 1


def test_a_task_during_which_the_worker_ends_each_time_is_given_up(ran):
    happened()
    actions.deliver_outbox(at=AT)
    at = AT
    for _ in range(actions.MOST_ATTEMPTS):
        assert actions.claim_next(at=at)
        at += actions.LEASE + dt.timedelta(seconds=1)
    work_off(at)
    assert not ran
    assert Task.objects.get().error.startswith("EndedInTheMiddle")
    assert Task.objects.get().failed_at == at


def test_a_task_of_a_job_that_is_gone_fails_and_the_others_go_on(ran):
    Task.objects.create(job="gone", key="1", due_at=AT)
    number = happened()
    work_off()
    assert ran == {("follow", number): 1}
    assert queries.failing().get().job == "gone"


def test_the_loop_asks_again_while_the_database_does_not_answer(ran, monkeypatch):
    seen = []

    def fails_once(*, at):
        seen.append(at)
        if len(seen) == 1:
            raise DatabaseError
        return False

    monkeypatch.setattr(worker, "work_once", fails_once)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work(is_over=lambda: len(seen) == 3, clock=lambda: AT, pause=0)
    assert len(seen) == 3
    assert Task.objects.filter(job="recur").count() == 1


def test_work_that_waits_without_a_worker_is_seen(ran):
    assert not queries.is_behind(AT)
    happened()
    assert not queries.is_behind(AT + dt.timedelta(minutes=5))
    assert queries.is_behind(AT + dt.timedelta(minutes=16))
    actions.deliver_outbox(at=AT)
    assert queries.is_behind(AT + dt.timedelta(minutes=16))
    work_off()
    assert not queries.is_behind(LATER)


def test_the_jobs_of_the_installation_have_names_of_their_own_and_follow_from_events_that_exist():
    assert len({each.name for each in JOBS}) == len(JOBS)
    assert {verb for each in JOBS for verb in each.verbs} <= {each.verb for each in EVENTS}
    assert all((each.every is None) != (not each.verbs) for each in JOBS)
    assert set(jobs.jobs()) == {each.name for each in JOBS}


def test_a_sealed_file_that_outlived_the_withdrawal_of_consent_is_deleted(home, monkeypatch):
    cast = walk.cast()
    item = walk.filed(cast.reporter)
    monkeypatch.setattr(taking, "_remove", lambda blobs: None)  # as when the process ends right after the commit
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=AT)
    other = walk.filed(cast.reporter, data=b"Another one.")
    monkeypatch.setattr(erasure, "sweep", lambda: True)
    assert len(originals.stored(home)) == 2
    work_off()
    assert list(originals.stored(home)) == [Original.objects.get(item=other).blob]


def test_while_a_reader_holds_the_log_of_writes_it_is_tried_again(home, monkeypatch):
    cast = walk.cast()
    item = walk.filed(cast.reporter)
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=AT)
    monkeypatch.setattr(erasure, "sweep", lambda: False)
    work_off()
    assert queries.failing().get().error.startswith("StillInTheLog")
    monkeypatch.setattr(erasure, "sweep", lambda: True)
    work_off(LATER)
    assert Task.objects.get(job="erase-withdrawn").done_at == LATER


def test_done_work_is_forgotten_after_a_month():
    Task.objects.create(job="x", key="1", due_at=AT, done_at=AT)
    actions.schedule_recurring(at=AT + dt.timedelta(days=29))
    work_off(AT + dt.timedelta(days=29))
    assert Task.objects.filter(job="x").exists()
    work_off(AT + dt.timedelta(days=31))
    assert not Task.objects.filter(job="x").exists()


def test_the_administrator_sees_what_failed_and_that_no_worker_runs():
    administrator = walk.person(Role.ADMINISTRATOR)
    page = browser(administrator).get(reverse("accounts")).content.decode()
    assert "focalpoint tasks" not in page
    Task.objects.create(job="x", key="1", due_at=AT, error="DatabaseError", failed_at=AT)
    Task.objects.create(job="y", key="1", due_at=AT)
    page = " ".join(browser(administrator).get(reverse("accounts")).content.decode().split())
    assert "1 background task failed" in page
    assert "no worker is running" in page


def test_the_command_lists_what_is_open_and_tries_again_what_failed():
    assert CliRunner().invoke(tasks, ["list"]).exit_code == 0
    Task.objects.create(
        job="erase-withdrawn", key="7", due_at=AT, attempts=10, error="OSError (x.py, line 1)", failed_at=AT
    )
    listed = CliRunner().invoke(tasks, ["list"])
    assert listed.exit_code == 1
    assert "failed 10 times: OSError" in listed.output
    assert "1" in CliRunner().invoke(tasks, ["retry"]).output
    assert Task.objects.get().failed_at is None
    assert Event.objects.count() == 0
