"""In scope for incitement, leaders are reminded of the norms that speak of it."""

import pytest

import walk
from focalpoint.desk.situations.incitement.reminder import NORMS, reminder_of
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.doctrine import catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.mark.parametrize("outcome", ScopeTest.Outcome.values)
def test_leaders_are_reminded_where_the_outcome_is_incitement_and_nowhere_else(cast, outcome):
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    assert reminder_of(situation, None) is None
    walk.tested(situation, cast.analyst, outcome=outcome, refer_to="OCHA")
    found = reminder_of(situation, None)
    assert (found is not None) is (outcome == "in_scope_incitement")
    assert found is None or found.iso3s == ("KEN",)


def test_the_norms_of_a_reminder_are_in_the_catalogue_and_speak_of_incitement_or_hatred():
    norms = {each.id: each.text for factor in catalogue().framework.factors for each in factor.norms}
    words = ("incite", "superiority")
    assert all(any(word in norms[name] for word in words) for name in NORMS)
