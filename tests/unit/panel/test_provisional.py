"""Country-years built from twelve covered months."""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.shape import until
from focalpoint.reference.calendar import parse_month
from tiny_store import by_month, event, events, everywhere, store, table

LATER = dt.date(2026, 12, 31)
ROWS = [
    event("1", "MLI", "2025-03-03", 9, low=8, high=20),
    event("2", "MLI", "2025-05-03", 3, kind="state_based", best=5),
]
YEAR = everywhere(*[f"2025-{month:02d}-01" for month in range(1, 13)])
OLD = by_month([("MLI", "2024-12", 1, 5)], "2024-01", "2024-12")
OFFICIAL = table("ucdp_ov", [{"iso3": "MLI", "year": 2024, "osv_best": 4, "ov_best": 5}], release="25.1")


def year(made, unit, number):
    return made.yearly.row(by_predicate=(pl.col("unit") == unit) & (pl.col("year") == number), named=True)


@pytest.fixture
def made(tmp_path):
    return panel(store(tmp_path, OLD, OFFICIAL, events("ucdp_candidate", [*ROWS, *YEAR])), known_at=LATER)


def test_a_year_of_twelve_candidate_months_is_their_sum_and_provisional(made):
    row = year(made, "MLI", 2025)
    assert (row["osv_low"], row["osv_best"], row["osv_high"]) == (8.0, 9.0, 20.0)
    assert (row["ov_best"], row["ov_civilians"], row["provisional"]) == (14.0, 12.0, True)
    assert row["osv_gov_best"] is None


def test_a_state_without_an_event_in_such_a_year_has_zero(made):
    assert (year(made, "URY", 2025)["osv_best"], year(made, "URY", 2025)["provisional"]) == (0.0, True)


def test_a_state_that_is_recorded_elsewhere_stays_unknown(made):
    assert (year(made, "PSE", 2025)["osv_best"], year(made, "PSE", 2025)["provisional"]) == (None, False)


def test_what_ucdp_published_stays_as_it_is(made):
    row = year(made, "MLI", 2024)
    assert (row["osv_best"], row["provisional"]) == (4.0, False)


def test_eleven_months_make_no_year(tmp_path):
    short = events("ucdp_candidate", [*ROWS, *YEAR[:-4]])
    made = panel(store(tmp_path, OLD, OFFICIAL, short), known_at=LATER)
    assert (year(made, "MLI", 2025)["osv_best"], year(made, "MLI", 2025)["provisional"]) == (None, False)


def test_a_year_of_final_months_is_not_provisional(tmp_path):
    final = events("ucdp_ged", [*ROWS, *YEAR])
    row = year(panel(store(tmp_path, final), known_at=LATER), "MLI", 2025)
    assert (row["osv_best"], row["provisional"]) == (9.0, False)


def test_the_official_year_takes_the_place_of_the_provisional_one(tmp_path):
    newer = table("ucdp_ov", [{"iso3": "MLI", "year": 2025, "osv_best": 12, "ov_best": 14}], LATER, release="26.1")
    row = year(
        panel(store(tmp_path, OLD, newer, events("ucdp_candidate", [*ROWS, *YEAR])), known_at=LATER), "MLI", 2025
    )
    assert (row["osv_best"], row["provisional"]) == (12.0, False)


def test_cutting_the_panel_gives_what_building_it_so_gives(tmp_path, made):
    origin = parse_month("2025-06")
    data = store(tmp_path, OLD, OFFICIAL, events("ucdp_candidate", [*ROWS, *YEAR]))
    assert until(made, origin).yearly.equals(panel(data, origin=origin, known_at=LATER).yearly)


def test_a_table_without_one_sided_deaths_makes_no_year_not_even_of_a_quiet_state(tmp_path):
    made = panel(store(tmp_path, OLD), known_at=LATER)
    assert year(made, "URY", 2024)["osv_best"] is None
