"""Two spellings of one thing fold to one text, and two things stay two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.reference.folding import fold

SAME = [
    ("witness A", "Witness A"),
    ("witness A", " witness  A "),
    ("witness A", "witness\u00a0A"),
    ("witness A", "wit\u200bness A"),
    ("witness A", "witness A\ufe0f"),
    ("witness A", "witness A."),
    ("witness A", "\uff57itness A"),
    ("S\u00e9gou", "Se\u0301gou"),
    ("Stra\u00dfe", "STRASSE"),
    ("ff", "\ufb00"),
]
APART = [("witness A", "witness B"), ("12", "13"), ("Sègou", "Segou"), ("ab", "a b"), ("مُنى", "مني")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_thing_fold_to_one(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_things_stay_two(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("nothing", ["", " ", "?", "-", "\u200b", "…", "\x00", "\u00a0—\u2003"])
def test_what_says_nothing_folds_to_nothing(nothing):
    assert fold(nothing) == ""


@given(st.text())
def test_folding_twice_changes_nothing_and_form_and_case_do_not_matter(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
