"""Onsets against a slow reading of the rule; a State's own rate; the pooled rate; intervals from the past."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.evaluation import reliability
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.models.onset_pooled import NoRecord, pooled

years = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=12)


def slow_onset(row, year):
    """The rule in words: True, False or None."""
    if row[year] is not None and row[year] < 25:
        return False
    before = [row[y] if y >= 0 else None for y in (year - 1, year - 2)]
    if any(value is not None and value >= 25 for value in before):
        return False
    return None if row[year] is None or None in before else True


def slow_followed(answers, year):
    ahead = [answers[y] if y < len(answers) else None for y in (year + 1, year + 2)]
    if True in ahead:
        return True
    return None if None in ahead else False


def plain(row):
    return [None if np.isnan(value) else bool(value) for value in row]


@given(years)
def test_the_fast_definition_equals_the_slow_one(row):
    table = np.array([[np.nan if value is None else float(value) for value in row]])
    begun = definition.onsets(table, 25, 2)
    answers = [slow_onset(row, year) for year in range(len(row))]
    assert plain(begun[0]) == answers
    assert plain(definition.followed(begun, 2)[0]) == [slow_followed(answers, year) for year in range(len(row))]


@given(st.lists(years, min_size=2, max_size=4))
def test_one_state_does_not_change_anothers_answer(rows):
    longest = max(map(len, rows))
    table = np.array(
        [[np.nan if v is None else float(v) for v in row] + [np.nan] * (longest - len(row)) for row in rows]
    )
    together = definition.onsets(table, 25, 2)
    alone = np.vstack([definition.onsets(row[None, :], 25, 2) for row in table])
    np.testing.assert_array_equal(together, alone)


def test_a_states_rate_is_drawn_towards_the_worlds_by_hand():
    # World: 2 of 5 windows. First State 2 of 3, second 0 of 2 (one unknown); weight of the world: 5 windows.
    followed = np.array([[1.0, 1.0, 0.0], [0.0, np.nan, 0.0]])
    rate = definition.history_rate(followed, np.ones((2, 3), dtype=bool), 5.0)
    assert rate == pytest.approx([(2 + 5 * 0.4) / 8, (0 + 5 * 0.4) / 7])


def test_windows_that_do_not_count_are_left_out_and_none_leaves_no_rate():
    followed = np.array([[1.0, 0.0]])
    assert definition.history_rate(followed, np.array([[False, True]]), 1.0) == pytest.approx([0.0])
    assert np.isnan(definition.history_rate(followed, np.zeros((1, 2), dtype=bool), 1.0)).all()


@pytest.mark.parametrize("exposure", [0.0, -1.0])
def test_a_rate_without_a_record_is_refused(exposure):
    with pytest.raises(NoRecord, match="no record"):
        pooled(0, exposure, 2.0, 0.9)


def test_the_pooled_forecast_by_hand():
    # 34 events in 34 years: rate (34 + 1/2) / 34 a year, twice that in two years.
    found = pooled(34, 34.0, 2.0, 0.9)
    assert found.rate == pytest.approx(34.5 / 34)
    assert found.expected == pytest.approx(2 * 34.5 / 34)


@given(st.integers(0, 200), st.floats(1, 100), st.floats(0.5, 5))
@settings(deadline=None)
def test_the_pooled_intervals_hold_their_values(events, exposure, ahead):
    found = pooled(events, exposure, ahead, 0.9)
    assert 0 <= found.rate_low < found.rate < found.rate_high or events == 0
    assert found.count_low <= found.expected + 1
    assert found.count_high + 1 >= found.expected


def test_the_pooled_count_has_its_coverage():
    rng = np.random.default_rng(4)
    rates = rng.gamma(20, 1 / 20, 4000)
    inside = []
    for seen, came in zip(rng.poisson(30 * rates), rng.poisson(2 * rates), strict=True):
        found = pooled(int(seen), 30.0, 2.0, 0.9)
        inside.append(found.count_low <= came <= found.count_high)
        if len(inside) == 500:
            break
    assert 0.87 <= np.mean(inside) <= 1.0


def test_without_past_forecasts_there_is_no_interval():
    low, high = reliability.interval(
        np.empty(0), np.empty(0, dtype=bool), np.array([0.2]), alike=10, overlap=2, level=0.9
    )
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_an_interval_by_hand():
    # Ten of a hundred came true, as was said: Jeffreys' 90 % of Beta(10.5, 90.5).
    low, high = reliability.interval(
        np.full(100, 0.1), np.arange(100) < 10, np.array([0.1]), alike=100, overlap=1, level=0.9
    )
    assert (low[0], high[0]) == pytest.approx((0.0591, 0.1578), abs=2e-4)


def test_past_forecasts_that_said_too_much_pull_the_interval_down():
    rng = np.random.default_rng(3)
    said = rng.uniform(0.05, 0.5, 2000)
    honest, boastful = rng.random(2000) < said, rng.random(2000) < said / 2
    asked = np.array([0.3])
    fair = reliability.interval(said, honest, asked, alike=400, overlap=1, level=0.9)
    down = reliability.interval(said, boastful, asked, alike=400, overlap=1, level=0.9)
    assert down[0] < fair[0]
    assert down[1] == asked


def test_overlapping_windows_count_for_less():
    said, came, asked = np.full(200, 0.2), np.arange(200) % 5 == 0, np.array([0.2])
    once = reliability.interval(said, came, asked, alike=200, overlap=1, level=0.9)
    twice = reliability.interval(said, came, asked, alike=200, overlap=2, level=0.9)
    assert twice[0] < once[0] < asked < once[1] < twice[1]


@given(
    st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=50),
    st.lists(st.floats(0.001, 0.999), min_size=1, max_size=5),
    st.integers(1, 60),
)
@settings(deadline=None)
def test_an_interval_always_holds_its_chance_and_stays_one(past, asked, alike):
    said, came = (np.array(column) for column in zip(*past, strict=True))
    chances = np.array(asked)
    low, high = reliability.interval(said, came, chances, alike=alike, overlap=2, level=0.9)
    assert ((low > 0) & (low <= chances) & (chances <= high) & (high < 1)).all()
