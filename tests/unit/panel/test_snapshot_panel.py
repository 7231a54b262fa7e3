"""The panel and the features of the data that come with the package."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from focalpoint.foresight import features
from focalpoint.foresight.features.catalogue import names
from focalpoint.foresight.panel.build import NothingKnown, panel
from focalpoint.foresight.panel.shape import matrix
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import parse_month


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def made(store):
    return panel(store, known_at=dt.date(2026, 11, 20))


def test_it_runs_from_1989_to_2024(made):
    assert (made.first, made.origin) == (parse_month("1989-01"), parse_month("2024-12"))
    assert matrix(made, "civilians").shape == (195, 432)
    assert not made.revised


def test_it_was_not_known_before_mid_2025(store):
    with pytest.raises(NothingKnown):
        panel(store, known_at=dt.date(2025, 6, 29))


def test_nothing_is_lost_on_the_way(made):
    assert made.monthly["ged_events"].sum() == 385_918


def test_only_niger_and_the_state_of_palestine_are_unknown(made):
    unknown = made.monthly.filter(pl.col("status") == "unknown")
    assert set(unknown["unit"]) == {"NER", "PSE"}
    assert unknown.filter(pl.col("unit") == "NER").height == 26 * 12


def test_every_figure_is_there_exactly_when_the_status_says_so(made):
    told = pl.col("status").is_in(["recorded", "zero"])
    for column in ("civilians", "ged_events", "ged_deaths_best"):
        assert made.monthly.filter(told != pl.col(column).is_not_null()).is_empty(), column
    assert made.monthly.filter((pl.col("status") == "zero") & (pl.col("civilians") != 0)).is_empty()


def test_the_genocide_in_rwanda_is_in_april_1994(made):
    rwanda = made.monthly.filter(pl.col("unit") == "RWA").sort("civilians", descending=True)
    assert rwanda["month"].item(0) == parse_month("1994-04")


def test_states_have_months_from_the_one_they_began_in(made):
    began = made.monthly.filter(pl.col("status") != "missing").group_by("unit").agg(pl.col("month").min())
    first = dict(began.iter_rows())
    assert first["SSD"] == parse_month("2011-07")
    assert first["MNE"] == parse_month("2006-06")
    assert first["TLS"] == parse_month("2002-05")
    assert first["ERI"] == parse_month("1993-05")
    assert first["SRB"] == first["DEU"] == first["YEM"] == first["SDN"] == parse_month("1989-01")


def test_its_features_are_numbers_or_unknown_and_never_infinite(made):
    table = features.monthly(made, [parse_month("1989-01"), parse_month("2008-06"), made.origin])
    assert table.columns[2:] == list(names())
    assert not table.select(pl.col(pl.Float64).is_infinite().any()).sum_horizontal().item()
    assert not table.select(pl.col(pl.Float64).is_nan().any()).sum_horizontal().item()


def test_most_features_of_most_states_are_known_at_the_end(made):
    table = features.monthly(made, [made.origin]).drop("unit", "month")
    shares = np.array([table[name].is_not_null().mean() for name in table.columns])
    assert shares.min() > 0.75


def test_the_state_of_palestine_has_its_slow_conditions_and_no_killing(made):
    row = features.monthly(made, [made.origin]).row(by_predicate=pl.col("unit") == "PSE", named=True)
    assert row["population"] is not None
    assert row["killing_unknown"] == 1.0
    assert [name for name in names() if name.startswith("civilians_") and row[name] is not None] == []
