"""Which groups of features are reasons, and which member names them: four States and a handful of features by hand."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from focalpoint.foresight.features.catalogue import catalogue, feature
from focalpoint.foresight.runs.civilians import reasons
from focalpoint.foresight.runs.civilians.reasons import (
    SCHEMA,
    Asked,
    Rules,
    Usual,
    medians,
    natural_value,
    sums_by_group,
)

RULES = Rules(version="x", smallest=0.1, shared=0.8, least_chance=0.01)
# Two of one group, one that lowers, one without a plain sense.
NAMES = ("civilians_12", "events_12", "gdp_per_head", "state_age")
ABOUT = [feature(name) for name in NAMES]
UNITS = ("AFG", "CHE", "SDN", "UKR")
QUIET, KILLING = (0.0, math.log(2), math.log(5001), 4.0), (math.log(101), math.log(51), math.log(1001), 4.0)


def asked(parts, values, chances=(0.5, 0.5, 0.5, 0.5)):
    table = np.array(parts, dtype=np.float64)
    return Asked(
        target="civilians_sum",
        units=UNITS[: len(table)],
        features=ABOUT,
        values=np.array(values, dtype=np.float64),
        parts=table,
        totals=sums_by_group(table, ABOUT),
        chances=np.array(chances[: len(table)]),
        above=Usual("all States", np.array(QUIET)),
        below=Usual("States with killing", np.array(KILLING)),
        years=np.array([[0, 0, 2023, 0]] * len(table)),
        sources=np.array([["ucdp_ged", "ucdp_ged", "wdi", "countries"]] * len(table), dtype=np.object_),
    )


def of(unit, table):
    return table.filter(pl.col("unit") == unit).to_dicts()


def logs(killed, events, income):
    return [math.log1p(killed), math.log1p(events), math.log1p(income), 3.0]


NOTHING = [0.0, 0.0, 0.0, 0.0]


def test_a_group_is_named_by_the_strongest_member_that_carries_its_direction():
    # The strongest member of the group lowers, the group as a whole raises.
    table = reasons.table(asked([[-0.5, 0.9, 0, 0], NOTHING], [logs(7, 40, 900), logs(0, 1, 900)]), RULES)
    (row,) = of("AFG", table)
    assert (row["feature"], row["rank"], row["share"]) == ("events_12", 1, 1.0)
    assert row["contribution"] == pytest.approx(0.4)
    assert (row["value"], row["usual"], row["compared"], row["meaning"]) == (40.0, 1.0, "all States", "raises")
    assert row["note"] == "together with 1 more of its kind"


def test_a_member_that_means_the_contrary_does_not_name_its_group():
    # Nobody was killed, and the model counts it as raising: the events, more than usual, are the reason.
    table = reasons.table(asked([[0.6, 0.3, 0, 0], NOTHING], [logs(0, 40, 900), logs(0, 1, 900)]), RULES)
    assert [row["feature"] for row in of("AFG", table)] == ["events_12"]


def test_a_group_without_a_member_that_means_it_is_no_reason():
    table = reasons.table(asked([[0.6, 0, 0, 0], [-0.6, 0, 0, 0]], [logs(0, 0, 900), logs(2000, 0, 900)]), RULES)
    assert table.is_empty()


def test_what_lowers_is_held_against_where_there_is_killing():
    table = reasons.table(asked([[-0.4, 0, 0, 0], NOTHING], [logs(30, 1, 900), logs(0, 1, 900)]), RULES)
    (row,) = of("AFG", table)
    assert (row["value"], row["usual"], row["compared"]) == (30.0, 100.0, "States with killing")


def test_more_of_what_lowers_lowers_and_less_of_it_raises():
    table = reasons.table(asked([[0, 0, -0.4, 0], [0, 0, 0.4, 0]], [logs(0, 1, 9000), logs(0, 1, 700)]), RULES)
    (rich,), (poor,) = of("AFG", table), of("CHE", table)
    assert (rich["usual"], rich["year"], rich["source"]) == (1000.0, 2023, "wdi")
    assert (poor["usual"], poor["meaning"], rich["meaning"]) == (5000.0, "raises", "lowers")


def test_a_feature_without_a_plain_sense_is_never_a_reason():
    assert reasons.table(asked([[0, 0, 0, 0.9], NOTHING], [logs(0, 1, 900)] * 2), RULES).is_empty()


def test_what_is_small_is_no_reason():
    values = [logs(50, 1, 900)] * 2
    assert reasons.table(asked([[0.09, 0, 0, 0], NOTHING], values), RULES).is_empty()
    assert reasons.table(asked([[0.11, 0, 0, 0], NOTHING], values), RULES).height == 1


def test_what_raises_the_chance_of_nearly_all_is_no_reason():
    values = [logs(50, 1, 900)] * 4
    raised = [0.5, 0, 0, 0]
    assert reasons.table(asked([raised] * 4, values), RULES).is_empty()
    assert reasons.table(asked([raised] * 3 + [NOTHING], values), RULES).height == 3


def test_a_state_with_a_very_small_chance_has_one_reason_that_lowers_it():
    parts = [[-0.6, 0, -0.9, 0], [0.5, 0, 0, 0], NOTHING]
    values = [logs(0, 1, 9000), logs(50, 1, 900), logs(0, 1, 900)]
    table = reasons.table(asked(parts, values, chances=(0.004, 0.004, 0.5)), RULES)
    (row,) = table.to_dicts()
    assert (row["unit"], row["feature"], row["rank"], row["share"]) == ("AFG", "gdp_per_head", 1, 1.0)


def test_a_state_of_which_nothing_is_said_has_no_reasons_and_counts_for_nobody():
    values = [logs(50, 1, 900)] * 4
    parts = [[0.5, 0, 0, 0]] * 3 + [NOTHING]
    table = reasons.table(asked(parts, values, chances=(0.5, 0.5, math.nan, 0.5)), RULES)
    assert set(table["unit"]) == {"AFG", "CHE"}
    nobody = reasons.table(asked(parts, values, chances=(math.nan,) * 4), RULES)
    assert nobody.is_empty()
    assert dict(nobody.schema) == {name: kind() for name, kind in SCHEMA.items()}


def test_a_feature_that_is_not_known_may_still_be_read_and_says_so():
    values = [[math.nan, 0.0, 5.0, 3.0], logs(0, 1, 900)]
    (row,) = of("AFG", reasons.table(asked([[0.5, 0, 0, 0], NOTHING], values), RULES))
    assert row["value"] is None
    assert (row["note"], row["meaning"]) == (reasons.UNKNOWN, "none")


VALUES = arrays(np.float64, (4, 4), elements=st.floats(0, 9))
PARTS = arrays(np.float64, (4, 4), elements=st.integers(-40, 40).map(lambda n: n / 8))


@settings(deadline=None, max_examples=100)
@given(PARTS, VALUES)
def test_no_reason_says_the_contrary_of_what_it_means(parts, values):
    table = reasons.table(asked(parts, values), RULES)
    assert set(table["meaning"]) <= {"raises", "lowers"}
    for row in table.iter_rows(named=True):
        higher = 1 if row["value"] > row["usual"] else -1
        assert higher * row["contribution"] * {"raises": 1, "lowers": -1}[feature(row["feature"]).more] > 0
        assert row["meaning"] == ("raises" if row["contribution"] > 0 else "lowers")


@settings(deadline=None, max_examples=100)
@given(PARTS, VALUES)
def test_reasons_come_largest_first_once_a_group_and_are_no_direction_of_nearly_all(parts, values):
    table = reasons.table(asked(parts, values), RULES)
    for (unit,), mine in table.group_by("unit"):
        sizes = mine["contribution"].abs().to_list()
        assert sizes == sorted(sizes, reverse=True)
        assert mine["rank"].to_list() == list(range(1, mine.height + 1)), unit
        groups = [feature(name).group for name in mine["feature"]]
        assert len(set(groups)) == len(groups)
    for group, totals in sums_by_group(parts, ABOUT).items():
        shown = table.filter(pl.col("feature").is_in([one.id for one in ABOUT if one.group == group]))
        if (totals > 0).mean() > RULES.shared:
            assert (shown["contribution"] < 0).all()


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 12))
def test_a_logarithm_is_undone_to_six_digits(value):
    assert natural_value(value, feature("civilians_12")) == pytest.approx(math.expm1(value), rel=1e-5)
    assert natural_value(value, feature("civilians_trend_12")) == pytest.approx(math.exp(value), rel=1e-5)
    assert natural_value(value, feature("polyarchy")) == pytest.approx(value, rel=1e-5)


def test_an_unknown_value_has_no_figure():
    assert natural_value(math.nan, feature("civilians_12")) is None


def test_a_median_of_no_state_is_unknown():
    assert np.isnan(medians(np.empty((0, 2)))).all()


def test_every_feature_says_what_more_of_it_means_and_flags_mean_nothing():
    assert {one.more for one in catalogue()} == {"raises", "lowers", "none"}
    assert {one.more for one in catalogue() if one.unit == "yes or no"} == {"none"}
