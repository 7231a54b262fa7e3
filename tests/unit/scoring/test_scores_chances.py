"""Scores of chances and rankings: refusals, numbers by hand, properties, a slow reference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from focalpoint.foresight import scoring as scores

ranked = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=30).filter(
    lambda rows: any(o for _, o in rows) and not all(o for _, o in rows)
)


def columns(rows):
    return np.array([r for r, _ in rows], dtype=float), np.array([o for _, o in rows], dtype=float)


def slow_auc(risks, outcomes):
    pairs = [
        (a, b) for a, o in zip(risks, outcomes, strict=True) if o for b, n in zip(risks, outcomes, strict=True) if not n
    ]
    return sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)


def slow_false_alarms(risks, outcomes, recall):
    for threshold in sorted(set(risks), reverse=True):
        hits = sum(o for r, o in zip(risks, outcomes, strict=True) if r >= threshold)
        if hits >= recall * sum(outcomes):
            return sum(1 - o for r, o in zip(risks, outcomes, strict=True) if r >= threshold) / hits
    raise AssertionError


@pytest.mark.parametrize("chance", [-0.1, 1.1])
def test_a_chance_outside_0_to_1_is_refused(chance):
    with pytest.raises(scores.BadScoreInput, match="outside 0 to 1"):
        scores.brier([chance], [1])


def test_an_outcome_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(scores.BadScoreInput, match="neither 0 nor 1"):
        scores.brier([0.5], [2])


@pytest.mark.parametrize("score", [scores.auc, scores.average_precision])
def test_a_ranking_without_an_event_is_refused(score):
    with pytest.raises(scores.BadScoreInput, match="No case is an event"):
        score([0.1, 0.2], [0, 0])


def test_auc_refuses_events_alone():
    with pytest.raises(scores.BadScoreInput, match="Every case is an event"):
        scores.auc([0.1, 0.2], [1, 1])


@pytest.mark.parametrize("score", [scores.brier, scores.auc, scores.average_precision])
def test_columns_of_different_length_are_refused(score):
    with pytest.raises(scores.BadScoreInput, match="for 3 outcomes"):
        score([0.1, 0.2], [1, 0, 1])


@pytest.mark.parametrize("recall", [0.0, 1.5])
def test_a_recall_that_cannot_be_reached_is_refused(recall):
    with pytest.raises(scores.BadScoreInput, match="cannot be reached"):
        scores.false_alarms_per_hit([0.1, 0.2], [1, 0], recall)


def test_skill_against_a_perfect_reference_is_refused():
    with pytest.raises(scores.BadScoreInput, match="perfect"):
        scores.brier_skill([0.5, 0.5], [0, 0], 0.0)


def test_brier_by_hand():
    assert scores.brier([0.0, 0.25, 1.0], [1, 0, 1]).tolist() == [1.0, 0.0625, 0.0]


def test_brier_skill_by_hand():
    # Forecast: (0.01 + 0.04) / 2 = 0.025; reference of one half: 0.25.
    assert scores.brier_skill([0.1, 0.8], [0, 1], 0.5) == pytest.approx(0.9)


def test_brier_skill_takes_a_reference_for_each_case():
    assert scores.brier_skill([0.5, 0.5], [0, 1], [0.5, 0.5]) == pytest.approx(0)


def test_auc_by_hand():
    # Four pairs: 0.8 beats both, 0.4 ties one and beats the other.
    assert scores.auc([0.8, 0.4, 0.4, 0.1], [1, 1, 0, 0]) == pytest.approx(3.5 / 4)


def test_average_precision_by_hand():
    # Events stand second and fourth: (1/2 + 2/4) / 2.
    assert scores.average_precision([4, 3, 2, 1], [0, 1, 0, 1]) == pytest.approx(0.5)


def test_average_precision_takes_equal_risks_together():
    # One step from nothing to everything, whatever the order of the rows: 1 event of 4.
    assert scores.average_precision([1, 1, 1, 1], [1, 0, 0, 0]) == pytest.approx(0.25)
    assert scores.average_precision([1, 1, 1, 1], [0, 0, 0, 1]) == pytest.approx(0.25)


def test_recall_in_the_first_k_by_hand():
    assert [scores.recall_at_k([1, 10, 11, 2], [1, 1, 1, 0], k) for k in (1, 10, 30)] == pytest.approx(
        [1 / 3, 2 / 3, 1]
    )


def test_false_alarms_by_hand():
    # Down the list: no, yes, no, no, yes. Half of the events cost one false alarm, all of them three for two hits.
    risks, outcomes = [5, 4, 3, 2, 1], [0, 1, 0, 0, 1]
    assert scores.false_alarms_per_hit(risks, outcomes, 0.5) == 1.0
    assert scores.false_alarms_per_hit(risks, outcomes, 1.0) == 1.5


@given(ranked)
@settings(deadline=None)
def test_the_fast_ranking_scores_equal_the_definitions(rows):
    risks, outcomes = columns(rows)
    assert scores.auc(risks, outcomes) == pytest.approx(slow_auc(risks, outcomes))
    assert scores.auc(risks, outcomes) == pytest.approx(roc_auc_score(outcomes, risks))
    assert scores.average_precision(risks, outcomes) == pytest.approx(average_precision_score(outcomes, risks))
    assert scores.false_alarms_per_hit(risks, outcomes, 0.6) == pytest.approx(slow_false_alarms(risks, outcomes, 0.6))


@given(ranked)
@settings(deadline=None)
def test_a_ranking_score_sees_the_order_alone(rows):
    risks, outcomes = columns(rows)
    for score in (scores.auc, scores.average_precision):
        assert score(np.exp(risks) + 3, outcomes) == pytest.approx(score(risks, outcomes))
    assert scores.auc(-risks, outcomes) == pytest.approx(1 - scores.auc(risks, outcomes))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=20))
def test_brier_is_between_0_and_1_and_the_rate_of_events_is_the_best_constant(rows):
    chances, outcomes = columns(rows)
    assert ((scores.brier(chances, outcomes) >= 0) & (scores.brier(chances, outcomes) <= 1)).all()
    rate = np.full(len(outcomes), outcomes.mean())
    constant = np.full(len(outcomes), chances[0])
    assert scores.brier(rate, outcomes).mean() <= scores.brier(constant, outcomes).mean() + 1e-12
