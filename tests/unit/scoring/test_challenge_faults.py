"""Each check of the challenge layout alone: what passes, what is refused, and in which words."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.evaluation import challenge_faults as faults


def cases(*rows, unit="country_id"):
    return pl.DataFrame(rows, schema={"month_id": pl.Int64, unit: pl.Int64, "outcome": pl.Float64}, orient="row")


def draws(*rows):
    schema = {"month_id": pl.Int64, "country_id": pl.Int64, "draw": pl.Int64, "outcome": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_clean_table_passes_every_check():
    table = draws((457, 1, 0, 0.0), (457, 1, 1, 2.0), (457, 2, 0, 0.0), (457, 2, 1, 9.0))
    faults.refuse_bad_values("f.csv", table)
    faults.refuse_duplicates("f.csv", table)
    assert faults.refuse_unequal_draws("f.csv", table, 0) == 2
    assert faults.refuse_unequal_draws("f.csv", table, 2) == 2
    faults.refuse_other_cases("f.csv", "a.csv", table, cases((457, 1, 0.0), (457, 2, 0.0)))


@pytest.mark.parametrize("outcome", [None, float("nan"), float("inf")])
def test_an_outcome_that_is_no_number_is_named_by_its_case(outcome):
    with pytest.raises(
        faults.BadValue, match=r"a.csv: 1 rows have an empty or unreadable cell.*month_id 458, country_id 7"
    ):
        faults.refuse_bad_values("a.csv", cases((457, 1, 0.0), (458, 7, outcome)))


def test_an_empty_key_is_a_bad_value():
    with pytest.raises(faults.BadValue, match="month_id 457, country_id None"):
        faults.refuse_bad_values("a.csv", cases((457, None, 0.0)))


def test_the_first_of_several_negative_outcomes_is_named():
    with pytest.raises(faults.BadValue, match="2 outcomes are negative, the first in month_id 457, country_id 2"):
        faults.refuse_bad_values("a.csv", cases((457, 1, 0.0), (457, 2, -1.0), (458, 1, -0.5)))


def test_a_draw_twice_is_a_duplicate_and_the_same_number_of_another_case_is_not():
    faults.refuse_duplicates("f.csv", draws((457, 1, 0, 0.0), (457, 2, 0, 0.0), (458, 1, 0, 0.0)))
    with pytest.raises(
        faults.DuplicateDraws, match="2 rows repeat a case, the first draw 0 of month_id 457, country_id 2"
    ):
        faults.refuse_duplicates("f.csv", draws((457, 1, 0, 0.0), (457, 2, 0, 0.0), (457, 2, 0, 5.0)))


def test_an_actual_twice_is_a_duplicate_in_its_own_words():
    with pytest.raises(faults.DuplicateDraws, match="first month_id 457, country_id 1") as refusal:
        faults.refuse_duplicates("a.csv", cases((457, 1, 0.0), (457, 1, 0.0)))
    assert refusal.value.todo == "Keep one row for each case."


def test_a_later_month_must_have_as_many_draws_as_the_first():
    month = draws((458, 1, 0, 0.0), (458, 1, 1, 0.0))
    with pytest.raises(
        faults.UnequalDraws, match=r"most cases have 3 draws, 1 have not, the first month_id 458.* with 2"
    ):
        faults.refuse_unequal_draws("f.csv", month, 3)


def test_missing_months_are_given_as_numbers_and_as_dates():
    forecast, seen = cases((457, 1, 0.0)), cases((457, 1, 0.0), (468, 1, 0.0))
    with pytest.raises(faults.CasesDiffer, match=r"f.csv lacks 1 months that a.csv has: 468 \(2018-12\)"):
        faults.refuse_other_cases("f.csv", "a.csv", forecast, seen)
    with pytest.raises(faults.CasesDiffer, match=r"a.csv lacks 1 months that f.csv has: 468 \(2018-12\)"):
        faults.refuse_other_cases("f.csv", "a.csv", seen, forecast)


def test_a_long_list_is_cut_and_says_so():
    few = cases(*((457, unit, 0.0) for unit in range(1, 3)))
    many = cases(*((457, unit, 0.0) for unit in range(1, 15)))
    with pytest.raises(faults.CasesDiffer, match=r"12 cases of a.csv, in 12 units \(country_id 3, 4, .* and 4 more\)"):
        faults.refuse_other_cases("f.csv", "a.csv", few, many)


def test_a_grid_is_named_by_its_cells():
    one, two = (cases(*((457, gid, 0.0) for gid in gids), unit="priogrid_gid") for gids in ((1,), (1, 99)))
    with pytest.raises(faults.CasesDiffer, match="priogrid_gid 99"):
        faults.refuse_other_cases("f.csv", "a.csv", one, two)


@given(
    st.sets(st.tuples(st.integers(457, 459), st.integers(1, 4)), min_size=1),
    st.sets(st.tuples(st.integers(457, 459), st.integers(1, 4)), min_size=1),
)
@settings(deadline=None)
def test_two_files_pass_only_when_they_hold_the_same_cases(here, there):
    first, second = (cases(*((month, unit, 0.0) for month, unit in rows)) for rows in (here, there))
    if here == there:
        faults.refuse_other_cases("f.csv", "a.csv", first, second)
    else:
        with pytest.raises(faults.CasesDiffer):
            faults.refuse_other_cases("f.csv", "a.csv", first, second)
