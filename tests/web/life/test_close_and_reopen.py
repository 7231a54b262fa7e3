"""A situation is monitored, closed with what was learnt, and opened again; nothing is added to one that is closed."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.compartments.answers import NoReason
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.life import actions as living
from focalpoint.desk.life.queries import left_open
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.collecting import open_task
from focalpoint.desk.situations.models import CollectionTask, LifeChange, Situation
from focalpoint.desk.situations.states import NotLive, WrongState
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "The leaders signed a settlement and the killing has ended."
LEARNT = "The early visit of the envoy opened the door for the talks."
REMAINS = "The return of the displaced; the office of the region follows it."
LATER = walk.AT + dt.timedelta(days=90)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def close(situation, by, at=walk.AT, **more):
    words = {"reason": WHY, "learnt": LEARNT, "remains": REMAINS} | more
    situation.refresh_from_db()
    living.close_situation(situation=situation, **words, revision=situation.revision, by=by, at=at)


def send(client, name, situation, **fields):
    page = pages.read(client.get(reverse("situation_life", args=[situation.ref])).content)
    revision = next(each["value"] for each in page.all("input") if each.get("name") == "revision")
    form = {"once": token(), "revision": revision, **fields}
    return client.post(reverse(name, args=[situation.ref]), form)


def test_it_is_closed_by_the_page_with_what_was_learnt_and_opened_again(cast):
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    client, page = browser(cast.analyst), reverse("situation", args=[situation.ref])
    assert send(client, "monitor_situation", situation, reason=WHY).status_code == 302
    fields = {"reason": WHY, "learnt": LEARNT, "remains": REMAINS}
    assert send(client, "close_situation", situation, **(fields | {"learnt": "no"})).status_code == 422
    assert send(client, "close_situation", situation, **fields).url == page
    shown = pages.read(client.get(page).content)
    assert [each for each in (WHY, LEARNT, REMAINS) if each not in shown.text] == []
    assert reverse("link_item", args=[situation.ref]) not in [each.get("action") for each in shown.all("form")]
    assert reverse("scope", args=[situation.ref]) not in shown.links()
    assert send(client, "reopen_situation", situation, reason=WHY).status_code == 302
    situation.refresh_from_db()
    assert situation.state == "open"
    assert [each.act for each in situation.life_changes.all()] == ["reopen", "close", "monitor"]
    assert verbs().count("situation.changed") == 3
    assert list(differences()) == []


def test_two_reasons_are_asked_for_by_the_action_too(cast):
    situation = walk.opened(cast.analyst)
    for empty in ({"reason": "ok"}, {"learnt": ""}, {"remains": "nil"}):
        with pytest.raises(NoReason):
            close(situation, cast.analyst, **empty)
    assert not LifeChange.objects.exists()


def test_an_act_that_does_not_start_from_the_state_is_refused(cast):
    situation = walk.opened(cast.analyst)
    words = {"reason": WHY, "by": cast.analyst, "at": walk.AT}
    with pytest.raises(WrongState):
        living.reopen_situation(situation=situation, revision=situation.revision, **words)
    close(situation, cast.analyst)
    with pytest.raises(WrongState):
        living.monitor_situation(situation=situation, revision=situation.revision, **words)


def task_in(situation, owner):
    words = {"what": "Who gave the order.", "from_whom": "A local paper.", "unsafe": "Nothing known."}
    return CollectionTask(situation=situation, **words, due_on=walk.DAY, owner=owner)


def test_nothing_is_added_to_a_closed_situation(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    close(situation, cast.analyst)
    given = {"by": cast.analyst, "at": walk.AT}
    task = task_in(situation, cast.analyst)
    for act in (
        lambda: situating.link_item(situation=situation, item=walk.filed(cast.analyst, title="Other"), **given),
        lambda: walk.tested(situation, cast.analyst),
        lambda: open_task(task=task, **given),
        lambda: assessing.start(situation=situation, **given),
        lambda: deciding.submit(assessment=draft, revision=draft.revision, **given),
    ):
        with pytest.raises(NotLive):
            act()


@pytest.mark.parametrize("step", [walk.submitted, walk.signed])
def test_it_stays_open_while_a_submission_waits(cast, step):
    submission = step(cast)
    situation = submission.assessment.situation
    with pytest.raises(living.HeldOpen, match=f"S-{submission.number}"):
        close(situation, cast.analyst)
    assert Situation.objects.get(pk=situation.pk).state == "open"
    page = pages.read(browser(cast.analyst).get(reverse("situation_life", args=[situation.ref])).content).text
    assert f"The submission S-{submission.number} is" in page
    assert "Have it returned to its author or decided first." in page


def test_it_stays_open_while_the_clock_of_a_decision_runs(cast):
    watched = walk.decided(cast, "watch").submission.assessment.situation
    with pytest.raises(living.HeldOpen, match="to watch until"):
        close(watched, cast.analyst)
    close(watched, cast.analyst, at=LATER)


def test_an_answer_is_waited_for_until_its_day_and_named_after_it(cast):
    asked = walk.decided(cast, "act").submission.assessment.situation
    with pytest.raises(living.HeldOpen, match="The answer of HRC is due on"):
        close(asked, cast.analyst)
    assert left_open(asked, by=cast.analyst, at=walk.AT) == []
    assert "HRC has not answered" in left_open(asked, by=cast.analyst, at=LATER)[0]
    close(asked, cast.analyst, at=LATER)


def test_of_what_the_person_cannot_see_no_more_is_said_than_that_it_waits(cast):
    sent = walk.decided_among_members(cast)
    situation = sent.decision.submission.assessment.situation
    sent.tlp = "TLP:RED"
    sent.save(update_fields=["tlp"])
    sent.members.clear()
    with pytest.raises(living.HeldOpen) as refused:
        close(situation, cast.analyst)
    assert "HRC" not in refused.value.message
    assert "cannot see" in refused.value.message
