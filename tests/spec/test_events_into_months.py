"""Which month an event falls in, and when a month is zero, missing or unknown.

Each test is a rule: a few events go in, the months of one State come out. The figures are of our own making.
"""

import datetime as dt

import polars as pl
import pytest

from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.shape import Panel, until
from focalpoint.reference.calendar import parse_month
from tiny_store import by_month, event, events, everywhere, store, table

LATER = dt.date(2026, 12, 31)


def month(made: Panel, unit: str, label: str) -> dict[str, object]:
    """What the panel says of one State in one month."""
    return made.monthly.row(by_predicate=(pl.col("unit") == unit) & (pl.col("month") == parse_month(label)), named=True)


def said(made: Panel, unit: str, label: str) -> tuple[object, object]:
    row = month(made, unit, label)
    return row["status"], row["civilians"]


def yearly_release(folder, *rows):
    """A panel from one yearly release with world coverage of 2023 and 2024."""
    return panel(store(folder, events("ucdp_ged", [*rows, *everywhere("2023-01-01", "2024-12-31")])), known_at=LATER)


def test_an_event_of_one_day_falls_in_the_month_of_that_day(tmp_path):
    made = yearly_release(tmp_path, event("1", "MLI", "2023-03-31", 7))
    assert said(made, "MLI", "2023-03") == ("recorded", 7.0)
    assert said(made, "MLI", "2023-04") == ("zero", 0.0)


def test_an_event_of_many_days_falls_whole_in_the_month_of_its_first_day(tmp_path):
    made = yearly_release(tmp_path, event("1", "MLI", "2023-03-30..2023-05-02", 90))
    assert [said(made, "MLI", f"2023-0{n}") for n in (3, 4, 5)] == [("recorded", 90.0), ("zero", 0.0), ("zero", 0.0)]


def test_an_event_over_new_year_falls_whole_in_the_old_year(tmp_path):
    made = yearly_release(tmp_path, event("1", "MLI", "2023-12-31..2024-01-01", 4))
    assert said(made, "MLI", "2023-12") == ("recorded", 4.0)
    assert said(made, "MLI", "2024-01") == ("zero", 0.0)


def test_an_event_dated_only_to_the_year_counts_in_the_month_of_its_first_day_and_is_marked_imprecise(tmp_path):
    made = yearly_release(tmp_path, event("1", "MLI", "2023-01-01..2023-12-31", 40, date_prec=5))
    row = month(made, "MLI", "2023-01")
    assert (row["status"], row["civilians"], row["ged_imprecise"]) == ("recorded", 40.0, 1.0)


def test_an_event_dated_to_the_month_is_not_imprecise(tmp_path):
    made = yearly_release(tmp_path, event("1", "MLI", "2023-02-01..2023-02-28", 40, date_prec=4))
    assert month(made, "MLI", "2023-02")["ged_imprecise"] == 0.0


def test_a_candidate_event_gives_way_to_its_yearly_row_even_in_another_month(tmp_path):
    candidate = events(
        "ucdp_candidate",
        [event("77", "MLI", "2024-11-30", 50), *everywhere("2024-11-01", "2025-01-01")],
        dt.date(2025, 1, 31),
    )
    yearly = events("ucdp_ged", [event("77", "MLI", "2024-10-30", 35), *everywhere("2024-01-01", "2024-12-01")])
    made = panel(store(tmp_path, candidate, yearly), known_at=LATER)
    assert said(made, "MLI", "2024-10") == ("recorded", 35.0)
    assert said(made, "MLI", "2024-11") == ("zero", 0.0)
    assert said(made, "MLI", "2025-01") == ("zero", 0.0)


def test_before_the_yearly_release_is_known_the_candidate_event_stands(tmp_path):
    candidate = events(
        "ucdp_candidate", [event("77", "MLI", "2024-11-30", 50), *everywhere("2024-11-01")], dt.date(2025, 1, 31)
    )
    yearly = events("ucdp_ged", [event("77", "MLI", "2024-10-30", 35), *everywhere("2024-01-01", "2024-12-01")])
    made = panel(store(tmp_path, candidate, yearly), known_at=dt.date(2025, 2, 1))
    assert said(made, "MLI", "2024-11") == ("recorded", 50.0)


def test_candidate_months_extend_the_aggregated_panel(tmp_path):
    old = by_month([("MLI", "2024-12", 2, 9)], "2024-01", "2024-12")
    new = events("ucdp_candidate", [event("5", "MLI", "2025-02-03", 6), *everywhere("2025-01-01", "2025-02-01")])
    made = panel(store(tmp_path, old, new), known_at=LATER)
    assert [said(made, "MLI", m) for m in ("2024-12", "2025-01", "2025-02")] == [
        ("recorded", 9.0),
        ("zero", 0.0),
        ("recorded", 6.0),
    ]


def test_where_two_yearly_vintages_overlap_the_later_known_wins_and_the_difference_is_on_record(tmp_path):
    old = by_month([("MLI", "2023-05", 1, 10)], "2023-01", "2023-12", dt.date(2024, 6, 30), "24.1")
    new = by_month([("MLI", "2023-05", 2, 16)], "2023-01", "2024-12", dt.date(2025, 6, 30), "25.1")
    made = panel(store(tmp_path, old, new), known_at=LATER)
    assert said(made, "MLI", "2023-05") == ("recorded", 16.0)
    found = made.differences.filter(pl.col("column") == "civilians").row(0, named=True)
    assert (found["unit"], found["used"], found["other"]) == ("MLI", 16.0, 10.0)
    assert "24.1" in found["other_from"]


def test_a_state_the_aggregated_panel_does_not_name_is_zero_in_the_months_it_covers(tmp_path):
    made = panel(store(tmp_path, by_month([("MLI", "2024-01", 1, 1)], "2024-01", "2024-12")), known_at=LATER)
    assert said(made, "URY", "2024-06") == ("zero", 0.0)


def test_the_state_of_palestine_is_recorded_under_israel_and_never_zero(tmp_path):
    made = panel(store(tmp_path, by_month([("ISR", "2024-01", 5, 100)], "2024-01", "2024-12")), known_at=LATER)
    assert said(made, "ISR", "2024-01") == ("recorded", 100.0)
    for label in ("2024-01", "2024-06"):
        assert said(made, "PSE", label) == ("unknown", None)
        assert month(made, "PSE", label)["note"] == "recorded under Israel"


def totals_of_niger(release="25.1"):
    """UCDP's totals: 12 dead in 2023, 5 of them civilians, and nobody in 2024."""
    zero = dict.fromkeys(("ov_civilians", "ov_best", "ov_high", "osv_low", "osv_best", "osv_high"), 0)
    some = {"ov_civilians": 5, "ov_best": 12, "ov_high": 12, "osv_low": 2, "osv_best": 3, "osv_high": 4}
    rows = [{"iso3": "NER", "year": 2023, **zero, **some}, {"iso3": "NER", "year": 2024, **zero}]
    return table("ucdp_ov", rows, release=release)


def nigeria_and_niger():
    """80 dead in March 2023, all civilians, and 40 in June, half of them; 9 in March 2024."""
    made, frame = by_month([("NGA", "2023-03", 9, 80), ("NGA", "2023-06", 4, 20), ("NGA", "2024-03", 1, 9)],
                           "2023-01", "2024-12")  # fmt: skip
    june = pl.col("month") == parse_month("2023-06")
    return made, frame.with_columns(
        pl.when(june).then(40.0).otherwise(name).alias(name) for name in ("ged_deaths_best", "ged_deaths_high")
    )


def test_the_yearly_total_of_niger_is_spread_over_the_months_of_the_file_and_taken_from_nigeria(tmp_path):
    made = panel(store(tmp_path, nigeria_and_niger(), totals_of_niger()), known_at=LATER)
    # Civilians: 5 over 80 and 20. Other dead: 7 over 0 and 20.
    assert [said(made, "NER", f"2023-0{n}") for n in (3, 4, 6)] == [("recorded", 4.0), ("zero", 0.0), ("recorded", 1.0)]
    assert [month(made, "NER", f"2023-0{n}")["ged_deaths_best"] for n in (3, 6)] == [4.0, 8.0]
    assert [said(made, "NGA", f"2023-0{n}") for n in (3, 6)] == [("recorded", 76.0), ("recorded", 19.0)]
    assert [month(made, "NGA", f"2023-0{n}")["ged_deaths_best"] for n in (3, 6)] == [76.0, 32.0]
    assert (month(made, "NER", "2023-03")["basis"], month(made, "NGA", "2023-03")["basis"]) == ("spread", "final")
    assert "spread over its months" in str(month(made, "NER", "2023-04")["note"])
    assert "Niger" in str(month(made, "NGA", "2023-03")["note"])


def test_in_a_year_without_dead_niger_is_zero_and_nigeria_as_published(tmp_path):
    made = panel(store(tmp_path, nigeria_and_niger(), totals_of_niger()), known_at=LATER)
    assert said(made, "NER", "2024-03") == ("zero", 0.0)
    assert said(made, "NGA", "2024-03") == ("recorded", 9.0)
    assert month(made, "NGA", "2024-03")["note"] is None


def test_niger_is_unknown_where_its_totals_are_not_those_of_the_file_s_own_release(tmp_path):
    made = panel(store(tmp_path, nigeria_and_niger(), totals_of_niger("24.1")), known_at=LATER)
    assert said(made, "NER", "2023-03") == ("unknown", None)
    assert month(made, "NER", "2023-03")["basis"] is None
    assert "counted under Nigeria" in str(month(made, "NER", "2023-03")["note"])
    assert said(made, "NGA", "2023-03") == ("recorded", 80.0)
    assert "includes events in Niger" in str(month(made, "NGA", "2023-03")["note"])


def test_a_table_can_be_read_as_it_was_published(tmp_path):
    made = panel(store(tmp_path, nigeria_and_niger(), totals_of_niger()), known_at=LATER, separate=False)
    assert said(made, "NER", "2023-03") == ("unknown", None)
    assert said(made, "NER", "2024-03") == ("zero", 0.0)
    assert said(made, "NGA", "2023-03") == ("recorded", 80.0)


def test_months_from_events_replace_what_was_spread(tmp_path):
    own = events("ucdp_ged", [event("1", "NER", "2023-03-01", 8), *everywhere("2023-01-01", "2024-12-01")])
    made = panel(store(tmp_path, nigeria_and_niger(), totals_of_niger(), own), known_at=LATER)
    assert (said(made, "NER", "2023-03"), said(made, "NER", "2023-06")) == (("recorded", 8.0), ("zero", 0.0))
    assert month(made, "NER", "2023-03")["basis"] == "final"
    assert month(made, "NER", "2023-03")["note"] is None


def candidate_table(*rows):
    """The embedded table of candidate events, January and February 2025, added up from a cumulative edition."""
    kinds = ("sb", "ns", "os")
    empty = {f"{kind}_{name}": None for name in ("low", "high", "civilians", "unknown") for kind in kinds}
    zero = {f"{kind}_{name}": 0 for name in ("events", "best") for kind in kinds}
    told = [
        {"iso3": "MEX", "month": parse_month(label), **zero, "os_events": 1, **empty}
        for label in ("2025-01", "2025-02")
    ]
    told += [{"iso3": unit, "month": parse_month(label), **zero, **empty, **more} for unit, label, more in rows]
    made, frame = table("ucdp_candidate_panel", told, dt.date(2026, 3, 31))
    values = [name for name in frame.columns if name not in ("iso3", "month")]
    return made, frame.with_columns(pl.col(values).cast(pl.Int64), edition=pl.lit("25.01.25.02"))


def shares_of_mali():
    """Of 950 dead in battle 200 were civilians: drawn to the world's share, which is the same, 200 / 950."""
    battle = {"sb_best": 950, "sb_civilians": 200, "ns_best": 0, "ns_civilians": 0, "ov_best": 950}
    return table("ucdp_ov", [{"iso3": "MLI", "year": 2024, **battle}], release="25.1")


def test_a_table_of_candidate_events_goes_on_where_the_yearly_release_ends(tmp_path):
    old = by_month([("MLI", "2024-12", 2, 9)], "2024-01", "2024-12")
    new = candidate_table(("MLI", "2025-01", {"sb_best": 95, "sb_events": 3, "os_best": 7, "os_events": 1}))
    made = panel(store(tmp_path, old, new, shares_of_mali()), known_at=LATER)
    # 7 + 95 * 200 / 950 = 27.
    assert [said(made, "MLI", m) for m in ("2024-12", "2025-01", "2025-02")] == [
        ("recorded", 9.0),
        ("recorded", 27.0),
        ("zero", 0.0),
    ]
    assert [month(made, "MLI", m)["basis"] for m in ("2024-12", "2025-01", "2025-02")] == [
        "final",
        "estimate",
        "candidate",
    ]
    assert said(made, "URY", "2025-02") == ("zero", 0.0)
    assert said(made, "PSE", "2025-02") == ("unknown", None)


@pytest.mark.parametrize("absent", ["sb_civilians", "sb_best"])
def test_without_the_figures_that_an_estimate_rests_on_civilians_are_unknown(tmp_path, absent):
    """A country-year file of an older layout, say: what it does not have is not zero."""
    old = by_month([("MLI", "2024-12", 2, 9)], "2024-01", "2024-12")
    new = candidate_table(
        ("MLI", "2025-01", {"sb_best": 95, "sb_events": 3, "os_best": 7, "os_events": 1}),
        ("MLI", "2025-02", {"os_best": 7, "os_events": 1}),
    )
    vintage, frame = shares_of_mali()
    made = panel(store(tmp_path, old, new, (vintage, frame.drop(absent))), known_at=LATER)
    assert said(made, "MLI", "2025-01") == ("recorded", None)
    assert said(made, "MLI", "2025-02") == ("recorded", 7.0)


@pytest.mark.parametrize(("release", "months"), [("25.01.25.02", 2), ("25.01.25.03", 3)])
def test_events_of_its_edition_or_a_newer_one_stand_above_a_table_of_candidate_events(tmp_path, release, months):
    table_of = candidate_table(("MLI", "2025-01", {"sb_best": 95, "os_best": 7, "os_events": 1}))
    days = everywhere(*[f"2025-0{number}-01" for number in range(1, months + 1)])
    own = events("ucdp_candidate", [event("5", "MLI", "2025-01-03", 6), *days], dt.date(2025, 2, 20), release)
    made = panel(store(tmp_path, table_of, own, shares_of_mali()), known_at=LATER)
    assert said(made, "MLI", "2025-01") == ("recorded", 6.0)
    assert month(made, "MLI", "2025-01")["basis"] == "candidate"
    assert said(made, "MLI", "2025-02") == ("zero", 0.0)


def test_events_of_an_older_edition_do_not_take_the_place_of_a_table_of_candidate_events(tmp_path):
    table_of = candidate_table(("MLI", "2025-01", {"os_best": 7, "os_events": 1}))
    own = events("ucdp_candidate", [event("5", "MLI", "2025-01-03", 6), *everywhere("2025-01-01")], LATER, "25.0.1")
    made = panel(store(tmp_path, table_of, own, shares_of_mali()), known_at=LATER)
    assert said(made, "MLI", "2025-01") == ("recorded", 7.0)


def test_without_the_country_year_file_what_would_be_estimated_is_unknown(tmp_path):
    rows = [("MLI", "2025-01", {"sb_best": 95, "sb_events": 1}), ("TCD", "2025-01", {"os_best": 4, "os_events": 1})]
    made = panel(store(tmp_path, candidate_table(*rows)), known_at=LATER)
    assert said(made, "MLI", "2025-01") == ("recorded", None)
    assert said(made, "TCD", "2025-01") == ("recorded", 4.0)


def test_figures_that_include_events_elsewhere_say_so(tmp_path):
    rows = [("ISR", "2008-01", 5, 100), ("SRB", "2008-01", 1, 2), ("NGA", "2008-01", 3, 9)]
    made = panel(store(tmp_path, by_month(rows, "2008-01", "2008-12")), known_at=LATER)
    assert "Gaza and the West Bank" in str(month(made, "ISR", "2008-06")["note"])
    assert "Kosovo" in str(month(made, "SRB", "2008-01")["note"])
    assert month(made, "SRB", "2008-02")["note"] is None
    assert "includes events in Niger" in str(month(made, "NGA", "2008-01")["note"])
    assert month(made, "MLI", "2008-01")["note"] is None


def test_niger_is_known_once_its_own_events_are_there(tmp_path):
    monthly = by_month([("NGA", "2023-03", 9, 80)], "2023-01", "2023-12", release="24.1")
    own = events("ucdp_ged", [event("1", "NER", "2023-03-01", 8), *everywhere("2023-01-01", "2024-12-01")])
    made = panel(store(tmp_path, monthly, own), known_at=LATER)
    assert said(made, "NER", "2023-03") == ("recorded", 8.0)
    assert said(made, "NER", "2023-04") == ("zero", 0.0)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("2011-06", ("missing", None)), ("2011-07", ("zero", 0.0)), ("2011-08", ("recorded", 3.0))],
)
def test_south_sudan_is_missing_before_july_2011(tmp_path, label, expected):
    made = panel(store(tmp_path, by_month([("SSD", "2011-08", 1, 3)], "2011-01", "2011-12")), known_at=LATER)
    assert said(made, "SSD", label) == expected


def test_a_month_after_the_last_data_is_missing(tmp_path):
    data = store(tmp_path, by_month([("MLI", "2024-12", 1, 3)], "2024-01", "2024-12"))
    made = panel(data, origin=parse_month("2025-02"), known_at=LATER)
    assert said(made, "MLI", "2024-12") == ("recorded", 3.0)
    assert said(made, "MLI", "2025-01") == ("missing", None)


def test_a_file_of_one_state_says_nothing_about_the_others(tmp_path):
    part = events("ucdp_ged", [event("1", "MMR", "2023-05-01", 3)], release="extract", complete_for=["MMR"])
    made = panel(store(tmp_path, part), known_at=LATER)
    assert said(made, "MMR", "2023-06") == ("zero", 0.0)
    assert said(made, "THA", "2023-05") == ("missing", None)


def test_a_month_has_the_sums_of_its_events_bounds_attacks_and_clashes_alike(tmp_path):
    made = yearly_release(
        tmp_path,
        event("1", "MLI", "2023-03-01", 10, low=8, high=20),
        event("2", "MLI", "2023-03-09", 2, kind="state_based", low=6, best=9, high=30),
    )
    row = month(made, "MLI", "2023-03")
    assert (row["civilians_low"], row["civilians"], row["civilians_high"]) == (8.0, 12.0, 43.0)
    assert (row["one_sided_low"], row["one_sided"], row["one_sided_high"]) == (8.0, 10.0, 20.0)
    assert (row["ged_deaths_low"], row["ged_deaths_best"], row["ged_deaths_high"]) == (14.0, 19.0, 50.0)


def test_the_aggregated_panel_does_not_say_how_many_died_in_one_sided_violence(tmp_path):
    made = panel(store(tmp_path, by_month([("MLI", "2024-01", 1, 5)], "2024-01", "2024-12")), known_at=LATER)
    row = month(made, "MLI", "2024-01")
    assert (row["one_sided"], row["civilians_coded"], row["basis"]) == (None, 5.0, "final")
    assert month(made, "MLI", "2024-02")["one_sided"] == 0.0
    assert month(made, "PSE", "2024-02")["basis"] is None


def test_the_events_behind_the_figures_are_those_that_the_figures_count(tmp_path):
    old = by_month([("MLI", "2024-12", 2, 9)], "2024-01", "2024-12")
    rows = [event("5", "MLI", "2025-02-03", 6), event("6", "MLI", "2024-12-30", 8)]
    new = events("ucdp_candidate", [*rows, *everywhere("2025-01-01", "2025-02-01")], release="25.01.25.02")
    made = panel(store(tmp_path, old, new), known_at=LATER)
    listed = (
        made.events.filter(pl.col("best") > 0).select("event_id", "unit", "month", "civilians", "edition").collect()
    )
    assert listed.rows() == [("5", "MLI", parse_month("2025-02"), 6, new[0].id)]
    assert until(made, parse_month("2025-01")).events.filter(pl.col("best") > 0).collect().is_empty()


def test_without_event_files_no_events_are_listed(tmp_path):
    made = panel(store(tmp_path, by_month([("MLI", "2024-12", 2, 9)], "2024-01", "2024-12")), known_at=LATER)
    assert made.events.collect().is_empty()


def test_the_aggregated_panel_leaves_low_and_high_unknown_except_at_zero(tmp_path):
    made = panel(store(tmp_path, by_month([("MLI", "2024-01", 1, 5)], "2024-01", "2024-12")), known_at=LATER)
    assert month(made, "MLI", "2024-01")["civilians_high"] is None
    assert month(made, "MLI", "2024-02")["civilians_high"] == 0.0


def test_an_event_outside_the_watch_list_counts_for_no_state(tmp_path):
    made = yearly_release(tmp_path, event("1", None, "2023-03-01", 10))
    assert made.monthly["civilians"].sum() == 0.0
