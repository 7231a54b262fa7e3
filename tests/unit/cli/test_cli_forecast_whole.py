"""``focalpoint forecast`` with everything real: from the data in the package to a release that holds."""

import polars as pl
import pytest
from click.testing import CliRunner, Result

from focalpoint.cli import focalpoint
from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.release import read

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
