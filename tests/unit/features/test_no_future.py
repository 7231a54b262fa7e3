"""No feature can see past the month, or the year, it stands at: everything later is changed, nothing may move."""

import dataclasses
import datetime as dt
import random

import polars as pl
import pytest

from focalpoint.foresight.features import monthly, yearly
from focalpoint.foresight.features.catalogue import catalogue, names
from focalpoint.foresight.features.settings import settings
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.columns import YEARLY
from focalpoint.foresight.panel.shape import Panel, until
from focalpoint.reference.calendar import month_id, month_label, parse_month, year_of
from tiny_store import by_month, store, table

ORIGINS = [parse_month(label) for label in ("2013-01", "2013-02", "2013-03", "2013-06", "2013-07", "2013-12")]
UNITS = ("MLI", "BFA", "NGA", "SSD", "SDN", "UKR", "URY", "PSE", "ISR")
MONTHLY_COLUMNS = ("ged_events", "ged_deaths_best", "civilians", "ged_state_based", "ged_non_state", "ged_one_sided")
MEDIA = ("media_conflict", "media_protest", "media_goldstein")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Panel:
    """A panel 2006 to 2015 in which every column has figures that vary."""
    chance = random.Random(7)
    months = range(parse_month("2006-01"), parse_month("2015-12") + 1)
    killings = [
        (unit, month_label(m), float(chance.randint(1, 9)), float(chance.randint(0, 400)))
        for unit in UNITS
        for m in months
        if unit != "PSE" and chance.random() < 0.6
    ]
    media = [{"iso3": u, "month": m} | {c: chance.uniform(-9, 900) for c in MEDIA} for u in UNITS for m in months]
    years = [
        table(
            source,
            [
                {"iso3": unit, "year": year} | {column: scale(column, chance) for column in columns}
                for unit in UNITS
                for year in range(1995, 2016)
                if chance.random() < 0.95
            ],
        )
        for source, columns in YEARLY.items()
    ]
    folder = tmp_path_factory.mktemp("store")
    data = store(folder, by_month(killings, "2006-01", "2015-12"), table("gdelt_panel", media), *years)
    return panel(data, known_at=dt.date(2026, 1, 1))


def scale(column: str, chance: random.Random) -> float:
    return chance.random() if column.startswith("v2x") or column.endswith("share") else chance.uniform(0, 90_000)


def with_another_future(made: Panel, month: int, *, published: bool) -> Panel:
    """Change every figure after a month: of the months, and of the years not yet published by then (or ended)."""
    monthly_columns = [*MONTHLY_COLUMNS, *MEDIA]
    yearly_columns = [column for columns in YEARLY.values() for column in columns]
    return dataclasses.replace(
        made,
        monthly=made.monthly.with_columns(
            pl.when(pl.col("month") > month).then(pl.col(c).fill_null(5.0) * 3 + 11).otherwise(pl.col(c)).alias(c)
            for c in monthly_columns
        ),
        yearly=made.yearly.with_columns(
            pl.when(pl.col("year") > last_year(c, month, published=published))
            .then(pl.col(c).fill_null(5.0) * 3 + 11)
            .otherwise(pl.col(c))
            .alias(c)
            for c in yearly_columns
        ),
    )


def last_year(column: str, month: int, *, published: bool) -> int:
    """The last year whose figures of a column the house says are known at the end of a month."""
    if not published:
        return year_of(month)
    source = next(source for source, columns in YEARLY.items() if column in columns)
    out = settings().known_from_month[source]
    return max(year for year in range(1990, 2020) if month_id(year + 1, out) <= month)


@pytest.fixture(scope="module")
def pairs(made) -> dict[int, tuple[pl.DataFrame, pl.DataFrame]]:
    """At each origin: the features as they are, and with everything later changed."""
    return {
        month: (monthly(made, [month]), monthly(with_another_future(made, month, published=True), [month]))
        for month in ORIGINS
    }


@pytest.fixture(scope="module")
def year_pair(made) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The yearly features of 2012, as they are and with everything after 2012 changed."""
    before, after = yearly(made), yearly(with_another_future(made, month_id(2012, 12), published=False))
    return tuple(frame.filter(pl.col("year") <= 2012) for frame in (before, after))


@pytest.mark.parametrize("name", names())
def test_a_feature_does_not_change_when_everything_later_does(name, pairs):
    for before, after in pairs.values():
        assert before[name].equals(after[name], null_equal=True), name


@pytest.mark.parametrize("name", [feature.id for feature in catalogue()])
def test_a_yearly_feature_does_not_change_when_later_years_do(name, year_pair):
    before, after = year_pair
    assert before[name].equals(after[name], null_equal=True), name


@pytest.fixture(scope="module")
def past_pair(made) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The features of December 2013, as they are and with another past."""
    month = parse_month("2013-12")
    return monthly(made, [month]), monthly(with_another_past(made), [month])


@pytest.mark.parametrize("name", [name for name in names() if name != "state_age"])
def test_a_feature_does_change_when_its_past_does(name, past_pair):
    """The test above would pass for a feature that looks at nothing; this one would not."""
    before, after = past_pair
    assert not before[name].equals(after[name], null_equal=True)


@pytest.mark.parametrize("month", ORIGINS)
def test_a_panel_that_ends_at_the_month_gives_the_same_features(month, made, pairs):
    assert monthly(until(made, month), [month]).equals(pairs[month][0], null_equal=True)


def with_another_past(made: Panel) -> Panel:
    """Change figures in each column in a way that differs by row; some become unknown."""

    def changed(column: str, period: str) -> pl.Expr:
        turn = (pl.col(period) * 7 + pl.col("unit").str.len_bytes() + pl.col("unit").rank("dense").over(period)) % 5
        return (
            pl.when(turn == 0)
            .then(None)
            .otherwise(pl.col(column).fill_null(3.0) * (2 + turn) + 40 + turn)
            .alias(column)
        )

    yearly_columns = [column for columns in YEARLY.values() for column in columns]
    return dataclasses.replace(
        made,
        monthly=made.monthly.with_columns(changed(c, "month") for c in (*MONTHLY_COLUMNS, *MEDIA)),
        yearly=made.yearly.with_columns(
            pl.when(pl.col("unit").rank("dense").over("year") % 5 == 0)
            .then(None)
            .otherwise(changed(c, "year"))
            .alias(c)
            for c in yearly_columns
        ),
    )
