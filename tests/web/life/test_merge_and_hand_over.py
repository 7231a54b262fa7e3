"""Two situations become one and nothing is lost; a situation gets another owner."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.compartments.models import MemberChange
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.intake.models import Custody
from focalpoint.desk.life import actions as living
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.states import NotLive, WrongState, ensure_live
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "Both reports speak of the same militia in the same valley."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def colleague():
    return walk.person(Role.ANALYST, "colleague")


def merge(one, into, by, at=walk.AT):
    one.refresh_from_db()
    living.merge_situation(situation=one, into=into, reason=WHY, revision=one.revision, by=by, at=at)


def posted(client, situation, into, **more):
    form = {"once": token(), "revision": situation.revision, "into": into.ref, "reason": WHY, **more}
    return client.post(reverse("merge_situation", args=[situation.ref]), form)


def hidden(answer, name: str) -> str:
    page = pages.read(answer.content)
    return next(each["value"] for each in page.all("input") if each.get("name") == name and each.get("value"))


def test_nothing_is_lost_by_a_merge_and_the_stricter_marking_holds(cast, colleague):
    item, both = walk.filed(cast.analyst, title="One"), walk.filed(cast.analyst, title="Both")
    one = walk.opened(cast.analyst, item, title="One", tlp="TLP:AMBER+STRICT")
    into = walk.opened(cast.head, both, title="Other", need_to_know=True, overlap_reason=WHY)
    into.members.add(cast.analyst)
    one.links.create(item=both, by=cast.analyst, at=walk.AT)
    one.places.create(iso3="UGA")
    one.members.add(colleague)
    merge(one, into, cast.analyst)
    into.refresh_from_db()
    assert (into.tlp, into.need_to_know) == ("TLP:AMBER+STRICT", True)
    assert set(into.links.values_list("item__title", flat=True)) == {"One", "Both"}
    assert set(into.places.values_list("iso3", flat=True)) == {"KEN", "UGA"}
    assert set(into.members.values_list("username", flat=True)) == {"analyst", "head", "colleague"}
    assert MemberChange.objects.get(situation=into).reason == WHY
    assert (one.state, one.merged_into, one.links.count()) == ("merged", into, 2)
    assert one.tlp == "TLP:AMBER+STRICT"
    linked = item.custody.filter(step=Custody.Step.LINKED).last()
    assert Event.objects.get(number=linked.trail).verb == "situation.changed"
    assert list(differences()) == []


def test_people_who_lose_or_gain_sight_are_named_before_it_is_done(cast, colleague):
    one = walk.opened(cast.analyst, title="One", need_to_know=True)
    into = walk.opened(cast.analyst, title="Other", overlap_reason=WHY)
    client = browser(cast.analyst)
    asked = posted(client, one, into)
    assert asked.status_code == 422
    assert "colleague" in pages.read(asked.content).text
    assert posted(client, one, into, named=hidden(asked, "named")).url == reverse("situation", args=[into.ref])
    assert browser(colleague).get(reverse("situation", args=[into.ref])).status_code == 404


def test_both_pages_say_so_and_the_old_address_leads_on(cast):
    one, into = walk.opened(cast.analyst, title="One"), walk.opened(cast.analyst, title="Other", overlap_reason=WHY)
    client = browser(cast.analyst)
    assert posted(client, one, into).status_code == 302
    pair = [reverse("situation", args=[each.ref]) for each in (one, into)]
    old, new = (pages.read(client.get(each).content) for each in pair)
    assert "Work goes on in: Other" in " ".join(old.text.split())
    assert pair[1] in old.links()
    assert pair[0] in new.links()
    assert "Merged into this situation" in new.text
    one.refresh_from_db()
    for act in (living.reopen_situation, living.monitor_situation):
        with pytest.raises(WrongState):
            act(situation=one, reason=WHY, revision=one.revision, by=cast.analyst, at=walk.AT)
    with pytest.raises(NotLive):
        ensure_live(one)


def test_a_reader_of_one_alone_is_not_shown_what_the_other_is(cast, colleague):
    one = walk.opened(cast.analyst, title="One")
    into = walk.opened(cast.analyst, title="Other", need_to_know=True, overlap_reason=WHY)
    merge(one, into, cast.analyst)
    page = browser(colleague).get(reverse("situation", args=[one.ref]))
    assert "Work goes on in another situation." in page.content.decode()
    assert b"Other" not in page.content
    assert into.ref.encode() not in page.content


def test_only_a_person_who_sees_both_merges_them(cast):
    secret = walk.opened(cast.head, title="Hidden", need_to_know=True)
    mine = walk.opened(cast.analyst, title="Mine")
    for pair in ((mine, secret), (secret, mine), (mine, mine)):
        with pytest.raises(living.NotMergeable):
            merge(*pair, cast.analyst)
    client = browser(cast.analyst)
    absent = posted(client, mine, Situation(ref="z" * 16))
    assert posted(client, mine, secret).content.count(b"error") == absent.content.count(b"error")
    assert Situation.objects.filter(state="merged").count() == 0


def test_a_submission_that_waits_is_not_left_behind(cast):
    waiting = walk.submitted(cast).assessment.situation
    other = walk.opened(cast.analyst, title="Other", overlap_reason=WHY)
    with pytest.raises(living.HeldOpen):
        merge(waiting, other, cast.analyst)
    merge(other, waiting, cast.analyst)


def test_of_two_merges_seen_on_one_page_the_second_is_refused(cast):
    one, into = walk.opened(cast.analyst, title="One"), walk.opened(cast.analyst, title="Other", overlap_reason=WHY)
    words = {"situation": one, "reason": WHY, "revision": one.revision, "by": cast.analyst, "at": walk.AT}
    living.monitor_situation(**words)
    with pytest.raises(Stale):
        living.merge_situation(into=into, **words)
    assert not into.merged.exists()


def test_a_situation_is_handed_over_by_its_owner_or_the_head(cast, colleague):
    situation = walk.opened(cast.analyst)
    client, page = browser(cast.analyst), reverse("hand_over_situation", args=[situation.ref])
    form = {"once": token(), "revision": situation.revision, "reason": WHY}
    assert client.post(page, form | {"owner": cast.reviewer.ref}).status_code == 422
    assert client.post(page, form | {"owner": colleague.ref}).status_code == 302
    situation.refresh_from_db()
    assert situation.owner == colleague
    assert situation.members.filter(pk=colleague.pk).exists()
    assert situation.life_changes.get().owner == colleague
    given = {"situation": situation, "revision": situation.revision, "reason": WHY, "at": walk.AT}
    with pytest.raises(PermissionDenied):
        living.hand_over_situation(owner=cast.analyst, by=cast.analyst, **given)
    living.hand_over_situation(owner=cast.analyst, by=cast.head, **given)
    assert situation.owner == cast.analyst
    assert list(differences()) == []


def test_a_situation_goes_to_no_one_who_cannot_see_it(cast, colleague):
    situation = walk.opened(cast.analyst, need_to_know=True)
    given = {"situation": situation, "revision": situation.revision, "reason": WHY, "by": cast.analyst, "at": walk.AT}
    with pytest.raises(living.NotAnOwner):
        living.hand_over_situation(owner=colleague, **given)
