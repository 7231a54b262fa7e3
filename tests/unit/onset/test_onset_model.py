"""The onset estimator and its calibration: refusals, by hand, properties, the same figures twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint.foresight.models import onset, onset_calibration
from focalpoint.foresight.models.onset_calibration import Calibration, Prior

LOOSE = Prior(shift_sd=100.0, slope_sd=100.0, centre=0.5)


def few_trees(**changes):
    members = {
        "elastic_net": {"C": 0.1, "l1_ratio": 0.5, "max_iter": 1000, "tol": 1e-3},
        "random_forest": {"n_estimators": 10, "min_samples_leaf": 2},
        "extra_trees": {"n_estimators": 10, "min_samples_leaf": 2},
        "boosted_trees": {"n_estimators": 10, "min_child_samples": 5},
    }
    return onset.Spec(version="few", seed=1, members=members | changes, calibration=LOOSE)


def table(rows=200, features=4, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, features))
    return x, x[:, 0] + rng.normal(0, 0.5, rows) > 1


@pytest.mark.parametrize("outcome", [False, True])
def test_rows_of_one_outcome_teach_nothing_and_are_refused(outcome):
    x, _ = table(20)
    with pytest.raises(onset.CannotLearn, match=f"{20 if outcome else 0} of 20 rows had an onset"):
        onset.risks(x, np.full(20, outcome), x, few_trees())


def test_a_setting_nobody_knows_is_refused():
    with pytest.raises(ValidationError):
        onset.Spec(version="x", seed=1, members={}, calibration=LOOSE, luck=7)


def test_the_frozen_settings_are_those_of_the_record():
    frozen = onset.spec("onset-1")
    assert frozen.version == "onset-1"
    assert list(frozen.members) == ["elastic_net", "random_forest", "extra_trees", "boosted_trees"]
    assert (frozen.calibration.shift_sd, frozen.calibration.slope_sd) == (0.5, 0.1)


def test_the_risk_is_the_plain_mean_of_the_members():
    x, y = table()
    by_member = onset.by_member(x, y, x[:9], few_trees())
    assert onset.risks(x, y, x[:9], few_trees()) == pytest.approx(sum(by_member.values()) / 4)


def test_a_member_with_several_settings_is_their_plain_mean():
    x, y = table(60)
    one, other = ({"n_estimators": 20, "min_samples_leaf": leaf} for leaf in (1, 9))
    forest = {"few": [one], "many": [other], "both": [one, other]}
    found = {
        name: onset.risks(x, y, x[:7], few_trees().model_copy(update={"members": {"random_forest": settings}}))
        for name, settings in forest.items()
    }
    assert found["both"] == pytest.approx((found["few"] + found["many"]) / 2)
    assert found["few"] != pytest.approx(found["many"])


def test_a_risk_follows_what_drove_the_past():
    x, y = table()
    low, high = onset.risks(x, y, np.array([[-2.0, 0, 0, 0], [2.0, 0, 0, 0]]), few_trees())
    assert 0 <= low < 0.2 < 0.6 < high <= 1


def test_the_same_input_gives_the_same_figures():
    x, y = table()
    first, second = (onset.risks(x, y, x, few_trees()) for _ in range(2))
    assert (first == second).all()


def test_a_missing_value_counts_as_the_median_of_the_known_rows():
    x, y = table()
    asked = np.array([[0.5, np.nan, 0.1, 0.2]])
    filled = np.array([[0.5, np.median(x[:, 1]), 0.1, 0.2]])
    assert onset.risks(x, y, asked, few_trees()) == pytest.approx(onset.risks(x, y, filled, few_trees()))


def test_a_feature_nobody_knows_tells_nothing():
    x, y = table()
    empty = np.column_stack([x, np.full(len(x), np.nan)])
    blank = np.column_stack([x, np.zeros(len(x))])
    assert onset.risks(empty, y, empty[:5], few_trees()) == pytest.approx(onset.risks(blank, y, blank[:5], few_trees()))


@pytest.mark.parametrize("member", list(onset.MEMBERS))
def test_every_member_returns_one_risk_a_case(member):
    x, y = table(60)
    chosen = few_trees()
    alone = chosen.model_copy(update={"members": {member: chosen.members[member]}})
    found = onset.risks(x, y, x[:7], alone)
    assert found.shape == (7,)
    assert ((found >= 0) & (found <= 1)).all()


def test_without_past_forecasts_nothing_is_changed():
    fitted = onset_calibration.fit(np.empty(0), np.empty(0, dtype=bool), LOOSE)
    assert (fitted.shift, fitted.slope) == (0.0, 1.0)
    assert fitted.chances(np.array([0.01, 0.3])) == pytest.approx([0.01, 0.3])


def test_a_shift_by_hand():
    # Log-odds of 0.2 are log(1/4); a shift of log(4) makes it even.
    assert Calibration(np.log(4), 1.0, 0.2).chances(np.array([0.2]))[0] == pytest.approx(0.5)


def test_a_slope_turns_about_the_centre_by_hand():
    # Twice the log-odds of 0.8 about even: 4 squared to one.
    assert Calibration(0.0, 2.0, 0.5).chances(np.array([0.8]))[0] == pytest.approx(16 / 17)


def test_with_a_loose_prior_the_mean_chance_is_the_observed_rate():
    rng = np.random.default_rng(1)
    risks = rng.uniform(0.05, 0.6, 3000)
    came = rng.random(3000) < risks / 2
    fitted = onset_calibration.fit(risks, came, LOOSE)
    assert fitted.chances(risks).mean() == pytest.approx(came.mean(), abs=1e-3)


def test_a_tight_prior_lets_a_few_outcomes_say_little():
    tight = Prior(shift_sd=0.01, slope_sd=0.01, centre=0.02)
    fitted = onset_calibration.fit(np.full(50, 0.02), np.ones(50, dtype=bool), tight)
    assert abs(fitted.shift) < 0.05
    assert fitted.slope == pytest.approx(1, abs=0.05)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
@settings(deadline=None, max_examples=50)
def test_calibration_keeps_the_order_and_stays_a_chance(rows):
    risks, came = np.array([r for r, _ in rows]), np.array([o for _, o in rows])
    chances = onset_calibration.fit(risks, came, Prior(shift_sd=0.5, slope_sd=0.1, centre=0.02)).chances(risks)
    order = np.argsort(risks, kind="stable")
    assert ((chances > 0) & (chances < 1)).all()
    assert (np.diff(chances[order]) >= -1e-12).all()
