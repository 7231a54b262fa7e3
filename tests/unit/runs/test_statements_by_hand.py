"""Statements of a back-test, counted: every case is written here."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small_world as world
from focalpoint.desk.design.likelihood import bands
from focalpoint.foresight.runs.civilians import statements
from focalpoint.foresight.runs.civilians.protocol import protocol
from focalpoint.reference.calendar import month_id

RULES = world.small_protocol(recall_lengths=(1, 2))
CHANCES = {"unit": pl.String, "year": pl.Int64, "window": pl.Int32, "threshold": pl.Float64, "value": pl.Float64,
           "outcome": pl.Float64}  # fmt: skip


def said(rows, killed_before=None):
    """A back-test: unit, year, window (None: the calendar year), threshold, chance, outcome."""
    table = pl.DataFrame(rows, schema=CHANCES, orient="row")
    units = tuple(sorted(set(table["unit"])))
    years = table.select("unit", "year").unique().with_columns(actual=pl.lit(70.0))
    first = month_id(1999, 1)
    civilians = np.zeros((len(units), 120))
    for unit, deaths in (killed_before or {}).items():
        civilians[units.index(unit)] = deaths
    return SimpleNamespace(
        chances=table, years=years, arrays=SimpleNamespace(units=units, first=first, target=civilians)
    )


YEARS = [
    ("AFG", 2001, None, 25.0, 0.90, 1.0),
    ("CHE", 2001, None, 25.0, 0.04, 1.0),
    ("NOR", 2001, None, 25.0, 0.60, 0.0),
    ("SDN", 2001, None, 25.0, 0.30, 1.0),
]


def figures(rows, model="combination"):
    return {row["metric"]: row["value"] for row in rows if row["model"] == model}


def test_of_two_likely_statements_one_came_true_and_one_event_was_missed():
    assert figures(statements.tallies(said(YEARS), RULES)) == {
        "said_likely": 2, "came_true": 1, "passed": 3, "missed": 1,
    }  # fmt: skip


def test_a_statement_belongs_to_the_band_that_holds_its_chance():
    rows = [(unit, year, 12, threshold, chance, came) for unit, year, _, threshold, chance, came in YEARS]
    rows.append(("KEN", 2001, 12, 25.0, 0.05, 0.0))  # the lower edge belongs to the band above
    found = list(statements.reliability(said(rows), RULES))
    assert figures(found) == pytest.approx(
        {
            "said: 0": 0.04,
            "came_true: 0": 1.0,
            "said: 1": 0.05,
            "came_true: 1": 0.0,
            "said: 2": 0.3,
            "came_true: 2": 1.0,
            "said: 4": 0.6,
            "came_true: 4": 0.0,
            "said: 5": 0.9,
            "came_true: 5": 1.0,
        }
    )
    assert {row["n"] for row in found} == {1}


def test_the_bands_are_those_of_the_yardstick_that_pages_use():
    assert list(protocol().reliability_edges) == [each.low / 100 for each in bands()[1:]]


def test_a_list_of_one_holds_the_first_and_the_benchmark_lists_by_past_killing():
    found = list(statements.recall(said(YEARS, {"SDN": 5.0, "NOR": 9.0}), RULES))
    assert figures(found) == pytest.approx({"first: 1": 1 / 3, "first: 2": 1 / 3})
    # Norway, then Sudan: the second of the benchmark's list is an event, the first is none.
    assert figures(found, "benchmark") == pytest.approx({"first: 1": 0.0, "first: 2": 1 / 3})


def test_every_year_that_passed_the_largest_threshold_is_listed():
    rows = [*YEARS, ("AFG", 2001, None, 100.0, 0.7, 1.0), ("SDN", 2001, None, 100.0, 0.2, 0.0)]
    listed = list(statements.passed(said(rows)))
    assert {(row["unit"], row["metric"], row["value"]) for row in listed} == {
        ("AFG", "actual", 70.0),
        ("AFG", "chance", 0.7),
    }


def test_what_is_unknown_is_not_counted():
    rows = [*YEARS, ("KEN", 2001, None, 25.0, 0.99, None), ("MLI", 2001, None, 25.0, None, 1.0)]
    assert figures(statements.tallies(said(rows), RULES))["said_likely"] == 2
    assert all(row["n"] == 4 for row in statements.tallies(said(rows), RULES))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 99), st.booleans()), min_size=1, max_size=15))
def test_the_bands_together_count_every_statement_once(pairs):
    rows = [(f"S{k:02}", 2001, 12, 25.0, chance / 100, float(came)) for k, (chance, came) in enumerate(pairs)]
    found = [row for row in statements.reliability(said(rows), RULES) if row["metric"].startswith("came_true")]
    assert sum(row["n"] for row in found) == len(pairs)
    assert sum(row["n"] * row["value"] for row in found) == pytest.approx(sum(came for _, came in pairs))
    assert all(row["low"] <= row["value"] <= row["high"] for row in found)
