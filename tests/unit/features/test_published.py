"""When a yearly figure enters, who borders whom, and that what is unknown never passes for calm."""

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
import pytest

from focalpoint.foresight.features import monthly
from focalpoint.foresight.features.catalogue import catalogue, names
from focalpoint.foresight.features.inputs import published, reference_years
from focalpoint.foresight.features.neighbours import borders
from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.columns import YEARLY
from focalpoint.reference.calendar import month_id, parse_month
from tiny_store import by_month, store, table


def made(folder, *more):
    rows = [("MLI", f"2022-{m:02d}", 1.0, 50.0) for m in range(1, 13)] + [("BFA", "2023-05", 1.0, 3.0)]
    return panel(store(folder, by_month(rows, "2021-01", "2024-12"), *more), known_at=dt.date(2026, 1, 1))


# A list of everything that happened knows that nothing did in the other years: its zeros are figures too.
COMPLETE = {"coups"}


@pytest.mark.parametrize("source", [name for name in YEARLY if name not in COMPLETE])
def test_a_figure_of_2022_enters_in_the_month_its_source_comes_out(source, tmp_path):
    column = YEARLY[source][0]
    found = made(tmp_path, table(source, [{"iso3": "MLI", "year": 2022, column: 0.5}]))
    values = published(found, column)[found.units.index("MLI")]
    out = month_id(2023, settings().known_from_month[source]) - found.first
    assert np.isnan(values[:out]).all()
    assert (values[out:] == 0.5).all()


@pytest.mark.parametrize("source", sorted(COMPLETE))
def test_a_complete_list_says_zero_before_the_year_it_names(source, tmp_path):
    column = YEARLY[source][0]
    found = made(tmp_path, table(source, [{"iso3": "MLI", "year": 2022, column: 0.5}]))
    values = published(found, column)[found.units.index("MLI")]
    out = month_id(2023, settings().known_from_month[source]) - found.first
    assert values[:out].tolist() == [0.0] * out
    assert (values[out:] == 0.5).all()


def test_the_reference_year_is_the_last_one_published(tmp_path):
    found = made(tmp_path)
    years = reference_years(found, "vdem")
    assert [years[parse_month(m) - found.first] for m in ("2023-02", "2023-03", "2024-02")] == [2021, 2022, 2022]


def test_every_yearly_source_has_a_lag():
    assert set(settings().known_from_month) == set(YEARLY)


def test_the_catalogue_tells_the_lag_of_every_yearly_source():
    yearly = {f.source for f in catalogue() if f.grain == "month" and f.source.split(",")[0] in YEARLY}
    assert yearly >= {"vdem", "wdi", "unhcr", "mentions", "ucdp_ov"}
    assert all("known from" in f.lag for f in catalogue() if f.source in yearly and f.grain == "month")


def test_borders_run_both_ways_and_no_state_borders_itself():
    units = ("DEU", "FRA", "MLI", "NER", "SDN", "SSD", "UGA")
    touching = borders(units, 2020)
    assert (touching == touching.T).all()
    assert touching.diagonal().sum() == 0
    assert touching[units.index("MLI"), units.index("NER")] == 1


def without(found, unit):
    """The same panel, with nothing known of one State's violence."""
    hidden = ("civilians", "ged_events", "ged_deaths_best", "ged_state_based", "ged_non_state", "ged_one_sided")
    table_ = found.monthly.with_columns(
        pl.when(pl.col("unit") == unit).then(None).otherwise(pl.col(column)).alias(column) for column in hidden
    )
    return dataclasses.replace(found, monthly=table_)


def of(found, unit):
    return monthly(found, [found.origin]).row(by_predicate=pl.col("unit") == unit, named=True)


def test_a_state_of_which_nothing_is_known_has_no_figure_that_reads_as_calm(tmp_path):
    row = of(without(made(tmp_path), "MLI"), "MLI")
    own = {f.id for f in catalogue() if f.group in ("history", "calm", "course", "kinds")}
    flags = {"killing_unknown", "months_known"}
    assert {name for name in own - flags if row[name] is not None} == set()
    assert (row["killing_unknown"], row["months_known"]) == (1.0, 0.0)


def test_its_neighbours_are_told_how_many_they_do_not_know(tmp_path):
    found = made(tmp_path)
    before, after = of(found, "BFA"), of(without(found, "MLI"), "BFA")
    assert after["neighbours_unknown"] == before["neighbours_unknown"] + 1


def test_a_state_whose_neighbours_are_all_unknown_has_an_unknown_neighbourhood(tmp_path):
    # Lesotho lies inside South Africa.
    found = without(made(tmp_path), "ZAF")
    assert of(found, "LSO")["neighbours_civilians_12"] is None
    assert of(found, "LSO")["neighbours_unknown"] == 1.0


def test_flags_are_always_known(tmp_path):
    table_ = monthly(made(tmp_path), [parse_month("2024-12")])
    flags = [name for name in names() if name.endswith("_unknown")]
    assert len(flags) == 6
    assert table_.select(flags).null_count().sum_horizontal().item() == 0
