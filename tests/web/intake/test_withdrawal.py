"""Withdrawal of consent: what goes, what stays, what is refused from then on; and custody, step by step."""

import pytest
from django.db import transaction

import walk
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Event, Item, Source
from focalpoint.desk.people.models import User
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.trail.models import Event as Row
from walk import AT, DAY, SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def named(item: Item, source: Source, by: User) -> None:
    taking.name_source(item=item, source=source, subject="police", revision=item.revision, by=by, at=AT)


def graded(item: Item, credibility: int, by: User, *confirmed_by: Item) -> None:
    words = {"credibility": credibility, "reason": SECRET, "confirmed_by": list(confirmed_by)}
    grading.grade_item(item=item, **words, revision=item.revision, by=by, at=AT)


def withdrawn(item: Item, by: User) -> None:
    taking.withdraw_consent(item=item, revision=item.revision, by=by, at=AT)


TOLD = {  # every field of an event but the country, filled in
    **{name: SECRET for name in ("what", "actor", "victims", "area")},
    "pseudonym": "Heron",
    "actor_kind": "non-state",
    "how_known": "saw",
    "acts": ["A1", "A2"],
    "low": 1,
    "best": 2,
    "high": 3,
    "happened_on": DAY,
    "date_precision": "exact",
    "area_precision": "exact",
}


def test_nothing_that_a_reporter_told_outlives_the_withdrawal_but_the_country(cast):
    """Every column of the row is asked for, so that one added later is erased or named here."""
    item = Item(title=SECRET, text=SECRET, how_obtained=SECRET, obtained_on=DAY, consent_public=True)
    event = Event(iso3="KEN", **TOLD)
    taking.file_item(item=item, event=event, attachments=[], by=cast.reporter, at=AT)
    named(item, walk.sourced(cast.analyst), cast.analyst)
    graded(item, 3, cast.analyst)
    withdrawn(item, cast.reporter)
    left = Event.objects.values().get(item=item)
    assert {name: left.pop(name) for name in ("id", "item_id", "iso3")}["iso3"] == "KEN"
    assert set(left) == set(TOLD)
    assert set(map(str, left.values())) == {"–", "", "unknown", "None", "[]"}
    row = Item.objects.get(pk=item.pk)
    assert (row.source, row.subject, row.credibility_reason, row.how_obtained) == (None, "", "", "")
    assert (row.consent_desk, row.consent_bodies, row.consent_public) == (False, False, False)
    assert row.credibility == 3
    assert SECRET not in str(Item.objects.values().get(pk=item.pk))


def test_what_was_withdrawn_is_never_graded_sourced_linked_or_confirming_again(cast):
    item, other, source = walk.filed(cast.reporter), walk.filed(cast.analyst), walk.sourced(cast.analyst)
    linked = walk.opened(cast.analyst, item)
    withdrawn(item, cast.reporter)
    before = Row.objects.count()
    deeds = (
        lambda: named(item, source, cast.analyst),
        lambda: graded(item, 2, cast.analyst),
        lambda: graded(other, 2, cast.analyst, item),
        lambda: walk.opened(cast.analyst, item, overlap_reason="x"),
        lambda: situating.link_item(situation=walk.opened(cast.analyst, overlap_reason="x"), item=item, **at(cast)),
        lambda: withdrawn(item, cast.reporter),
    )
    for deed in deeds:
        with pytest.raises(taking.Withdrawn), transaction.atomic():
            deed()
    situating.link_item(situation=linked, item=item, **at(cast))  # linked before: nothing happens
    assert Row.objects.count() == before


def at(cast) -> dict:
    return {"by": cast.analyst, "at": AT}


def test_custody_tells_every_step_in_its_order(cast):
    item = walk.filed(cast.reporter)
    named(item, walk.sourced(cast.analyst), cast.analyst)
    graded(item, 3, cast.analyst)
    walk.opened(cast.analyst, item)
    withdrawn(item, cast.reporter)
    steps = ["received", "stored", "sourced", "graded", "linked", "withdrawn", "key-destroyed"]
    assert list(item.custody.values_list("step", flat=True)) == steps
    rows = dict(item.custody.values_list("step", "trail"))
    verbs = {step: Row.objects.get(number=number).verb for step, number in rows.items()}
    assert (verbs["sourced"], verbs["linked"]) == ("item.sourced", "situation.opened")
    assert rows["withdrawn"] == rows["key-destroyed"]


def test_without_a_file_custody_speaks_of_no_key(cast):
    item = Item(title="x", obtained_on=DAY)
    taking.file_item(item=item, event=None, attachments=[], by=cast.reporter, at=AT)
    withdrawn(item, cast.reporter)
    assert list(item.custody.values_list("step", flat=True)) == ["received", "withdrawn"]


@pytest.mark.parametrize("deed", ["named", "graded", "withdrawn"])
def test_of_two_who_write_an_item_the_second_is_told_and_nothing_is_written(cast, deed):
    item, source = walk.filed(cast.reporter), walk.sourced(cast.analyst)
    late = Item.objects.get(pk=item.pk)
    graded(item, 2, cast.head)
    words = {"by": cast.analyst, "at": AT, "item": late, "revision": 1}
    before = Row.objects.count()
    deeds = {
        "named": lambda: taking.name_source(source=source, subject="police", **words),
        "graded": lambda: grading.grade_item(credibility=5, reason="late", confirmed_by=[], **words),
        "withdrawn": lambda: taking.withdraw_consent(**words | {"by": cast.reporter}),
    }
    with pytest.raises(Stale), transaction.atomic():
        deeds[deed]()
    row = Item.objects.get(pk=item.pk)
    assert (row.credibility, row.source, row.consent_withdrawn_at, row.revision) == (2, None, None, 2)
    assert Row.objects.count() == before
