"""The one rule of who sees what, on every marking, clearance and membership."""

import csv
import datetime as dt
import itertools
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from focalpoint.desk.concurrency.revisions import Stale, advance
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked, MarkedQuerySet
from focalpoint.desk.marking.refs import ALPHABET, LENGTH, new_ref
from focalpoint.desk.marking.rule import LADDER, covers, highest, is_seen, readable
from focalpoint.desk.situations.models import Situation

TABLE = Path(__file__).parents[2] / "expected" / "marking.csv"
EXPECTED = {(row["clearance"], row["tlp"]): row for row in csv.DictReader(TABLE.read_text().splitlines())}
AT = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


def situation(owner, **more) -> Situation:
    return Situation.objects.create(title="Somewhere", owner=owner, opened_by=owner, opened_at=AT, **more)


def reader(name: str, clearance: str):
    user = get_user_model().objects.create(username=name)
    user.clearance = clearance
    return user


def expected(tlp: str, clearance: str, need_to_know: bool, member: bool) -> bool:
    """What stands in the table that was read by hand."""
    column = "member" if member else "anybody"
    return EXPECTED[clearance, tlp][f"{column} when needed to know" if need_to_know else column] == "seen"


CASES = list(itertools.product(Tlp.values, Tlp.values, [False, True], [False, True]))


@pytest.mark.django_db
def test_a_reader_sees_exactly_what_the_rule_says_in_all_cases():
    owner = reader("owner", Tlp.RED)
    readers = {clearance: reader(clearance, clearance) for clearance in Tlp.values}
    wrong = []
    for tlp, clearance, need, member in CASES:
        one = situation(owner, tlp=tlp, need_to_know=need)
        if member:
            one.members.add(readers[clearance])
        seen = Situation.objects.filter(pk=one.pk).visible_to(readers[clearance]).exists()
        if seen is not expected(tlp, clearance, need, member):
            wrong.append((tlp, clearance, need, member))
    assert len(CASES) == 100
    assert wrong == []


@pytest.mark.django_db
def test_a_count_covers_only_what_the_reader_may_see_and_nobody_counts_twice():
    owner, low = reader("owner", Tlp.RED), reader("low", Tlp.GREEN)
    for tlp in Tlp.values:
        one = situation(owner, tlp=tlp)
        one.members.add(owner, low)
    assert Situation.objects.visible_to(low).count() == 2
    assert Situation.objects.visible_to(owner).count() == 5


def test_the_rule_for_one_object_says_the_same_as_the_table():
    for tlp, clearance, need, member in CASES:
        said = is_seen(clearance=clearance, tlp=tlp, need_to_know=need, is_member=member)
        assert said is expected(tlp, clearance, need, member)


def test_something_without_a_marking_cannot_be_asked_for():
    assert not hasattr(get_user_model().objects, "visible_to")


def test_everything_that_carries_a_marking_can_be_asked_for():
    marked = [model for model in apps.get_models() if issubclass(model, Marked)]
    assert {model.__name__ for model in marked} >= {"Item", "Source", "Situation", "Transmission"}
    assert [model for model in marked if not isinstance(model._default_manager.all(), MarkedQuerySet)] == []


def test_a_page_carries_the_strictest_marking_on_it():
    assert highest() == Tlp.CLEAR
    assert highest("TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN") == Tlp.AMBER_STRICT


def test_clearance_grows_along_the_ladder():
    assert [len(readable(level)) for level in LADDER] == [1, 2, 3, 4, 5]
    assert covers(Tlp.RED, Tlp.CLEAR)
    assert not covers(Tlp.CLEAR, Tlp.GREEN)


def test_references_cannot_be_guessed_or_counted_through():
    refs = {new_ref() for _ in range(2000)}
    assert len(refs) == 2000
    assert {len(ref) for ref in refs} == {LENGTH}
    assert set("".join(refs)) <= set(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 2**78


@pytest.mark.django_db
def test_of_two_writers_the_first_wins_and_the_second_is_told():
    one = situation(reader("owner", Tlp.RED))
    shown = one.revision
    advance(one, revision=shown, title="First")
    again = Situation.objects.get(pk=one.pk)
    with pytest.raises(Stale, match="Another person saved"):
        advance(again, revision=shown, title="Second")
    again.refresh_from_db()
    assert (again.title, again.revision) == ("First", shown + 1)
