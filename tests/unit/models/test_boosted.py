"""The boosted experts: what they are trained on, and what they say."""

import numpy as np
import pytest

from focalpoint.foresight.models import boosted
from focalpoint.foresight.models.spec import spec

LEVELS = (np.arange(12) + 0.5) / 12
CHOSEN = spec().boosting.model_copy(
    update={
        "rounds": 20,
        "every": 2,
        "bins": 3,
        "quiet_every": 2,
        "parameters": spec().boosting.parameters | {"num_leaves": 4, "min_data_in_leaf": 5},
    }
)


def world(months: int = 90, units: int = 8, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    level = np.linspace(0, 4, units)[:, None]
    history = rng.poisson(np.exp(level), (units, months)).astype(float)
    features = np.stack([np.log1p(history), rng.normal(size=history.shape)], axis=2).astype(np.float32)
    return history, features


def test_the_base_level_weighs_the_recent_and_needs_the_last_month():
    history = np.array([[0.0] * 20 + [10.0], [10.0] + [0.0] * 20, [5.0] * 20 + [np.nan]])
    base = boosted.base_level(history, CHOSEN)
    assert base[0] > 1 > base[1] > 0
    assert np.isnan(base[2])


def test_the_base_level_of_a_steady_unit_is_its_level():
    assert boosted.base_level(np.full((1, 50), 7.0), CHOSEN)[0] == pytest.approx(7)


def test_a_hole_in_the_history_has_no_weight():
    holed = np.full((1, 50), 7.0)
    holed[0, 20:30] = np.nan
    assert boosted.base_level(holed, CHOSEN)[0] == pytest.approx(7)


def test_training_rows_end_inside_the_history():
    history, features = world()
    rows = boosted.training_rows(history, features, CHOSEN)
    assert set(rows.table[:, -1]) == set(CHOSEN.horizons)
    assert len(rows.table) == len(rows.outcomes) == len(rows.base)
    # The last month can only be the outcome of origins a horizon before it.
    marked = history.copy()
    marked[:, -1] = 1e6
    after = boosted.training_rows(marked, features, CHOSEN)
    assert set(after.table[after.outcomes == 1e6][:, -1]) <= set(CHOSEN.horizons)


def test_training_rows_never_hold_an_unknown_outcome():
    history, features = world()
    history[2, 50:] = np.nan
    rows = boosted.training_rows(history, features, CHOSEN)
    assert np.isfinite(rows.outcomes).all()
    assert np.isfinite(rows.base).all()


def test_most_quiet_rows_are_left_out():
    history, features = world()
    history[:4] = 0
    kept = boosted.training_rows(history, features, CHOSEN)
    quiet = (kept.base == 0).sum() / len(kept.base)
    assert 0.2 < quiet < 0.4


def test_too_short_a_history_says_so():
    history, features = world(months=30)
    with pytest.raises(boosted.TooShort, match="too short"):
        boosted.training_rows(history, features, CHOSEN)


def fitted(seed: int = 1) -> tuple[boosted.Boosted, np.ndarray, np.ndarray]:
    history, features = world()
    rows = boosted.training_rows(history, features, CHOSEN)
    return boosted.fit(rows, np.array([0, 1]), LEVELS, CHOSEN, seed), history, features


def test_quantiles_rise_and_follow_the_level():
    learnt, history, features = fitted()
    found = learnt.quantiles(features[:, -1], boosted.base_level(history, CHOSEN), range(1, 4))
    assert found.shape == (8, 3, 12)
    assert (np.diff(found, axis=2) >= 0).all()
    assert (found >= 0).all()
    middles = found[:, 0, 5]
    assert middles[-1] > 20 > 5 > middles[0]


def test_a_unit_with_an_unknown_last_month_gets_no_forecast():
    learnt, history, features = fitted()
    base = boosted.base_level(history, CHOSEN)
    base[3] = np.nan
    found = learnt.quantiles(features[:, -1], base, range(1, 3))
    assert np.isnan(found[3]).all()
    assert np.isfinite(found[[0, 7]]).all()


def test_the_same_input_gives_the_same_trees():
    one, other = fitted()[0], fitted()[0]
    assert one.trees.model_to_string() == other.trees.model_to_string()
    assert np.array_equal(one.residuals, other.residuals)


def test_the_number_of_threads_does_not_change_the_trees(monkeypatch):
    one = fitted()[0].trees.model_to_string().split("parameters:")[0]
    monkeypatch.setitem(boosted.STILL, "num_threads", 2)
    assert fitted()[0].trees.model_to_string().split("parameters:")[0] == one


def test_an_expert_reads_only_its_own_columns():
    history, features = world()
    rows = boosted.training_rows(history, features, CHOSEN)
    learnt = boosted.fit(rows, np.array([0]), LEVELS, CHOSEN, 1)
    changed = features[:, -1].copy()
    changed[:, 1] = 99
    base = boosted.base_level(history, CHOSEN)
    plain, other = (learnt.quantiles(table, base, range(1, 3)) for table in (features[:, -1], changed))
    assert np.array_equal(plain, other)
