"""Which roles may meet in one person, against a second table that was read by hand: an edit of either alone fails."""

import csv
import itertools
from pathlib import Path

import pytest

from focalpoint.desk.people import separation
from focalpoint.desk.people.models import Role

EXPECTED = Path(__file__).parents[2] / "expected" / "duties.csv"
PAIRS = list(itertools.combinations(Role, 2))


def expected() -> dict[tuple[str, str], bool]:
    """By two roles, in either order, whether they may meet in one person."""
    with EXPECTED.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {(row["role"], each): row[each] == "yes" for row in rows for each in row if each != "role"}


def differences() -> list[set[str]]:
    """The pairs on which the rule and the expectation differ; a role and itself never make a pair."""
    hand = expected()
    return [
        {one.value, other.value}
        for one, other in PAIRS
        if {hand[one, other], hand[other, one]} != {not separation.apart({one, other})}
    ]


def test_the_rule_says_what_was_read_by_hand():
    assert differences() == []
    assert {one for one, _other in expected()} == {other for _one, other in expected()} == set(Role.values)
    assert not any(may for (one, other), may in expected().items() if one == other)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_turning_one_pair_is_found(one, other, monkeypatch):
    monkeypatch.setattr(separation, "MAY_MEET", separation.MAY_MEET ^ {frozenset({one, other})})
    assert differences() == [{one.value, other.value}]
