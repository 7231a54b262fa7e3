"""A mission: mandate, standards of proof, members, findings that claim no more than their items carry."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.note.digest import compose_whole
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions import actions as finding_facts
from focalpoint.desk.missions import queries
from focalpoint.desk.missions.actions import NotAFinding
from focalpoint.desk.missions.models import Finding, Member, Mission
from focalpoint.desk.missions.standards import standards, supported
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.trail import states

pytestmark = pytest.mark.django_db
WORDS = "Houses of one group were burnt in three villages on one night."


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def mission(cast) -> Mission:
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    fields = {"title": "Commission of inquiry", "body": "HRC", "mandate": "To look into alleged acts since May."}
    made = Mission(situation=situation, **fields, pattern_standard=2, incident_standard=2, person_standard=3)
    members = [Member(name="A former judge", function="chair")]
    return finding_facts.open_mission(mission=made, members=members, by=cast.analyst, at=walk.AT)


def item(cast, mission, origin: str) -> Item:
    """An item of a source of its own origin, linked to the situation."""
    source = walk.sourced(cast.analyst, label=origin, group=origin)
    made = walk.filed(cast.analyst, title=f"From {origin}", data=origin.encode(), source=source)
    situating.link_item(situation=mission.situation, item=made, by=cast.analyst, at=walk.AT)
    return made


def find(cast, mission, items_for, items_against=(), **more) -> Finding:
    fields = {"kind": "incident", "text": WORDS, "standard": 1} | more
    finding = Finding(mission=mission, **fields)
    sides = {"items_for": items_for, "items_against": items_against}
    return finding_facts.find(finding=finding, **sides, by=cast.analyst, at=walk.AT)


def post(user, name, *refs, **fields):
    return browser(user).post(reverse(name, args=refs), {"once": idempotency.token()} | fields)


def test_items_of_one_origin_carry_a_suspicion_and_of_two_more(cast, mission):
    one, two, other = item(cast, mission, "radio"), item(cast, mission, "radio"), item(cast, mission, "clinic")
    assert [supported(each) for each in ([], [one], [one, two], [one, other])] == [0, 1, 1, 4]
    with pytest.raises(NotAFinding, match="reasonable suspicion"):
        find(cast, mission, [one, two], standard=2)
    assert find(cast, mission, [one, other], standard=2).standard == 2
    assert 5 not in dict(standards())
    with pytest.raises(NotAFinding, match="court"):
        find(cast, mission, [one, other], standard=5)


def test_a_finding_rests_on_something_and_no_item_is_on_both_sides(cast, mission):
    one = item(cast, mission, "radio")
    with pytest.raises(NotAFinding, match="at least one item"):
        find(cast, mission, [])
    with pytest.raises(NotAFinding, match="both for and against"):
        find(cast, mission, [one], [one])


def test_a_finding_below_its_mandate_and_one_that_lost_its_evidence_say_so(cast, mission):
    one, other = item(cast, mission, "radio"), item(cast, mission, "clinic")
    find(cast, mission, [one], kind="person")
    find(cast, mission, [one, other], standard=2)
    page = browser(cast.head).get(reverse("mission", args=[mission.situation.ref, mission.ref])).content.decode()
    assert "Below the standard that the mandate asks: balance of probabilities." in page
    assert "Consent was withdrawn since" not in page
    taking.withdraw_consent(item=other, revision=other.revision, by=cast.analyst, at=walk.AT)
    page = browser(cast.head).get(reverse("mission", args=[mission.situation.ref, mission.ref])).content.decode()
    assert "Consent was withdrawn since: what is left carries reasonable suspicion." in page


def test_a_correction_is_a_new_version_with_a_reason_and_the_first_stays(cast, mission):
    one = item(cast, mission, "radio")
    first = find(cast, mission, [one])
    with pytest.raises(NotAFinding, match="reason"):
        find(cast, mission, [one], replaces=first)
    second = find(cast, mission, [one], replaces=first, text="Two villages.", reason="One was counted twice.")
    assert (second.version, first.text) == (2, WORDS)
    with pytest.raises(NotAFinding, match="Another version"):
        find(cast, mission, [one], replaces=first, reason="One was counted twice.")
    assert queries.newest(queries.findings(mission)) == [second]
    find(cast, mission, [], replaces=second, reason="The village does not exist.", holds=False)
    assert queries.newest(queries.findings(mission)) == []
    assert mission.findings.count() == 3
    assert verbs()[-3:] == ["mission.found"] * 3
    assert list(states.differences()) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=second.pk).update(reason="")


def test_the_note_and_its_hash_hold_mandate_findings_and_both_sides(cast, mission):
    one, other = item(cast, mission, "radio"), item(cast, mission, "clinic")
    draft = walk.assessed(mission.situation, one, cast.analyst)
    paper = walk.optioned(draft, cast.analyst)
    walk.tested(mission.situation, cast.analyst)
    submission = walk.deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    assert paper.pk
    before = compose_whole(submission, language="en", on=walk.DAY)
    find(cast, mission, [one], [other])
    after = compose_whole(submission, language="en", on=walk.DAY)
    text = " ".join(map(str, after.blocks))
    assert before.digest() != after.digest()
    assert all(each in text for each in (WORDS, mission.mandate, "A former judge, chair", one.ref, other.ref))


def test_the_pages_keep_correct_and_withdraw_and_show_only_items_in_sight(cast, mission):
    situation = mission.situation
    form = {"title": "Second commission", "body": "HRC", "mandate": "To look into one night.", "members": "A judge"}
    levels = {"pattern_standard": 1, "incident_standard": 1, "person_standard": 1}
    assert post(cast.analyst, "open_mission", situation.ref, **form, **levels).status_code == 302
    assert post(cast.analyst, "open_mission", situation.ref, **(form | {"mandate": "x"}), **levels).status_code == 422
    one, hidden = item(cast, mission, "radio"), item(cast, mission, "clinic")
    refs = (situation.ref, mission.ref)
    given = {"kind": "incident", "text": WORDS, "standard": 2, "items_for": [one.ref, hidden.ref]}
    assert post(cast.analyst, "enter_finding", *refs, **given).status_code == 302
    Item.objects.filter(pk=hidden.pk).update(need_to_know=True)
    page = browser(cast.principal).get(reverse("mission", args=refs)).content.decode()
    assert one.ref in page
    assert hidden.ref not in page
    more = {"replaces": Finding.objects.get().ref, "reason": "One was counted twice.", "standard": 1}
    assert post(cast.head, "enter_finding", *refs, **(given | {"items_for": [one.ref]} | more)).status_code == 302
    assert post(cast.principal, "enter_finding", *refs, **given).status_code == 403
    assert "Second commission" in browser(cast.head).get(reverse("situation", args=[situation.ref])).content.decode()
    assert post(cast.head, "withdraw_mission", *refs, reason="It was set up elsewhere.").status_code == 302
    with pytest.raises(NotAFinding, match="withdrawn"):
        find(cast, Mission.objects.get(pk=mission.pk), [one])


def test_who_does_not_see_the_situation_sees_no_mission(cast, mission):
    low = walk.person(Role.ANALYST, "low", clearance="TLP:CLEAR")
    assert not queries.missions(low).exists()
    assert browser(low).get(reverse("missions", args=[mission.situation.ref])).status_code == 404
    with pytest.raises(NotAllowed):
        finding_facts.open_mission(mission=mission, members=[], by=cast.reviewer, at=walk.AT)
