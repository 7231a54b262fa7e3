"""When a State without a row counts as zero, and when nothing is known: a table to be read line by line."""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.panel.build import panel
from tiny_store import by_month, store, table

# The office knows two files: a list of coups, known in June 2022, with Mali in 2012 and 2020 and Chad in 2022, and the
# general debate's counts, with Mali named by 4 of 190 speeches of 2005. "-" is nothing known.
CASES = """
coup_attempts  MLI  2012  1   listed
coup_attempts  MLI  2020  1   listed
coup_attempts  URY  2012  0   every attempt since 1950 is listed, and this State is not
coup_attempts  URY  2013  0   a year without any attempt in the list lies between years with some
coup_attempts  URY  1960  0   the list begins in 1950
coup_attempts  SSD  2010  -   not yet a State
coup_attempts  SSD  2012  0
coup_attempts  URY  2021  0   over when the list was known
coup_attempts  TCD  2022  1   listed
coup_attempts  URY  2022  -   not over when the list was known: an attempt may have come later
coup_attempts  URY  2023  -   after the list
mentions       MLI  2005  4   named
mentions       URY  2005  0   the table lists only States that were named
mentions       SSD  2005  -   not yet a State
mentions       URY  2006  -   a year the table does not cover
population     URY  2005  -   a row that is not there says nothing in any other table
"""


@pytest.fixture(scope="module")
def yearly(tmp_path_factory):
    coups = [
        {"iso3": iso3, "year": year, "coup_attempts": 1} for iso3, year in (("MLI", 2012), ("MLI", 2020), ("TCD", 2022))
    ]
    files = (
        by_month([("MLI", "2023-05", 1.0, 3.0)], "2023-01", "2024-12"),
        table("coups", coups, dt.date(2022, 6, 30)),
        table("mentions", [{"iso3": "MLI", "year": 2005, "mentions": 4, "speeches": 190, "r2p_mentions": 9}]),
        table("wdi", [{"iso3": "MLI", "year": 2005, "population": 13.0}]),
    )
    return panel(store(tmp_path_factory.mktemp("store"), *files), known_at=dt.date(2026, 12, 31)).yearly


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_a_state_without_a_row_is_zero_only_where_the_source_covers_it(yearly, line):
    column, unit, year, value, *_ = line.split()
    found = yearly.filter((pl.col("unit") == unit) & (pl.col("year") == int(year)))[column].item()
    assert found == (None if value == "-" else float(value))


def test_without_a_list_of_coups_nothing_is_known_of_them(tmp_path):
    files = by_month([("MLI", "2023-05", 1.0, 3.0)], "2023-01", "2024-12")
    bare = panel(store(tmp_path, files), known_at=dt.date(2026, 12, 31)).yearly
    assert bare["coup_attempts"].null_count() == len(bare)
