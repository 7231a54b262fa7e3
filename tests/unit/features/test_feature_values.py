"""What the features are worth, by hand, on a panel of a few rows."""

import datetime as dt
import math

import polars as pl
import pytest

from focalpoint.foresight.features import monthly, yearly
from focalpoint.foresight.features.build import MONTHLY, YEARLY
from focalpoint.foresight.features.catalogue import UnknownFeature, catalogue, feature, names
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.shape import BeyondThePanel
from focalpoint.reference.calendar import parse_month
from tiny_store import by_month, store, table

KILLINGS = [
    ("MLI", "2023-10", 1.0, 30.0),
    ("MLI", "2024-03", 2.0, 10.0),
    ("MLI", "2024-12", 1.0, 4.0),
    ("BFA", "2024-12", 3.0, 9.0),
]


@pytest.fixture
def make(tmp_path):
    """Build a panel 2023 and 2024 from the killings above and any further tables."""

    def build(*more):
        return panel(store(tmp_path, by_month(KILLINGS, "2023-01", "2024-12"), *more), known_at=dt.date(2026, 1, 1))

    return build


def value(made, unit, label, name):
    month = parse_month(label)
    return monthly(made, [month]).row(by_predicate=pl.col("unit") == unit, named=True)[name]


def log1p(number):
    return pytest.approx(math.log1p(number))


def test_the_history_is_the_logarithm_of_the_sum(make):
    made = make()
    assert value(made, "MLI", "2024-12", "civilians_1") == log1p(4)
    assert value(made, "MLI", "2024-12", "civilians_3") == log1p(4)
    assert value(made, "MLI", "2024-12", "civilians_12") == log1p(14)
    assert value(made, "MLI", "2024-12", "civilians_24") == log1p(44)
    assert value(made, "MLI", "2024-12", "events_24") == log1p(4)


def test_a_window_longer_than_the_record_is_unknown(make):
    assert value(make(), "MLI", "2024-12", "civilians_60") is None


def test_calm_is_counted_in_months(make):
    made = make()
    assert value(made, "MLI", "2024-11", "months_since_killing") == 8.0
    assert value(made, "MLI", "2024-12", "months_since_killing") == 0.0
    assert value(made, "MLI", "2024-12", "months_since_severe") == 14.0


def test_a_trend_compares_the_window_with_the_one_before(make):
    assert value(make(), "MLI", "2024-12", "civilians_trend_12") == pytest.approx(math.log1p(4) - math.log1p(10))
    assert value(make(), "MLI", "2024-06", "civilians_trend_12") == pytest.approx(math.log1p(10) - math.log1p(30))


def test_the_worst_month_and_the_number_of_months_are_of_the_window(make):
    assert value(make(), "MLI", "2024-12", "civilians_peak_12") == log1p(10)
    assert value(make(), "MLI", "2024-12", "months_with_killing_12") == 2.0


def test_neighbours_are_added_up(make):
    assert value(make(), "NER", "2024-12", "neighbours_civilians_3") == log1p(13)
    assert value(make(), "URY", "2024-12", "neighbours_civilians_3") == log1p(0)


def test_a_state_with_unknown_neighbours_says_how_many(make):
    assert value(make(), "ISR", "2024-12", "neighbours_unknown") == 1.0


def test_the_region_leaves_the_state_itself_out(make):
    assert value(make(), "MLI", "2024-12", "region_civilians_3") == log1p(9)
    assert value(make(), "SEN", "2024-12", "region_civilians_3") == log1p(13)


def test_the_state_of_palestine_is_unknown_and_not_calm(make):
    made = make()
    assert value(made, "PSE", "2024-12", "killing_unknown") == 1.0
    for name in ("civilians_1", "civilians_60", "months_since_killing", "one_sided_12"):
        assert value(made, "PSE", "2024-12", name) is None


@pytest.mark.parametrize(("label", "expected"), [("2024-02", 0.2), ("2024-03", 0.5)])
def test_an_index_of_last_year_is_known_from_march(make, label, expected):
    vdem = table(
        "vdem",
        [{"iso3": "MLI", "year": 2022, "v2x_polyarchy": 0.2}, {"iso3": "MLI", "year": 2023, "v2x_polyarchy": 0.5}],
    )
    assert value(make(vdem), "MLI", label, "polyarchy") == expected


def test_a_change_compares_published_years(make):
    rows = [{"iso3": "MLI", "year": year, "v2x_polyarchy": p} for year, p in ((2018, 0.9), (2022, 0.6), (2023, 0.5))]
    made = make(table("vdem", rows))
    assert value(made, "MLI", "2024-06", "polyarchy_change_1") == pytest.approx(-0.1)
    assert value(made, "MLI", "2024-06", "polyarchy_change_5") == pytest.approx(-0.4)


@pytest.mark.parametrize(("year", "expected"), [(2018, 0.7), (2017, None)])
def test_a_yearly_figure_stands_in_for_five_years_at_most(make, year, expected):
    made = make(table("vdem", [{"iso3": "MLI", "year": year, "v2x_polyarchy": 0.7}]))
    assert value(made, "MLI", "2024-06", "polyarchy") == expected
    assert value(made, "MLI", "2024-06", "polity_unknown") == (1.0 if expected is None else 0.0)


def test_media_are_measured_against_the_states_own_year(make):
    rows = [{"iso3": "MLI", "month": parse_month("2023-12") + n, "media_conflict": 10.0} for n in range(1, 12)]
    rows.append({"iso3": "MLI", "month": parse_month("2024-12"), "media_conflict": 130.0})
    made = make(table("gdelt_panel", rows))
    assert value(made, "MLI", "2024-12", "media_conflict") == log1p(130)
    assert value(made, "MLI", "2024-12", "media_conflict_change") == pytest.approx(math.log1p(130) - math.log1p(20))
    assert value(made, "MLI", "2024-12", "media_conflict_share") == log1p(1000)
    assert value(made, "TGO", "2024-12", "media_unknown") == 1.0


def test_the_displaced_are_counted_per_thousand_inhabitants(make):
    made = make(
        table("unhcr", [{"iso3": "MLI", "year": 2022, "refugees_from": 150.0, "idps_unhcr": 40.0}]),
        table("idmc", [{"iso3": "MLI", "year": 2022, "idps_conflict": 50.0}]),
        table("wdi", [{"iso3": "MLI", "year": 2022, "population": 1000.0}]),
    )
    assert value(made, "MLI", "2024-06", "displaced_within") == log1p(50)
    assert value(made, "MLI", "2024-06", "displaced_per_thousand") == log1p(200)
    assert value(made, "TGO", "2024-06", "displacement_unknown") == 1.0


def test_a_young_state_is_young(make):
    assert value(make(), "SSD", "2024-07", "state_age") == log1p(13)


def test_the_table_follows_the_catalogue_and_the_months_asked_for(make):
    made = make()
    months = [parse_month("2024-12"), parse_month("2023-01")]
    table_ = monthly(made, months)
    assert table_.columns == ["unit", "month", *names()]
    assert table_.height == 195 * 2
    assert table_["month"].to_list()[:2] == sorted(months)


def test_yearly_features_stand_at_december_and_hold_the_official_record(make):
    official = table(
        "ucdp_ov", [{"iso3": "MLI", "year": 2023, "osv_best": 60}, {"iso3": "MLI", "year": 2024, "osv_best": 7}]
    )
    made = make(official)
    table_ = yearly(made)
    assert table_.columns == ["unit", "year", *names(), *names("year")]
    row = table_.row(by_predicate=(pl.col("unit") == "MLI") & (pl.col("year") == 2024), named=True)
    assert row["civilians_12"] == log1p(14)
    assert row["year_osv_1"] == log1p(7)
    assert row["year_osv_3"] == log1p(67)
    assert row["year_osv_worst"] == log1p(60)
    assert row["year_osv_since_severe"] == 1.0


def test_a_year_that_is_not_over_has_no_yearly_features(tmp_path):
    made = panel(store(tmp_path, by_month(KILLINGS, "2023-01", "2024-11")), known_at=dt.date(2026, 1, 1))
    assert yearly(made)["year"].unique().to_list() == [2023]


def test_a_month_outside_the_panel_is_refused(make):
    with pytest.raises(BeyondThePanel, match="does not hold 2025-01"):
        monthly(make(), [parse_month("2025-01")])


def test_every_group_of_the_catalogue_is_a_group_of_the_code():
    groups = {grain: {f.group for f in catalogue() if f.grain == grain} for grain in ("month", "year")}
    assert groups == {"month": set(MONTHLY), "year": set(YEARLY)}


def test_labels_are_plain_and_differ():
    labels = [found.label for found in catalogue()]
    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() and "_" not in label for label in labels)


def test_an_unknown_feature_says_so():
    with pytest.raises(UnknownFeature, match="'polyarky' is not a feature"):
        feature("polyarky")
