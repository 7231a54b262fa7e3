"""The structural profile: the latest value, its year, and where it lies among all States."""

import polars as pl
import pytest

from focalpoint.foresight.panel.columns import YEARLY
from focalpoint.foresight.release.profile import choices, profile
from focalpoint.foresight.release.rules import faults
from focalpoint.foresight.release.schema import shape
from small_panels import small

QUIET = {"civilians": 0.0, "ged_events": 0.0}


def lines(given: dict, indicator: str = "population", **options: int) -> dict[str, dict]:
    panel = small(dict.fromkeys(("AAA", "BBB", "CCC"), QUIET), given, **options)
    return {row["unit"]: row for row in profile(panel).filter(indicator=indicator).to_dicts()}


def test_the_latest_known_value_is_shown_with_its_year():
    found = lines({"AAA": {2021: {"population": 5.0}, 2023: {"population": 6.0}}})["AAA"]
    assert (found["value"], found["year"], found["status"], found["source"]) == (6.0, 2023, "known", "wdi")


def test_what_is_not_known_is_a_row_that_says_so():
    found = lines({"AAA": {2023: {"population": 6.0}}})["BBB"]
    assert (found["value"], found["year"], found["status"], found["world_rank_share"]) == (None, None, "unknown", None)


def test_a_value_that_is_too_old_is_unknown():
    oldest = choices().oldest
    years = {"AAA": {2024 - oldest: {"population": 6.0}}, "BBB": {2025 - oldest: {"population": 6.0}}}
    found = lines(years, years=20)
    assert (found["AAA"]["status"], found["BBB"]["status"]) == ("unknown", "known")


def test_the_place_in_the_world_is_the_share_of_others_below():
    years = {unit: {2024: {"population": value}} for unit, value in (("AAA", 1.0), ("BBB", 5.0), ("CCC", 9.0))}
    assert [row["world_rank_share"] for row in lines(years).values()] == [0.0, 0.5, 1.0]


def test_equals_count_half():
    years = {unit: {2024: {"population": value}} for unit, value in (("AAA", 5.0), ("BBB", 5.0), ("CCC", 9.0))}
    assert [row["world_rank_share"] for row in lines(years).values()] == [0.25, 0.25, 1.0]


def test_one_known_value_has_no_place_among_others():
    assert lines({"AAA": {2024: {"population": 5.0}}})["AAA"]["world_rank_share"] is None


def test_the_profile_keeps_the_rules_of_the_release():
    panel = small({"AAA": QUIET, "BBB": QUIET}, {"AAA": {2024: {"population": 5.0, "v2x_polyarchy": 0.3}}})
    assert faults("profile", shape("profile", profile(panel))) == []


def test_every_unit_has_every_indicator():
    panel = small({"AAA": QUIET, "BBB": QUIET})
    assert profile(panel).height == 2 * len(choices().indicators)


@pytest.mark.parametrize("indicator", choices().indicators, ids=lambda one: one.column)
def test_an_indicator_is_a_column_of_its_source(indicator):
    assert indicator.column in YEARLY[indicator.source]


def test_labels_are_different_from_each_other():
    labels = pl.Series([indicator.label for indicator in choices().indicators])
    assert labels.is_unique().all()
