"""What has to be found out is the task of one person: given out with what makes it unsafe, answered once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.situations import collecting
from focalpoint.desk.situations.collecting import NotATask
from focalpoint.desk.situations.models import CollectionTask, ScopeTest
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
WHAT = "Whether the buses that came at dawn left the valley again."
UNSAFE = "Who is seen with a stranger at the market is questioned."
NOBODY = "nobody has the task to find out"


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def second(cast):
    return walk.person(Role.ANALYST, "second")


@pytest.fixture
def situation(cast):
    found = walk.opened(cast.analyst, walk.filed(cast.analyst))
    walk.tested(found, cast.analyst, outcome=ScopeTest.Outcome.INSUFFICIENT, reason="Nobody could go there.")
    return found


def given_out(cast, situation, owner, **more) -> CollectionTask:
    fields = {"what": WHAT, "from_whom": "drivers", "due_on": walk.DAY, "unsafe": UNSAFE} | more
    task = CollectionTask(situation=situation, owner=owner, **fields)
    return collecting.open_task(task=task, by=cast.analyst, at=walk.AT)


def post(user, name, *refs, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def page(user, situation) -> str:
    return browser(user).get(reverse("situation", args=[situation.ref])).content.decode()


def test_a_test_that_cannot_tell_asks_for_a_task_until_one_is_given_out(cast, second, situation):
    assert NOBODY in page(cast.analyst, situation)
    form = {
        "what": WHAT,
        "from_whom": "drivers of buses",
        "due_on": "2031-01-31",
        "owner": second.ref,
        "unsafe": UNSAFE,
    }
    assert post(cast.analyst, "open_task", situation.ref, **form).status_code == 302
    shown = page(cast.head, situation)
    assert NOBODY not in shown
    for said in (WHAT, "drivers of buses", UNSAFE, "second"):
        assert said in shown
    assert "Say what came of it" not in shown
    assert "Say what came of it" in page(second, situation)


def test_it_is_in_its_owners_list_with_a_number_and_in_nobody_elses(cast, second, situation):
    given_out(cast, situation, second)
    lists = {each: browser(each).get(reverse("situations")).content.decode() for each in (second, cast.analyst)}
    assert WHAT in lists[second]
    assert "Yours to find out" not in lists[cast.analyst]
    assert [collecting.open_tasks(each).count() for each in (second, cast.analyst, cast.principal)] == [1, 0, 0]


def test_its_owner_says_once_what_came_of_it_and_another_is_given_out(cast, second, situation):
    task = given_out(cast, situation, second)
    answer = {"outcome": "unsafe", "result": "The market is watched since Monday."}
    assert post(second, "close_task", situation.ref, task.ref, **(answer | {"result": "x"})).status_code == 422
    assert post(second, "close_task", situation.ref, task.ref, **answer).status_code == 302
    assert "The market is watched since Monday." in page(cast.head, situation)
    with pytest.raises(NotATask, match="closed already"):
        collecting.close_task(task=task, **answer, by=second, at=walk.AT)
    with pytest.raises(NotAllowed):
        collecting.close_task(task=given_out(cast, situation, second), **answer, by=cast.head, at=walk.AT)
    assert verbs().count("collection.closed") == 1
    assert list(states.differences()) == []


@pytest.mark.parametrize(("field", "empty"), [("what", "x"), ("unsafe", "n/a"), ("from_whom", ""), ("due_on", "")])
def test_an_empty_task_is_refused_with_its_words(cast, second, situation, field, empty):
    form = {"what": WHAT, "from_whom": "drivers", "due_on": "2031-01-31", "owner": second.ref, "unsafe": UNSAFE}
    answer = post(cast.analyst, "open_task", situation.ref, **(form | {field: empty}))
    assert answer.status_code == 422
    assert (WHAT if field != "what" else UNSAFE) in answer.content.decode()
    assert not CollectionTask.objects.exists()


def test_a_day_that_passed_and_a_person_who_may_not_see_it_are_refused(cast, second):
    hidden = walk.opened(cast.analyst, walk.filed(cast.analyst), need_to_know=True)
    assert second not in collecting.possible_owners(hidden)
    with pytest.raises(NotATask, match="may not see"):
        given_out(cast, hidden, second)
    with pytest.raises(NotATask, match="passed"):
        given_out(cast, hidden, cast.analyst, due_on=walk.DAY - dt.timedelta(days=1))
    with pytest.raises(NotATask, match="may not see"):
        given_out(cast, hidden, cast.principal)


def test_an_owner_who_lost_access_no_longer_finds_it(cast, second, situation):
    task = given_out(cast, situation, second)
    type(situation).objects.update(need_to_know=True)
    assert not collecting.open_tasks(second).exists()
    assert post(second, "close_task", situation.ref, task.ref, outcome="found", result="They left.").status_code == 404


def test_the_database_knows_no_task_that_is_closed_without_a_result(cast, second, situation):
    given_out(cast, situation, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionTask.objects.update(closed_at=walk.AT)
