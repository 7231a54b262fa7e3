"""An item is confirmed or refuted with a reason; confirmed needs credibility 1, and a new grade ends it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.note.evidence import graded_points
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Custody, Item
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
WHY = "The hospital's register has none of these names."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def item(cast):
    return walk.filed(cast.analyst)


def settle(item, status, by, reason=WHY):
    item.refresh_from_db()
    grading.set_status(item=item, status=status, reason=reason, revision=item.revision, by=by, at=walk.AT)


def confirmed(item, by):
    Item.objects.filter(pk=item.pk).update(credibility=1)
    settle(item, "confirmed", by)


def test_it_is_refuted_on_its_page_and_everyone_who_reads_it_sees_why(cast, item):
    situation = walk.opened(cast.analyst, item)
    client, page = browser(cast.analyst), reverse("item", args=[item.ref])
    form = {"once": token(), "revision": item.revision, "status": "refuted", "reason": "no"}
    assert client.post(reverse("set_status", args=[item.ref]), form).status_code == 422
    assert client.post(reverse("set_status", args=[item.ref]), form | {"reason": WHY}).url == page
    assert WHY in pages.read(browser(cast.reviewer).get(page).content).text
    evidence = pages.read(client.get(reverse("situation", args=[situation.ref])).content)
    assert "refuted" in next(row for row in evidence.tables[0] if walk.SECRET in row[0])[2]
    assert "refuted" in graded_points([Item.objects.get()], situation)[0].text
    assert item.custody.filter(step=Custody.Step.STATUS).count() == 1
    assert "item.status-set" in verbs()
    assert list(differences()) == []


@pytest.mark.parametrize("credibility", [None, 2, 6])
def test_only_two_independent_origins_confirm(cast, item, credibility):
    Item.objects.filter(pk=item.pk).update(credibility=credibility)
    with pytest.raises(grading.NotConfirmed):
        settle(item, "confirmed", cast.analyst)
    assert Item.objects.get().status == "provisional"


def test_a_new_grade_ends_what_rested_on_the_old_one(cast, item):
    confirmed(item, cast.analyst)
    given = {"credibility": 4, "reason": "A second look.", "confirmed_by": [], "by": cast.analyst, "at": walk.AT}
    grading.grade_item(item=item, revision=item.revision, **given)
    assert (item.status, item.status_reason, item.status_by) == ("provisional", "", None)
    settle(item, "refuted", cast.analyst)
    grading.grade_item(item=item, revision=item.revision, **given)
    assert item.status == "refuted"


def test_of_two_at_once_one_has_to_look_again(cast, item):
    seen = item.revision
    settle(item, "refuted", cast.head)
    with pytest.raises(Stale):
        grading.set_status(item=item, status="provisional", reason=WHY, revision=seen, by=cast.analyst, at=walk.AT)


def test_the_reason_goes_with_the_consent_and_the_status_is_kept(cast, item):
    settle(item, "refuted", cast.analyst)
    taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert (item.status, item.status_reason) == ("refuted", "")
    with pytest.raises(taking.Withdrawn):
        settle(item, "provisional", cast.analyst)


def test_no_item_is_confirmed_or_refuted_without_a_reason_in_the_database(cast, item):
    for wrong in ({"status": "refuted"}, {"status": "disputed", "status_reason": WHY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(**wrong)
