"""Bodies that reach the States of a situation come first; a recalled membership folds nothing away."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.decisions.transmission import reach
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.doctrine import catalogue
from focalpoint.reference.countries import watched

DAY = dt.date(2026, 11, 28)


def near(*iso3s: str) -> set[str]:
    return {each.way.body.id for each in reach.reached(iso3s, on=DAY) if each.is_near}


def test_ecowas_is_not_among_the_first_for_fiji_and_the_pacific_islands_forum_is():
    found = near("FJI")
    assert {"PIF", "CW", "SC", "HRC", "ICRC", "EU"} <= found
    assert not found & {"ECOWAS", "AU-PSC", "OSCE-MM", "LAS", "IGAD", "COE"}


def test_a_body_with_one_of_two_states_among_its_members_is_near():
    assert {"AU-PSC", "IGAD", "OSCE-MM"} <= near("KEN", "UKR")


def test_a_body_is_near_where_its_mandate_covers_the_state():
    assert "IIMM" in near("MMR")
    assert not near("KEN") & {"IIMM", "IIIM"}
    (shown,) = [each for each in reach.reached(["KEN"], on=DAY) if each.way.body.id == "IIMM"]
    assert shown.why == "Its mandate covers: Myanmar."


def why(body: str, iso3: str, on: dt.date = DAY) -> str:
    (found,) = [each.why for each in reach.reached([iso3], on=on) if each.way.body.id == body]
    return found


def test_a_state_that_holds_a_seat_is_named_with_what_a_party_may_not_do():
    assert why("SC", "SOM") == "Holds a seat: Somalia."
    assert why("SC", "KEN") == ""
    assert "Holds a seat: Somalia. A member that is party to the matter neither votes" in why("AU-PSC", "SOM")
    assert "seat" not in why("AU-PSC", "KEN")


def test_after_the_last_known_term_who_holds_a_seat_is_unknown():
    assert why("SC", "SOM", dt.date(2027, 1, 1)) == "Not every holder of a seat is known for this day."
    assert "Not every holder" in why("AU-PSC", "KEN", dt.date(2028, 4, 1))


def test_every_body_is_offered_whatever_the_state():
    for state in watched():
        found = reach.reached([state.iso3], on=DAY)
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


def place(body: str, iso3: str, on: dt.date = DAY) -> str:
    (found,) = [each.place for each in reach.reached([iso3], on=on) if each.way.body.id == body]
    return found


def test_only_a_checked_fact_of_this_year_folds_a_body_away():
    folded = {each.way.body.id for each in reach.reached(["FJI"], on=DAY) if each.place == "folded"}
    assert folded == {"ECOWAS", "IGAD", "ASEAN-AICHR", "NATO", "IIIM", "IIMM"}
    assert place("AU-PSC", "FJI") == "far", "its members are recalled"
    assert place("ECOWAS", "GHA") == "near"
    assert place("ECOWAS", "FJI", dt.date(2027, 1, 1)) == "far"
    assert "Who is a member since is unknown." in why("ECOWAS", "FJI", dt.date(2027, 1, 1))


def test_a_body_of_a_treaty_says_how_the_state_stands_to_it_and_no_old_table_folds_it():
    assert why("ICC", "KEN") == "ROME: Kenya is party since 2005-03-15 (as of 2015-03)."
    assert (place("CERD", "KEN"), place("CERD", "MMR"), place("ICC", "MMR")) == ("near", "far", "near")
    assert "It deals with parties alone; acts since are unknown." in why("CERD", "MMR")


def test_on_a_day_of_the_past_treaties_are_as_they_were_and_who_was_a_member_is_unknown():
    past = dt.date(1999, 9, 7)
    assert why("ICC", "KEN", past) == "ROME: Kenya was not party on 1999-09-07 (table of 2015-03)."
    assert why("ICC", "KEN", dt.date(2006, 1, 1)).startswith("ROME: Kenya was party on 2006-01-01, since 2005-03-15")
    assert place("CERD", "KEN", past) == "far"
    assert "Who was a member in 1999 is unknown." in why("AU-PSC", "KEN", past)
    assert not [each for each in reach.reached(["FJI"], on=past) if each.place == "folded" and each.way.body.membership]


def test_the_state_concerned_is_first_bearer_of_the_duty_and_every_row_has_a_reason():
    assert why("STATE", "KEN") == "It bears the first duty to protect: Kenya."
    assert all(each.reason for each in reach.reached(["KEN"], on=DAY))


ALLEGED = "The State that is the alleged perpetrator sits in it: plan the parallel route first."
# What a body is where Kenya is itself the alleged perpetrator, beyond what it is otherwise.
SAID = (
    ("STATE", " By the scope test the State, or forces that it backs, are the alleged perpetrator: a message can go"),
    ("AU-PSC", f" {ALLEGED}"),
    ("IGAD", f" {ALLEGED}"),
    ("ECOWAS", ""),
    ("ICC", ""),
    ("OHCHR", ""),
)


@pytest.mark.parametrize(("body", "more"), SAID)
def test_a_state_that_is_the_alleged_perpetrator_is_said_and_no_body_is_removed(body, more):
    usual = {each.way.body.id: each for each in reach.reached(["KEN"], on=DAY)}
    alleged = {each.way.body.id: each for each in reach.reached(["KEN"], on=DAY, is_alleged=True)}
    assert list(alleged) == list(usual)
    assert alleged[body].place == usual[body].place
    assert alleged[body].why.startswith(usual[body].why + more)
    assert (alleged[body].why == usual[body].why) == (not more)


def test_a_holder_of_a_seat_that_is_the_alleged_perpetrator_is_said_too():
    (found,) = [each for each in reach.reached(["CHN"], on=DAY, is_alleged=True) if each.way.body.id == "SC"]
    assert found.why.endswith(ALLEGED)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "is_said"), [("state", True), ("state-backed", True), ("non-state", False)])
def test_the_decide_page_reads_the_scope_test(kind, is_said, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = walk.cast()
    submission = walk.signed(cast)
    ScopeTest.objects.update(perpetrator=kind)
    page = browser(cast.principal).get(reverse("submission", args=[submission.ref]), {"choice": "act"})
    assert (ALLEGED in page.content.decode()) == is_said
