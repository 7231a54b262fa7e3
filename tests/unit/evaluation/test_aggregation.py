"""Aggregation over any grouping, apart from statistic and metric."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.evaluation.aggregation import banded, comparable, means

CASES = pl.DataFrame(
    {
        "unit": ["A", "A", "B", "B"],
        "year": [1, 2, 1, 2],
        "region": ["x", "x", "y", "y"],
        "crps": [1.0, 3.0, 5.0, None],
        "benchmark": [2.0, float("nan"), 6.0, 4.0],
    }
)


def test_means_by_hand():
    assert means(CASES, ["crps"], ["year"]).rows() == [(1, 3.0, 2), (2, 3.0, 1)]


def test_no_grouping_is_the_whole():
    assert means(CASES, ["crps"], []).rows() == [(3.0, 3)]


def test_scores_are_compared_on_the_same_cases():
    found = means(CASES, ["crps", "benchmark"], [])
    assert found.rows() == [(3.0, 4.0, 2)]


def test_any_column_may_be_the_group():
    assert means(CASES, ["benchmark"], ["region"])["benchmark"].to_list() == [2.0, 5.0]
    assert means(CASES, ["crps"], ["region", "year"]).height == 3


ROW = st.tuples(st.sampled_from("ABC"), st.one_of(st.none(), st.floats(0, 100)))


@given(st.lists(ROW, min_size=1, max_size=30))
def test_the_mean_of_groups_weighted_by_size_is_the_mean_of_all(rows):
    table = pl.DataFrame(rows, schema={"group": pl.String, "x": pl.Float64}, orient="row")
    each, whole = means(table, ["x"], ["group"]), means(table, ["x"], [])
    assert each["n"].sum() == whole["n"][0]
    if whole["n"][0]:
        assert (each["x"] * each["n"]).sum() / each["n"].sum() == pytest.approx(whole["x"][0])


@given(st.lists(ROW, min_size=1, max_size=30))
def test_groups_agree_with_a_slow_count(rows):
    table = pl.DataFrame(rows, schema={"group": pl.String, "x": pl.Float64}, orient="row")
    for group, mean, n in means(table, ["x"], ["group"]).rows():
        values = [x for name, x in rows if name == group and x is not None]
        assert n == len(values)
        assert mean == pytest.approx(sum(values) / len(values))


def test_comparable_drops_null_and_nan():
    assert comparable(CASES, ["crps", "benchmark"])["unit"].to_list() == ["A", "B"]


def test_a_value_on_a_cut_belongs_above_it_and_unknown_is_its_own_band():
    table = pl.DataFrame({"income": [500.0, 1000.0, 9000.0, None, float("nan")]})
    found = banded(table, "income", [1000, 5000], ["low", "middle", "high"])["income_band"].to_list()
    assert found == ["low", "middle", "high", "unknown", "unknown"]
