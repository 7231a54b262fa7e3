"""Drivers of three States summed by hand, and profiles against a count of the others."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from focalpoint.foresight.features.catalogue import catalogue, feature
from focalpoint.foresight.runs.drivers import SCHEMA, drivers, natural
from focalpoint.foresight.runs.ground import Ground
from focalpoint.foresight.runs.profile import Choice, Indicator, choice, profile, standing
from small_panels import small

HISTORY = [one for one in catalogue() if one.group == "history" and one.scale == "log1p"][:2]
OTHER = next(one for one in catalogue() if one.group != "history" and one.scale == "plain" and one.grain == "month")
NAMES = (HISTORY[0].id, OTHER.id, HISTORY[1].id)
VALUES = np.array([[math.log(11), 2.5, math.log(4)], [0.0, math.nan, 0.0], [1.0, 1.0, 1.0]])
PARTS = arrays(np.float64, (3, 4), elements=st.integers(-40, 40).map(lambda n: n / 8))


def ground(values=VALUES):
    groups = tuple(feature(name).group for name in NAMES)
    table = np.array(values, dtype=np.float32)[:, None, :]
    return Ground(("AFG", "CHE", "SDN"), 0, np.zeros((3, 1)), table, NAMES, groups)


def found(parts, known=(0.0, 0.0, math.nan)):
    return drivers(ground(), np.array(parts, dtype=np.float64), 0, np.array(known))


BY_HAND = [[0.5, -1.0, 0.25, 9.0], [0.0, 0.5, 0.0, 9.0], [1.0, 1.0, 1.0, 9.0]]


def test_groups_are_summed_and_named_after_their_strongest():
    rows = found(BY_HAND).filter(pl.col("unit") == "AFG")
    assert rows["feature"].to_list() == [OTHER.id, HISTORY[0].id]
    assert rows["contribution"].to_list() == [-1.0, 0.75]
    assert rows["share"].to_list() == [1.0, 0.75]
    assert rows["rank"].to_list() == [1, 2]
    assert rows["note"].to_list() == [None, "together with 1 more of its kind"]


def test_values_are_people_not_logarithms():
    rows = found(BY_HAND).filter(pl.col("unit") == "AFG")
    assert rows["value"].to_list() == [2.5, 10.0]
    assert rows["unit_text"].to_list() == [OTHER.unit, HISTORY[0].unit]


def test_a_feature_without_a_value_still_drives_and_says_so():
    row = found(BY_HAND).filter(pl.col("unit") == "CHE").row(0, named=True)
    assert row["value"] is None
    assert row["note"] == "not known here; the model reads that it is not known"


def test_a_group_that_adds_nothing_is_left_out():
    assert found(BY_HAND).filter(pl.col("unit") == "CHE").height == 1
    cancelled = found([[0.5, 0.0, -0.5, 9.0], [0.0] * 4, [0.0] * 4])
    assert cancelled.is_empty()


def test_an_unforecast_state_has_no_drivers_and_the_table_keeps_its_columns():
    assert "SDN" not in found(BY_HAND)["unit"]
    nobody = found(BY_HAND, known=[math.nan] * 3)
    assert nobody.is_empty()
    assert dict(nobody.schema) == SCHEMA


@settings(deadline=None, max_examples=50)
@given(PARTS)
def test_contributions_add_up_rank_by_size_and_share_the_largest(parts):
    table = found(parts, known=(0.0, 0.0, 0.0))
    for place, unit in enumerate(("AFG", "CHE", "SDN")):
        rows = table.filter(pl.col("unit") == unit)
        assert rows["contribution"].sum() == pytest.approx(parts[place, :3].sum())
        assert rows["rank"].to_list() == list(range(1, rows.height + 1))
        sizes = rows["contribution"].abs().to_list()
        assert sizes == sorted(sizes, reverse=True)
        assert rows["share"].to_list() == pytest.approx([size / sizes[0] for size in sizes])


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 12))
def test_a_logarithm_is_undone_to_six_digits(value):
    assert natural(value, HISTORY[0]) == pytest.approx(math.expm1(value), rel=1e-5)
    assert natural(value, OTHER) == pytest.approx(value, rel=1e-5)


def test_an_unknown_value_has_no_figure():
    assert natural(math.nan, HISTORY[0]) is None


def standing_slowly(values):
    """Count the others below, ties half, one by one."""
    placed = []
    for place, value in enumerate(values):
        others = [o for k, o in enumerate(values) if k != place and not math.isnan(o)]
        if math.isnan(value) or not others:
            placed.append(math.nan)
        else:
            placed.append(sum((o < value) + 0.5 * (o == value) for o in others) / len(others))
    return placed


KNOWN_OR_NOT = st.one_of(st.integers(0, 6).map(float), st.just(math.nan))


@settings(deadline=None)
@given(st.lists(KNOWN_OR_NOT, max_size=9))
def test_standing_equals_counting_the_others(values):
    assert standing(np.array(values)) == pytest.approx(np.array(standing_slowly(values)), nan_ok=True)


@settings(deadline=None)
@given(st.lists(st.integers(0, 6).map(float), min_size=2, max_size=9))
def test_the_standings_of_all_are_a_half_on_average_and_mirror_when_turned(values):
    placed = standing(np.array(values))
    assert placed.mean() == pytest.approx(0.5)
    assert standing(-np.array(values)) == pytest.approx(1 - placed)


def one_figure(carry):
    about = Indicator(column="infant_mortality", label="Infant mortality", unit="per 1,000", source="invented")
    return Choice(version="x", carry_years=carry, indicators=(about,))


def figures(carry, of):
    """What a profile says of States whose figures by year are given; the last year is 2024."""
    panel = small(
        {unit: {"civilians": 0.0} for unit in of},
        {unit: {year: {"infant_mortality": value} for year, value in years.items()} for unit, years in of.items()},
    )
    return {row["unit"]: row for row in profile(panel, one_figure(carry)).iter_rows(named=True)}


def test_the_last_known_figure_counts_unless_it_is_too_old():
    rows = figures(2, {"AFG": {2021: 9.0, 2022: 7.0}, "CHE": {2021: 3.0}, "SDN": {2023: 5.0, 2024: 6.0}})
    assert (rows["AFG"]["value"], rows["AFG"]["year"], rows["AFG"]["status"]) == (7.0, 2022, "known")
    assert (rows["CHE"]["value"], rows["CHE"]["year"], rows["CHE"]["status"]) == (None, None, "unknown")
    assert (rows["SDN"]["value"], rows["SDN"]["year"]) == (6.0, 2024)


def test_standing_is_among_the_known_alone():
    rows = figures(4, {"AFG": {2024: 9.0}, "CHE": {}, "SDN": {2024: 6.0}})
    assert [rows[unit]["world_rank_share"] for unit in ("AFG", "CHE", "SDN")] == [1.0, None, 0.0]
    alone = figures(4, {"AFG": {2024: 9.0}, "CHE": {}})
    assert alone["AFG"]["world_rank_share"] is None
    assert alone["AFG"]["status"] == "known"


def test_a_figure_of_zero_is_known():
    assert figures(4, {"AFG": {2024: 0.0}})["AFG"]["status"] == "known"


def test_a_choice_nobody_knows_is_refused():
    with pytest.raises(ValidationError, match="colour"):
        Choice.model_validate(choice().model_dump() | {"colour": "red"})
    with pytest.raises(ValidationError, match="carry_years"):
        Choice.model_validate({"version": "x", "indicators": []})
