"""Measures of a ranking by hand and as properties: what may not change them, and where their ends are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.scoring import weighted

RISK = st.integers(0, 8).map(lambda eighths: eighths / 8)
ROWS = st.lists(st.tuples(RISK, st.booleans(), st.integers(1, 3)), min_size=2, max_size=20).filter(
    lambda rows: 0 < sum(came for _, came, _ in rows) < len(rows)
)


def columns(rows):
    risks, came, weights = zip(*rows, strict=True)
    return np.array(risks), np.array(came, dtype=float), np.array([weights], dtype=float)


def auc_slowly(risks, came, weights):
    """Share of pairs of an event and another in which the event had the higher risk; a tie is half a pair."""
    won = pairs = 0.0
    for i, j in np.ndindex(len(risks), len(risks)):
        if came[i] and not came[j]:
            pairs += weights[i] * weights[j]
            won += weights[i] * weights[j] * ((risks[i] > risks[j]) + (risks[i] == risks[j]) / 2)
    return won / pairs


def precision_slowly(risks, came, weights):
    """Mean over the events of the share of events among all at or above their risk."""
    found = 0.0
    for i in np.flatnonzero(came):
        above = risks >= risks[i]
        found += weights[i] * (weights * came)[above].sum() / weights[above].sum()
    return found / (weights * came).sum()


def alarms_slowly(risks, came, weights, recall):
    """Lower the threshold one risk at a time until enough events are caught."""
    wanted = recall * (weights * came).sum()
    for threshold in sorted(set(risks), reverse=True):
        above = risks >= threshold
        hits = (weights * came)[above].sum()
        if hits >= wanted:
            return (weights * (1 - came))[above].sum() / hits
    raise AssertionError("every event is caught at the lowest threshold")


def test_four_cases_by_hand():
    # From the highest risk down: event, other, event, other. Pairs won: 2 + 1 of 4; precision at hits: 1, 2/3.
    risks, came, once = [0.9, 0.7, 0.5, 0.1], [1, 0, 1, 0], np.ones((1, 4))
    assert weighted.auc(risks, came)(once)[0] == pytest.approx(3 / 4)
    assert weighted.average_precision(risks, came)(once)[0] == pytest.approx((1 + 2 / 3) / 2)
    assert weighted.false_alarms_per_hit(risks, came, 0.5)(once)[0] == 0
    assert weighted.false_alarms_per_hit(risks, came, 0.51)(once)[0] == pytest.approx(1 / 2)


def test_three_replicates_at_once_are_three_single_ones():
    risks, came = [0.9, 0.7, 0.5, 0.1], [1, 0, 1, 0]
    weights = np.array([[1.0, 1, 1, 1], [2, 0, 1, 3], [0, 1, 1, 0]])
    for measure in (weighted.auc(risks, came), weighted.average_precision(risks, came)):
        assert measure(weights).tolist() == [measure(row[None])[0] for row in weights]
    # The last holds an event below the only other case: nothing is won, and half of what is above is an event.
    assert weighted.auc(risks, came)(weights)[2] == 0
    assert weighted.average_precision(risks, came)(weights)[2] == pytest.approx(1 / 2)


def test_a_case_that_was_not_drawn_counts_for_nothing():
    risks, came = np.array([0.9, 0.7, 0.5, 0.1]), np.array([1, 0, 1, 0])
    weights = np.array([[1.0, 0, 1, 1]])
    drawn = weights[0] > 0
    for make in (weighted.auc, weighted.average_precision):
        assert make(risks, came)(weights)[0] == pytest.approx(make(risks[drawn], came[drawn])(np.ones((1, 3)))[0])


@pytest.mark.parametrize("outcomes", [[0, 0, 0], np.zeros(3), [False, False, False]])
def test_no_event_is_refused_with_what_to_do(outcomes):
    with pytest.raises(weighted.NoEvents) as refused:
        weighted.brier_skill([0.1, 0.2, 0.3], outcomes)
    assert refused.value.todo == "Judge a period with at least one event."


def test_recall_counts_the_place_itself():
    measure = weighted.recall_at_k([30, 31, 1], [1, 1, 1], 30)
    assert measure(np.ones((1, 3)))[0] == pytest.approx(2 / 3)


def test_recall_of_a_replicate_weighs_its_events():
    measure = weighted.recall_at_k([1, 99, 50], [1, 1, 0], 30)
    assert measure(np.array([[3.0, 1.0, 7.0]]))[0] == pytest.approx(3 / 4)


@given(ROWS)
@settings(deadline=None)
def test_three_measures_equal_a_slow_reading_of_their_definitions(rows):
    risks, came, weights = columns(rows)
    plain = weights[0]
    assert weighted.auc(risks, came)(weights)[0] == pytest.approx(auc_slowly(risks, came, plain))
    assert weighted.average_precision(risks, came)(weights)[0] == pytest.approx(precision_slowly(risks, came, plain))
    for recall in (0.25, 0.6, 1.0):
        found = weighted.false_alarms_per_hit(risks, came, recall)(weights)[0]
        assert found == pytest.approx(alarms_slowly(risks, came, plain, recall))


@given(ROWS)
@settings(deadline=None)
def test_only_the_order_of_risks_matters_not_their_size(rows):
    risks, came, weights = columns(rows)
    for make in (weighted.auc, weighted.average_precision, lambda r, o: weighted.false_alarms_per_hit(r, o, 0.6)):
        assert make(risks, came)(weights)[0] == pytest.approx(make(np.exp(5 * risks) - 7, came)(weights)[0])


@given(ROWS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_rows_does_not_matter(rows, chaos):
    shuffled = list(rows)
    chaos.shuffle(shuffled)
    for make in (weighted.auc, weighted.average_precision):
        (risks, came, weights), (r, o, w) = columns(rows), columns(shuffled)
        assert make(risks, came)(weights)[0] == pytest.approx(make(r, o)(w)[0])


@given(ROWS)
@settings(deadline=None)
def test_turning_the_ranking_round_turns_its_area_round(rows):
    risks, came, weights = columns(rows)
    there, back = (weighted.auc(sign * risks, came)(weights)[0] for sign in (1, -1))
    assert there + back == pytest.approx(1)


@given(ROWS)
@settings(deadline=None)
def test_one_risk_for_all_is_worth_nothing(rows):
    _, came, weights = columns(rows)
    same = np.full(len(came), 0.5)
    rate = (weights[0] * came).sum() / weights.sum()
    assert weighted.auc(same, came)(weights)[0] == pytest.approx(0.5)
    assert weighted.average_precision(same, came)(weights)[0] == pytest.approx(rate)
    assert weighted.brier_skill(np.full(len(came), rate), came)(weights)[0] == pytest.approx(0, abs=1e-9)


@given(ROWS)
@settings(deadline=None)
def test_a_perfect_ranking_has_the_best_of_every_measure(rows):
    _, came, weights = columns(rows)
    assert weighted.auc(came, came)(weights)[0] == 1
    assert weighted.average_precision(came, came)(weights)[0] == 1
    assert weighted.false_alarms_per_hit(came, came, 1.0)(weights)[0] == 0
    assert weighted.brier_skill(came, came)(weights)[0] == 1


@given(ROWS)
@settings(deadline=None)
def test_brier_skill_equals_a_slow_sum(rows):
    chances, came, weights = columns(rows)
    plain, total = weights[0], weights.sum()
    loss = sum(w * (p - y) ** 2 for w, p, y in zip(plain, chances, came, strict=True)) / total
    rate = sum(w * y for w, y in zip(plain, came, strict=True)) / total
    base = sum(w * (rate - y) ** 2 for w, y in zip(plain, came, strict=True)) / total
    assert weighted.brier_skill(chances, came)(weights)[0] == pytest.approx(1 - loss / base)
    known = np.full(len(came), 0.125)
    base = sum(w * (0.125 - y) ** 2 for w, y in zip(plain, came, strict=True)) / total
    assert weighted.brier_skill(chances, came, known)(weights)[0] == pytest.approx(1 - loss / base)


@given(ROWS)
@settings(deadline=None)
def test_the_rate_that_came_is_the_hardest_constant_to_beat(rows):
    chances, came, weights = columns(rows)
    own = weighted.brier_skill(chances, came)(weights)[0]
    for constant in (0.1, 0.5, 0.9):
        assert own <= weighted.brier_skill(chances, came, np.full(len(came), constant))(weights)[0] + 1e-9


def test_every_measure_sees_the_same_replicates():
    def rate(weights):
        return weights @ np.arange(6.0) / 6

    found = resampling.bootstrap({"one": rate, "other": rate}, list("AABBCC"), replicates=70, level=0.9, seed=4)
    assert found["one"] == found["other"]


def test_more_replicates_than_a_block_are_all_used():
    seen = []

    def watching(weights):
        seen.append(len(weights))
        return weights.sum(axis=1)

    resampling.bootstrap({"n": watching}, list("ABCD"), replicates=2 * resampling.BLOCK + 7, level=0.9, seed=1)
    assert seen == [resampling.BLOCK, resampling.BLOCK, 7, 1]


def test_a_country_is_drawn_with_all_its_years():
    held = []

    def watching(weights):
        held.append(weights)
        return weights.sum(axis=1)

    resampling.bootstrap({"n": watching}, ["A", "B", "A", "B", "A"], replicates=40, level=0.9, seed=1)
    drawn = held[0]
    assert (drawn[:, 0] == drawn[:, 2]).all()
    assert (drawn[:, 0] == drawn[:, 4]).all()
    assert (drawn[:, 1] == drawn[:, 3]).all()
    assert (drawn[:, 0] + drawn[:, 1] == 2).all()


@given(st.integers(0, 500), st.integers(3, 12))
@settings(deadline=None, max_examples=25)
def test_a_higher_level_is_never_narrower(seed, countries):
    rng = np.random.default_rng(seed)
    values = rng.gamma(1.0, 3.0, countries * 3)
    mean = {"mean": lambda weights: weights @ values / weights.sum(axis=1)}
    clusters = np.repeat(np.arange(countries), 3)
    narrow, wide = (
        resampling.bootstrap(mean, clusters, replicates=60, level=level, seed=1)["mean"] for level in (0.5, 0.95)
    )
    assert wide.low <= narrow.low <= narrow.high <= wide.high
    assert narrow.value == wide.value == pytest.approx(values.mean())
