"""What people type leads to the place they mean; where it may be several, all are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.reference import countries, units
from focalpoint.reference.gazetteer import by_name, loose, names, search


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kosovo", ["XKX"]),
        ("Gaza", ["PSE"]),
        ("West Bank", ["PSE"]),
        ("Western Sahara", ["ESH"]),
        ("SADR", ["ESH"]),
        ("Taiwan", ["TWN"]),
        ("CAR", ["CAF"]),
        ("rdc", ["COD"]),
        ("DRC", ["COD"]),
        ("US", ["USA"]),
        ("xk", ["XKX"]),
        ("Congo", ["COG", "COD"]),
        ("Korea", ["PRK", "KOR"]),
        ("Ivory Coast", ["CIV"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("COTE D'IVOIRE", ["CIV"]),
        ("Tu\u0308rkiye", ["TUR"]),
        ("Swaziland", ["SWZ"]),
        ("South Yemen", ["YMD"]),
        ("Guinea", ["GIN"]),
        ("turkiye", ["TUR"]),
        ("sdn", ["SDN"]),
    ],
)
def test_a_name_a_code_or_an_acronym_leads_to_what_is_meant(typed, meant):
    found = search(typed)
    assert (list(found.units), found.exact, found.guessed) == (meant, True, False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Sudn", "SDN"), ("Ethopia", "ETH"), ("Birma", "MMR"), ("Afganistan", "AFG"), ("Kossovo", "XKX")],
)
def test_a_misspelling_is_guessed_and_said_to_be_a_guess(typed, meant):
    found = search(typed)
    assert found.units[0] == meant
    assert found.guessed


def test_two_letters_are_found_at_the_beginning_of_a_word_alone():
    assert "RUS" not in search("us").units
    assert "AUS" in search("au").units
    assert "MUS" not in search("au").units
    assert "PLW" not in search("al").units


@pytest.mark.parametrize(
    "typed", ["", "  ", "—", "Atlantis", "World", "High income", "WLD", "x" * 100, "xyzzyx", "\u200b", "s"]
)
def test_what_is_no_place_finds_nothing(typed):
    assert search(typed).units == ()


def test_a_name_in_the_readers_language_is_found_in_its_script():
    assert search("судан", {"SDN": "Судан"}).units == ("SDN",)
    assert search("السودان", {"SDN": "السُّودان"}).units == ("SDN",)


def test_names_of_the_reader_hide_none_of_ours():
    assert search("Congo", {"COG": "Congo"}).units == ("COG", "COD")


def test_a_letter_with_an_accent_is_sorted_with_the_letter():
    assert by_name(["CZE", "CIV", "CRI", "TUV", "TUR", "TKM"]) == ("CRI", "CIV", "CZE", "TUR", "TKM", "TUV")


def test_every_name_stands_for_units_that_exist():
    for name, found in names().items():
        assert found, name
        assert all(countries.unit(each) for each in found)
    assert {unit for _name, unit in units.asked()} <= units.states().keys() | units.unlisted_units().keys()


def test_every_state_and_every_other_place_is_found_by_its_own_name_or_among_what_it_may_mean():
    for each in countries.watched():
        assert each.iso3 in search(each.name).units
    for place in countries.other_places():
        assert place.code in search(place.name).units


def test_other_places_are_no_states_and_say_on_what_that_rests():
    places = countries.other_places()
    assert {"XKX", "ESH", "TWN", "SOL", "AB9", "CYN"} <= {each.code for each in places}
    assert not {each.code for each in places} & units.states().keys()
    assert all(len(each.code) == 3 and each.reason.endswith(".") for each in places)


@pytest.mark.parametrize("code", ["", "ZZZ", "xkx"])
def test_a_code_of_no_unit_is_refused(code):
    with pytest.raises(countries.UnknownState):
        countries.unit(code)


@given(st.text(max_size=60))
def test_any_text_is_looked_up_and_the_loose_form_is_stable(text):
    assert set(search(text).units) <= units.states().keys() | units.unlisted_units().keys()
    assert loose(loose(text)) == loose(text)
