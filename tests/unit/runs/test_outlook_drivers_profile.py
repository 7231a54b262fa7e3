"""The tables of a release: forecasts, drivers and profile."""

import dataclasses

import numpy as np
import polars as pl
import pytest

import small_world as world
from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.release import rules, schema
from focalpoint.foresight.runs.backtest import Backtest, backtest
from focalpoint.foresight.runs.drivers import drivers, natural
from focalpoint.foresight.runs.outlook import outlook
from focalpoint.foresight.runs.profile import choice, profile, standing

SPEC, RULES = world.small_spec(), world.small_protocol()
KNOWN = [unit for unit in world.UNITS if unit != world.DARK]


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(world.panel(), range(2001, 2004), SPEC, RULES, ahead=True, progress=world.silent)


@pytest.fixture(scope="module")
def ahead(found) -> pl.DataFrame:
    return outlook(found.ground, found.windows, SPEC, RULES)


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


def test_drivers_add_up_to_the_log_odds_against_the_average(found):
    last = found.windows[-1]
    table = drivers(found.ground, last.drivers, last.origin, last.benchmark[:, 0])
    for unit, parts in zip(world.UNITS, last.drivers, strict=True):
        mine = table.filter(pl.col("unit") == unit)
        if unit == world.DARK:
            assert mine.is_empty()
        else:
            assert mine["contribution"].sum() == pytest.approx(parts[:-1].sum())


def test_drivers_come_largest_first_once_a_group(found):
    last = found.windows[-1]
    table = drivers(found.ground, last.drivers, last.origin, last.benchmark[:, 0])
    assert rules.faults("drivers", schema.shape("drivers", table)) == []
    for _, mine in table.group_by("unit"):
        assert mine["rank"].to_list() == list(range(1, mine.height + 1))
        assert mine["share"].to_list() == sorted(mine["share"], reverse=True)
        assert mine["share"][0] == 1
        groups = [feature(name).group for name in mine["feature"]]
        assert len(set(groups)) == len(groups)


def test_a_driver_without_a_value_says_so(found):
    last = found.windows[-1]
    parts = np.zeros_like(last.drivers)
    place = found.ground.names.index("polyarchy")
    parts[:, place] = 0.4
    features = found.ground.features.copy()
    features[:, last.origin, place] = np.nan
    ground = dataclasses.replace(found.ground, features=features)
    table = drivers(ground, parts, last.origin, last.benchmark[:, 0])
    assert set(table["feature"]) == {"polyarchy"}
    assert table["value"].null_count() == table.height
    assert all("not known" in note for note in table["note"])


def test_values_are_shown_on_the_scale_people_count_on():
    assert natural(float(np.log1p(250)), feature("civilians_12")) == 250
    assert natural(0.25, feature("polyarchy")) == 0.25
    assert natural(float("nan"), feature("polyarchy")) is None


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
    assert set(table["year"]) == {2003}
    last = panel.yearly.filter((pl.col("year") == 2003) & (pl.col("unit") == "SDN"))["population"][0]
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
