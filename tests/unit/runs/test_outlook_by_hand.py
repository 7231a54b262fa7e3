"""The forecasts table of two States, one of them dark, from a window written by hand."""

import math
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import small_world as world
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.civilians.outlook import COLUMNS, outlook

SPEC = world.small_spec(levels=4, horizons=3, thresholds=(5.0, 50.0), windows=(1, 3))
RULES = world.small_protocol(published_levels=(0.125, 0.5, 0.875), base_rate_months=4)
FIRST, ORIGIN = 500, 3
COUNTS = np.array([[0.0, 6, 0, 6], [math.nan] * 4])
GROUND = Arrays(("AFG", "PSE"), FIRST, COUNTS, np.empty((2, 4, 0), dtype=np.float32), (), ())
NOTHING = [math.nan] * 4


def window(one=(0, 0, 0, 9), three=(0, 0, 9, 60), rest=((0, 0, 0, 60), (0, 0, 9, 9))):
    """What is said at the origin: months that rise by one, and totals of one, of three and of the last two and one."""
    quantiles = np.array([[[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]], [NOTHING] * 3], dtype=np.float32)
    return SimpleNamespace(
        origin=ORIGIN,
        quantiles=quantiles,
        benchmark=np.array([[0.0, 0, 6, 6], NOTHING]),
        totals={
            (1, 1): np.array([one, NOTHING]),
            (1, 3): np.array([three, NOTHING]),
            **{(first, 3): np.array([said, NOTHING]) for first, said in zip((2, 3), rest, strict=True)},
        },
        structural=np.array([0.5, 0.5]),
    )


@pytest.fixture(scope="module")
def table():
    return outlook(GROUND, [window()], SPEC, RULES)


def of(table, **wanted):
    """Rows of one State with these values."""
    return table.filter(*(pl.col(name) == value for name, value in wanted.items()))


def test_the_table_has_its_columns_and_every_series_both_states(table):
    assert tuple(table.columns) == COLUMNS
    # Three months x two models x three levels, two sums x three levels, two thresholds x four windows; both States.
    assert table.height == 2 * (18 + 6 + 8)


def test_the_first_month_is_the_one_after_the_origin(table):
    months = of(table, unit="AFG", target="civilians", model="combination", level=0.5)
    assert months["month"].to_list() == [504, 505, 506]
    assert months["value"].to_list() == pytest.approx([1.5, 2.5, 3.5])


def test_the_benchmark_says_the_same_of_every_month(table):
    rows = of(table, unit="AFG", model="benchmark", level=0.875)
    assert rows["value"].to_list() == [6.0, 6.0, 6.0]


def test_outer_levels_are_the_outer_quantiles(table):
    rows = of(table, unit="AFG", model="combination", target="civilians", month=504)
    assert rows["value"].to_list() == pytest.approx([0.0, 1.5, 3.0])


def test_sums_are_quantiles_of_the_paths(table):
    rows = of(table, unit="AFG", target="civilians_sum", kind="quantile", window=3)
    assert rows["month"].to_list() == [506] * 3
    assert rows["value"].to_list() == pytest.approx(np.quantile([0, 0, 9, 60], [0.125, 0.5, 0.875]).tolist())


def test_quantiles_never_cross(table):
    series = table.filter(pl.col("kind") == "quantile").drop_nulls("value").sort("level")
    for _, part in series.group_by("unit", "month", "target", "model", "window"):
        assert part["value"].is_sorted()


def halfway(count):
    """Half the log-odds of a share of four paths, beside even odds."""
    share = (count + 0.5) / 5
    odds = math.sqrt(share / (1 - share))
    return odds / (1 + odds)


def test_chances_without_a_past_are_halfway_to_the_structural_one(table):
    rows = of(table, unit="AFG", kind="chance")
    leading = rows.filter(pl.col("month") - pl.col("window") == FIRST + ORIGIN)
    said = {(row["level"], row["window"]): row["value"] for row in leading.iter_rows(named=True)}
    by_hand = {(5.0, 1): 1, (5.0, 3): 2, (50.0, 1): 0, (50.0, 3): 1}
    assert said == pytest.approx({place: halfway(count) for place, count in by_hand.items()})


def test_what_remains_of_the_three_months_is_never_likelier_than_they_are(table):
    rows = of(table, unit="AFG", kind="chance", month=506).sort("level", "window", descending=[False, True])
    said = {(row["level"], row["window"]): row["value"] for row in rows.iter_rows(named=True)}
    # The last month alone passes five in two paths of four, but the two months around it in one.
    by_hand = {(5.0, 3): 2, (5.0, 2): 1, (5.0, 1): 1, (50.0, 3): 1, (50.0, 2): 1, (50.0, 1): 0}
    assert said == pytest.approx({place: halfway(count) for place, count in by_hand.items()})


def test_a_chance_stands_inside_its_interval(table):
    rows = of(table, unit="AFG", kind="chance")
    assert (rows["low"] < rows["value"]).all()
    assert (rows["value"] < rows["high"]).all()


def test_base_rates_count_the_windows_of_the_record_by_hand(table):
    rows = of(table, unit="AFG", kind="chance", level=5.0)
    # Months 0 6 0 6: two of four reach five; all stretches of two and of three do.
    assert dict(rows.select("window", "base_rate").rows()) == {1: 0.5, 2: 1.0, 3: 1.0}
    assert of(table, unit="AFG", kind="chance", level=50.0)["base_rate"].to_list() == [0.0] * 4


def test_the_dark_state_is_in_every_series_with_null_and_never_zero(table):
    dark = of(table, unit="PSE")
    assert dark.height == of(table, unit="AFG").height
    for name in ("value", "low", "high"):
        assert dark[name].null_count() == dark.height
        assert table[name].is_nan().sum() == 0


def test_only_chances_have_an_interval_and_a_base_rate(table):
    quantiles = table.filter(pl.col("kind") == "quantile")
    for name in ("low", "high", "base_rate"):
        assert quantiles[name].null_count() == quantiles.height


def test_more_paths_that_pass_raise_every_chance_or_leave_it():
    few = outlook(GROUND, [window()], SPEC, RULES)
    more = window(one=(0, 0, 9, 60), three=(0, 9, 60, 60), rest=((0, 0, 60, 60), (0, 9, 9, 9)))
    many = outlook(GROUND, [more], SPEC, RULES)
    before, after = (of(each, unit="AFG", kind="chance")["value"] for each in (few, many))
    assert (after >= before).all()
    assert (after > before).any()


def test_a_state_without_any_killing_keeps_small_chances_above_zero():
    still = (0, 0, 0, 0)
    quiet = outlook(GROUND, [window(one=still, three=still, rest=(still, still))], SPEC, RULES)
    said = of(quiet, unit="AFG", kind="chance")["value"]
    assert said.to_list() == pytest.approx([halfway(0)] * 8)
    assert (said > 0).all()


def test_a_chance_is_named_by_the_last_month_of_its_window(table):
    rows = of(table, unit="AFG", kind="chance", level=5.0)
    assert set(rows.select("window", "month").rows()) == {(1, 504), (3, 506), (2, 506), (1, 506)}
