"""The year and the source of a value."""

import numpy as np
import pytest

from focalpoint.foresight.features import monthly
from focalpoint.foresight.features.catalogue import catalogue, feature
from focalpoint.foresight.features.dating import dated, newest
from focalpoint.foresight.features.inputs import SOURCE_OF
from focalpoint.reference.calendar import month_id
from small_panels import small

MONTH = month_id(2024, 12)
YEARLY = {
    # UNHCR's figures of a year come out in July of the next, IDMC's in June.
    "AFG": {
        2021: {"population": 40.0},
        2022: {"idps_unhcr": 900.0, "idps_conflict": 500.0},
        2023: {"idps_unhcr": 100.0, "idps_conflict": 700.0, "population": 42.0},
        2024: {"population": 43.0, "idps_conflict": 800.0},
    },
    "CHE": {2023: {"idps_unhcr": 5.0}},
}


def panel():
    return small({unit: {"civilians": 0.0, "ged_events": 0.0} for unit in YEARLY}, YEARLY)


def of(*names):
    years, sources = dated(panel(), [feature(name) for name in names], MONTH)
    return years.tolist(), sources.tolist()


def test_a_figure_has_the_year_that_was_published_last():
    years, sources = of("population")
    assert years == [[2023], [0]]
    assert sources == [["wdi"], ["wdi"]]


def test_of_two_sources_of_one_fact_the_larger_is_named():
    years, sources = of("displaced_within")
    assert years == [[2023], [2023]]
    assert sources == [["idmc"], ["unhcr"]]


def test_the_year_belongs_to_the_value_that_the_feature_has():
    table = monthly(panel(), [MONTH])
    value = np.expm1(table["displaced_within"].to_numpy())
    assert value == pytest.approx([700.0, 5.0], rel=1e-6)


def test_months_have_no_year_and_a_figure_of_the_yearly_record_has_its_own():
    years, _ = of("civilians_12", "year_osv_1")
    assert years == [[0, 2024], [0, 2024]]


def test_the_newest_figure_within_the_years_asked_counts():
    value, year = newest(panel(), "population", 2020, 2022)
    assert (value[0], year.tolist()) == (40.0, [2021, 0])
    assert np.isnan(value[1])


def test_every_figure_of_the_catalogue_is_a_yearly_column_of_a_source():
    columns = {column for one in catalogue() for column in one.figures}
    assert columns <= set(SOURCE_OF)
    for one in catalogue():
        assert all(SOURCE_OF[column] in one.source for column in one.figures), one.id
