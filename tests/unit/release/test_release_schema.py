"""The layout of the bundle's tables."""

import polars as pl
import pytest

from focalpoint.foresight.release.schema import FILES, TABLES, BadTable, shape

ROW = dict.fromkeys(TABLES["history"].columns) | {"unit": "SDN", "month": 540, "best": 7, "events": 2}
ROW |= {"status": "recorded"}


def test_a_bundle_holds_seven_tables_and_a_card():
    files = (
        *("forecasts.parquet", "drivers.parquet", "history.parquet"),
        *("events.parquet", "profile.parquet", "scores.parquet", "evenhand.parquet", "model_card.md"),
    )
    assert set(FILES) == set(files)


def test_every_key_and_nullable_column_is_a_column():
    for table in TABLES.values():
        assert set(table.key) | table.nullable <= set(table.columns)


def test_a_table_gets_the_types_of_its_file():
    shaped = shape("history", pl.DataFrame([ROW]))
    assert dict(shaped.schema) == TABLES["history"].columns
    assert shaped["best"].to_list() == [7.0]


def test_rows_are_put_in_the_order_of_the_key():
    rows = [ROW | {"unit": unit, "month": month} for unit, month in (("SDN", 540), ("MMR", 540), ("SDN", 539))]
    shaped = shape("history", pl.DataFrame(rows))
    assert shaped.select("unit", "month").rows() == [("MMR", 540), ("SDN", 539), ("SDN", 540)]


def test_the_order_of_columns_does_not_matter():
    frame = pl.DataFrame([ROW])
    assert shape("history", frame.select(reversed(frame.columns))).equals(shape("history", frame))


def test_a_missing_column_is_named():
    with pytest.raises(BadTable, match=r"history\.parquet: missing columns \['best'\]"):
        shape("history", pl.DataFrame([ROW]).drop("best"))


def test_an_unknown_column_is_named():
    with pytest.raises(BadTable, match=r"unknown columns \['guess'\]"):
        shape("history", pl.DataFrame([ROW | {"guess": 1}]))


def test_a_value_that_does_not_fit_is_an_error_and_not_a_null():
    with pytest.raises(BadTable, match="does not fit"):
        shape("history", pl.DataFrame([ROW | {"month": "December"}]))


def test_null_keys_come_first():
    row = {"section": "yearly", "unit": None, "year": 2024, "window": None, "threshold": None, "model": "combination"}
    row |= {"metric": "crps", "value": 1.0, "low": None, "high": None, "n": 3}
    shaped = shape("scores", pl.DataFrame([row, row | {"year": None}]))
    assert shaped["year"].to_list() == [None, 2024]
