"""Bodies that reach the States of a situation come first; a recalled membership folds nothing away."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.decisions.transmission import reach
from focalpoint.doctrine import catalogue
from focalpoint.reference.countries import watched


def near(*iso3s: str) -> set[str]:
    return {each.way.body.id for each in reach.reached(iso3s) if each.is_near}


def test_ecowas_is_not_among_the_first_for_fiji_and_the_pacific_islands_forum_is():
    found = near("FJI")
    assert {"PIF", "CW", "SC", "HRC", "ICRC", "EU"} <= found
    assert not found & {"ECOWAS", "AU-PSC", "OSCE-MM", "LAS", "IGAD", "COE"}


def test_a_body_with_one_of_two_states_among_its_members_is_near():
    assert {"AU-PSC", "IGAD", "OSCE-MM"} <= near("KEN", "UKR")


def test_a_body_is_near_where_its_mandate_covers_the_state():
    assert "IIMM" in near("MMR")
    assert not near("KEN") & {"IIMM", "IIIM"}
    (shown,) = [each for each in reach.reached(["KEN"]) if each.way.body.id == "IIMM"]
    assert shown.why == "Its mandate covers: Myanmar."


def test_every_body_is_offered_whatever_the_state():
    for state in watched():
        found = reach.reached([state.iso3])
        assert sorted(each.way.body.id for each in found) == sorted(each.id for each in catalogue().bodies.bodies)
        assert [each.is_near for each in found] == sorted((each.is_near for each in found), reverse=True)


@pytest.mark.django_db
def test_the_page_says_why(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = walk.cast()
    submission = walk.signed(cast)
    address = reverse("submission", args=[submission.ref])
    text = pages.read(browser(cast.principal).get(address, {"choice": "act"}).content).text
    assert "Member: Kenya (recalled, as of 2026)." in text
    assert "No State of this situation is a member (recalled, as of 2026)." in text
