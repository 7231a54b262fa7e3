"""The pages of a mission: who opens and who writes, what the note says line by line, and what is refused."""

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.note.missions import missions_section
from focalpoint.desk.documents.blocks import Heading, Paragraph, Table
from focalpoint.desk.missions import actions as finding_facts
from focalpoint.desk.missions.models import Finding, Member, Mission
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db

OPENS = {
    "reporter": 403,
    "analyst": 200,
    "reviewer": 200,
    "head": 200,
    "principal": 200,
    "liaison": 403,
    "overseer": 403,
}

WRITES = {
    "reporter": 403,
    "analyst": 302,
    "reviewer": 403,
    "head": 302,
    "principal": 403,
    "liaison": 403,
    "overseer": 403,
}

FORM = {
    "title": "Second commission",
    "body": "HRC",
    "mandate": "To look into alleged acts of one night.",
    "members": "A former judge, chair",
    "pattern_standard": "1",
    "incident_standard": "2",
    "person_standard": "3",
}

NOTE = [
    "Missions and commissions of inquiry",
    "Commission of inquiry: set up by Human Rights Council (A/HRC/RES/39/2). To look into alleged acts since May.",
    "Standards of proof: patterns, reasonable grounds to believe; incidents, reasonable suspicion; "
    "persons, balance of probabilities. Members: A former judge, chair; A doctor.",
]

FINDINGS = [
    [
        "Houses were burnt in three villages.",
        "an incident",
        "reasonable suspicion.",
    ],
    [
        "One commander gave the order.",
        "the responsibility of a person",
        "reasonable suspicion. Below the standard that the mandate asks: balance of probabilities.",
    ],
]


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def item(cast):
    return walk.filed(cast.analyst)


@pytest.fixture
def situation(cast, item):
    return walk.opened(cast.analyst, item)


@pytest.fixture
def mission(cast, situation) -> Mission:
    made = Mission(
        situation=situation,
        title="Commission of inquiry",
        body="HRC",
        symbol="A/HRC/RES/39/2",
        mandate="To look into alleged acts since May.",
        pattern_standard=2,
        incident_standard=1,
        person_standard=3,
    )
    members = [
        Member(name="A former judge", function="chair"),
        Member(name="A doctor"),
    ]
    return finding_facts.open_mission(mission=made, members=members, by=cast.analyst, at=walk.AT)


def found(cast, mission, item, kind: str, text: str) -> Finding:
    finding = Finding(mission=mission, kind=kind, text=text, standard=1)
    given = {"items_for": [item], "items_against": []}
    return finding_facts.find(finding=finding, **given, by=cast.analyst, at=walk.AT)


def post(user, name, *refs, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def test_who_opens_the_pages(cast, situation, mission):
    for name, refs in {
        "missions": (situation.ref,),
        "mission": (situation.ref, mission.ref),
    }.items():
        answers = {role: browser(getattr(cast, role)).get(reverse(name, args=refs)).status_code for role in OPENS}
        assert answers == OPENS


def test_who_enters_a_mission(cast, situation):
    answers = {role: post(getattr(cast, role), "open_mission", situation.ref, **FORM).status_code for role in WRITES}
    assert answers == WRITES
    assert situation.missions.count() == 2


def test_a_form_is_shown_to_those_alone_who_may_send_it(cast, situation, mission):
    refs = (situation.ref, mission.ref)
    address = reverse("enter_finding", args=refs)
    for role, answer in OPENS.items():
        if answer == 200:
            page = browser(getattr(cast, role)).get(reverse("mission", args=refs)).content.decode()
            assert (address in page) == (WRITES[role] == 302), role


def test_a_finding_that_claims_too_much_is_refused_and_what_was_written_is_kept(cast, situation, mission, item):
    given = {
        "kind": "incident",
        "text": "Houses were burnt in three villages.",
        "standard": "3",
        "items_for": [item.ref],
    }
    answer = post(cast.analyst, "enter_finding", situation.ref, mission.ref, **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Items of one origin carry no more than: reasonable suspicion." in page
    assert given["text"] in page
    assert not mission.findings.exists()


def test_an_item_of_another_situation_cannot_be_cited(cast, situation, mission):
    other = walk.filed(cast.analyst, title="Elsewhere", data=b"Other.")
    given = {
        "kind": "incident",
        "text": "Houses were burnt in three villages.",
        "standard": "1",
        "items_for": [other.ref],
    }
    assert post(cast.analyst, "enter_finding", situation.ref, mission.ref, **given).status_code == 422


def test_a_mission_is_found_under_its_own_situation_alone(cast, mission):
    other = walk.opened(cast.analyst, None, title="Another place", overlap_reason="Another group.")
    client = browser(cast.head)
    assert client.get(reverse("mission", args=[other.ref, mission.ref])).status_code == 404
    answer = post(cast.head, "withdraw_mission", other.ref, mission.ref, reason="It was entered twice.")
    assert answer.status_code == 404


def test_a_mission_that_was_withdrawn_leaves_the_note_and_takes_no_finding(cast, situation, mission):
    assert missions_section(situation)
    given = {"reason": "It was entered under another situation.", "by": cast.head, "at": walk.AT}
    finding_facts.withdraw_mission(mission=mission, **given)
    assert missions_section(situation) == []
    page = browser(cast.head).get(reverse("mission", args=[situation.ref, mission.ref])).content.decode()
    assert given["reason"] in page
    assert reverse("enter_finding", args=[situation.ref, mission.ref]) not in page


def test_the_note_says_it_line_by_line(cast, situation, mission, item):
    found(cast, mission, item, "incident", FINDINGS[0][0])
    found(cast, mission, item, "person", FINDINGS[1][0])
    *lines, table = missions_section(situation)
    assert [words(each) for each in lines] == NOTE
    assert isinstance(table, Table)
    assert [row[:3] for row in table.texts()] == FINDINGS
    assert all(row[3:] == [item.ref[:6], "–"] for row in table.texts())
    assert not table.may_leave


def test_who_signs_in_with_another_role_only_reads(cast, situation, mission):
    second = walk.person(Role.REVIEWER, "second")
    page = browser(second).get(reverse("missions", args=[situation.ref])).content.decode()
    assert mission.title in page
    assert reverse("open_mission", args=[situation.ref]) not in page


def words(block) -> str:
    """The words of a heading or a paragraph."""
    if isinstance(block, Heading):
        return block.text
    assert isinstance(block, Paragraph)
    return "".join(run.text for run in block.runs)
