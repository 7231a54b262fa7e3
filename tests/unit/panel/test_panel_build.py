"""The panel as a whole: its grid, its two dates, its label."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from focalpoint.foresight.panel.build import NothingKnown, data_end, panel
from focalpoint.foresight.panel.columns import EVENTS, MONTHLY, YEARLY
from focalpoint.foresight.panel.shape import BeyondThePanel, matrix, until, year_matrix
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.countries import watched
from tiny_store import by_month, event, events, everywhere, store, table

LATER = dt.date(2026, 12, 31)
ROWS = [("MLI", "2023-05", 1.0, 3.0), ("MLI", "2024-12", 2.0, 8.0)]


@pytest.fixture
def made(tmp_path):
    return panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12")), known_at=LATER)


def test_the_grid_is_complete_and_sorted(made):
    assert made.units == tuple(state.iso3 for state in watched())
    assert made.monthly.height == 195 * 24
    assert made.monthly.select("unit", "month").equals(made.monthly.select("unit", "month").sort("unit", "month"))
    assert made.yearly.height == 195 * len(made.years)
    assert (made.years.start, made.years.stop) == (1960, 2025)


def test_it_has_every_column_whatever_the_store_holds(made):
    assert made.monthly.columns == [
        *("unit", "month", *EVENTS, "status", "note", "input", "basis"),
        *(column for columns in MONTHLY.values() for column in columns),
    ]
    assert set(made.yearly.columns) == {"unit", "year", "provisional"} | {
        c for columns in YEARLY.values() for c in columns
    }


def test_the_origin_is_the_last_month_covered_everywhere(made):
    assert (made.first, made.origin) == (parse_month("2023-01"), parse_month("2024-12"))
    assert made.months == range(parse_month("2023-01"), parse_month("2024-12") + 1)


def test_a_file_of_one_state_does_not_move_the_origin(tmp_path):
    rows = [event("1", "MLI", "2025-01-01"), event("2", "MLI", "2025-03-01")]
    alone = events("ucdp_candidate", rows, release="extract", complete_for=["MLI"])
    made = panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), alone), known_at=LATER)
    assert made.origin == parse_month("2024-12")


def test_a_file_of_one_state_alone_still_makes_a_panel(tmp_path):
    part = events("ucdp_ged", [event("1", "MLI", "2023-03-01")], release="extract", complete_for=["MLI"])
    made = panel(store(tmp_path, part), known_at=LATER)
    assert (made.first, made.origin) == (parse_month("2023-01"), parse_month("2023-12"))


def test_a_month_behind_a_gap_is_no_origin(tmp_path):
    june = events("ucdp_candidate", everywhere("2025-06-01"))
    data = store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), june)
    assert panel(data, known_at=LATER).origin == parse_month("2024-12")
    assert data_end(data, LATER) == (parse_month("2024-12"), parse_month("2025-06"))
    assert not panel(data, known_at=LATER).revised


def test_the_gap_closes_when_the_months_between_are_added(tmp_path):
    months = events("ucdp_candidate", everywhere(*[f"2025-0{n}-01" for n in range(1, 7)]))
    data = store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), months)
    assert panel(data, known_at=LATER).origin == parse_month("2025-06")
    assert data_end(data, LATER) == (parse_month("2025-06"), parse_month("2025-06"))


def test_what_was_not_known_on_the_day_is_left_out(tmp_path):
    data = store(
        tmp_path,
        by_month([("MLI", "2023-05", 1, 3)], "2023-01", "2023-12", dt.date(2024, 6, 30), "24.1"),
        by_month([("MLI", "2023-05", 1, 5)], "2023-01", "2024-12", dt.date(2025, 6, 30), "25.1"),
    )
    early, late = (panel(data, known_at=day) for day in (dt.date(2025, 6, 29), dt.date(2025, 6, 30)))
    assert early.origin == parse_month("2023-12")
    assert (early.monthly["civilians"].sum(), late.monthly["civilians"].sum()) == (3.0, 5.0)
    assert [vintage.release for vintage in early.inputs] == ["24.1"]


def test_nothing_known_says_so(tmp_path):
    with pytest.raises(NothingKnown, match="No UCDP data of whole months were known on 2020-01-01"):
        panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12")), known_at=dt.date(2020, 1, 1))


def test_extracts_that_nobody_called_complete_are_nothing_known(tmp_path):
    part = events("ucdp_ged", [event("1", "MLI", "2023-03-01")], release="extract")
    with pytest.raises(NothingKnown) as refused:
        panel(store(tmp_path, part), known_at=LATER)
    assert "--complete-for" in refused.value.todo


def test_an_origin_before_the_data_says_so(tmp_path):
    with pytest.raises(NothingKnown, match="begin after that month"):
        panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12")), origin=3, known_at=LATER)


def test_a_panel_to_the_end_of_its_data_is_not_revised(made):
    assert not made.revised


def test_a_panel_cut_before_the_end_of_its_data_is_revised(tmp_path, made):
    data = store(tmp_path, by_month(ROWS, "2023-01", "2024-12"))
    cut = panel(data, origin=parse_month("2024-06"), known_at=LATER)
    assert cut.revised
    assert cut.monthly["month"].max() == parse_month("2024-06")


def test_until_gives_what_building_with_that_origin_gives(tmp_path, made):
    origin = parse_month("2024-06")
    built = panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12")), origin=origin, known_at=LATER)
    cut = until(made, origin)
    assert cut.revised
    assert cut.monthly.equals(built.monthly)
    assert cut.yearly.equals(built.yearly)


def test_until_the_origin_changes_nothing(made):
    assert not until(made, made.origin).revised


def test_until_refuses_a_month_outside(made):
    with pytest.raises(BeyondThePanel, match="2025-01 is outside it"):
        until(made, made.origin + 1)


def test_a_matrix_has_a_row_a_unit_and_a_column_a_month(made):
    civilians = matrix(made, "civilians")
    assert civilians.shape == (195, 24)
    assert civilians[made.units.index("MLI"), -1] == 8.0
    assert np.isnan(civilians[made.units.index("PSE")]).all()


def test_yearly_rows_come_from_the_newest_vintage_that_has_them(tmp_path):
    old = table(
        "wdi", [{"iso3": "MLI", "year": 2000, "population": 5.0}, {"iso3": "TGO", "year": 2000, "population": 7.0}]
    )
    new = table("wdi", [{"iso3": "MLI", "year": 2000, "population": 6.0}], dt.date(2025, 12, 31))
    made = panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), old, new), known_at=LATER)
    year = made.yearly.filter(pl.col("year") == 2000).drop_nulls("population")
    assert dict(year.select("unit", "population").iter_rows()) == {"MLI": 6.0, "TGO": 7.0}
    assert year_matrix(made, "population")[made.units.index("MLI"), 40] == 6.0


def test_a_state_the_general_debate_did_not_name_has_zero_and_one_not_yet_born_nothing(tmp_path):
    named = table("mentions", [{"iso3": "MLI", "year": 2005, "mentions": 4, "speeches": 190, "r2p_mentions": 9}])
    made = panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), named), known_at=LATER)

    def of(unit, year):
        found = made.yearly.filter((pl.col("unit") == unit) & (pl.col("year") == year))
        return found.select("mentions", "speeches", "r2p_mentions").row(0)

    assert of("MLI", 2005) == (4.0, 190.0, 9.0)
    assert of("URY", 2005) == (0.0, 190.0, 9.0)
    assert of("SSD", 2005) == (None, None, None)
    assert of("URY", 2006) == (None, None, None)


def test_media_stay_missing_where_the_source_has_no_row(tmp_path):
    media = table("gdelt_panel", [{"iso3": "MLI", "month": parse_month("2024-01"), "media_conflict": 12}])
    made = panel(store(tmp_path, by_month(ROWS, "2023-01", "2024-12"), media), known_at=LATER)
    counts = matrix(made, "media_conflict")
    assert np.nansum(counts) == 12.0
    assert np.isnan(counts).sum() == 195 * 24 - 1


def test_every_figure_says_which_vintage_it_is_from(tmp_path):
    old = by_month(ROWS, "2023-01", "2024-12")
    new = events("ucdp_candidate", everywhere("2025-01-01"), release="25.0.1")
    made = panel(store(tmp_path, old, new), known_at=LATER)
    mli = made.monthly.filter(pl.col("unit") == "MLI")["input"].to_list()
    assert "ucdp_ged_panel-25.1" in mli[0]
    assert "ucdp_candidate-25.0.1" in mli[-1]
