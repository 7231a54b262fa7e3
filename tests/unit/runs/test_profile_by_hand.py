"""Profiles of a few States by hand, against a count of the others."""

import dataclasses
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint.foresight.runs.profile import Choice, Indicator, choice, profile, standing
from small_panels import small


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
    about = Indicator(column="infant_mortality", label="Infant mortality", unit="per 1,000", source="un_igme")
    return Choice(version="x", carry_years=carry, indicators=(about,))


def figures(carry, of, *, revised=False):
    """What a profile says of States whose figures by year are given; the last month is December 2024."""
    panel = small(
        {unit: {"civilians": 0.0} for unit in of},
        {unit: {year: {"infant_mortality": value} for year, value in years.items()} for unit, years in of.items()},
    )
    table = profile(dataclasses.replace(panel, revised=revised), one_figure(carry))
    return {row["unit"]: row for row in table.iter_rows(named=True)}


def test_the_last_known_figure_counts_unless_it_is_too_old():
    rows = figures(2, {"AFG": {2021: 9.0, 2022: 7.0}, "CHE": {2021: 3.0}, "SDN": {2023: 5.0, 2024: 6.0}})
    assert (rows["AFG"]["value"], rows["AFG"]["year"], rows["AFG"]["status"]) == (7.0, 2022, "known")
    assert (rows["CHE"]["value"], rows["CHE"]["year"], rows["CHE"]["status"]) == (None, None, "unknown")
    assert (rows["SDN"]["value"], rows["SDN"]["year"]) == (6.0, 2024)


def test_a_past_origin_shows_the_newest_year_published_by_then():
    # The figures of a year come out in July of the next: in December 2024 those of 2023 were the newest.
    known = {"AFG": {2023: 7.0, 2024: 5.0}, "CHE": {2024: 3.0}, "SDN": {2021: 9.0}}
    rows = figures(5, known, revised=True)
    assert (rows["AFG"]["value"], rows["AFG"]["year"]) == (7.0, 2023)
    assert rows["CHE"]["status"] == "unknown"
    assert (rows["SDN"]["value"], rows["SDN"]["year"]) == (9.0, 2021)
    assert figures(5, known)["AFG"]["year"] == 2024


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


def test_a_year_made_of_candidate_months_is_not_shown_as_published():
    made = small({"AFG": {"civilians": 0.0}}, {"AFG": {2023: {"osv_best": 7.0}, 2024: {"osv_best": 900.0}}})
    about = Indicator(column="osv_best", label="Killed", unit="people", source="ucdp_ov")
    panel = dataclasses.replace(made, yearly=made.yearly.with_columns(provisional=pl.col("year") == 2024))
    row = profile(panel, Choice(version="x", carry_years=5, indicators=(about,))).row(0, named=True)
    assert (row["value"], row["year"]) == (7.0, 2023)
