"""The whole line on the embedded data: the figures the product states of itself."""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release import rules, schema
from focalpoint.foresight.runs.produce import Forecasts, produce
from focalpoint.foresight.vintages.store import Store

pytestmark = pytest.mark.slow
AT = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def known(tmp_path_factory) -> Panel:
    return panel(Store(tmp_path_factory.mktemp("home")), known_at=AT)


@pytest.fixture(scope="module")
def made(known) -> Forecasts:
    return produce(known, jobs=1)


def _score(made: Forecasts, metric: str, **place: object) -> float:
    found = made.scores.filter(pl.col("metric") == metric, pl.col("model") == "combination")
    for name, value in place.items():
        found = found.filter(pl.col(name) == value)
    return float(found["value"][0])


def test_the_mean_yearly_skill_beats_the_published_trial(made):
    assert _score(made, "skill_mean", section="yearly") >= 0.066


def test_the_months_are_calibrated(made):
    assert _score(made, "coverage_90", section="yearly") >= 0.9
    for level in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert _score(made, "share_below", section="calibration", threshold=level) == pytest.approx(level, abs=0.04)


def test_the_world_s_chances_came_true_as_often_as_they_said(made):
    for window in (3, 6, 12):
        for threshold in (25.0, 100.0, 1000.0):
            place = {"section": "threshold", "window": window, "threshold": threshold}
            assert _score(made, "forecast", **place) == pytest.approx(_score(made, "observed", **place), rel=0.25)
            assert _score(made, "brier_skill", **place) > 0
            assert _score(made, "auc", **place) > 0.9


def test_every_table_may_be_released(made):
    for name in ("forecasts", "drivers", "profile", "scores"):
        assert rules.faults(name, schema.shape(name, getattr(made, name))) == []


def test_the_palestinian_territory_is_unknown_and_never_zero(made):
    dark = made.forecasts.filter((pl.col("unit") == "PSE") & pl.col("target").str.starts_with("civilians"))
    assert dark.height > 0
    assert dark["value"].null_count() == dark.height


def test_a_state_without_any_event_has_a_small_chance_above_zero(made):
    chances = made.forecasts.filter(
        (pl.col("unit") == "VAT") & (pl.col("target") == "civilians_sum") & (pl.col("kind") == "chance")
    )["value"]
    assert (chances > 0).all()
    assert (chances < 0.02).all()


def test_onsets_are_there_too(made):
    assert {"onset_one_sided", "onset_mass_pooled"} <= set(made.forecasts["target"])
    assert "onset" in set(made.scores["section"])


def test_misses_are_listed(made):
    missed = made.scores.filter((pl.col("section") == "miss") & (pl.col("metric") == "actual"))
    assert "UKR" in set(missed["unit"])
    assert missed["value"].max() == pytest.approx(19248, rel=0.1)
