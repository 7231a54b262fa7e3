"""The one-sided onset run in plain Python beside the fast one, on invented records with unknown years."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models import onset_calibration
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.foresight.runs.onset_one_sided import past
from focalpoint.foresight.runs.onset_one_sided import record as onset_ucdp_record
from focalpoint.foresight.runs.onset_one_sided import result as onset_ucdp
from focalpoint.foresight.runs.onset_one_sided import rows as onset_ucdp_rows
from focalpoint.foresight.runs.onset_one_sided.record import Record

RULES = onset_ucdp_record.rules().model_copy(
    update={"replicates": 20, "first_origin": 1999, "refit_every": 2, "top": (2, 5)}
)
SPEC = model.Spec(
    version="slow",
    seed=2,
    members={"extra_trees": {"n_estimators": 5, "min_samples_leaf": 2}},
    calibration=Prior(shift_sd=0.5, slope_sd=0.1, centre=0.03),
)
YEARS = range(1989, 2007)


def lay_out(killed, known):
    begun = definition.onsets(killed, 25, 2)
    return Record(
        units=tuple(f"U{place:02d}" for place in range(len(killed))),
        years=YEARS,
        killed=killed,
        begun=begun,
        followed=definition.followed(begun, 2),
        at_risk=definition.at_risk(killed, 25),
        known=known,
    )


@pytest.fixture(scope="module")
def record():
    rng = np.random.default_rng(8)
    danger = rng.normal(size=(30, len(YEARS)))
    killed = np.where(np.roll(danger, 1, axis=1) + rng.normal(0, 0.5, danger.shape) > 1.4, 80.0, 3.0)
    killed[0] = np.nan
    killed[1, :6] = np.nan
    known = np.stack([danger, rng.normal(size=danger.shape)], axis=2)
    known[3, :, 1] = np.nan
    return lay_out(killed, known)


@pytest.fixture(scope="module")
def fast(record):
    return past.forecasts(record, RULES, SPEC, lambda done, of: None)


def windows(record, up_to):
    """Windows known by a year: (unit, year, whether an onset followed), year by year as arrays are laid out."""
    found = []
    for unit in range(len(record.units)):
        for place, year in enumerate(record.years):
            came = record.followed[unit, place]
            if year <= up_to - 2 and record.killed[unit, place] < 25 and not np.isnan(came):
                found.append((unit, year, came == 1))
    return found


def slow(record):
    """One year after another; a fit serves two years, the last year has its own."""
    found = []
    learnt = {year: 1999 + 2 * ((year - 1999) // 2) for year in range(1999, 2005)} | {2006: 2006}
    for year, fitted_in in learnt.items():
        teaching = windows(record, fitted_in)
        x = np.array([record.known[unit, record.place(y)] for unit, y, _ in teaching])
        y = np.array([came for _, _, came in teaching])
        asked = [u for u in range(len(record.units)) if record.killed[u, record.place(year)] < 25]
        risks = model.risks(x, y, np.array([record.known[u, record.place(year)] for u in asked]), SPEC)
        past = [f for f in found if f["made_from"] + 2 <= year and f["followed"] is not None]
        curve = onset_calibration.fit(
            np.array([f["risk"] for f in past]), np.array([f["followed"] for f in past], dtype=bool), SPEC.calibration
        )
        own = windows(record, year)
        world = sum(came for _, _, came in own) / len(own)
        for unit, risk in zip(asked, risks, strict=True):
            mine = [came for u, _, came in own if u == unit]
            came = record.followed[unit, record.place(year)]
            found.append(
                {
                    "unit": record.units[unit],
                    "made_from": year,
                    "risk": float(risk),
                    "rank": 1 + int((risks > risk).sum()),
                    "chance": float(curve.chances(np.array([risk]))[0]),
                    "benchmark": (sum(mine) + 10 * world) / (len(mine) + 10),
                    "followed": None if np.isnan(came) else bool(came),
                }
            )
    return found


def test_the_fast_run_makes_the_forecasts_of_the_slow_one(record, fast):
    expected = pl.DataFrame(slow(record), infer_schema_length=None).sort("made_from", "unit")
    found = fast.sort("made_from", "unit")
    for column in ("unit", "made_from", "rank", "followed"):
        assert found[column].to_list() == expected[column].to_list()
    for column in ("risk", "chance", "benchmark"):
        assert found[column].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-9)


def test_a_state_of_which_nothing_is_known_is_never_forecast(fast):
    assert "U00" not in fast["unit"].to_list()


def test_a_state_is_forecast_from_its_first_known_year(record, fast):
    assert fast.filter(pl.col("unit") == "U01")["made_from"].min() >= 1999
    assert not record.at_risk[1, :6].any()


def slow_misses(record, found):
    answers = []
    for unit, name in enumerate(record.units):
        for place, year in enumerate(record.years):
            if record.begun[unit, place] == 1 and year > RULES.first_origin:
                ranks = [f["rank"] for f in found if f["unit"] == name and year - f["made_from"] in (1, 2)]
                if not ranks or min(ranks) > 5:
                    answers.append((name, year, min(ranks) if ranks else None))
    return sorted(answers, key=lambda a: (-(a[2] or 999), a[0]))


@given(st.data())
@settings(deadline=None, max_examples=30)
def test_misses_are_found_as_by_hand(record, fast, data):
    ranks = data.draw(st.lists(st.integers(1, 9), min_size=len(fast), max_size=len(fast)))
    made = fast.with_columns(rank=pl.Series(ranks, dtype=pl.Int64))
    found = onset_ucdp.misses(record, made, RULES)
    assert sorted(found.select("unit", "year", "rank").rows(), key=str) == sorted(
        slow_misses(record, made.to_dicts()), key=str
    )
    assert found["rank"].fill_null(999).is_sorted(descending=True)


def test_the_base_rate_is_the_share_of_the_last_ten_years_of_windows(record):
    counted = [came for _, year, came in windows(record, record.last) if year > record.last - 2 - 10]
    assert onset_ucdp_rows.base_rate(record, RULES) == pytest.approx(sum(counted) / len(counted))


def test_scores_count_each_onset_once_and_have_both_models(record, fast):
    past = fast.filter(pl.col("made_from") <= 2004).drop_nulls("followed")
    table = onset_ucdp_rows.scores(record, past, 3, RULES)
    onsets = int((record.begun[:, record.place(2000) :] == 1).sum())
    assert set(table["n"]) == {onsets}
    assert table.row(0, named=True)["value"] == 3
    assert set(table.filter(pl.col("model") == "benchmark")["metric"]) == {
        "auc",
        "average_precision",
        "recall_at_2",
        "recall_at_5",
    }
    assert (table["low"].fill_null(-1) <= table["value"]).all()
    assert (table["high"].fill_null(99) >= table["value"]).all()


def test_the_rare_class_follows_the_same_rule_at_its_threshold(record):
    severe = onset_ucdp_rows.of_mass(record, RULES)
    assert (severe.begun[~np.isnan(severe.begun)] == 0).all()
    lifted = onset_ucdp_rows.of_mass(lay_out(record.killed * 20, record.known), RULES)
    np.testing.assert_array_equal(lifted.begun, definition.onsets(record.killed, 50, 2))


def test_without_one_onset_of_the_rare_class_some_may_still_come(record):
    rows, scores = onset_ucdp_rows.mass(record, RULES)
    expected = scores.filter(pl.col("metric") == "mass_expected").row(0, named=True)
    assert expected["n"] == 0
    assert 0 < expected["value"] < expected["high"] + 1
    assert rows["value"].drop_nulls().n_unique() == 1
