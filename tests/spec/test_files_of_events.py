"""What the panel makes of files of events as they are added: a yearly release, a candidate release, an extract.

The files are of our own making and go the whole way: written as UCDP writes them, added to a store, laid out.
"""

import csv
import datetime as dt

import polars as pl

from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import parse_month

MALI, BURKINA, MEXICO, FINLAND, JAPAN, GABON = 432, 439, 70, 375, 740, 481
LATER = dt.date(2026, 12, 31)


def ged(path, *rows, status="Clear"):
    """A file of one-sided attacks: id, code of the State, day, civilians killed."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        deaths = ["deaths_civilians", "best", "high", "low"]
        places = ["where_prec", "latitude", "longitude", "date_prec"]
        writer.writerow(
            ["id", "type_of_violence", "code_status", "country_id", "date_start", "date_end", *places, *deaths]
        )
        writer.writerows(
            [name, 3, status, state, day, day, 1, 5.5, 5.5, 1, *[dead] * 4] for name, state, day, dead in rows
        )
    return path


def laid_out(store, unit, month):
    """Status and civilians killed of one State in one month."""
    months = panel(store, known_at=LATER).monthly
    row = months.row(by_predicate=(pl.col("unit") == unit) & (pl.col("month") == parse_month(month)), named=True)
    return row["status"], row["civilians"]


def with_candidates(folder, *, yearly):
    """A store with a candidate release, and the yearly release of the same events if asked."""
    store = Store(folder / "home", snapshot=None)
    early = [
        (7, MALI, "2024-01-30", 30),
        (8, BURKINA, "2024-02-10", 1),
        (9, BURKINA, "2024-03-05", 12),
        (10, BURKINA, "2024-03-06", 2),
    ]
    kept = store.add(ged(folder / "candidate.csv", *early, status="Check deaths"), known_at=dt.date(2024, 4, 20))
    assert [one.vintage.source for one in kept] == ["ucdp_candidate"]
    if yearly:
        checked = [(1, MALI, "2023-05-01", 4), (7, MALI, "2024-02-01", 5), (9, MALI, "2024-03-05", 11)]
        kept = store.add(ged(folder / "yearly.csv", *checked), known_at=dt.date(2025, 6, 20))
        assert [one.vintage.source for one in kept] == ["ucdp_ged"]
    return store


def test_candidate_events_count_until_the_yearly_release_is_added(tmp_path):
    store = with_candidates(tmp_path, yearly=False)
    assert laid_out(store, "MLI", "2024-01") == ("recorded", 30.0)
    assert laid_out(store, "BFA", "2024-03") == ("recorded", 14.0)


def test_an_event_of_the_yearly_release_takes_the_place_of_its_candidate_in_another_month(tmp_path):
    store = with_candidates(tmp_path, yearly=True)
    assert laid_out(store, "MLI", "2024-01") == ("zero", 0.0)
    assert laid_out(store, "MLI", "2024-02") == ("recorded", 5.0)


def test_an_event_of_the_yearly_release_takes_the_place_of_its_candidate_in_another_state(tmp_path):
    store = with_candidates(tmp_path, yearly=True)
    assert laid_out(store, "MLI", "2024-03") == ("recorded", 11.0)
    assert laid_out(store, "BFA", "2024-03") == ("recorded", 2.0)


def test_an_extract_makes_no_state_zero_that_it_does_not_name_though_its_events_lie_on_four_continents(tmp_path):
    store = Store(tmp_path / "home", snapshot=None)
    places = (MEXICO, FINLAND, JAPAN, GABON)
    rows = [
        (f"{state}{year}", state, f"{year}-{month}-01", 3)
        for state in places
        for year, month in ((2023, "01"), (2024, "06"))
    ]
    (added,) = store.add(ged(tmp_path / "extract.csv", *rows), known_at=dt.date(2025, 6, 20))
    assert added.issues.filter(code="too-few-rows").height == 1
    assert laid_out(store, "URY", "2023-01") == ("missing", None)
    assert laid_out(store, "URY", "2024-06") == ("missing", None)
    assert laid_out(store, "MEX", "2023-01") == ("recorded", 3.0)
    assert laid_out(store, "MEX", "2023-02") == ("zero", 0.0)
