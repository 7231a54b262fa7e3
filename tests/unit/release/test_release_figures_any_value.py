"""What may be printed of any figure at all, and tables of any rows read back as they were written."""

import re

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from focalpoint.foresight.release.figures import WORDS, number, percent, table, tall, wide
from focalpoint.foresight.release.schema import TABLES, shape

BLANK = {**dict.fromkeys(TABLES["scores"].columns), "model": "combination"}
FIGURE = st.floats(-1e7, 1e7, allow_nan=False)
SHARE = st.floats(0, 1, allow_nan=False)
CELL = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\\"), max_size=12)


def scores(*rows):
    return shape("scores", pl.DataFrame([BLANK | row for row in rows], infer_schema_length=None))


def cells(line):
    """Split a line of Markdown where no bar is escaped."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.00004, "0"),
        (-0.0, "0"),
        (-0.0004, "-0.0004"),
        (0.00006, "0.0001"),
        (0.001, "0.001"),
        (9.999, "10"),
        (99.97, "100"),
        (999.96, "1,000"),
        (1e6 + 0.4, "1,000,000"),
        (-31.44, "-31.4"),
    ],
)
def test_a_number_at_the_seams_of_its_rules(value, text):
    assert number(value) == text


@given(FIGURE)
def test_a_number_has_no_exponent_no_lonely_point_and_no_negative_zero(value):
    printed = number(value)
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d*[1-9])?|-?\d+(\.\d*[1-9])?", printed), printed
    assert printed != "-0"


@given(FIGURE)
def test_the_sign_alone_separates_a_number_from_its_opposite(value):
    assert number(-value).removeprefix("-") == number(value).removeprefix("-")


@given(FIGURE, FIGURE)
def test_a_larger_number_never_prints_smaller(one, other):
    low, high = sorted((one, other))
    assert float(number(low).replace(",", "")) <= float(number(high).replace(",", ""))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1e-12, "<0.1 %"),
        (0.00099, "<0.1 %"),
        (0.001, "0.1 %"),
        (0.5, "50 %"),
        (0.1234, "12.3 %"),
        (0.999, "99.9 %"),
        (0.9991, ">99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_by_hand(share, text):
    assert percent(share) == text


@given(SHARE)
def test_only_what_is_certain_is_printed_as_certain(share):
    assert (percent(share) == "0 %") == (share == 0)
    assert (percent(share) == "100 %") == (share == 1)


@given(SHARE)
def test_a_printed_share_is_within_a_tenth_of_a_per_cent(share):
    printed = float(percent(share).strip("<>% "))
    assert abs(printed - 100 * share) <= 0.1 + 1e-9


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5))
def test_a_table_is_read_back_as_it_was_written(rows):
    lines = table(["one", "two"], rows).split("\n")
    assert lines[:2] == ["| one | two |", "|---|---|"]
    assert [[cell.replace("\\|", "|") for cell in cells(line)] for line in lines[2:]] == [
        [cell.strip() for cell in row] for row in rows
    ]


@given(st.lists(CELL, min_size=1, max_size=4))
def test_every_line_of_a_table_has_as_many_cells(row):
    head = [f"column {place}" for place in range(len(row))]
    assert {len(cells(line)) for line in table(head, [row, row]).split("\n")} == {len(row)}


YEARS = st.dictionaries(st.integers(2012, 2024), st.floats(0.1, 900), min_size=1, max_size=8)


@given(YEARS)
def test_years_stand_in_their_order_whatever_the_order_of_rows(years):
    rows = [{"section": "yearly", "year": year, "metric": "crps", "value": value} for year, value in years.items()]
    there, back = (wide(scores(*each), "yearly", str) for each in (rows, rows[::-1]))
    assert there == back
    assert [cells(line)[:2] for line in there.splitlines()[2:]] == [
        [str(year), number(years[year])] for year in sorted(years)
    ]


@given(st.dictionaries(st.sampled_from(["SDN", "MMR", "COD", "NGA"]), st.integers(25, 9000), min_size=1))
def test_the_largest_comes_first_when_asked(killed):
    assume(len(set(killed.values())) == len(killed))
    rows = [{"section": "miss", "unit": u, "metric": "actual", "value": float(n)} for u, n in killed.items()]
    lines = wide(scores(*rows), "miss", str, sort="actual").splitlines()[2:]
    assert [cells(line)[0] for line in lines] == sorted(killed, key=lambda unit: -killed[unit])


def test_a_pooled_year_comes_before_the_single_ones():
    rows = [{"section": "yearly", "year": year, "metric": "skill", "value": 0.5} for year in (2024, None, 2012)]
    lines = wide(scores(*rows), "yearly", str).splitlines()[2:]
    assert [cells(line)[0] for line in lines] == ["all", "2012", "2024"]


def test_a_figure_one_case_has_and_another_lacks_leaves_its_cell_empty():
    rows = [
        {"section": "threshold", "threshold": 25.0, "metric": "auc", "value": 0.9, "n": 40},
        {"section": "threshold", "threshold": 1000.0, "metric": "brier", "value": 0.02, "n": 8},
    ]
    assert wide(scores(*rows), "threshold", str).splitlines() == [
        "| killed, at least | AUC | Brier score | cases |",
        "|---|---|---|---|",
        "| 25 | 0.9 |  | 40 |",
        "| 1,000 |  | 0.02 | 8 |",
    ]


def test_the_most_cases_behind_any_figure_of_a_line_are_named():
    rows = [
        {"section": "onset", "window": 24, "metric": "auc", "value": 0.9, "model": model, "n": n}
        for model, n in (("combination", 1200), ("benchmark", 1300))
    ]
    assert tall(scores(*rows), "onset").splitlines()[-1] == "| AUC | 0.9 | 0.9 | 1,300 |"


def test_another_word_for_the_threshold_is_taken_over():
    row = {"section": "calibration", "threshold": 0.95, "metric": "share_below", "value": 0.93}
    assert wide(scores(row), "calibration", str, threshold="quantile").startswith("| quantile | record below it |")


def test_half_an_interval_is_none():
    row = {"section": "onset", "metric": "auc", "value": 0.9, "low": 0.8}
    assert "| AUC | 0.9 |" in tall(scores(row), "onset")


def test_a_share_has_its_interval_in_per_cent_too():
    row = {"section": "onset", "metric": "recall_at_30", "value": 0.5, "low": 0.0004, "high": 0.9999}
    assert "| onsets among the 30 highest | 50 % [<0.1 %, >99.9 %] |" in tall(scores(row), "onset")


def test_a_figure_without_a_word_of_its_own_keeps_its_name():
    row = {"section": "onset", "metric": "log_loss", "value": 0.25}
    assert "| log_loss | 0.25 |" in tall(scores(row), "onset")


@pytest.mark.parametrize("metric", sorted(WORDS))
def test_no_metric_is_printed_under_a_name_of_the_program(metric):
    row = {"section": "onset", "metric": metric, "value": 0.25}
    line = tall(scores(row), "onset").splitlines()[-1]
    assert "_" not in line
    assert cells(line)[0] == WORDS[metric]
