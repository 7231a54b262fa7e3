"""A reader finds a State by what is said in the field, with a slip of the pen, and learns where other places are."""

import pytest

from focalpoint.desk.design.fields import countries
from focalpoint.desk.watch.finding import find_states
from focalpoint.reference.countries import watched

KNOWN = {each.iso3: each.name for each in watched()}


def states(wanted: str) -> list[str]:
    return [iso3 for iso3, _name in find_states(wanted, KNOWN).states]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("CAR", ["CAF"]),
        ("US", ["USA"]),
        ("DRC", ["COD"]),
        ("Burma", ["MMR"]),
        ("turkiye", ["TUR"]),
        ("cote", ["CIV"]),
        ("Ivory Coast", ["CIV"]),
        ("Sudn", ["SDN"]),
        ("sdn", ["SDN"]),
        ("Congo", ["COG", "COD"]),
    ],
)
def test_what_is_said_in_the_field_is_found_and_two_of_one_name_are_asked_about(wanted, found):
    assert states(wanted)[: len(found)] == found
    assert find_states(wanted, KNOWN).off is None


@pytest.mark.parametrize("wanted", ["Kosovo", "Western Sahara", "Gaza", "Taiwan", "taiwan"])
def test_a_place_off_the_list_is_named_with_its_reason(wanted):
    off = find_states(wanted, KNOWN).off
    assert off is not None
    assert off.reason


@pytest.mark.parametrize("wanted", ["", " ", "xyzzyx", "\u200b"])
def test_what_names_nothing_finds_nothing(wanted):
    found = find_states(wanted, KNOWN)
    assert (found.states, found.off) == ([], None)


def test_the_picker_sorts_letters_with_accents_among_those_without():
    codes = [iso3 for iso3, _name in countries()]
    assert codes.index("CRI") < codes.index("CIV") < codes.index("HRV")
    assert codes.index("TUN") < codes.index("TUR") < codes.index("TUV")
