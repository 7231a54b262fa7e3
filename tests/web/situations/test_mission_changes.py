"""Mandate, standards and members of a mission are changed with a reason, and what it said before can be read."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.note.missions import missions_section
from focalpoint.desk.missions import actions as finding_facts
from focalpoint.desk.missions.models import Mission, MissionChange
from focalpoint.desk.missions.queries import described
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "The body widened the mandate to the second district."

BEFORE = {
    "title": "Commission of inquiry",
    "body": "HRC",
    "symbol": "A/HRC/RES/39/2",
    "mandate": "To look into alleged acts since May.",
    "pattern_standard": 2,
    "incident_standard": 1,
    "person_standard": 3,
    "members": "",
}

CHANGES = {
    "title": "Independent commission of inquiry",
    "body": "SC",
    "symbol": "S/RES/1564",
    "mandate": "To look into alleged acts since May in both districts.",
    "pattern_standard": "1",
    "incident_standard": "2",
    "person_standard": "2",
    "members": "A former judge, chair\nA doctor",
}

WRONG = {
    "reason": [
        "",
        "ok",
    ],
    "mandate": [
        "",
        "tbd",
    ],
    "title": [
        "",
    ],
    "pattern_standard": [
        "5",
    ],
}


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def mission(cast) -> Mission:
    fields = {name: value for name, value in BEFORE.items() if name != "members"}
    made = Mission(situation=walk.opened(cast.analyst), **fields)
    return finding_facts.open_mission(mission=made, members=[], by=cast.analyst, at=walk.AT)


def change(client, mission, **fields):
    """Send the form as the page shows it, with some fields changed."""
    page = client.get(reverse("mission", args=[mission.situation.ref, mission.ref])).content.decode()
    address = reverse("change_mission", args=[mission.situation.ref, mission.ref])
    form = page.split(f'action="{address}"')[1].split("</form>")[0]
    hidden = {each["name"]: each["value"] for each in pages.read(form).all("input") if each.get("type") == "hidden"}
    return client.post(address, BEFORE | hidden | {"reason": WHY} | fields)


@pytest.mark.parametrize("name", CHANGES)
def test_each_part_is_changed_and_what_it_said_before_is_kept(cast, mission, name):
    assert change(browser(cast.head), mission, **{name: CHANGES[name]}).status_code == 302
    mission.refresh_from_db()
    now = described(mission)
    assert {each: now[each] for each in BEFORE if each != name} == {
        each: value for each, value in BEFORE.items() if each != name
    }
    assert str(now[name]) == CHANGES[name]
    kept = mission.changes.get()
    assert (kept.before, kept.reason, kept.by) == (BEFORE, WHY, cast.head)
    assert list(differences()) == []


def test_the_page_says_what_it_said_before_and_the_note_what_it_says_now(cast, mission):
    change(browser(cast.analyst), mission, mandate=CHANGES["mandate"], members=CHANGES["members"])
    page = browser(cast.reviewer).get(reverse("mission", args=[mission.situation.ref, mission.ref])).content.decode()
    assert BEFORE["mandate"] in page
    assert WHY in page
    said = str(missions_section(mission.situation))
    assert CHANGES["mandate"] in said
    assert "A former judge, chair; A doctor" in said
    assert verbs().count("mission.changed") == 1


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, many in WRONG.items() for value in many])
def test_a_change_has_a_reason_and_whole_parts(cast, mission, field, value):
    answer = change(browser(cast.head), mission, **({"symbol": CHANGES["symbol"]} | {field: value}))
    assert answer.status_code == 422
    assert described(mission) == BEFORE
    assert not MissionChange.objects.exists()


def test_the_same_again_is_no_change(cast, mission):
    answer = change(browser(cast.head), mission)
    assert answer.status_code == 422
    assert "Nothing is different." in answer.content.decode()
    assert not mission.changes.exists()


def test_what_another_person_changed_meanwhile_is_read_first(cast, mission):
    late = {"once": idempotency.token(), "seen": 0, "reason": WHY, "members": CHANGES["members"]}
    change(browser(cast.analyst), mission, mandate=CHANGES["mandate"])
    address = reverse("change_mission", args=[mission.situation.ref, mission.ref])
    answer = browser(cast.head).post(address, BEFORE | late)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Another person changed this mission." in page
    assert CHANGES["mandate"] in page
    assert mission.changes.count() == 1
    form = page.split(f'action="{address}"')[1].split("</form>")[0]
    hidden = {each["name"]: each["value"] for each in pages.read(form).all("input") if each.get("type") == "hidden"}
    assert hidden["seen"] == "1"


def test_a_mission_that_was_withdrawn_is_not_changed(cast, mission):
    finding_facts.withdraw_mission(mission=mission, reason="It was entered twice.", by=cast.head, at=walk.AT)
    given = {"texts": CHANGES, "members": [], "reason": WHY, "seen": 0, "by": cast.head, "at": walk.AT}
    with pytest.raises(finding_facts.NotAFinding, match="withdrawn"):
        finding_facts.change_mission(mission=mission, **given)


def test_the_database_keeps_no_change_without_its_reason(cast, mission):
    given = {"mission": mission, "before": BEFORE, "reason": "", "by": cast.head, "at": walk.AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        MissionChange.objects.create(**given)
