"""When public speech reaches the threshold of incitement: the two tests, part by part, as a lawyer would check them.

Rabat Plan of Action (A/HRC/22/17/Add.4): context, speaker, intent, content and form, extent, likelihood with
imminence; all six together are needed. Genocide Convention, Art. III(c): the call is direct, public, and meant.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.situations.incitement.parts import (
    DIRECT,
    PARTS,
    RABAT,
    differing_parts,
    is_reported,
    is_threshold_reached,
)

RABAT_ALONE = {
    "rabat.context": "moderate",
    "rabat.speaker": "high",
    "rabat.intent": "low",
    "rabat.content": "high",
    "rabat.extent": "low",
    "rabat.likelihood": "moderate",
}
CALL_ALONE = {
    "call.direct": "met",
    "call.public": "met",
    "call.intent": "met",
}
LEVELS = st.fixed_dictionaries(
    {name: st.sampled_from([key for key, _word in part.levels]) for name, part in PARTS.items()}
)


def test_the_rabat_test_has_six_parts_and_the_other_test_three():
    assert [part.id for part in RABAT] == list(RABAT_ALONE)
    assert [part.id for part in DIRECT] == list(CALL_ALONE)
    assert list(PARTS) == [*RABAT_ALONE, *CALL_ALONE]


def test_each_of_the_two_tests_is_enough_alone():
    assert is_threshold_reached(RABAT_ALONE)
    assert is_threshold_reached(CALL_ALONE)


@pytest.mark.parametrize("part", RABAT_ALONE)
@pytest.mark.parametrize("level", ["none", "unknown", ""])
def test_without_one_of_the_six_parts_the_threshold_of_rabat_is_not_reached(part, level):
    assert not is_threshold_reached(RABAT_ALONE | {part: level})
    left = {name: known for name, known in RABAT_ALONE.items() if name != part}
    assert not is_threshold_reached(left)


@pytest.mark.parametrize(
    ("level", "reached"),
    [
        ("high", True),
        ("moderate", True),
        ("low", False),
        ("none", False),
        ("unknown", False),
    ],
)
def test_harm_has_to_be_moderately_likely_at_least(level, reached):
    assert is_threshold_reached(RABAT_ALONE | {"rabat.likelihood": level}) is reached


@pytest.mark.parametrize("part", [name for name in RABAT_ALONE if name != "rabat.likelihood"])
@pytest.mark.parametrize("level", ["low", "moderate", "high"])
def test_the_other_five_parts_have_to_be_there_at_whatever_level(part, level):
    assert is_threshold_reached(RABAT_ALONE | {part: level})


@pytest.mark.parametrize("part", CALL_ALONE)
@pytest.mark.parametrize("level", ["not_met", "unknown", ""])
def test_a_call_that_is_not_direct_not_public_or_not_meant_is_none(part, level):
    assert not is_threshold_reached(CALL_ALONE | {part: level})


def test_likely_harm_makes_no_direct_call_and_a_call_needs_no_likely_harm():
    assert not is_threshold_reached(CALL_ALONE | {"call.public": "unknown", "rabat.likelihood": "high"})
    assert is_threshold_reached(CALL_ALONE | {"rabat.likelihood": "none"})


def test_what_nothing_is_known_of_reaches_no_threshold():
    assert not is_threshold_reached({})
    assert not is_threshold_reached(dict.fromkeys(PARTS, "unknown"))


def slow_threshold(levels: dict[str, str]) -> bool:
    """The two tests once more, from a list of every combination that reaches one of them."""
    there = ("low", "moderate", "high")
    five = set(itertools.product(there, repeat=5))
    by_rabat = tuple(levels[part.id] for part in RABAT[:5]) in five and levels[RABAT[5].id] in there[1:]
    by_call = tuple(levels[part.id] for part in DIRECT) == ("met", "met", "met")
    return by_rabat or by_call


@given(LEVELS)
def test_the_rule_is_the_one_of_the_list_of_combinations(levels):
    assert is_threshold_reached(levels) is slow_threshold(levels)


@given(LEVELS, st.sampled_from(list(RABAT_ALONE)))
def test_a_part_that_is_better_known_never_takes_a_threshold_away(levels, part):
    if is_threshold_reached(levels):
        assert is_threshold_reached(levels | {part: "high"})


@given(LEVELS, LEVELS)
def test_two_people_differ_in_the_same_parts_whichever_of_them_is_named_first(first, second):
    found = differing_parts(first, second)
    assert found == differing_parts(second, first)
    assert found == [name for name in PARTS if first[name] != second[name]]
    assert differing_parts(first, first) == []


def test_a_part_that_one_of_them_left_out_is_not_known():
    known = RABAT_ALONE | CALL_ALONE
    left = {name: level for name, level in known.items() if name != "rabat.extent"}
    assert differing_parts(known, left) == ["rabat.extent"]
    assert differing_parts(left, left | {"rabat.extent": "unknown"}) == []


def test_only_a_level_that_says_that_something_is_there_asks_for_evidence():
    asked = {key for part in PARTS.values() for key, _word in part.levels if is_reported(key)}
    assert asked == {"low", "moderate", "high", "met"}
    assert not is_reported("")


def test_every_part_says_what_it_asks_and_offers_not_known():
    for part in PARTS.values():
        assert str(part.question).endswith(".")
        assert "unknown" in dict(part.levels)
        assert "" not in dict(part.levels)
