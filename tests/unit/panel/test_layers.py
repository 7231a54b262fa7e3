"""Editions of UCDP's events over one another: which one speaks, and which events count."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from focalpoint.foresight.panel.layers import layers
from focalpoint.foresight.panel.stack import stack
from focalpoint.reference.calendar import parse_month
from tiny_store import by_month, event, events, everywhere, store, table

EARLY, LATE, LATEST = dt.date(2025, 2, 1), dt.date(2025, 7, 1), dt.date(2026, 12, 31)
JANUARY, FEBRUARY = everywhere("2025-01-01"), everywhere("2025-02-01")


def stacked(folder, *vintages, known_at=LATEST):
    return stack(layers(store(folder, *vintages), known_at))


def civilians(found, unit, month):
    here = (pl.col("unit") == unit) & (pl.col("month") == parse_month(month))
    return found.figures.filter(here)["civilians"].to_list()


def candidate(release, *rows, known_at=LATE):
    return events("ucdp_candidate", rows, known_at, release)


def test_events_stand_above_the_table_that_was_added_up_from_the_same_edition(tmp_path):
    found = stacked(
        tmp_path,
        by_month([("MLI", "2023-01", 1, 5)], "2023-01", "2023-12", release="24.1"),
        events("ucdp_ged", [event("1", "MLI", "2023-01-03", 6), *everywhere("2023-01-01", "2023-12-01")]),
    )
    assert civilians(found, "MLI", "2023-01") == [6.0]
    assert found.differences.filter(column="civilians").select("used", "other").row(0) == (6.0, 5.0)


@pytest.mark.parametrize("known_at", [EARLY, LATEST])
def test_an_older_yearly_release_added_later_never_outranks_a_newer_one(tmp_path, known_at):
    old = [event("1", "MLI", "2022-01-03", 60), *everywhere("2022-01-01", "2022-12-01")]
    new = by_month([("MLI", "2022-01", 1, 5)], "2022-01", "2024-12", LATE, "25.1")
    found = stacked(tmp_path, new, events("ucdp_ged", old, known_at, "23.1"))
    assert civilians(found, "MLI", "2022-01") == [5.0]


def test_a_yearly_release_stands_above_candidates_known_later(tmp_path):
    found = stacked(
        tmp_path,
        by_month([("MLI", "2025-01", 1, 5)], "2024-01", "2025-12", EARLY, "26.1"),
        candidate("25.0.1", event("1", "MLI", "2025-01-03", 6), *JANUARY, known_at=LATEST),
    )
    assert civilians(found, "MLI", "2025-01") == [5.0]


@pytest.mark.parametrize("days", [(EARLY, LATE), (LATE, EARLY)], ids=["in order", "the older added later"])
def test_numbers_of_candidate_releases_are_numbers(tmp_path, days):
    """25.0.12 is newer than 25.0.2, whatever the alphabet and the day of adding say."""
    found = stacked(
        tmp_path,
        candidate("25.0.2", event("1", "MLI", "2025-02-03", 9), *FEBRUARY, known_at=days[0]),
        candidate("25.0.12", event("1", "MLI", "2025-02-03", 4), *everywhere("2025-12-01"), known_at=days[1]),
    )
    assert civilians(found, "MLI", "2025-02") == [4.0]


@pytest.mark.parametrize("days", [(EARLY, LATE), (LATE, EARLY)], ids=["in order", "the older added later"])
def test_a_cumulative_release_outranks_the_monthly_one_of_its_last_month(tmp_path, days):
    first, second = event("1", "MLI", "2025-01-03", 9), event("1", "MLI", "2025-01-03", 4)
    found = stacked(
        tmp_path,
        candidate("25.0.2", *JANUARY, first, *FEBRUARY, known_at=days[0]),
        candidate("25.01.25.02", *JANUARY, second, *FEBRUARY, known_at=days[1]),
    )
    assert civilians(found, "MLI", "2025-01") == [4.0]


def test_an_event_that_a_later_file_of_its_month_dropped_is_gone(tmp_path):
    kept, dropped = event("1", "MLI", "2025-01-03", 9), event("2", "MLI", "2025-01-04", 5)
    found = stacked(
        tmp_path,
        candidate("25.0.1", kept, dropped, *JANUARY),
        candidate("25.01.25.02", kept, *JANUARY, *FEBRUARY),
    )
    assert civilians(found, "MLI", "2025-01") == [9.0]
    assert found.events.filter(pl.col("best") > 0).collect()["event_id"].to_list() == ["1"]


def test_an_event_that_a_later_file_of_other_months_does_not_hold_stays(tmp_path):
    found = stacked(
        tmp_path, candidate("25.0.1", event("1", "MLI", "2025-01-03", 9), *JANUARY), candidate("25.0.2", *FEBRUARY)
    )
    assert civilians(found, "MLI", "2025-01") == [9.0]


def test_an_event_that_moved_to_another_month_moves(tmp_path):
    found = stacked(
        tmp_path,
        candidate("25.0.1", event("1", "MLI", "2025-01-31", 9), *JANUARY),
        candidate("25.0.2", event("1", "MLI", "2025-02-01", 9), *FEBRUARY),
    )
    assert civilians(found, "MLI", "2025-01") == [0.0]
    assert civilians(found, "MLI", "2025-02") == [9.0]


def test_an_event_that_moved_to_another_state_moves(tmp_path):
    found = stacked(
        tmp_path,
        candidate("25.0.1", event("1", "MLI", "2025-01-31", 9), *JANUARY),
        candidate("25.0.2", event("1", "NER", "2025-01-31", 9), *FEBRUARY),
    )
    assert civilians(found, "MLI", "2025-01") == [0.0]
    assert civilians(found, "NER", "2025-01") == [9.0]


def test_a_late_event_revises_an_earlier_month_that_an_older_file_covers(tmp_path):
    found = stacked(
        tmp_path,
        candidate("25.0.1", event("1", "MLI", "2025-01-03", 9), *JANUARY),
        candidate("25.0.2", event("2", "MLI", "2025-01-20", 3), *FEBRUARY),
    )
    assert civilians(found, "MLI", "2025-01") == [12.0]


def test_a_late_event_makes_no_figure_of_a_month_that_no_file_covers(tmp_path):
    found = stacked(tmp_path, candidate("25.0.2", event("1", "MLI", "2025-01-20", 3), *FEBRUARY))
    assert civilians(found, "MLI", "2025-01") == civilians(found, "URY", "2025-01") == []
    assert civilians(found, "URY", "2025-02") == [0.0]


def test_a_late_event_is_not_added_to_a_table_that_may_hold_it_already(tmp_path):
    found = stacked(
        tmp_path,
        by_month([("MLI", "2024-12", 1, 5)], "2024-01", "2024-12"),
        candidate("25.0.1", event("1", "MLI", "2024-12-30", 3), *JANUARY),
    )
    assert civilians(found, "MLI", "2024-12") == [5.0]


def test_an_event_of_an_older_yearly_release_is_not_counted_twice(tmp_path):
    old = [event("1", "MLI", "2023-12-31", 6), *everywhere("2023-01-01", "2023-12-01")]
    new = [event("1", "MLI", "2023-11-01", 6), *everywhere("2023-01-01", "2024-12-01")]
    found = stacked(tmp_path, events("ucdp_ged", old, EARLY), events("ucdp_ged", new, LATE))
    assert found.figures.filter(pl.col("unit") == "MLI")["civilians"].sum() == 6.0


def test_an_edition_that_was_not_known_yet_says_nothing(tmp_path):
    found = stacked(
        tmp_path,
        candidate("25.0.1", event("1", "MLI", "2025-01-03", 9), *JANUARY, known_at=EARLY),
        candidate("25.01.25.02", *JANUARY, *FEBRUARY, known_at=LATE),
        known_at=EARLY,
    )
    assert civilians(found, "MLI", "2025-01") == [9.0]


def test_every_unit_and_month_comes_once(tmp_path):
    found = stacked(
        tmp_path,
        by_month([("MLI", "2023-01", 1, 5)], "2023-01", "2024-12", EARLY),
        events("ucdp_ged", everywhere("2023-01-01", "2024-12-01"), LATE),
        candidate("24.11.25.01", *everywhere("2024-11-01", "2025-01-01")),
    )
    assert not found.figures.select("unit", "month").is_duplicated().any()
    assert found.figures["month"].unique().sort().to_list() == list(range(517, 542))


def test_vintages_that_agree_leave_no_difference(tmp_path):
    same = [("MLI", "2023-01", 1.0, 5.0)]
    found = stacked(tmp_path, by_month(same, "2023-01", "2023-12", EARLY), by_month(same, "2023-01", "2023-12", LATE))
    assert found.differences.is_empty()


def test_each_month_says_which_edition_speaks_and_on_what_basis(tmp_path):
    found = stacked(
        tmp_path,
        by_month([("MLI", "2024-12", 1, 5)], "2024-01", "2024-12"),
        candidate("25.0.1", *JANUARY),
        candidate("25.0.2", *JANUARY, *FEBRUARY),
    )
    mali = found.figures.filter(unit="MLI").sort("month").tail(3).select("input", "basis").rows()
    assert [basis for _, basis in mali] == ["final", "candidate", "candidate"]
    assert ["-25.0.1-" in name for name, _ in mali] == [False, True, False]


def extract(*rows, **more):
    return events("ucdp_ged", rows, LATE, "extract", **more)


OFFICIAL = (
    by_month([("MLI", "2023-01", 2, 5), ("BFA", "2023-01", 3, 30), ("MLI", "2024-01", 1, 4)], "2023-01", "2024-12"),
    table(
        "ucdp_ov",
        [
            {"iso3": "MLI", "year": 2023, "ov_best": 10},
            {"iso3": "BFA", "year": 2023, "ov_best": 30},
            {"iso3": "MLI", "year": 2024, "ov_best": 40},
        ],
        release="25.1",
    ),
)


def test_an_extract_counts_for_a_state_and_year_whose_official_totals_it_reaches_and_for_no_other(tmp_path):
    rows = [event("1", "MLI", "2023-02-03", 6), event("2", "MLI", "2023-03-03", 4), event("3", "BFA", "2023-01-03", 9)]
    found = stacked(tmp_path, *OFFICIAL, extract(*rows, event("4", "MLI", "2024-01-03", 7)))
    assert [civilians(found, "MLI", month) for month in ("2023-01", "2023-02", "2023-03")] == [[0.0], [6.0], [4.0]]
    assert civilians(found, "BFA", "2023-01") == [30.0]
    assert civilians(found, "MLI", "2024-01") == [4.0]
    assert civilians(found, "URY", "2023-01") == [0.0]
    assert sorted(found.events.collect()["event_id"]) == ["1", "2"]


def test_an_extract_with_the_deaths_but_not_the_events_of_a_year_does_not_count(tmp_path):
    found = stacked(tmp_path, *OFFICIAL, extract(event("1", "MLI", "2023-02-03", 10)))
    assert civilians(found, "MLI", "2023-01") == [5.0]


@pytest.mark.parametrize(("dead", "counts"), [(37, False), (38, True), (42, True), (43, False)])
def test_an_extract_of_another_edition_may_have_a_twentieth_less_or_more(tmp_path, dead, counts):
    found = stacked(tmp_path, *OFFICIAL, extract(event("1", "MLI", "2024-02-03", dead)))
    assert (civilians(found, "MLI", "2024-02") == [dead]) is counts


def test_an_extract_of_a_known_edition_is_held_to_its_own_totals_exactly(tmp_path):
    for dead in (39, 41):
        vintage, frame = extract(event("1", "MLI", "2024-02-03", dead))
        found = stacked(tmp_path, *OFFICIAL, (replace(vintage, release="25.1"), frame))
        assert civilians(found, "MLI", "2024-02") == [0.0]


def test_an_extract_with_every_event_twice_under_other_ids_does_not_count(tmp_path):
    rows = [event(str(number), "MLI", f"2023-02-0{number}", dead) for number, dead in enumerate((5, 5, 5, 5), start=1)]
    found = stacked(tmp_path, *OFFICIAL, extract(*rows))
    assert [civilians(found, "MLI", month) for month in ("2023-01", "2023-02")] == [[5.0], [0.0]]


def test_an_extract_counts_where_a_person_says_that_it_is_complete(tmp_path):
    rows = [event("1", "MLI", "2023-02-03", 1), event("2", "BFA", "2023-02-03", 1)]
    found = stacked(tmp_path, *OFFICIAL, extract(*rows, complete_for=["MLI"]))
    assert [civilians(found, "MLI", month) for month in ("2023-01", "2023-02")] == [[0.0], [1.0]]
    assert civilians(found, "BFA", "2023-01") == [30.0]


def test_an_extract_of_candidate_events_counts_only_where_a_person_says_so(tmp_path):
    rows = [event("1", "MLI", "2025-02-03", 1), event("2", "BFA", "2025-02-03", 2)]
    said = events("ucdp_candidate", rows, LATE, "extract", complete_for=["MLI"])
    found = stacked(tmp_path, *OFFICIAL, said)
    assert civilians(found, "MLI", "2025-02") == [1.0]
    assert civilians(found, "BFA", "2025-02") == []


@pytest.mark.parametrize(
    ("source", "stray", "own", "outside"),
    [
        ("ucdp_candidate", "2025-01-03", ("2025-03-03", "2025-05-03"), "2025-02"),
        ("ucdp_candidate", "2025-09-03", ("2025-03-03", "2025-05-03"), "2025-06"),
        ("ucdp_ged", "2022-01-03", ("2024-03-03", "2024-05-03"), "2022-06"),
    ],
)
def test_an_event_of_another_state_does_not_widen_what_a_file_without_a_number_is_complete_for(
    tmp_path, source, stray, own, outside
):
    rows = [event("s", "BFA", stray, 2), *[event(day, "MLI", day, 1) for day in own]]
    found = stacked(tmp_path, *OFFICIAL, events(source, rows, LATE, "extract", complete_for=["MLI", "URY"]))
    assert civilians(found, "MLI", f"{own[0][:4]}-04") == [0.0]
    assert civilians(found, "MLI", outside) == civilians(found, "URY", stray[:7]) == []


def test_a_file_with_a_number_is_complete_in_the_months_of_its_release(tmp_path):
    rows = [event("s", "BFA", "2025-01-03", 2), event("1", "MLI", "2025-03-03", 1)]
    vintage, frame = events("ucdp_candidate", rows, LATE, "extract", complete_for=["MLI"])
    found = stacked(tmp_path, *OFFICIAL, (replace(vintage, release="25.01.25.03"), frame))
    assert civilians(found, "MLI", "2025-01") == [0.0]


def test_a_whole_release_speaks_before_an_extract_of_it(tmp_path):
    whole = events("ucdp_ged", [event("1", "MLI", "2024-02-03", 41), *everywhere("2023-01-01", "2024-12-01")])
    found = stacked(tmp_path, *OFFICIAL, whole, extract(event("1", "MLI", "2024-02-03", 40)))
    assert civilians(found, "MLI", "2024-02") == [41.0]


def test_a_file_without_a_state_on_the_list_makes_no_figure(tmp_path):
    assert stacked(tmp_path, extract(event("1", None, "2023-01-01"))).figures.is_empty()
