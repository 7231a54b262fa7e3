"""Vintages of events over one another."""

import datetime as dt

import polars as pl

from focalpoint.foresight.panel.layers import event_vintages, layers, stack
from tiny_store import by_month, event, events, everywhere, store

EARLY, LATE = dt.date(2025, 2, 1), dt.date(2025, 7, 1)


def stacked(folder, *vintages):
    data = store(folder, *vintages)
    return stack(layers(data, event_vintages(data)))


def civilians(figures, unit, month):
    return figures.filter((pl.col("unit") == unit) & (pl.col("month") == month))["civilians"].to_list()


def test_events_stand_above_the_aggregated_panel_known_on_the_same_day(tmp_path):
    figures, differences = stacked(
        tmp_path,
        by_month([("MLI", "2023-01", 1, 5)], "2023-01", "2023-12"),
        events("ucdp_ged", [event("1", "MLI", "2023-01-03", 6), *everywhere("2023-01-01", "2023-12-01")]),
    )
    assert civilians(figures, "MLI", 517) == [6.0]
    assert differences.filter(pl.col("column") == "civilians").select("used", "other").row(0) == (6.0, 5.0)


def test_a_yearly_release_stands_above_candidates_known_later(tmp_path):
    figures, _ = stacked(
        tmp_path,
        by_month([("MLI", "2023-01", 1, 5)], "2023-01", "2023-12", EARLY),
        events("ucdp_candidate", [event("1", "MLI", "2023-01-03", 6), *everywhere("2023-01-01")], LATE),
    )
    assert civilians(figures, "MLI", 517) == [5.0]


def test_of_two_candidate_releases_the_later_form_of_an_event_stands_and_the_others_stay(tmp_path):
    figures, _ = stacked(
        tmp_path,
        events("ucdp_candidate", [event("1", "MLI", "2025-01-03", 6), event("2", "MLI", "2025-01-04", 1)], EARLY),
        events("ucdp_candidate", [event("1", "MLI", "2025-01-03", 9)], LATE),
    )
    assert civilians(figures, "MLI", 541) == [10.0]


def test_an_event_that_began_before_a_candidate_month_does_not_empty_the_month_before(tmp_path):
    figures, _ = stacked(
        tmp_path,
        events("ucdp_candidate", [event("1", "MLI", "2025-02-27", 6), *everywhere("2025-03-01")], LATE),
    )
    assert civilians(figures, "MLI", 542) == [6.0]
    assert civilians(figures, "URY", 542) == []
    assert civilians(figures, "URY", 543) == [0.0]


def test_an_event_of_an_older_yearly_release_is_not_counted_twice(tmp_path):
    old = [event("1", "MLI", "2023-12-31", 6), *everywhere("2023-01-01", "2023-12-01")]
    new = [event("1", "MLI", "2023-11-01", 6), *everywhere("2023-01-01", "2024-12-01")]
    figures, _ = stacked(tmp_path, events("ucdp_ged", old, EARLY), events("ucdp_ged", new, LATE))
    assert figures.filter(pl.col("unit") == "MLI")["civilians"].sum() == 6.0


def test_every_unit_and_month_comes_once(tmp_path):
    figures, _ = stacked(
        tmp_path,
        by_month([("MLI", "2023-01", 1, 5)], "2023-01", "2024-12", EARLY),
        events("ucdp_ged", everywhere("2023-01-01", "2024-12-01"), LATE),
        events("ucdp_candidate", everywhere("2024-11-01", "2025-01-01"), LATE),
    )
    assert not figures.select("unit", "month").is_duplicated().any()
    assert figures["month"].unique().sort().to_list() == list(range(517, 542))


def test_vintages_that_agree_leave_no_difference(tmp_path):
    same = [("MLI", "2023-01", 1.0, 5.0)]
    _, differences = stacked(
        tmp_path, by_month(same, "2023-01", "2023-12", EARLY), by_month(same, "2023-01", "2023-12", LATE)
    )
    assert differences.is_empty()


def test_a_file_without_a_state_on_the_list_covers_nothing(tmp_path):
    figures, _ = stacked(tmp_path, events("ucdp_ged", [event("1", None, "2023-01-01")]))
    assert figures.is_empty()
