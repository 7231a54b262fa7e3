"""Figures by grid cell and month, added up to units."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.panel.cells import NotByCell, sum_by_unit

CELLS = pl.DataFrame({"cell": [1, 2, 3], "unit": ["MLI", "MLI", "NER"]})


@pytest.fixture(params=["csv", "parquet"])
def written(request, tmp_path):
    def of(rows):
        table = pl.DataFrame(rows, schema=["cell", "month", "deaths"], orient="row")
        path = tmp_path / f"cells.{request.param}"
        table.write_csv(path) if request.param == "csv" else table.write_parquet(path)
        return path

    return of


def test_cells_of_a_unit_are_added_up_month_by_month(written):
    found = sum_by_unit(written([(1, 540, 3), (2, 540, 4), (3, 540, 1), (1, 541, 2)]), CELLS)
    assert found.rows() == [("MLI", 540, 7.0), ("MLI", 541, 2.0), ("NER", 540, 1.0), ("NER", 541, 0.0)]


def test_a_cell_without_a_unit_counts_for_none_and_its_month_is_covered(written):
    assert sum_by_unit(written([(99, 540, 3)]), CELLS)["deaths"].to_list() == [0.0, 0.0]


def test_a_month_that_the_file_does_not_hold_is_not_there(written):
    assert set(sum_by_unit(written([(1, 540, 3), (1, 542, 3)]), CELLS)["month"]) == {540, 542}


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "cell,month,deaths\n1,540,many\n"])
def test_a_file_of_something_else_is_refused_with_the_columns_it_needs(tmp_path, content):
    path = tmp_path / "cells.csv"
    path.write_text(content)
    with pytest.raises(NotByCell) as refused:
        sum_by_unit(path, CELLS)
    assert "cell, month, deaths" in refused.value.todo


ROWS = st.lists(st.tuples(st.integers(1, 5), st.integers(540, 543), st.integers(0, 99)), min_size=1, max_size=20)


@given(ROWS)
def test_no_death_in_a_cell_of_a_unit_is_lost_or_counted_twice(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("cells") / "cells.csv"
    pl.DataFrame(rows, schema=["cell", "month", "deaths"], orient="row").write_csv(path)
    assert sum_by_unit(path, CELLS)["deaths"].sum() == sum(dead for cell, _, dead in rows if cell <= 3)
