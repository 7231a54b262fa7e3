"""A marking is raised by one person and lowered by two; who loses sight is named before one confirms."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.compartments import actions, answers
from focalpoint.desk.compartments.models import MarkingChange
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.intake.actions import withdraw_consent
from focalpoint.desk.marking.rule import Marks
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "The source fears to be found by the police."
STATES = MarkingChange.State
CLOSED, OPEN = Marks("TLP:AMBER", True), Marks("TLP:AMBER", False)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def colleague():
    return walk.person(Role.ANALYST, "colleague")


def hidden(html: bytes, action: str) -> dict[str, str]:
    form = pages.read(html.decode().split(f'action="{action}"')[1].split("</form>")[0])
    return {each["name"]: each.get("value", "") for each in form.all("input") if each.get("type") == "hidden"}


def change(user, subject, page: str, **given):
    """Fill in the form of the marking and send it; what it hides is sent as it was handed out."""
    client, address = browser(user), reverse(page, args=[subject.ref])
    first = client.post(address, hidden(client.get(address).content, address) | given)
    return client, address, first


def again(client, address, first, **given):
    return client.post(address, hidden(first.content, address) | given)


def raised(subject, by, marks=CLOSED, **more):
    given = {"subject": subject, "marks": marks, "reason": WHY, "revision": subject.revision}
    return actions.raise_marking(**(given | more), by=by, at=walk.AT)


def asked(subject, by, marks=OPEN):
    return actions.ask_lower_marking(subject=subject, marks=marks, reason=WHY, by=by, at=walk.AT)


def answered(request, by, *, granted=True):
    actions.answer_lower_marking(change=request, granted=granted, answer=WHY, by=by, at=walk.AT)


def status(user, name, subject) -> int:
    return browser(user).get(reverse(name, args=[subject.ref])).status_code


def test_raising_names_who_loses_sight_and_is_done_by_one_who_confirms(cast, colleague):
    item = walk.filed(cast.analyst)
    given = {"tlp": "TLP:AMBER", "need_to_know": "on", "reason": WHY}
    client, address, first = change(cast.analyst, item, "item_access", **given)
    assert first.status_code == 422
    assert "would not see it then: colleague, head, principal, reviewer" in pages.read(first.content).text
    assert status(colleague, "item", item) == 200
    done = again(client, address, first, **given)
    assert (done.status_code, done.url) == (302, address)
    assert [status(each, "item", item) for each in (colleague, cast.head, cast.analyst)] == [404, 404, 200]
    assert Event.objects.latest("number").verb == "protected.read"
    assert Event.objects.filter(verb="marking.raised").get().subject == item.ref
    assert WHY in pages.read(client.get(address).content).text
    assert list(differences()) == []


def test_other_people_than_those_who_were_named_are_named_again(cast):
    item = walk.filed(cast.analyst)
    given = {"tlp": "TLP:AMBER", "need_to_know": "on", "reason": WHY}
    client, address, first = change(cast.analyst, item, "item_access", **given)
    walk.person(Role.ANALYST, "newcomer")
    second = again(client, address, first, **given)
    assert (second.status_code, "newcomer" in second.content.decode()) == (422, True)
    assert again(client, address, second, **given).status_code == 302


@pytest.mark.parametrize("reason", ["ok", "n/a", "none none none"])
def test_a_reason_without_substance_changes_nothing(cast, reason):
    item = walk.filed(cast.analyst)
    given = {"tlp": "TLP:AMBER", "need_to_know": "on", "reason": reason}
    assert change(cast.analyst, item, "item_access", **given)[2].status_code == 422
    with pytest.raises(answers.NoReason):
        raised(item, cast.analyst, reason=reason)
    assert not MarkingChange.objects.exists()


def test_one_person_alone_lowers_nothing_and_no_one_grants_their_own(cast):
    situation = walk.opened(cast.analyst, need_to_know=True)
    with pytest.raises(actions.NeedsSecondPerson):
        raised(situation, cast.analyst, OPEN)
    request = asked(situation, cast.analyst)
    with pytest.raises(NotAllowed):
        answered(request, cast.analyst)
    with pytest.raises(actions.AskedAlready):
        asked(situation, cast.analyst)
    situation.refresh_from_db()
    assert situation.marks == CLOSED


def test_a_second_person_who_sees_it_finds_the_request_and_grants_it(cast, colleague):
    situation = walk.opened(cast.analyst, need_to_know=True)
    situation.members.add(cast.reviewer)
    page = reverse("situation_access", args=[situation.ref])
    client, address, first = change(cast.analyst, situation, "situation_access", tlp="TLP:AMBER", reason=WHY)
    assert "would see it then: colleague, head, principal" in pages.read(first.content).text
    assert again(client, address, first, tlp="TLP:AMBER", reason=WHY).status_code == 302
    assert status(colleague, "situation", situation) == 404
    assert page not in browser(colleague).get(reverse("access")).content.decode()
    assert page not in client.get(reverse("access")).content.decode()
    second = browser(cast.reviewer)
    assert page in second.get(reverse("access")).content.decode()
    answer = reverse("answer_situation", args=[situation.ref])
    sent = hidden(second.get(page).content, answer) | {"granted": "yes", "answer": WHY}
    assert second.post(answer, sent).status_code == 302
    assert status(colleague, "situation", situation) == 200
    assert list(differences()) == []
    late = second.post(answer, sent | {"once": idempotency.token()})
    assert "This request no longer waits." in pages.read(late.content).text


def test_a_refusal_leaves_the_marking_and_a_second_round_works(cast):
    item = walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    first = asked(item, cast.analyst)
    answered(first, cast.head, granted=False)
    item.refresh_from_db()
    assert (item.tlp, MarkingChange.objects.get().state) == ("TLP:AMBER+STRICT", STATES.REFUSED)
    answered(asked(item, cast.head), cast.analyst)
    item.refresh_from_db()
    assert item.tlp == "TLP:AMBER"
    assert list(differences()) == []


def test_a_request_lapses_when_the_marking_changed_meanwhile(cast):
    item = walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    request = asked(item, cast.analyst)
    raised(item, cast.analyst, Marks("TLP:AMBER+STRICT", True))
    with pytest.raises(answers.Answered):
        answered(request, cast.head)
    request.refresh_from_db()
    assert request.state == STATES.LAPSED
    assert asked(item, cast.analyst, Marks("TLP:AMBER+STRICT", False)).state == STATES.WAITING


def test_raising_a_situation_asks_about_its_open_items_and_closes_them(cast, colleague):
    item = walk.filed(cast.analyst, title="A cable on arms")
    situation = walk.opened(cast.analyst, item)
    given = {"tlp": "TLP:AMBER", "need_to_know": "on", "reason": WHY}
    client, address, first = change(cast.analyst, situation, "situation_access", **given)
    assert "These items are open to others: A cable on arms." in pages.read(first.content).text
    assert again(client, address, first, closes="yes", **given).status_code == 302
    assert status(colleague, "item", item) == 404
    assert situation.links.get().closed
    assert list(differences()) == []


def test_a_signed_note_keeps_its_marking_when_the_situation_opens(cast, colleague):
    sent = walk.decided_among_members(cast)
    submission = sent.decision.submission
    situation, members = submission.assessment.situation, (cast.analyst, cast.reviewer, cast.principal)
    frozen = submission.assessment.frozen
    answered(asked(situation, cast.analyst), cast.reviewer)
    assert status(colleague, "situation", situation) == 200
    for name, one in (("submission", submission), ("assessment", submission.assessment), ("transmission", sent)):
        assert status(colleague, name, one) == 404, name
        assert {status(each, name, one) for each in members} == {200}, name
    assert (
        submission.assessment.ref
        not in browser(colleague).get(reverse("situation", args=[situation.ref])).content.decode()
    )
    submission.assessment.refresh_from_db()
    assert submission.assessment.frozen == frozen
    assert list(differences()) == []


def test_members_are_added_and_removed_with_a_reason_also_of_what_was_closed_with_it(cast, colleague):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    raised(situation, cast.analyst, closes=True)

    def members(is_member, person=colleague, reason=WHY):
        situation.refresh_from_db()
        given = {"person": person, "is_member": is_member, "reason": reason, "revision": situation.revision}
        actions.change_members(subject=situation, **given, by=cast.analyst, at=walk.AT)

    members(True)
    assert [status(colleague, *each) for each in (("situation", situation), ("item", item))] == [200, 200]
    members(False)
    assert [status(colleague, *each) for each in (("situation", situation), ("item", item))] == [404, 404]
    with pytest.raises(actions.LastMember):
        members(False, cast.analyst)
    with pytest.raises(actions.NoChange):
        members(False)
    with pytest.raises(answers.NoReason):
        members(True, reason="ok")
    assert list(differences()) == []


def test_the_last_member_of_a_closed_item_is_not_removed(cast):
    item = walk.filed(cast.analyst)
    raised(item, cast.analyst)
    given = {"person": cast.analyst, "is_member": False, "reason": WHY, "revision": item.revision}
    with pytest.raises(actions.LastMember):
        actions.change_members(subject=item, **given, by=cast.analyst, at=walk.AT)


def test_what_consent_was_withdrawn_for_keeps_no_reason(cast):
    item = walk.filed(cast.analyst)
    raised(item, cast.analyst)
    withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert MarkingChange.objects.get().reason == "–"
    assert list(differences()) == []
