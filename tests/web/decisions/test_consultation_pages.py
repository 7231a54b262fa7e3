"""Who opens the page of consultations and who writes on it, and what the database refuses whoever asks."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.consultations.models import Consultation, NoLocalView, Said
from focalpoint.desk.missions.models import Finding, Mission

pytestmark = pytest.mark.django_db

OPENS = {
    "reporter": 403,
    "analyst": 200,
    "reviewer": 200,
    "head": 200,
    "principal": 404,  # a draft is not theirs to read
    "liaison": 403,
    "overseer": 403,
}

ASKS = {
    "reporter": 403,
    "analyst": 302,
    "reviewer": 302,
    "head": 302,
    "principal": 403,
    "liaison": 403,
    "overseer": 403,
}

EXPLAINS = {
    "reporter": 403,
    "analyst": 302,
    "reviewer": 403,
    "head": 422,  # not the author
    "principal": 403,
    "liaison": 403,
    "overseer": 403,
}

FORM = {
    "kind": "reviewer",
    "question": "Does the judgement fit what you see from there?",
    "given": "The judgements, without the evidence.",
    "given_tlp": "TLP:GREEN",
    "due_on": "2100-01-01",
}

BROKEN = {
    "kind": "neighbour",
    "given_tlp": "TLP:PINK",
    "withdrawn_at": walk.AT,
}

BROKEN_SAID = {
    "view": "angry",
    "text": "",
}

BROKEN_FINDING = {
    "kind": "rumour",
    "standard": 6,
    "holds": False,
}

BROKEN_MISSION = {
    "pattern_standard": 0,
    "incident_standard": 6,
    "person_standard": 9,
    "withdrawn_at": walk.AT,
}


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def draft(cast):
    item = walk.filed(cast.analyst)
    return walk.assessed(walk.opened(cast.analyst, item), item, cast.analyst)


def answers(cast, name, ref, **fields) -> dict[str, int]:
    sent = {}
    for role in ASKS:
        form = {"once": idempotency.token()} | fields
        sent[role] = browser(getattr(cast, role)).post(reverse(name, args=[ref]), form).status_code
    return sent


def test_who_opens_the_page(cast, draft):
    address = reverse("consultations", args=[draft.ref])
    assert {role: browser(getattr(cast, role)).get(address).status_code for role in OPENS} == OPENS


def test_who_asks(cast, draft):
    assert answers(cast, "consult", draft.ref, **FORM) == ASKS
    assert draft.consultations.count() == 3


def test_who_explains_that_no_local_partner_was_asked(cast, draft):
    reason = "Who could be asked has no safe telephone."
    assert answers(cast, "no_local_view", draft.ref, reason=reason) == EXPLAINS
    assert list(draft.no_local_views.filter(reason=reason).values_list("by__username", flat=True)) == ["analyst"]


@pytest.mark.parametrize("field", BROKEN)
def test_the_database_refuses_a_consultation_that_is_none(cast, draft, field):
    given = FORM | {"due_on": walk.DAY + dt.timedelta(days=1)}
    made = consulting.consult(consultation=Consultation(assessment=draft, **given), by=cast.head, at=walk.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=made.pk).update(**{field: BROKEN[field]})


@pytest.mark.parametrize("field", BROKEN_SAID)
def test_the_database_refuses_words_that_are_none(cast, draft, field):
    given = FORM | {"due_on": walk.DAY + dt.timedelta(days=1)}
    made = consulting.consult(consultation=Consultation(assessment=draft, **given), by=cast.head, at=walk.AT)
    words = {"view": "agrees", "text": "It fits.", "on": walk.DAY, "by": cast.head, "at": walk.AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Said.objects.create(consultation=made, **(words | {field: BROKEN_SAID[field]}))


def test_the_database_refuses_a_blank_reason_for_no_local_view(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoLocalView.objects.filter(assessment=draft).update(reason="")


@pytest.mark.parametrize("field", BROKEN_MISSION)
def test_the_database_refuses_a_mission_without_a_standard(cast, draft, field):
    levels = {"pattern_standard": 2, "incident_standard": 2, "person_standard": 2}
    given = {"title": "Commission", "body": "HRC", "mandate": "Alleged acts.", **levels}
    more = {"ref": "m" * 16, "situation": draft.situation, "opened_by": cast.head, "opened_at": walk.AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mission.objects.create(**(given | more | {field: BROKEN_MISSION[field]}))


@pytest.mark.parametrize("field", BROKEN_FINDING)
def test_the_database_refuses_a_finding_that_never_held(cast, draft, field):
    levels = {"pattern_standard": 2, "incident_standard": 2, "person_standard": 2}
    given = {"title": "Commission", "body": "HRC", "mandate": "Alleged acts.", **levels}
    more = {"ref": "m" * 16, "situation": draft.situation, "opened_by": cast.head, "opened_at": walk.AT}
    mission = Mission.objects.create(**given, **more)
    found = {"ref": "f" * 16, "mission": mission, "kind": "incident", "text": "Alleged.", "standard": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(by=cast.head, at=walk.AT, **(found | {field: BROKEN_FINDING[field]}))


def test_a_text_that_was_refused_is_shown_under_its_own_consultation_alone(cast, draft):
    given = FORM | {"due_on": walk.DAY}
    made = [
        consulting.consult(consultation=Consultation(assessment=draft, **given), by=cast.head, at=walk.AT)
        for _ in range(2)
    ]
    address = reverse("keep_view", args=[draft.ref, made[1].ref])
    words = {"view": "agrees", "text": "The road is closed.", "on": "2100-01-01", "once": idempotency.token()}
    answer = browser(cast.head).post(address, words)
    assert answer.status_code == 422
    first, second = (part.split("</section>")[0] for part in answer.content.decode().split('<section class="task"')[1:])
    assert words["text"] not in first
    assert second.count(words["text"]) == 1
    ids = re.findall(r' id="([^"]+)"', first + second)
    assert len(ids) == len(set(ids))
