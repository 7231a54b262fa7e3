"""The report of a mission is signed by another person, and each recipient is sent a copy of its own."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import exchange, integrity, mission_reports
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.transmission.mission_report import compose_report, signed_report
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.documents import html
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.missions import actions as finding_facts
from focalpoint.desk.missions.models import Finding, Member, Mission, Report
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
WORDS = "Houses of one group were burnt in three villages on one night."
HELD_BACK = "One witness named the commander who gave the order."
ASKED = "To take up the findings at the next session."

PAGE = {
    "reporter": 403,
    "analyst": 200,
    "reviewer": 200,
    "head": 200,
    "principal": 200,
    "liaison": 403,
    "overseer": 403,
}

OFFERED = {
    "analyst": (False, False),
    "reviewer": (True, False),
    "head": (True, True),
    "principal": (False, True),
}

WRONG_WAYS = {
    "nothing is asked": {"asked": ""},
    "a form that is none": {"form": "loud"},
    "a day that has passed": {"on": "2020-01-31"},
    "no entry point": {"other_door": ""},
    "a marking below that of the situation": {"marking": "TLP:CLEAR"},
    "nobody conveys it": {"conveyor": ""},
}


@pytest.fixture
def mission(cast) -> Mission:
    """A mission with one finding that may leave, and one that rests on an item which no body is given."""
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    levels = {"pattern_standard": 2, "incident_standard": 1, "person_standard": 3}
    fields = {"title": "Commission of inquiry", "body": "HRC", "mandate": "To look into alleged acts since May."}
    made = Mission(situation=situation, **fields, **levels)
    members = [Member(name="A former judge", function="chair")]
    mission = finding_facts.open_mission(mission=made, members=members, by=cast.analyst, at=walk.AT)
    for text, passes in ((WORDS, True), (HELD_BACK, False)):
        item = walk.filed(cast.analyst, title=text[:12], data=text.encode(), consent_bodies=passes)
        finding = Finding(mission=mission, kind="incident", text=text, standard=1)
        finding_facts.find(finding=finding, items_for=[item], items_against=[], by=cast.analyst, at=walk.AT)
    return mission


def read(mission, on=walk.DAY) -> NoteDigest:
    return NoteDigest.of(compose_report(mission, language="en", on=on))


def signed(mission, by) -> Report:
    return mission_reports.sign_report(mission=mission, read=read(mission), by=by, at=walk.AT)


def form_of(page: str, name: str, mission) -> dict[str, str]:
    """The hidden fields of a form as the page shows them."""
    address = reverse(name, args=[mission.situation.ref, mission.ref])
    part = page.split(f'action="{address}"')[1].split("</form>")[0]
    fields = [each for each in pages.read(part).all("input") if each.get("type") == "hidden" and "value" in each]
    return {each["name"]: each["value"] for each in fields}


def opened(client, mission, body: str = ""):
    return client.get(reverse("mission_report", args=[mission.situation.ref, mission.ref]), {"body": body})


def send(client, mission, body: str = "SC", page: str = "", **more):
    """Send the form of a recipient; from a page that shows the copy, the copy."""
    hidden = form_of(page or opened(client, mission, body).content.decode(), "send_mission_report", mission)
    words = {"asked": ASKED, "form": "written", "on": "2031-01-31", "other_door": "Secretariat", "conveyor": "Head"}
    words |= {"legal_basis": "Its own mandate.", "marking": mission.situation.tlp}
    return client.post(reverse("send_mission_report", args=[mission.situation.ref, mission.ref]), words | hidden | more)


def read_and_sent(client, mission, body: str = "SC", **more) -> Transmission:
    shown = send(client, mission, body, **more)
    assert shown.status_code == 200, shown.context["send_form"].errors
    assert send(client, mission, body, page=shown.content.decode(), **more).status_code == 302
    return Transmission.objects.latest("pk")


def test_it_is_read_and_signed_by_a_person_who_entered_nothing_of_it(cast, mission):
    client = browser(cast.reviewer)
    page = opened(client, mission).content.decode()
    assert WORDS in page
    assert "Draft, not signed" in page
    address = reverse("sign_mission_report", args=[mission.situation.ref, mission.ref])
    assert client.post(address, form_of(page, "sign_mission_report", mission)).status_code == 302
    report = mission.reports.get()
    assert (report.version, report.signed_by) == (1, cast.reviewer)
    assert signed_report(report).digest() == report.frozen_hash
    shown = opened(client, mission).content.decode()
    assert report.frozen_hash in shown
    assert verbs().count("mission.report-signed") == 1
    assert list(states.differences()) == []


def test_nobody_signs_a_report_with_own_findings(cast, mission):
    more = Finding(mission=mission, kind="pattern", text=WORDS, standard=1)
    item = mission.findings.first().items_for.get()
    finding_facts.find(finding=more, items_for=[item], items_against=[], by=cast.head, at=walk.AT)
    assert mission.author_ids == {cast.analyst.pk, cast.head.pk}
    with pytest.raises(NotAllowed):
        signed(mission, cast.head)
    assert signed(mission, cast.reviewer).version == 1


def test_what_changed_since_it_was_read_is_not_signed(cast, mission):
    before = read(mission)
    mission.members.create(name="A doctor")
    with pytest.raises(Stale):
        mission_reports.sign_report(mission=mission, read=before, by=cast.reviewer, at=walk.AT)
    old = read(mission, on=walk.DAY - dt.timedelta(days=2))
    with pytest.raises(Stale):
        mission_reports.sign_report(mission=mission, read=old, by=cast.reviewer, at=walk.AT)


def test_a_mission_without_a_finding_has_nothing_to_report(cast, mission):
    empty = Mission(situation=mission.situation, title="Second", body="HRC", mandate="All.", pattern_standard=1)
    empty.incident_standard = empty.person_standard = 1
    finding_facts.open_mission(mission=empty, members=[], by=cast.analyst, at=walk.AT)
    with pytest.raises(NotNow, match="no finding"):
        signed(empty, cast.reviewer)


def test_each_recipient_has_its_own_copy_marking_hand_over_and_answer(cast, mission):
    report = signed(mission, cast.reviewer)
    client = browser(cast.head)
    first = read_and_sent(client, mission)
    second = read_and_sent(client, mission, "HRC", marking="TLP:RED")
    assert [(each.body, each.tlp, each.report) for each in (first, second)] == [
        ("SC", "TLP:AMBER", report),
        ("HRC", "TLP:RED", report),
    ]
    assert first.copy_hash != second.copy_hash
    said = Said("delivered", "To the registry.", first.sent_at.date(), "hand")
    exchange.record_for_body(transmission=first, said=said, by=cast.analyst, at=first.sent_at)
    for kind in ("acknowledged", "answer"):
        said = Said(kind, "It is on the agenda of the session.", first.sent_at.date(), "telephone")
        exchange.record_for_body(transmission=first, said=said, by=cast.analyst, at=first.sent_at)
    shown = opened(client, mission).content.decode().split('id="recipients"')[1]
    assert "by hand" in shown
    assert "It is on the agenda of the session." in shown
    assert "no hand-over on record" not in shown
    assert verbs().count("mission.report-sent") == 2
    assert list(integrity.differences()) + list(states.differences()) == []


def test_a_copy_has_nothing_that_rests_on_an_item_which_no_body_is_given(cast, mission):
    signed(mission, cast.reviewer)
    sent = read_and_sent(browser(cast.head), mission)
    copy = str(sent.copy)
    assert WORDS in copy
    assert ASKED in copy
    assert HELD_BACK not in copy
    assert "not passed on" in copy
    assert [each.title for each in sent.passed.all()] == [WORDS[:12]]
    liaison = walk.person(Role.LIAISON, "council", body="SC")
    page = browser(liaison).get(reverse("transmission", args=[sent.ref])).content.decode()
    assert WORDS in page
    assert mission.situation.ref not in page
    item = sent.passed.get()
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=sent.sent_at)
    assert WORDS not in browser(liaison).get(reverse("transmission", args=[sent.ref])).content.decode()


def test_what_is_sent_is_what_was_read_and_the_newest_version(cast, mission):
    signed(mission, cast.reviewer)
    client = browser(cast.head)
    shown = send(client, mission).content.decode()
    assert not Transmission.objects.exists()
    changed = send(client, mission, page=shown, asked="To meet on it within a week.")
    assert changed.status_code == 422
    signed(mission, cast.reviewer)
    assert send(client, mission, page=changed.content.decode()).status_code == 422
    assert not Transmission.objects.exists()
    assert "version 2" in html.write(signed_report(mission.reports.last()))


def test_a_report_of_a_mission_that_was_withdrawn_goes_to_nobody(cast, mission):
    report = signed(mission, cast.reviewer)
    finding_facts.withdraw_mission(mission=mission, reason="It was entered twice.", by=cast.head, at=walk.AT)
    with pytest.raises(NotNow, match="not the report that holds"):
        mission_reports.send_report(report=report, route=walk.route(), mark="", by=cast.head, at=walk.AT)


@pytest.mark.parametrize("case", WRONG_WAYS)
def test_a_way_that_is_not_whole_shows_no_copy(cast, mission, case):
    signed(mission, cast.reviewer)
    assert send(browser(cast.head), mission, **WRONG_WAYS[case]).status_code in {200, 422}
    assert not Transmission.objects.exists()


def test_who_opens_the_page_and_who_is_offered_what(cast, mission):
    assert {role: opened(browser(getattr(cast, role)), mission).status_code for role in PAGE} == PAGE
    signed(mission, cast.reviewer)
    sign, choose = "sign_mission_report", 'name="body"'
    for role, (signs, sends) in OFFERED.items():
        page = opened(browser(getattr(cast, role)), mission).content.decode()
        assert (reverse(sign, args=[mission.situation.ref, mission.ref]) in page) is signs, role
        assert (choose in page) is sends, role


def test_the_database_keeps_no_report_without_its_hash_and_no_version_twice(cast, mission):
    report = signed(mission, cast.reviewer)
    for wrong in ({"frozen_hash": ""}, {"version": 1}):
        given = {"version": 2, "frozen": report.frozen, "frozen_hash": report.frozen_hash} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(ref="r" * 16, mission=mission, signed_by=cast.head, signed_at=walk.AT, **given)
