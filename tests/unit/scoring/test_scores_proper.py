"""A proper score cannot be gamed: in the long run nobody does better than by saying what they believe."""

import numpy as np
import pytest

from focalpoint.foresight import scoring as scores

CASES, DRAWS = 4000, 60


@pytest.fixture(scope="module")
def truth():
    """Deaths that are mostly zero and sometimes many, and honest draws of them."""
    rng = np.random.default_rng(11)
    mean = np.exp(rng.normal(1.0, 1.2, CASES))
    size = 0.6
    chance = size / (size + mean)
    outcomes = rng.negative_binomial(size, chance)
    honest = rng.negative_binomial(size, chance[:, None], (CASES, DRAWS)).astype(float)
    return outcomes, honest


LIES = {
    "half the deaths": lambda draws: draws / 2,
    "twice the deaths": lambda draws: draws * 2,
    "a few more everywhere": lambda draws: draws + 5,
    "one firm number": lambda draws: np.repeat(np.median(draws, axis=1, keepdims=True), draws.shape[1], axis=1),
    "never anything": np.zeros_like,
    "the same for everyone": lambda draws: np.repeat(draws[:1], len(draws), axis=0),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize(
    "score",
    [scores.crps_draws, scores.ignorance, lambda d, o: scores.interval_score(d, o, 0.1)],
    ids=["crps", "ignorance", "interval score"],
)
def test_honest_draws_score_better_than(score, lie, truth):
    outcomes, honest = truth
    assert score(honest, outcomes).mean() < score(lie(honest), outcomes).mean()


@pytest.mark.parametrize("lie", [0.7, 1.5])
def test_honest_quantiles_score_better_than_scaled_ones(lie, truth):
    outcomes, honest = truth
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
    quantiles = np.quantile(honest, levels, axis=1).T
    assert (
        scores.crps_quantiles(levels, quantiles, outcomes).mean()
        < scores.crps_quantiles(levels, lie * quantiles, outcomes).mean()
    )


@pytest.mark.parametrize(
    "lie", [lambda p: p / 2, lambda p: np.minimum(2 * p, 1), lambda p: np.round(p), lambda p: p * 0]
)
def test_honest_chances_have_the_best_brier_score(lie):
    rng = np.random.default_rng(12)
    chances = rng.beta(1, 6, 20_000)
    came = rng.random(20_000) < chances
    assert scores.brier(chances, came).mean() < scores.brier(lie(chances), came).mean()


def test_the_rate_of_events_has_no_skill_and_the_truth_has_all():
    came = np.array([0, 0, 1, 0])
    assert scores.brier_skill(np.full(4, 0.25), came, 0.25) == pytest.approx(0)
    assert scores.brier_skill(came.astype(float), came, 0.25) == pytest.approx(1)


def test_half_of_honest_intervals_miss_by_design():
    rng = np.random.default_rng(13)
    draws, outcomes = rng.normal(size=(2000, 400)), rng.normal(size=2000)
    low, high = np.quantile(draws, [0.25, 0.75], axis=1)
    width = high - low
    score = scores.interval_score(draws, outcomes, 0.5)
    inside = (outcomes >= low) & (outcomes <= high)
    assert inside.mean() == pytest.approx(0.5, abs=0.04)
    assert score[inside] == pytest.approx(width[inside])
    assert (score[~inside] > width[~inside]).all()
