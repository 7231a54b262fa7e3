"""What may not stand in a table: one broken row each, and the words that name it."""

import datetime as dt
from functools import cache
from typing import Any

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release.rules import RULES, contradictions, faults
from focalpoint.foresight.release.schema import TABLES, shape


@cache
def good() -> dict[str, pl.DataFrame]:
    return {name: shape(name, frame) for name, frame in bundles.tables(months=24).items()}


def broken(name: str, where: pl.Expr, **changes: Any) -> list[str]:
    """Change the first row of a table that fulfils a condition, and say what the rules find."""
    frame = good()[name].with_row_index()
    first = frame.filter(where)["index"][0]
    sets = [
        pl.when(pl.col("index") == first)
        .then(pl.lit(value, dtype=TABLES[name].columns[column]))
        .otherwise(column)
        .alias(column)
        for column, value in changes.items()
    ]
    return faults(name, frame.with_columns(sets).drop("index"))


QUANTILE, CHANCE = pl.col("kind") == "quantile", (pl.col("kind") == "chance") & (pl.col("unit") == "SDN")
SUDAN = pl.col("unit") == "SDN"
CASES: list[tuple[str, pl.Expr, dict[str, Any], str]] = [
    ("forecasts", QUANTILE, {"value": -1.0}, "a forecast of fewer than no deaths"),
    ("forecasts", QUANTILE, {"level": 1.0}, "a quantile level outside 0 to 1"),
    ("forecasts", QUANTILE, {"level": None}, "a quantile without a level"),
    ("forecasts", CHANCE, {"window": None}, "a chance without a window"),
    ("forecasts", CHANCE, {"value": 1.0}, "a chance of 0 or 1"),
    ("forecasts", CHANCE, {"value": 0.0}, "a chance of 0 or 1"),
    ("forecasts", CHANCE, {"low": 0.9999999, "high": 1.0}, "an interval that does not hold its value"),
    ("forecasts", CHANCE, {"base_rate": 1.5}, "a base rate outside 0 to 1"),
    ("forecasts", CHANCE, {"kind": "guess"}, "a kind other than quantile or chance"),
    ("forecasts", CHANCE, {"target": "guess"}, "an unknown target"),
    ("forecasts", SUDAN & QUANTILE & (pl.col("level") == 0.99), {"value": 0.0}, "a quantile below the one before it"),
    ("forecasts", CHANCE, {"value": float("nan")}, "column value has values that are not numbers"),
    ("forecasts", CHANCE, {"unit": None}, "column unit has empty cells"),
    ("drivers", SUDAN, {"share": 1.2}, "a share outside 0 to 1"),
    ("drivers", SUDAN, {"rank": 0}, "a rank below 1"),
    ("drivers", SUDAN & (pl.col("rank") == 1), {"rank": 2}, "two rows have the same unit, target, rank"),
    ("drivers", SUDAN, {"target": "guess"}, "a target that no driver speaks of"),
    ("drivers", SUDAN, {"meaning": "guess"}, "a meaning other than raises, lowers or none"),
    ("events", SUDAN, {"part": " "}, "a part of a State without a name"),
    ("events", SUDAN, {"best": -1}, "a count below zero"),
    ("events", SUDAN, {"civilians_low": 90}, "low, best and high of civilians out of order"),
    ("events", SUDAN, {"lat": 90.5}, "a place that is not on the globe"),
    ("events", SUDAN, {"date_end": dt.date(2000, 1, 1)}, "an event that ends before it begins"),
    ("history", SUDAN, {"basis": "guess"}, "an unknown basis"),
    ("history", SUDAN & (pl.col("best") > 0), {"one_sided": 1e9}, "one-sided low, best and high out of order"),
    ("history", SUDAN, {"status": "guess"}, "an unknown status"),
    ("history", pl.col("status") == "zero", {"best": 3.0}, "a zero that is not zero"),
    ("history", pl.col("status") == "recorded", {"best": None}, "a record without a number"),
    ("history", pl.col("status") == "unknown", {"best": 0.0}, "a number for a month that is missing or unknown"),
    ("history", pl.col("status") == "recorded", {"events": -1}, "a count below zero"),
    ("history", pl.col("status") == "recorded", {"low": 1e9}, "low, best and high out of order"),
    ("history", SUDAN, {"month": 900}, "the rows are not in the order of unit, month"),
    ("profile", SUDAN, {"status": "guess"}, "an unknown status"),
    ("profile", pl.col("status") == "known", {"value": None}, "a known value that is null"),
    ("profile", pl.col("status") == "unknown", {"value": 1.0}, "a known value that is null"),
    ("profile", pl.col("status") == "known", {"world_rank_share": 2.0}, "a world rank outside 0 to 1"),
    ("scores", pl.col("low").is_not_null(), {"section": "guess"}, "an unknown section"),
    ("scores", pl.col("low").is_not_null(), {"low": 1e9}, "an interval that does not hold its value"),
    ("evenhand", SUDAN, {"severity_high": 0.0}, "low, best and high out of order"),
    ("evenhand", SUDAN, {"severity_rank_low": 190}, "ranks out of order"),
    ("evenhand", SUDAN, {"gap_low": 500}, "gap bounds out of order"),
    ("evenhand", SUDAN, {"observability": 1.01}, "observability outside 0 to 1"),
    ("evenhand", SUDAN, {"severity_best": None}, "a rank without a severity"),
]


@pytest.mark.parametrize(
    ("name", "where", "changes", "words"), CASES, ids=[case[3] + str(i) for i, case in enumerate(CASES)]
)
def test_a_broken_row_is_named(name: str, where: pl.Expr, changes: dict[str, Any], words: str):
    assert any(found.startswith(words) for found in broken(name, where, **changes))


def test_every_rule_is_broken_by_one_of_the_cases():
    rules = {(name, words) for name, table in RULES.items() for words in table}
    covered = {
        (name, words) for name, words in rules for case in CASES if case[0] == name and words.startswith(case[3])
    }
    assert rules - covered == set()


@pytest.mark.parametrize("name", TABLES)
def test_a_good_table_has_no_faults(name: str):
    assert faults(name, good()[name]) == []


def test_good_tables_do_not_contradict_each_other():
    assert contradictions(good()) == []


def test_an_empty_table_has_no_faults():
    for name, frame in good().items():
        assert faults(name, frame.clear()) == []


def test_rows_in_another_order_are_a_fault():
    assert faults("history", good()["history"].reverse()) == ["the rows are not in the order of unit, month"]


def test_a_unit_that_drops_out_of_a_ranking_is_seen():
    tables = good() | {"forecasts": good()["forecasts"].filter(~(CHANCE & (pl.col("window") == 12)))}
    assert contradictions(tables) == [
        "forecasts.parquet: a unit lacks a row that others have; write it with an empty value"
    ]


def test_a_number_for_the_unknown_is_refused():
    palestine = pl.col("unit") == "PSE"
    frame = good()["forecasts"].with_columns(pl.when(palestine).then(0.5).otherwise("value").alias("value"))
    assert contradictions(good() | {"forecasts": frame}) == [
        "forecasts.parquet has numbers of deaths for ['PSE'], of which the record knows nothing",
        "forecasts.parquet has numbers for ['PSE'], of which the record knows nothing",
    ]


def test_a_record_that_went_dark_allows_an_onset_but_no_figure_of_deaths():
    last = (pl.col("unit") == "SDN") & (pl.col("month") == 540)
    gone = pl.lit(None, dtype=pl.Float64)
    dark = good()["history"].with_columns(
        pl.when(last).then(pl.lit("unknown")).otherwise("status").alias("status"),
        *(pl.when(last).then(gone).otherwise(name).alias(name) for name in ("low", "best", "high")),
    )
    found = contradictions(good() | {"history": dark})
    assert found == ["forecasts.parquet has numbers of deaths for ['SDN'], of which the record knows nothing"]
    deaths = (pl.col("unit") == "SDN") & pl.col("target").str.starts_with("civilians")
    silent = good()["forecasts"].with_columns(pl.when(deaths).then(gone).otherwise("value").alias("value"))
    assert contradictions(good() | {"history": dark, "forecasts": silent}) == []


def test_a_unit_that_only_another_table_has_is_seen():
    frame = good()["drivers"].with_columns(pl.lit("XXX").alias("unit"))
    assert contradictions(good() | {"drivers": frame}) == [
        "drivers.parquet speaks of ['XXX'], which forecasts.parquet does not have"
    ]
