"""The onset rows of a release, from the embedded data and from invented records."""

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from focalpoint.foresight.features.catalogue import feature
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.shape import until
from focalpoint.foresight.release import rules as bundle_rules
from focalpoint.foresight.release import schema
from focalpoint.foresight.runs.onset_one_sided import past
from focalpoint.foresight.runs.onset_one_sided import record as onset_ucdp_record
from focalpoint.foresight.runs.onset_one_sided import result as onset_ucdp
from focalpoint.foresight.runs.onset_one_sided import rows as onset_ucdp_rows
from focalpoint.foresight.runs.onset_one_sided.record import Record
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import month_id

RULES = onset_ucdp_record.rules().model_copy(update={"replicates": 50, "features": ("danger",)})
FAST = model.Spec(
    version="fast",
    seed=1,
    members={"boosted_trees": {"n_estimators": 5, "min_child_samples": 5}},
    calibration=Prior(shift_sd=0.5, slope_sd=0.1, centre=0.03),
)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    return panel(Store(tmp_path_factory.mktemp("home")), known_at=dt.date(2025, 12, 31))


@pytest.fixture(scope="module")
def produced(embedded):
    return onset_ucdp.produce(embedded, lambda done, of: None)


def record(units=60, last=2014, seed=0):
    """Invented killing that a feature announces a year ahead."""
    rng = np.random.default_rng(seed)
    years = range(1989, last + 1)
    danger = rng.normal(size=(units, len(years) + 1))
    killed = np.where(danger[:, :-1] + rng.normal(0, 0.4, (units, len(years))) > 1.8, 60.0, 2.0)
    return from_killed(killed, danger[:, 1:, None], years)


def from_killed(killed, known, years):
    begun = definition.onsets(killed, 25, 2)
    names = tuple(f"S{place:02d}" for place in range(len(killed)))
    return Record(names, years, killed, begun, definition.followed(begun, 2), definition.at_risk(killed, 25), known)


def made(known, fits=None):
    return past.forecasts(
        known, RULES, FAST, (lambda done, of: fits.append((done, of))) if fits is not None else lambda *_: None
    )


def test_a_panel_without_the_yearly_record_is_refused(embedded):
    bare = dataclasses.replace(embedded, yearly=embedded.yearly.with_columns(osv_best=pl.lit(None, pl.Float64)))
    with pytest.raises(onset_ucdp_record.NoOneSidedRecord, match="No year of one-sided violence"):
        onset_ucdp_record.record(bare, onset_ucdp_record.rules())


def test_every_past_year_and_the_last_are_forecast_for_states_at_risk_alone():
    known, fits = record(), []
    rows = made(known, fits)
    assert sorted(rows["made_from"].unique()) == [*range(2004, 2013), 2014]
    for (year,), found in rows.group_by("made_from"):
        assert len(found) == known.at_risk[:, known.place(year)].sum()
    assert fits == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert rows.filter(pl.col("made_from") == 2014)["followed"].null_count() == known.at_risk[:, -1].sum()


def test_a_forecast_cannot_see_what_came_after_it():
    known = record()
    killed, features = known.killed.copy(), known.known.copy()
    later = known.place(2010) + 1
    killed[:, later:], features[:, later:] = 99.0 - killed[:, later:], -features[:, later:]
    blind = from_killed(killed, features, known.years)
    columns = ["unit", "made_from", "risk", "rank", "chance", "benchmark"]
    before, after = (made(r).filter(pl.col("made_from") <= 2010).select(columns) for r in (known, blind))
    assert before.equals(after)


def test_a_forecast_finds_what_announces_killing():
    known = record()
    rows = made(known)
    past = rows.filter(pl.col("made_from") <= 2012).drop_nulls("followed")
    found = onset_ucdp_rows.scores(known, past, 0, RULES)
    auc = {row["model"]: row["value"] for row in found.filter(pl.col("metric") == "auc").iter_rows(named=True)}
    assert auc["combination"] > 0.62 > auc["benchmark"]


def test_without_a_single_past_onset_nothing_is_scored():
    empty = pl.DataFrame(schema={"followed": pl.Boolean})
    assert onset_ucdp_rows.scores(record(), empty, 0, RULES).is_empty()


def test_misses_are_onsets_outside_the_first_of_both_years_by_hand():
    killed = np.full((2, 20), 0.0)
    killed[0, 18] = killed[1, 19] = 40.0
    known = from_killed(killed, np.zeros((2, 20, 1)), range(1989, 2009))
    rows = pl.DataFrame(
        {
            "unit": ["S00", "S00", "S01", "S01"],
            "made_from": [2005, 2006, 2006, 2007],
            "rank": [31, 40, 99, 30],
            "chance": [0.02, 0.01, 0.001, 0.03],
        }
    )
    found = onset_ucdp.misses(known, rows, RULES)
    assert found.rows() == [("S00", 2007, 31, 0.02)]


def test_an_onset_nobody_forecast_is_the_worst_miss():
    killed = np.full((2, 20), 0.0)
    killed[:, 18] = 40.0
    known = from_killed(killed, np.zeros((2, 20, 1)), range(1989, 2009))
    rows = pl.DataFrame({"unit": ["S00"], "made_from": [2005], "rank": [31], "chance": [0.02]})
    assert onset_ucdp.misses(known, rows, RULES)["unit"].to_list() == ["S01", "S00"]


def test_the_base_rate_counts_the_last_ten_years_of_windows_by_hand():
    killed = np.full((2, 20), 0.0)
    killed[0, 15] = 40.0
    known = from_killed(killed, np.zeros((2, 20, 1)), range(1989, 2009))
    # Windows from 1997 to 2006: ten a State, less the one year of killing; two of them lead to the onset of 2004.
    assert onset_ucdp_rows.base_rate(known, RULES) == pytest.approx(2 / 19)


def test_the_rare_class_has_one_chance_for_all_by_hand():
    killed = np.zeros((3, 12))
    killed[0, 5], killed[1, 11] = 1000.0, 1200.0
    known = from_killed(killed, np.zeros((3, 12, 1)), range(1989, 2001))
    rows, scores = onset_ucdp_rows.mass(known, RULES)
    # Two onsets in ten years of three States: 2.5 / 30 a State and year; in the second State killing is under way.
    assert rows["value"].to_list() == [pytest.approx(1 - np.exp(-2 * 2.5 / 30)), None, rows["value"][0]]
    expected = scores.filter(pl.col("metric") == "mass_expected")
    assert (expected["value"][0], expected["n"][0]) == (pytest.approx(2 * 2.5 / 10), 2)


def test_a_release_has_a_row_for_every_state_and_model(embedded, produced):
    forecasts = produced.forecasts
    counts = forecasts.group_by("target", "model").len().sort("target", "model")
    assert counts.rows() == [
        ("onset_mass_pooled", "combination", 195),
        ("onset_one_sided", "benchmark", 195),
        ("onset_one_sided", "combination", 195),
    ]
    assert forecasts["month"].unique().to_list() == [month_id(2026, 12)]
    assert bundle_rules.faults("forecasts", schema.shape("forecasts", forecasts)) == []


def test_palestine_is_unknown_and_ongoing_killing_is_no_onset(embedded, produced):
    chances = produced.forecasts.filter((pl.col("target") == "onset_one_sided") & (pl.col("model") == "combination"))
    empty = set(chances.filter(pl.col("value").is_null())["unit"])
    last = embedded.yearly.filter(pl.col("year") == 2024)
    severe = set(last.filter(pl.col("osv_best") >= 25)["unit"])
    assert {"SDN", "COD"} <= severe
    assert empty == severe | {"PSE"}


def test_the_scores_fit_the_bundle_and_beat_the_states_own_history(produced):
    scores = produced.scores
    assert bundle_rules.faults("scores", schema.shape("scores", scores)) == []
    value = {(row["model"], row["metric"]): row for row in scores.iter_rows(named=True)}
    assert value["combination", "auc"]["low"] > value["benchmark", "auc"]["high"]
    assert value["combination", "brier_skill"]["low"] > 0
    assert value["combination", "mass_expected"]["n"] == 34
    assert scores["metric"][0] == "onsets_missed"


def test_a_release_of_an_earlier_month_looks_from_the_last_complete_year(embedded):
    found = onset_ucdp.produce(until(embedded, month_id(2012, 6)), lambda done, of: None)
    assert found.forecasts["month"].unique().to_list() == [month_id(2013, 12)]


def test_every_state_with_a_chance_may_have_reasons_and_no_other(produced):
    drivers = produced.drivers
    assert bundle_rules.faults("drivers", schema.shape("drivers", drivers)) == []
    spoken = produced.forecasts.filter(target="onset_one_sided", model="combination").drop_nulls("value")
    assert set(drivers["unit"]) <= set(spoken["unit"])
    likely = set(spoken.filter(pl.col("value") > 0.1)["unit"])
    assert likely <= set(drivers.filter(pl.col("contribution") > 0)["unit"])


def test_reasons_of_the_embedded_data_mean_what_they_say(produced):
    drivers = produced.drivers.drop_nulls("value")
    for row in drivers.iter_rows(named=True):
        more = {"raises": 1, "lowers": -1}[feature(row["feature"]).more]
        assert (row["value"] - row["usual"]) * more * row["contribution"] > 0
    assert set(drivers["compared"]) == {"States where killing was not under way", "States where killing began"}


def with_a_provisional_year(known: Record, killed_last: float) -> Record:
    """The same record, its last year a sum of months that will change."""
    killed = known.killed.copy()
    killed[:3, -1] = killed_last
    begun = onset_ucdp_record.onsets(killed, 25, 2, 1)
    followed, at_risk = definition.followed(begun, 2), definition.at_risk(killed, 25)
    return dataclasses.replace(known, killed=killed, begun=begun, followed=followed, at_risk=at_risk, provisional=1)


def test_a_provisional_year_is_forecast_from_and_teaches_and_scores_nothing():
    some, other = (with_a_provisional_year(record(), killed) for killed in (0.0, 900.0))
    assert (some.last, some.final) == (2014, 2013)
    before, after = made(some), made(other)
    past = pl.col("made_from") < 2014
    assert before.filter(past).equals(after.filter(past))
    assert before.filter(past)["made_from"].max() == 2013 - RULES.within
    # Killing is under way in the three States: no onset can be spoken of there.
    assert before.filter(~past).height == after.filter(~past).height + 3
    assert np.isnan(some.begun[:, -1]).all()
    for known in (some, other):
        assert onset_ucdp_rows.base_rate(known, RULES) == onset_ucdp_rows.base_rate(some, RULES)
        events = onset_ucdp_rows.mass(known, RULES)[1].filter(pl.col("metric") == "mass_expected")
        assert (
            events["n"].to_list() == onset_ucdp_rows.mass(some, RULES)[1].filter(metric="mass_expected")["n"].to_list()
        )


def test_the_embedded_2025_is_provisional_and_the_forecast_speaks_of_2026_and_2027(tmp_path):
    newer = panel(Store(tmp_path), known_at=dt.date(2026, 11, 20))
    older = onset_ucdp.produce(until(newer, month_id(2024, 12)), lambda done, of: None)
    known = onset_ucdp_record.record(newer, onset_ucdp_record.rules())
    assert (known.last, known.final) == (2025, 2024)
    said = onset_ucdp.produce(newer, lambda done, of: None)
    own = said.forecasts.filter(target="onset_one_sided")
    assert set(own["month"]) == {month_id(2027, 12)}
    assert set(older.forecasts.filter(target="onset_one_sided")["month"]) == {month_id(2026, 12)}
    # What is scored is the same: forecasts of years that are final.
    values = pl.col("metric", "model", "value", "n")
    assert_frame_equal(said.scores.select(values), older.scores.select(values))
