"""Which States are members of a body, and how a body decides."""

import datetime as dt

from focalpoint import doctrine
from focalpoint.reference.countries import watched

BODIES = {each.id: each for each in doctrine.catalogue("2026.2", use_setting=False).bodies.bodies}


def test_every_member_is_a_state_and_every_regional_body_has_members():
    known = {each.iso3 for each in watched()}
    for body in BODIES.values():
        is_regional = body.level.startswith(("regional", "sub-regional", "cross-regional"))
        if body.id == "EU":  # it acts on any State
            assert body.membership is None
            continue
        assert bool(body.membership) is is_regional, body.id
        if body.membership:
            members = body.membership.iso3s()
            assert members, body.id
            assert members <= known, body.id


def test_a_membership_says_of_which_year_it_is_and_what_was_looked_at_where_it_was_checked():
    found = {body.id: body.membership for body in BODIES.values() if body.membership}
    assert {each.as_of for each in found.values()} == {2026}
    assert all(bool(each.looked_at) is (each.checked != "recalled") for each in found.values())
    checked = {name: len(each.iso3s()) for name, each in found.items() if each.checked != "recalled"}
    assert checked == {"ECOWAS": 12, "IGAD": 7, "ASEAN-AICHR": 11, "NATO": 32}


def test_a_region_counts_all_its_states_save_those_that_are_no_members():
    assert "MAR" in BODIES["AU-PSC"].membership.iso3s()
    assert "MAR" not in BODIES["ACHPR"].membership.iso3s()
    assert BODIES["IGAD"].membership.iso3s() == {"DJI", "ETH", "KEN", "SDN", "SOM", "SSD", "UGA"}


def test_those_who_were_missing_can_be_conveyed_to():
    added = {"STATE", "SRSG-CAAC", "SRSG-SVC", "IIIM", "IIMM", "UNWOMEN", "UNICEF", "PARL"}
    assert added <= BODIES.keys()
    assert added.isdisjoint(each.id for each in doctrine.catalogue("2026.1", use_setting=False).bodies.bodies)
    assert all(BODIES[each].looked_at or BODIES[each].checked == "recalled" for each in added)


def test_a_mandate_that_is_limited_names_its_states():
    assert {each.id: each.territory for each in BODIES.values() if each.territory} == {
        "IIIM": ("SYR",),
        "IIMM": ("MMR",),
    }


def test_seats_are_held_from_the_first_day_of_a_term_to_its_last():
    seats = BODIES["SC"].seats
    assert seats.is_whole(dt.date(2025, 1, 1))
    assert seats.is_whole(dt.date(2026, 12, 31))
    assert not seats.is_whole(dt.date(2027, 1, 1))
    assert "DZA" in seats.holders(dt.date(2025, 12, 31))
    assert "DZA" not in seats.holders(dt.date(2026, 1, 1))
    known = {each.iso3 for each in watched()}
    for body in BODIES.values():
        assert all(set(term.states) <= known for term in body.seats.terms) if body.seats else True, body.id
