"""The page of a situation's life: what it offers in each state to whom, what it names, and what it keeps of a form."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.life import actions as living
from focalpoint.desk.life.queries import left_open, mergeable
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.collecting import open_task
from focalpoint.desk.situations.models import CollectionTask, Situation

pytestmark = pytest.mark.django_db
WHY = "Both reports speak of the same militia in the same valley."
ACTS = ("monitor_situation", "close_situation", "reopen_situation", "merge_situation", "hand_over_situation")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def situation(cast):
    return walk.opened(cast.analyst, title="One")


def shown(user, situation, **asked):
    answer = browser(user).get(reverse("situation_life", args=[situation.ref]), asked)
    assert answer.status_code == 200
    return pages.read(answer.content)


def offered(user, situation) -> set[str]:
    actions = {each.get("action") for each in shown(user, situation).all("form")}
    return {name for name in ACTS if reverse(name, args=[situation.ref]) in actions}


def put(situation, state):
    into = walk.opened(situation.owner, title="Other", overlap_reason=WHY) if state == "merged" else None
    Situation.objects.filter(pk=situation.pk).update(state=state, merged_into=into)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("open", set(ACTS) - {"reopen_situation"}),
        ("monitoring", set(ACTS) - {"monitor_situation"}),
        ("closed", {"reopen_situation", "hand_over_situation"}),
        ("merged", set()),
    ],
)
def test_each_state_offers_the_acts_that_start_from_it(cast, situation, state, names):
    put(situation, state)
    assert offered(cast.analyst, situation) == names
    searches = [each for each in shown(cast.analyst, situation).all("input") if each.get("name") == "find"]
    assert len(searches) == ("merge_situation" in names)


def test_one_who_does_not_own_it_is_not_offered_to_hand_it_over_unless_the_head(cast, situation):
    colleague = walk.person(Role.ANALYST, "colleague")
    assert offered(colleague, situation) == set(ACTS) - {"reopen_situation", "hand_over_situation"}
    assert "hand_over_situation" in offered(cast.head, situation)


def test_a_new_owner_is_chosen_from_those_who_see_it_and_may_own_one(cast, situation):
    walk.person(Role.ANALYST, "uncleared", clearance="TLP:GREEN")
    walk.person(Role.ANALYST, "colleague")
    names = {each.get("value") for each in shown(cast.analyst, situation).all("option")}
    wanted = {each.ref: each.username for each in (cast.head, *type(cast.head).objects.filter(role="analyst"))}
    assert {wanted[ref] for ref in names & set(wanted)} == {"head", "colleague"}


def test_another_situation_is_found_by_its_title_and_one_of_the_same_country_comes_first(cast, situation):
    near = walk.opened(cast.analyst, title="Near", overlap_reason=WHY)
    far = walk.opened(cast.analyst, title="Far away", overlap_reason=WHY)
    far.places.update(iso3="UGA")
    closed = walk.opened(cast.analyst, title="Near and closed", overlap_reason=WHY)
    put(closed, "closed")
    assert list(mergeable(cast.analyst, situation)) == [near, far]
    values = {each.get("value") for each in shown(cast.analyst, situation, find="away").all("option")}
    assert far.ref in values
    assert near.ref not in values


def test_what_stays_open_is_named_and_keeps_no_one_from_closing(cast):
    submission = walk.submitted(cast)
    given = {"revision": submission.revision, "by": cast.reviewer, "at": walk.AT}
    deciding.send_back(submission=submission, reason="The second judgement has no evidence.", **given)
    situation = submission.assessment.situation
    words = {"what": "Who gave the order.", "from_whom": "A local paper.", "unsafe": "Nothing known."}
    task = CollectionTask(situation=situation, **words, due_on=walk.DAY + dt.timedelta(days=3), owner=cast.analyst)
    open_task(task=task, by=cast.analyst, at=walk.AT)
    task_said, returned_said = left_open(situation, by=cast.analyst, at=walk.AT)
    assert "Who gave the order." in task_said
    assert f"S-{submission.number} was returned" in returned_said
    assert "Who gave the order." in shown(cast.analyst, situation).text
    situation.refresh_from_db()
    closing = {"reason": WHY, "learnt": WHY, "remains": WHY, "revision": situation.revision}
    living.close_situation(situation=situation, **closing, by=cast.analyst, at=walk.AT)
    assert situation.state == "closed"


def test_of_two_at_once_the_second_keeps_the_text_and_gets_the_newest_revision(cast, situation):
    seen = situation.revision
    living.monitor_situation(situation=situation, reason=WHY, revision=seen, by=cast.head, at=walk.AT)
    remains = "Return of the displaced people."
    form = {"once": token(), "revision": seen, "reason": WHY, "learnt": WHY, "remains": remains}
    client, address = browser(cast.analyst), reverse("close_situation", args=[situation.ref])
    late = client.post(address, form)
    assert late.status_code == 422
    page = pages.read(late.content)
    assert remains in page.text
    assert address in [each.get("action") for each in page.all("form")]
    again = form | {"once": token(), "revision": Situation.objects.get().revision}
    assert client.post(address, again).status_code == 302


def test_a_form_sent_twice_acts_once(cast, situation):
    form = {"once": token(), "revision": situation.revision, "reason": WHY}
    client, address = browser(cast.analyst), reverse("monitor_situation", args=[situation.ref])
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert situation.life_changes.count() == 1
