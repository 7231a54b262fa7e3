"""A State whose events a file counts under another: its published yearly totals laid over the months of that file.

Each test is a small year: months of both States together go in, months of each come out.
"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from focalpoint.foresight.panel.spread import TAKEN, separated, spread
from focalpoint.reference.calendar import parse_month

YEAR = 2023


def file_of(*months):
    """Months of Nigeria in the file, Niger included: (civilians, all dead, high, state-based, one-sided events)."""
    rows = [
        {
            "unit": "NGA",
            "month": parse_month(f"{YEAR}-{number:02d}"),
            "ged_events": float(state_based + one_sided),
            "ged_deaths_best": float(best),
            "ged_deaths_high": float(high),
            "civilians": float(civilians),
            "civilians_coded": float(civilians),
            "one_sided_low": None,
            "one_sided": None,
            "one_sided_high": None,
            "ged_peak_event": float(best),
            "ged_state_based": float(state_based),
            "ged_non_state": 0.0,
            "ged_one_sided": float(one_sided),
        }
        for number, (civilians, best, high, state_based, one_sided) in enumerate(months, start=1)
    ]
    return pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(("one_sided_low", "one_sided", "one_sided_high"), pl.Float64)
    )


def niger(civilians, best, high, one_sided=(0, 0, 0), year=YEAR):
    low, middle, most = one_sided
    return pl.DataFrame(
        {"unit": ["NER"], "year": [year], "ov_civilians": [civilians], "ov_best": [best], "ov_high": [high]}
        | {"osv_low": [low], "osv_best": [middle], "osv_high": [most]},
        schema_overrides={"year": pl.Int32},
    )


def months_of(figures, unit, *columns):
    return figures.filter(pl.col("unit") == unit).sort("month").select(columns).rows()


def test_a_total_is_laid_over_the_months_in_proportion_and_the_largest_remainders_get_what_is_left():
    # 10 over 1, 2, 4 of 7: 1.43, 2.86, 5.71 -> 1, 2, 5 and the two that are left to 0.86 and 0.71.
    assert spread(10, np.array([1.0, 2.0, 4.0])).tolist() == [1, 3, 6]
    # Equal remainders: the earlier month first.
    assert spread(1, np.array([3.0, 3.0])).tolist() == [1, 0]
    assert spread(0, np.array([0.0, 0.0])).tolist() == [0, 0]


def test_each_month_of_niger_is_taken_from_nigeria():
    file = file_of((10, 30, 40, 3, 1), (0, 10, 10, 1, 0), (10, 20, 30, 2, 2))
    figures, years = separated(file, niger(civilians=4, best=12, high=16), "NER", "NGA")
    columns = ("civilians", "ged_deaths_best", "ged_deaths_high")
    # Civilians 4 over 10, 0, 10: 2, 0, 2. Others 8 over 20, 10, 10: 4, 2, 2. Above best 4 over 10, 0, 10: 2, 0, 2.
    assert months_of(figures, "NER", *columns) == [(2, 6, 8), (0, 2, 2), (2, 4, 6)]
    assert months_of(figures, "NGA", *columns) == [(8, 24, 32), (0, 8, 8), (8, 16, 24)]
    assert years.rows() == [(YEAR, "spread")]


def test_events_go_with_the_share_of_the_dead_and_the_deadliest_event_is_unknown():
    file = file_of((10, 30, 40, 3, 1), (0, 10, 10, 1, 0), (10, 20, 30, 2, 2))
    figures, _ = separated(file, niger(civilians=4, best=12, high=16), "NER", "NGA")
    # A fifth of the dead: 6 state-based events give round(1.2) = 1, 3 one-sided ones round(0.6) = 1.
    assert months_of(figures, "NER", "ged_state_based", "ged_one_sided") == [(1, 0), (0, 0), (0, 1)]
    assert months_of(figures, "NGA", "ged_state_based", "ged_one_sided") == [(2, 1), (1, 0), (2, 1)]
    assert set(figures["ged_peak_event"]) == {None}


def test_one_sided_dead_are_never_more_than_the_civilians_of_the_month():
    file = file_of((10, 30, 40, 3, 1), (0, 10, 10, 1, 0), (10, 20, 30, 2, 2))
    figures, _ = separated(file, niger(4, 12, 16, one_sided=(2, 3, 7)), "NER", "NGA")
    # 3 over civilians 2, 0, 2: 2, 0, 1 (the earlier month first); low 2 over these: 1, 0, 1; high adds 4: 3, 0, 1.
    assert months_of(figures, "NER", "one_sided_low", "one_sided", "one_sided_high") == [
        (1, 2, 5),
        (0, 0, 0),
        (1, 1, 2),
    ]
    assert set(figures.filter(pl.col("unit") == "NGA")["one_sided"]) == {None}


def test_a_year_without_dead_is_zero_and_leaves_the_other_state_as_it_is():
    file = file_of((10, 30, 40, 3, 1))
    figures, years = separated(file, niger(0, 0, 0), "NER", "NGA")
    assert figures.equals(file)
    assert years.rows() == [(YEAR, "final")]


@pytest.mark.parametrize("totals", [niger(4, 12, 16, year=2022), niger(11, 12, 16), niger(4, 61, 80)])
def test_a_year_that_is_not_known_or_does_not_fit_is_not_guessed(totals):
    file = file_of((10, 30, 40, 3, 1))
    figures, years = separated(file, totals, "NER", "NGA")
    assert figures.sort("month").equals(file)
    assert YEAR not in years["year"].to_list()


@pytest.mark.parametrize("missing", ["ov_civilians", "ov_high", "osv_low", "osv_high"])
def test_a_year_with_an_unknown_total_is_not_guessed(missing):
    file = file_of((10, 30, 40, 3, 1))
    total = niger(4, 12, 16, one_sided=(2, 3, 7)).with_columns(pl.lit(None, pl.Int64).alias(missing))
    figures, years = separated(file, total, "NER", "NGA")
    assert figures.sort("month").equals(file)
    assert YEAR not in years["year"].to_list()


def test_a_month_published_with_a_high_below_its_best_holds_nothing_above_it():
    figures, _ = separated(file_of((0, 20, 10, 1, 0), (0, 20, 30, 1, 0)), niger(0, 10, 14), "NER", "NGA")
    assert months_of(figures, "NER", "ged_deaths_best", "ged_deaths_high") == [(5, 5), (5, 9)]
    assert months_of(figures, "NGA", "ged_deaths_best", "ged_deaths_high") == [(15, 5), (15, 21)]


COUNTS = arrays.arrays(np.int64, (12, 4), elements=st.integers(0, 400))


@given(COUNTS, st.floats(0, 1), st.floats(0, 1))
def test_both_states_add_up_to_the_file_and_neither_is_ever_below_zero(counts, of_civilians, of_others):
    civilians, others, above, kinds = counts.T
    file = file_of(*zip(civilians, civilians + others, civilians + others + above, kinds, kinds // 2, strict=True))
    killed = int(civilians.sum() * of_civilians)
    best = killed + int(others.sum() * of_others)
    total = niger(killed, best, best + int(above.sum() * of_others), one_sided=(0, killed // 2, killed))
    figures, _ = separated(file, total, "NER", "NGA")
    both = figures.group_by("month").agg(pl.col(TAKEN).sum()).sort("month").select(TAKEN)
    assert both.equals(file.select(TAKEN))
    assert figures.select(pl.min_horizontal(TAKEN).min()).item() >= 0
    assert (figures["civilians"] <= figures["ged_deaths_best"]).all()
    if best:
        own = figures.filter(pl.col("unit") == "NER")
        assert (own["civilians"].sum(), own["ged_deaths_best"].sum()) == (killed, best)
        assert own["one_sided"].sum() == killed // 2
        assert (own["one_sided"] <= own["civilians"]).all()
