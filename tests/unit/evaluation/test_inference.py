"""Metrics and their intervals: whole countries are drawn, the value is that of the cases as they are."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.evaluation import metrics
from focalpoint.foresight.evaluation.aggregation import means
from focalpoint.foresight.evaluation.inference import Draws, intervals

DRAWS = Draws(replicates=200, level=0.9, seed=1)


def table(units: int = 20, years: int = 3, seed: int = 1, within: float = 0.1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    level = rng.gamma(2.0, 5.0, units)
    rows = [
        (f"U{u:02}", y, level[u] * (1 + within * rng.random()), level[u] * 1.2)
        for u in range(units)
        for y in range(years)
        for _ in range(6)
    ]
    schema = {"unit": pl.String, "year": pl.Int64, "crps": pl.Float64, "benchmark": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_skill_by_hand():
    assert metrics.skill(np.array([3.0, 4.0])) == pytest.approx(0.25)
    assert metrics.skill(np.array([5.0, 4.0])) == pytest.approx(-0.25)
    assert metrics.mean(np.array([0.9])) == pytest.approx(0.9)


def test_skill_against_a_perfect_benchmark_has_no_meaning():
    assert np.isnan(metrics.skill(np.array([1.0, 0.0])))


def test_values_equal_the_metric_of_the_means():
    cases = table()
    each, whole = intervals(cases, ["crps", "benchmark"], metrics.skill, by="year", cluster="unit", draws=DRAWS)
    for year, crps, benchmark, n in means(cases, ["crps", "benchmark"], ["year"]).rows():
        assert each[year].value == pytest.approx(1 - crps / benchmark)
        assert each[year].n == n
    assert whole.value == pytest.approx(np.mean([one.value for one in each.values()]))


def test_an_interval_equals_a_slow_bootstrap_of_whole_countries():
    cases = table(units=5)
    rng = np.random.default_rng(DRAWS.seed)
    counts = rng.multinomial(5, np.full(5, 0.2), size=DRAWS.replicates)
    names, seen = sorted(set(cases["unit"])), []
    for drawn in counts:
        again = pl.concat(
            [cases.filter(pl.col("unit") == n) for n, k in zip(names, drawn, strict=True) for _ in range(k)]
        )
        rows = means(again, ["crps", "benchmark"], ["year"]).rows()
        seen.append(np.mean([1 - crps / benchmark for _, crps, benchmark, _ in rows]))
    _, whole = intervals(cases, ["crps", "benchmark"], metrics.skill, by="year", cluster="unit", draws=DRAWS)
    assert (whole.low, whole.high) == pytest.approx(tuple(np.quantile(seen, [0.05, 0.95])))


def test_repeating_a_country_s_months_adds_no_certainty():
    cases = table()
    one = intervals(cases, ["crps"], metrics.mean, by="year", cluster="unit", draws=DRAWS)[1]
    many = intervals(pl.concat([cases] * 5), ["crps"], metrics.mean, by="year", cluster="unit", draws=DRAWS)[1]
    assert (one.low, one.high) == pytest.approx((many.low, many.high))


def test_more_countries_make_it_narrower():
    few, many = (
        intervals(table(units=n), ["crps"], metrics.mean, by="year", cluster="unit", draws=DRAWS)[1] for n in (10, 200)
    )
    assert many.high - many.low < few.high - few.low


@settings(max_examples=30)
@given(st.integers(0, 1000), st.integers(2, 12))
def test_an_interval_holds_its_value(seed, units):
    each, whole = intervals(
        table(units=units, seed=seed), ["crps", "benchmark"], metrics.skill, by="year", cluster="unit", draws=DRAWS
    )
    for one in (*each.values(), whole):
        assert one.low <= one.value <= one.high


def test_cases_without_a_score_are_left_out_of_value_and_count():
    cases = table().with_columns(pl.when(pl.col("unit") == "U00").then(None).otherwise(pl.col("crps")).alias("crps"))
    _, whole = intervals(cases, ["crps"], metrics.mean, by="year", cluster="unit", draws=DRAWS)
    assert whole.n == 19 * 3 * 6


def test_the_same_seed_gives_the_same_interval():
    one, other = (intervals(table(), ["crps"], metrics.mean, by="year", cluster="unit", draws=DRAWS) for _ in range(2))
    assert one == other


def test_a_metric_without_meaning_in_any_replicate_has_no_width():
    cases = table().with_columns(benchmark=pl.lit(0.0))
    _, whole = intervals(cases, ["crps", "benchmark"], metrics.skill, by="year", cluster="unit", draws=DRAWS)
    assert np.isnan(whole.value)
