"""What counts as an onset of one-sided killing: people killed a year, and the answer, one line a case.

The rule: at least 25 civilians killed in one-sided violence in a calendar year, after two years with fewer each.
``yes`` an onset, ``no`` none, ``?`` cannot be told. A dash is a year of which nothing is known.
"""

import numpy as np
import pytest

from focalpoint.foresight.models.onset_definition import at_risk, followed, onsets

WORDS = {1.0: "yes", 0.0: "no"}


def killed(line):
    return np.array([[np.nan if cell == "-" else float(cell) for cell in line.split()]])


def said(row):
    return " ".join(WORDS.get(value, "?") for value in row[0])


CASES = [
    ("killing begins after two quiet years", "0 0 25", "no no yes"),
    ("twenty-four is below the threshold", "0 0 24 24", "no no no no"),
    ("a year with fewer than twenty-five counts as quiet", "24 24 25", "no no yes"),
    ("killing that goes on is not an onset", "0 0 30 30 900", "no no yes no no"),
    ("one quiet year between is the same killing", "0 0 30 0 30", "no no yes no no"),
    ("two quiet years between make a new onset", "0 0 30 0 0 30", "no no yes no no yes"),
    ("killing in the first two years on record may have begun before", "40 0 0", "? no no"),
    ("and so it cannot be told in the second year either", "0 40 0", "no ? no"),
    ("a year of killing before rules an onset out, even beside an unknown year", "- 30 40", "? ? no"),
    ("after an unknown year it cannot be told", "0 - 30", "no ? ?"),
    ("an unknown year is neither an onset nor none", "0 0 -", "no no ?"),
    ("a year below the threshold is no onset whatever came before", "- - 3", "? ? no"),
    ("a State of which nothing is ever known has no answer", "- - - -", "? ? ? ?"),
]


@pytest.mark.parametrize(("years", "answer"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_onset(years, answer):
    assert said(onsets(killed(years), 25, 2)) == answer


AHEAD = [
    ("an onset in the next year", "0 0 0 25 30", "no yes yes ? ?"),
    ("an onset in the year after the next", "0 0 0 0 25", "no no yes yes ?"),
    ("the end of the record leaves the last two years open", "0 0 0 0", "no no ? ?"),
    ("an onset next year is enough, whatever follows", "0 0 0 25", "no yes yes ?"),
    ("an unknown year ahead leaves it open", "0 0 0 - 0", "no ? ? ? ?"),
    ("killing that goes on is not followed by an onset", "0 0 30 30 30 30", "yes yes no no ? ?"),
]


@pytest.mark.parametrize(("years", "answer"), [case[1:] for case in AHEAD], ids=[case[0] for case in AHEAD])
def test_an_onset_within_two_years(years, answer):
    assert said(followed(onsets(killed(years), 25, 2), 2)) == answer


def test_a_chance_is_stated_only_where_an_onset_can_follow():
    # Quiet, just below, at the threshold (under way), nothing known.
    assert at_risk(killed("0 24 25 -"), 25).tolist() == [[True, True, False, False]]


def test_where_killing_is_under_way_no_onset_comes_within_two_years():
    for after in ("0 0", "30 30", "0 30", "30 0"):
        line = killed(f"0 0 40 {after}")
        assert followed(onsets(line, 25, 2), 2)[0, 2] == 0
