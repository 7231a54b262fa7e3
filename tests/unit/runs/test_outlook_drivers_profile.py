"""The tables of a release: forecasts, drivers and profile."""

import dataclasses

import numpy as np
import polars as pl
import pytest

import small_world as world
from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.release import rules, schema
from focalpoint.foresight.runs.civilians.backtest import Backtest, backtest
from focalpoint.foresight.runs.civilians.drivers import drivers
from focalpoint.foresight.runs.civilians.outlook import outlook
from focalpoint.foresight.runs.civilians.reasons import natural_value
from focalpoint.foresight.runs.profile import choice, profile, standing

SPEC, RULES = world.small_spec(), world.small_protocol()
KNOWN = [unit for unit in world.UNITS if unit != world.DARK]


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(world.panel(), range(2001, 2004), SPEC, RULES, ahead=[world.ORIGIN], progress=world.silent)


@pytest.fixture(scope="module")
def ahead(found) -> pl.DataFrame:
    return outlook(found.arrays, [*found.windows, *found.ahead], SPEC, RULES)


def test_a_release_accepts_the_forecasts(ahead):
    assert rules.faults("forecasts", schema.shape("forecasts", ahead)) == []


def test_the_months_are_those_after_the_origin(ahead):
    monthly = ahead.filter(pl.col("target") == "civilians")
    assert set(monthly["month"]) == set(range(world.ORIGIN + 1, world.ORIGIN + 15))
    assert set(monthly["model"]) == {"combination", "benchmark"}
    assert set(monthly["level"]) == set(RULES.published_levels)


def test_a_window_is_named_by_its_last_month(ahead):
    sums = ahead.filter(pl.col("target") == "civilians_sum")
    quantiles = sums.filter(pl.col("kind") == "quantile")
    assert ((quantiles["month"] - quantiles["window"]) == world.ORIGIN).all()
    assert set(quantiles["window"]) == {3, 6, 12}


def test_chances_are_asked_of_the_first_months_and_of_what_remains(ahead):
    chances = ahead.filter((pl.col("kind") == "chance") & (pl.col("target") == "civilians_sum"))
    last = pl.col("month") - world.ORIGIN
    spans = chances.select((last - pl.col("window") + 1).alias("first"), last.alias("last"))
    assert set(spans.rows()) == {(1, 3), (1, 6), *((first, 12) for first in range(1, 13))}


def test_every_unit_is_in_every_series_and_the_dark_one_with_nothing(ahead):
    sizes = ahead.group_by("target", "kind", "model", "window", "month", "level").agg(pl.col("unit").n_unique())
    assert set(sizes["unit"]) == {len(world.UNITS)}
    assert ahead.filter(pl.col("unit") == world.DARK)["value"].null_count() == len(
        ahead.filter(pl.col("unit") == world.DARK)
    )
    assert ahead.filter(pl.col("unit") != world.DARK)["value"].null_count() == 0


def test_chances_agree_across_thresholds_and_windows(ahead):
    chances = ahead.filter((pl.col("kind") == "chance") & (pl.col("unit") != world.DARK))
    assert chances.select(pl.col("value").is_between(0, 1, closed="none").all()).item()
    spans = chances.with_columns(first=pl.col("month") - pl.col("window"))
    for column in ("value", "low", "high"):
        by_threshold = spans.sort("level").group_by("unit", "first", "month", maintain_order=True).agg(column)
        assert all(list(row) == sorted(row, reverse=True) for row in by_threshold[column].to_list())
        for shared in ("first", "month"):
            by_window = spans.sort("window").group_by("unit", "level", shared, maintain_order=True).agg(column)
            assert all(list(row) == sorted(row) for row in by_window[column].to_list())


def test_a_chance_stands_beside_its_base_rate(ahead):
    chances = ahead.filter(pl.col("kind") == "chance")
    assert chances["base_rate"].null_count() == 0
    assert set(chances.group_by("level", "window").agg(pl.col("base_rate").n_unique())["base_rate"]) == {1}


def test_the_benchmark_s_quantiles_are_of_the_last_year(ahead):
    unit = world.UNITS.index("NGA")
    last = world.deaths()[unit, -12:]
    median = ahead.filter((pl.col("unit") == "NGA") & (pl.col("model") == "benchmark") & (pl.col("level") == 0.5))[
        "value"
    ]
    assert last.min() <= median[0] <= last.max()
    assert median.n_unique() == 1


def driven(found, **changes):
    last, chances = found.ahead[0], np.where(np.isnan(found.ahead[0].benchmark[:, 0]), np.nan, 0.3)
    return drivers(world.panel(), found.arrays, changes.get("parts", last.drivers), last.origin, chances, 25)


def test_drivers_speak_of_all_that_is_forecast_and_of_nothing_else(found):
    table = driven(found)
    assert rules.faults("drivers", schema.shape("drivers", table)) == []
    assert set(table["unit"]) <= set(KNOWN)
    assert set(table["target"]) == {"civilians_sum"}
    assert table.height > len(KNOWN)


def test_a_driver_is_the_sum_of_what_its_group_adds(found):
    parts = found.ahead[0].drivers[:, :-1]
    for row in driven(found).iter_rows(named=True):
        group = [k for k, name in enumerate(found.arrays.groups) if name == feature(row["feature"]).group]
        assert row["contribution"] == pytest.approx(parts[world.UNITS.index(row["unit"]), group].sum())


def test_a_value_that_lowers_is_held_against_states_with_as_much_killing(found):
    last, place = found.ahead[0].origin, found.arrays.names.index("events_12")
    killed = np.nan_to_num(found.arrays.target[:, last - 11 : last + 1].sum(axis=1))
    parts = np.zeros_like(found.ahead[0].drivers)
    parts[::2, place] = -0.5
    rows = driven(found, parts=parts)
    usual = np.median(found.arrays.features[killed >= 25, last, place].astype(float))
    assert set(rows["usual"]) == {natural_value(float(usual), feature("events_12"))}
    assert set(rows["compared"]) == {"States where 25 or more civilians were killed in the last twelve months"}
    assert (rows["value"] < rows["usual"]).all()


def test_the_profile_has_every_indicator_of_every_unit():
    table = profile(world.panel(), choice())
    assert rules.faults("profile", schema.shape("profile", table).sort("unit", "indicator")) == []
    assert table.height == len(world.UNITS) * len(choice().indicators)


def test_a_source_that_was_never_added_is_unknown_not_zero():
    table = profile(world.panel(), choice()).filter(pl.col("indicator") == "excluded_share")
    assert set(table["status"]) == {"unknown"}
    assert table["value"].null_count() == table.height


def test_the_last_known_figure_is_shown_with_its_year():
    panel = world.panel()
    table = profile(panel, choice()).filter(pl.col("indicator") == "population")
    # The world is revised data: in December 2003 the figures of 2002 were the newest that were published.
    assert set(table["year"]) == {2002}
    last = panel.yearly.filter((pl.col("year") == 2002) & (pl.col("unit") == "SDN"))["population"][0]
    assert table.filter(pl.col("unit") == "SDN")["value"][0] == last


def test_a_column_the_panel_has_never_heard_of_is_unknown():
    panel = world.panel()
    narrow = dataclasses.replace(panel, yearly=panel.yearly.drop("mentions"))
    table = profile(narrow, choice()).filter(pl.col("indicator") == "mentions")
    assert set(table["status"]) == {"unknown"}


def test_standing_counts_the_others_below():
    assert standing(np.array([10.0, 20.0, 30.0])).tolist() == [0, 0.5, 1]
    assert standing(np.array([1.0, 1.0])).tolist() == [0.5, 0.5]
    assert np.isnan(standing(np.array([7.0, np.nan]))).all()
