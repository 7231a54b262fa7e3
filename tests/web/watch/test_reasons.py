"""Reasons in words: nothing contrary to its meaning, nothing weak, one figure a fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.watch.reasons import LEAST_SHARE, SHOWN, reasons, words, written


def driver(**more):
    row = {"feature": "events_3", "label": "Events", "contribution": 1.0, "share": 1.0, "value": 5.0, "rank": 1}
    empty = dict.fromkeys(("unit_text", "note", "usual", "compared", "meaning", "year", "source"))
    return row | empty | more


COMPARED = {"usual": 5.0, "compared": "States where killings began"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (driver(), "Events: 5"),
        (driver(value=None), "Events: not known"),
        (driver(value=0.0, **COMPARED), "Events: 0, lower than usual in States where killings began (5)"),
        (driver(value=9.0, **COMPARED), "Events: 9, higher than usual in States where killings began (5)"),
        (driver(**COMPARED), "Events: 5, the usual value in States where killings began"),
        (driver(feature="population"), "Events (figure under Background)"),
        (driver(feature="population", year=2023), "Events: 5 in 2023"),
    ],
)
def test_a_driver_is_said_with_its_value_and_how_it_compares(row, said):
    assert words(row) == said


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-0.482545, "logarithm of the ratio", "−38 %"),
        (0.7, "logarithm of the ratio", "+101 %"),
        (0.1770, "share, 0 to 1", "18 %"),
        (1.0, "yes or no", "yes"),
        (0.0, "yes or no", "no"),
        (3.0, "events", "3 events"),
        (0.062, "index, 0 to 1", "0.06"),
        (None, "people", "–"),
    ],
)
def test_a_value_is_written_in_units_that_people_use(value, unit, text):
    assert written(value, unit) == text


@pytest.mark.parametrize(
    "row",
    [
        driver(value=0.0),  # an older release: nothing raises nothing
        driver(meaning="none"),
        driver(share=LEAST_SHARE / 2),
    ],
)
def test_what_is_weak_or_against_its_meaning_is_no_reason(row):
    found = reasons([row], 0.5)
    assert not found.up
    assert not found.down
    assert found.sentence


def test_a_newer_release_has_chosen_its_reasons_and_all_of_them_are_given():
    rows = [driver(label="Months of calm", value=0.0, meaning="lowers", share=0.01, usual=90.0, compared="all States")]
    assert [each.words for each in reasons(rows, 0.5).up] == ["Months of calm: 0, lower than usual in all States (90)"]


def test_a_small_chance_has_one_sentence_with_the_reason_against_it():
    rows = [driver(contribution=-2.0, value=0.0, meaning="raises", **COMPARED)]
    said = reasons(rows, 0.004).sentence
    assert said.endswith("What lowers it most: Events: 0, lower than usual in States where killings began (5).")


def test_reasons_part_by_direction_in_their_order():
    rows = [driver(label="A"), driver(label="B", contribution=-0.5, share=0.5), driver(label="C", share=0.2)]
    found = reasons(rows, 0.5)
    assert [each.words for each in found.up] == ["A: 5", "C: 5"]
    assert [(each.words, each.width) for each in found.down] == [("B: 5", 50.0)]


@pytest.mark.parametrize(("rows", "chance"), [([], 0.5), ([driver()], 0.004)])
def test_one_sentence_stands_for_no_reasons(rows, chance):
    found = reasons(rows, chance)
    assert found.sentence
    assert not found.up


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1e6))), max_size=30))
def test_no_reason_for_more_killing_is_a_nought(rows):
    made = [driver(contribution=c, share=s, value=v) for c, s, v in rows]
    found = reasons(made, 0.5)
    assert len(found.up) <= SHOWN
    assert len(found.down) <= SHOWN
    assert len(found.up) == min(SHOWN, sum(1 for c, s, v in rows if c > 0 and s >= LEAST_SHARE and v))
