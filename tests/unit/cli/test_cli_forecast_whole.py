"""``focalpoint forecast`` with everything real: from the data in the package to a release that holds."""

import polars as pl
import pytest
from click.testing import CliRunner, Result

from focalpoint.cli import focalpoint
from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.release import read, rules, schema

pytestmark = pytest.mark.slow


def run(*words: str) -> Result:
    return CliRunner().invoke(focalpoint, words, catch_exceptions=False)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> read.Bundle:
    place = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOCALPOINT_HOME", str(place / "home"))
        made = run("forecast", "--origin", "2024-12", "--out", str(place / "X"))
        assert made.exit_code == 0
        assert run("verify", str(place / "X")).exit_code == 0
    return read.load(place / "X")


def chances(release: read.Bundle, threshold: float, window: int) -> pl.DataFrame:
    """The chances of the months that follow the data."""
    asked = (pl.col("level") == threshold) & (pl.col("window") == window) & (pl.col("kind") == "chance")
    asked &= pl.col("month") == release.manifest.origin_month + window
    return release.forecasts.filter(asked & (pl.col("target") == "civilians_sum"))


def test_the_release_speaks_of_every_unit_from_embedded_data(release: read.Bundle):
    assert release.forecasts["unit"].n_unique() == 195
    assert release.manifest.embedded
    assert (release.manifest.window.first, release.manifest.window.last) == ("2025-01", "2026-02")


def test_the_state_of_palestine_is_unknown_in_every_forecast(release: read.Bundle):
    rows = release.forecasts.filter(unit="PSE")
    assert rows.height > 0
    assert rows["value"].is_null().all()


def test_as_many_states_are_expected_to_pass_as_passed_of_late(release: read.Bundle):
    years = release.history.filter(pl.col("month") > 540 - 60).with_columns(year=(pl.col("month") - 1) // 12)
    passed = years.group_by("unit", "year").agg(pl.col("best").sum()).filter(pl.col("best") >= 25)
    expected = chances(release, 25, 12)["value"].sum()
    assert 0.6 < expected / (passed.height / 5) < 1.4


def test_the_highest_are_where_most_were_killed_of_late(release: read.Bundle):
    highest = set(chances(release, 1000, 12).sort("value", descending=True, nulls_last=True).head(5)["unit"])
    of_late = release.history.filter(pl.col("month") > 528).group_by("unit").agg(pl.col("best").sum())
    assert highest <= set(of_late.sort("best", descending=True).head(8)["unit"])


@pytest.mark.parametrize("threshold", [25, 100, 1000])
def test_a_longer_window_is_never_less_likely(release: read.Bundle, threshold: float):
    three, six, twelve = (chances(release, threshold, window)["value"].drop_nulls() for window in (3, 6, 12))
    assert (three <= six).all()
    assert (six <= twelve).all()


def test_the_card_names_its_misses_with_numbers(release: read.Bundle):
    where = release.card.split("## Where it was wrong")[1].split("## How good it was")[0]
    assert where.count("| Sudan | 2023 |") == 1


def test_the_back_test_is_in_the_release_with_its_benchmark(release: read.Bundle):
    yearly = release.scores.filter(section="yearly")
    skill = yearly.filter(metric="skill_mean", model="combination").row(0, named=True)
    assert skill["low"] < skill["value"] < skill["high"]
    assert skill["value"] >= 0.066
    assert set(yearly["model"]) >= {"combination", "benchmark"}


@pytest.mark.parametrize("last", range(4, 13))
def test_what_remains_of_the_year_is_never_likelier_than_the_months_around_it(release: read.Bundle, last: int):
    asked = (pl.col("kind") == "chance") & (pl.col("target") == "civilians_sum") & (pl.col("month") == 552)
    spans = release.forecasts.filter(asked).sort("unit", "level", "window").drop_nulls("value")
    assert set(spans["window"]) == set(range(1, 13))
    inside, around = (spans.filter(window=months).sort("unit", "level") for months in (last - 1, last))
    for part in ("value", "low", "high"):
        assert (inside[part] <= around[part]).all()


def test_no_reason_says_the_contrary_of_what_it_means(release: read.Bundle):
    for row in release.drivers.drop_nulls("value").iter_rows(named=True):
        more = {"raises": 1, "lowers": -1}[feature(row["feature"]).more]
        assert (row["value"] - row["usual"]) * more * row["contribution"] > 0
        assert row["meaning"] == ("raises" if row["contribution"] > 0 else "lowers")
    assert set(release.drivers["target"]) == {"civilians_sum", "onset_one_sided"}


def test_people_killed_in_the_last_published_year_never_lower_a_chance(release: read.Bundle):
    rows = release.drivers.filter(pl.col("feature").str.starts_with("osv")).drop_nulls("value")
    assert (rows.filter(pl.col("value") > 0)["contribution"] > 0).all()
    assert (rows.filter(pl.col("value") == 0)["contribution"] < 0).all()


def test_what_nearly_all_states_share_is_no_reason(release: read.Bundle):
    states = release.drivers["unit"].n_unique()
    up = release.drivers.filter((pl.col("contribution") > 0) & (pl.col("target") == "civilians_sum"))
    assert up.group_by("feature").len()["len"].max() <= 0.8 * states
    assert release.drivers.filter(feature="state_age").height <= 0.1 * states


def test_a_state_under_one_per_cent_has_one_reason_at_most(release: read.Bundle):
    unlikely = set(chances(release, 25, 12).filter(pl.col("value") < 0.01)["unit"])
    counts = release.drivers.filter(pl.col("unit").is_in(unlikely), target="civilians_sum").group_by("unit").len()
    assert len(unlikely) > 50
    assert counts["len"].max() == 1


def test_a_figure_of_a_year_has_that_year(release: read.Bundle):
    population = release.drivers.filter(feature="population")
    assert set(population["year"]) == {2023}
    assert set(population["source"]) == {"wdi"}


def _score(release: read.Bundle, metric: str, **place: object) -> float:
    found = release.scores.filter(pl.col("metric") == metric, pl.col("model") == "combination")
    for name, value in place.items():
        found = found.filter(pl.col(name) == value)
    return float(found["value"][0])


def test_the_mean_yearly_skill_beats_the_published_trial(release: read.Bundle):
    assert _score(release, "skill_mean", section="yearly") >= 0.066


def test_the_months_are_calibrated(release: read.Bundle):
    assert _score(release, "coverage_90", section="yearly") >= 0.9
    for level in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert _score(release, "share_below", section="calibration", threshold=level) == pytest.approx(level, abs=0.04)


def test_the_world_s_chances_came_true_as_often_as_they_said(release: read.Bundle):
    for window in (3, 6, 12):
        for threshold in (25.0, 100.0, 1000.0):
            place = {"section": "threshold", "window": window, "threshold": threshold}
            assert _score(release, "forecast", **place) == pytest.approx(_score(release, "observed", **place), rel=0.25)
            assert _score(release, "brier_skill", **place) > 0
            assert _score(release, "auc", **place) > 0.9


def test_every_table_may_be_released(release: read.Bundle):
    for name in ("forecasts", "drivers", "profile", "scores"):
        assert rules.faults(name, schema.shape(name, getattr(release, name))) == []


def test_the_palestinian_territory_is_unknown_and_never_zero(release: read.Bundle):
    dark = release.forecasts.filter((pl.col("unit") == "PSE") & pl.col("target").str.starts_with("civilians"))
    assert dark.height > 0
    assert dark["value"].null_count() == dark.height


def test_a_state_without_any_event_has_a_small_chance_above_zero(release: read.Bundle):
    chances = release.forecasts.filter(
        (pl.col("unit") == "VAT") & (pl.col("target") == "civilians_sum") & (pl.col("kind") == "chance")
    )["value"]
    assert (chances > 0).all()
    assert (chances < 0.02).all()


def test_onsets_are_there_too(release: read.Bundle):
    assert {"onset_one_sided", "onset_mass_pooled"} <= set(release.forecasts["target"])
    assert "onset" in set(release.scores["section"])


def test_misses_are_listed(release: read.Bundle):
    missed = release.scores.filter((pl.col("section") == "miss") & (pl.col("metric") == "actual"))
    assert "UKR" in set(missed["unit"])
    assert missed["value"].max() == pytest.approx(19248, rel=0.1)
