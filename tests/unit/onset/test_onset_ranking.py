"""Measures of a ranking with intervals from whole countries: refusals, by hand, properties, a slow bootstrap."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight import scoring as scores
from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.scoring import weighted

MEASURES = (
    lambda r, o: weighted.auc(r, o),
    lambda r, o: weighted.average_precision(r, o),
    lambda r, o: weighted.false_alarms_per_hit(r, o, 0.6),
    lambda r, o: weighted.recall_at_k(r, o, 3),
)
PLAIN = (
    scores.auc,
    scores.average_precision,
    lambda r, o: scores.false_alarms_per_hit(r, o, 0.6),
    lambda r, o: scores.recall_at_k(r, o, 3),
)

cases = st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 3)), min_size=3, max_size=25).filter(
    lambda rows: any(o and w for _, o, w in rows) and any(not o and w for _, o, w in rows)
)


def columns(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_ranking_without_an_event_is_refused(measure):
    with pytest.raises(weighted.NoEvents, match="No case is an event"):
        measure([0.1, 0.2], [0, 0])


def test_two_countries_give_the_three_replicates_one_can_write_down():
    # A holds the only event, ranked first of its two years; B has none. Draws are AA, AB, BA, BB: the rate of events is
    # one half, one quarter twice, or nothing, and the middle half of the draws is a quarter.
    def rate(weights):
        return weights @ np.array([1.0, 0, 0, 0]) / weights.sum(axis=1)

    found = resampling.bootstrap({"rate": rate}, ["A", "A", "B", "B"], replicates=2000, level=0.4, seed=3)["rate"]
    assert found == resampling.Estimate(0.25, 0.25, 0.25)
    wide = resampling.bootstrap({"rate": rate}, ["A", "A", "B", "B"], replicates=2000, level=0.9, seed=3)["rate"]
    assert (wide.low, wide.high) == (0.0, 0.5)


def test_a_replicate_without_an_event_is_left_out():
    measures = {"recall": weighted.recall_at_k([1, 2, 3, 4], [1, 0, 0, 0], 1)}
    found = resampling.bootstrap(measures, ["A", "B", "C", "D"], replicates=100, level=0.95, seed=1)["recall"]
    assert found == resampling.Estimate(1.0, 1.0, 1.0)


def test_a_case_drawn_twice_counts_twice():
    # The event's risk ties with one of the two others and is below the other, which is drawn three times.
    weights = np.array([[1.0, 1.0, 3.0]])
    assert weighted.auc([0.5, 0.5, 0.9], [1, 0, 0])(weights)[0] == pytest.approx(0.5 / 4)
    assert weighted.average_precision([0.5, 0.5, 0.9], [1, 0, 0])(weights)[0] == pytest.approx(1 / 5)
    assert weighted.false_alarms_per_hit([0.5, 0.5, 0.9], [1, 0, 0], 1.0)(weights)[0] == pytest.approx(4)


def test_brier_skill_by_hand_against_the_rate_that_came_and_the_rate_that_was_known():
    # Chances 0.2, 0.4 for no, yes: (0.04 + 0.36) / 2 = 0.2. The rate that came, one half, costs 0.25; 0.1 known
    # beforehand costs (0.01 + 0.81) / 2 = 0.41.
    once = np.ones((1, 2))
    assert weighted.brier_skill([0.2, 0.4], [0, 1])(once)[0] == pytest.approx(1 - 0.2 / 0.25)
    assert weighted.brier_skill([0.2, 0.4], [0, 1], [0.1, 0.1])(once)[0] == pytest.approx(1 - 0.2 / 0.41)


@given(cases)
@settings(deadline=None)
def test_weighted_measures_equal_the_plain_formulas_on_repeated_rows(rows):
    risks, outcomes, weights = columns(rows)
    repeated = np.repeat(np.arange(len(rows)), weights.astype(int))
    for measure, plain in zip(MEASURES, PLAIN, strict=True):
        weighted = measure(risks, outcomes)(weights[None, :])[0]
        assert weighted == pytest.approx(plain(risks[repeated], outcomes[repeated]))


@given(cases)
@settings(deadline=None)
def test_without_resampling_they_are_the_plain_formulas(rows):
    risks, outcomes, _ = columns(rows)
    for measure, plain in zip(MEASURES, PLAIN, strict=True):
        assert measure(risks, outcomes)(np.ones((1, len(rows))))[0] == pytest.approx(plain(risks, outcomes))
    rate = np.full(len(rows), outcomes.mean())
    chances = risks / 6
    skill = weighted.brier_skill(chances, outcomes)(np.ones((1, len(rows))))[0]
    assert skill == pytest.approx(scores.brier_skill(chances, outcomes, rate))


def test_the_fast_bootstrap_has_the_interval_of_a_slow_one():
    rng = np.random.default_rng(5)
    clusters = np.repeat(np.arange(30), 10)
    risks, outcomes = rng.random(300), np.zeros(300)
    outcomes[risks + rng.normal(0, 0.4, 300) > 1] = 1
    fast = resampling.bootstrap({"auc": weighted.auc(risks, outcomes)}, clusters, replicates=2000, level=0.9, seed=1)[
        "auc"
    ]
    slow = []
    for _ in range(400):
        drawn = np.concatenate([np.flatnonzero(clusters == c) for c in rng.integers(0, 30, 30)])
        slow.append(scores.auc(risks[drawn], outcomes[drawn]))
    assert fast.value == pytest.approx(scores.auc(risks, outcomes))
    assert (fast.low, fast.high) == pytest.approx(tuple(np.quantile(slow, [0.05, 0.95])), abs=0.02)


def test_the_same_seed_gives_the_same_interval():
    measure = {"auc": weighted.auc([1, 2, 3, 4], [0, 1, 0, 1])}
    first, second = (resampling.bootstrap(measure, list("ABCD"), replicates=99, level=0.9, seed=2) for _ in range(2))
    assert first == second


@pytest.mark.data
def test_the_published_forecasts_get_the_published_figures(shared_data):
    path = shared_data / "ewp" / "published_out_of_sample_1994_2024.csv"
    rows = pl.read_csv(path, null_values="NA")
    assert (len(rows), rows["mk_onset"].sum()) == (5047, 39)
    rows = rows.drop_nulls("maxrisk2")
    risk, rank, onset = (rows[name].to_numpy() for name in ("maxrisk2", "minrank2", "mk_onset"))
    measures = {
        "auc": weighted.auc(risk, onset),
        **{f"recall_at_{k}": weighted.recall_at_k(rank, onset, k) for k in (10, 20, 30)},
        "average_precision": weighted.average_precision(risk, onset),
        # Their threshold: a risk above 4 %, which 26 of 39 onsets had.
        "false_alarms": weighted.false_alarms_per_hit(np.where(risk > 0.04, 1, 0), onset, 0.6666),
        # The highest threshold that catches as many.
        "false_alarms_best": weighted.false_alarms_per_hit(risk, onset, 0.6666),
    }
    found = resampling.bootstrap(measures, rows["ccode"], replicates=1000, level=0.95, seed=1)
    assert round(found["auc"].value, 3) == 0.825
    assert [round(found[f"recall_at_{k}"].value, 3) for k in (10, 20, 30)] == [0.308, 0.538, 0.692]
    assert round(found["average_precision"].value, 3) == 0.031
    assert round(found["false_alarms"].value, 1) == 38.8
    assert round(found["false_alarms_best"].value, 1) == 38.2
    assert (found["auc"].low, found["auc"].high) == pytest.approx((0.770, 0.882), abs=0.015)
