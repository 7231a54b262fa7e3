"""Which month an event falls in, and what is counted there.

Each test is a rule of the house. A little table of events goes in; the country-months it makes come out. All events are
invented. What is not said in a row: it is one-sided killing in Togo, one day long, with one civilian dead.
"""

import csv
import io

import polars as pl
import pytest

from focalpoint.foresight.panel.months import of_events
from focalpoint.foresight.sources import reading
from focalpoint.foresight.sources.events import as_events
from focalpoint.reference.calendar import month_label

ORDINARY = {
    "id": "1",
    "type_of_violence": "3",
    "where_prec": "1",
    "latitude": "7.5",
    "longitude": "1.5",
    "country_id": "461",
    "date_prec": "1",
    "date_start": "2021-03-15",
    "date_end": "2021-03-15",
    "deaths_civilians": "1",
    "best": "1",
    "high": "1",
    "low": "1",
}
STATE_BASED, NON_STATE, ONE_SIDED = ({"type_of_violence": number} for number in "123")


@pytest.fixture
def months(tmp_path):
    """Turn events into rows of (State, month, a figure)."""

    def of(figure, *events):
        out = io.StringIO()
        writer = csv.DictWriter(out, ORDINARY)
        writer.writeheader()
        for number, event in enumerate(events, start=1):
            changed = {"date_end": event["date_start"]} if "date_start" in event else {}
            writer.writerow({**ORDINARY, "id": number, **changed, **event})
        path = tmp_path / "events.csv"
        path.write_text(out.getvalue())
        events = reading.read(path)[0].frame.lazy()
        rows = of_events(events).select("unit", "month", figure).sort("unit", "month").collect().rows()
        return [(iso3, month_label(month), value) for iso3, month, value in rows]

    return of


def test_an_event_of_one_day_falls_in_the_month_of_that_day(months):
    assert months("ged_events", {"date_start": "2021-03-31"}) == [("TGO", "2021-03", 1)]
    assert months("ged_events", {"date_start": "2021-04-01"}) == [("TGO", "2021-04", 1)]


def test_an_event_over_the_turn_of_a_month_falls_in_the_month_of_its_first_day_and_is_not_split(months):
    event = {"date_start": "2021-01-31", "date_end": "2021-02-27", "deaths_civilians": "28", "best": "28", "high": "28"}
    assert months("ged_deaths_best", event) == [("TGO", "2021-01", 28)]


def test_an_event_over_the_turn_of_a_year_falls_in_the_old_year(months):
    assert months("civilians", {"date_start": "2021-12-31", "date_end": "2022-01-01"}) == [("TGO", "2021-12", 1)]


def test_an_event_dated_to_the_year_only_falls_in_the_month_of_its_first_day_like_any_other(months):
    event = {"date_start": "2021-01-01", "date_end": "2021-12-31", "date_prec": "5"}
    assert months("ged_events", event) == [("TGO", "2021-01", 1)]


def test_events_of_one_month_are_added_up_and_those_of_two_months_are_not(months):
    events = [{"date_start": "2021-03-01"}, {"date_start": "2021-03-31"}, {"date_start": "2021-04-01"}]
    assert months("ged_events", *events) == [("TGO", "2021-03", 2), ("TGO", "2021-04", 1)]


def test_a_month_without_an_event_is_not_in_the_table_whether_it_is_zero_is_for_the_panel_to_say(months):
    events = [{"date_start": "2021-01-05"}, {"date_start": "2021-03-05"}]
    assert [month for _, month, _ in months("ged_events", *events)] == ["2021-01", "2021-03"]


def test_an_event_counts_for_the_state_of_today(months):
    in_the_ussr = {"country_id": "365", "date_start": "1990-01-20"}
    in_north_yemen = {"country_id": "678", "date_start": "1989-06-01"}
    assert months("ged_events", in_the_ussr, in_north_yemen) == [("RUS", "1990-01", 1), ("YEM", "1989-06", 1)]


def test_an_event_in_a_unit_that_is_no_state_of_the_list_counts_for_none(months):
    in_kosovo = {"country_id": "347", "date_start": "2011-07-25"}
    assert months("ged_events", in_kosovo, {}) == [("TGO", "2021-03", 1)]


def test_an_event_in_a_state_that_was_no_longer_there_is_left_out(months):
    in_east_germany_in_2021 = {"country_id": "265"}
    assert months("ged_events", in_east_germany_in_2021, {}) == [("TGO", "2021-03", 1)]


def test_an_event_that_the_file_has_twice_counts_once(months):
    assert months("ged_events", {"id": "7"}, {"id": "7"}) == [("TGO", "2021-03", 1)]


def test_the_deadliest_event_of_a_month_is_kept_beside_the_sum(months):
    events = [{"best": "3", "high": "3"}, {"best": "8", "high": "9"}]
    assert months("ged_peak_event", *events) == [("TGO", "2021-03", 8)]
    assert months("ged_deaths_best", *events) == [("TGO", "2021-03", 11)]


def test_events_are_counted_by_kind(months):
    events = [STATE_BASED, STATE_BASED, NON_STATE, ONE_SIDED]
    assert months("ged_state_based", *events) == [("TGO", "2021-03", 2)]
    assert months("ged_non_state", *events) == [("TGO", "2021-03", 1)]
    assert months("ged_one_sided", *events) == [("TGO", "2021-03", 1)]


def test_in_one_sided_killing_every_death_is_a_civilians_so_the_range_of_deaths_is_theirs(months):
    event = {**ONE_SIDED, "low": "4", "best": "6", "high": "9", "deaths_civilians": "6"}
    assert months("civilians_low", event) == [("TGO", "2021-03", 4)]
    assert months("civilians_high", event) == [("TGO", "2021-03", 9)]


def test_in_a_battle_deaths_that_are_not_attributed_may_or_may_not_be_civilians(months):
    """The file has no column of dead of unknown status: each of the seven others may be one."""
    event = {**STATE_BASED, "low": "9", "best": "10", "high": "15", "deaths_civilians": "3"}
    assert months("civilians", event) == [("TGO", "2021-03", 3)]
    assert months("civilians_low", event) == [("TGO", "2021-03", 2)]
    assert months("civilians_high", event) == [("TGO", "2021-03", 15)]


def test_a_best_figure_over_the_high_one_stays_and_the_high_one_is_raised_to_it(months):
    event = {**STATE_BASED, "low": "1", "best": "10", "high": "4", "deaths_civilians": "3"}
    assert months("ged_deaths_best", event) == [("TGO", "2021-03", 10)]
    assert months("ged_deaths_high", event) == [("TGO", "2021-03", 10)]
    assert months("civilians_high", event) == [("TGO", "2021-03", 10)]


def test_a_place_known_by_its_province_counts_in_its_state_and_is_no_point(months):
    assert months("ged_events", {"where_prec": "4"}) == [("TGO", "2021-03", 1)]


@pytest.mark.parametrize(("where_prec", "point"), [(1, True), (2, True), (3, True), (4, False), (5, False), (7, False)])
def test_only_a_place_known_to_its_district_or_better_is_a_point(where_prec, point):
    event = pl.DataFrame({"event_id": ["1"], "where_prec": [where_prec], "lat": [7.5], "lon": [1.5]})
    assert (as_events(event, "ucdp_ged")["lat"][0] is not None) == point
