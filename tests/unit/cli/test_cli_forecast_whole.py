"""``focalpoint forecast`` with everything real: from the data in the package to a release that holds."""

import polars as pl
import pytest
from click.testing import CliRunner, Result

from focalpoint.cli import focalpoint
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
    asked = (pl.col("level") == threshold) & (pl.col("window") == window) & (pl.col("kind") == "chance")
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
