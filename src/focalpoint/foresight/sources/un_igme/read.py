"""Infant mortality of the UN Inter-agency Group: its own estimates, from its download or a research panel."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Column, Context, Typed, number, text, typed

HIGHEST = 1000
# What a row of the download must say to be the Group's estimate for all infants.
WANTED = {"Indicator": "Infant mortality rate", "Sex": "Total", "Series Name": "UN IGME estimate"}


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into infant_mortality, deaths under one year of age per 1,000 live births, by State and year."""
    if context.layout.name != "official":
        return country_year.table(raw, context, [_rate("un_imr")], scheme="iso3", code="iso3c", dated=False)
    chosen = raw.filter(
        *[pl.col(name).str.strip_chars() == value for name, value in WANTED.items()],
        pl.col("Wealth Quintile").str.strip_chars().fill_null("Total").is_in(["Total", "All wealth quintiles"]),
    )
    middle = pl.col("TIME_PERIOD").str.strip_chars().str.replace(r"^(\d{4})-\d{2}$", "$1")
    return _official(chosen.with_columns(middle), context)


def _official(raw: pl.DataFrame, context: Context) -> Typed:
    """Read the Group's estimates: countries by name, years as the middle of the year (2001-06)."""
    described = [
        text("_unit", raw="Geographic area", required=True),
        text("_group", raw="Regional group"),
        country_year.year("TIME_PERIOD"),
        _rate("OBS_VALUE"),
    ]
    checks = [country_year.once("Geographic area", "Regional group"), *country_year.not_ahead(context, "TIME_PERIOD")]
    rows, wrong = typed(raw, described, context, checks)
    rows, off = country_year.located(rows, "name", "_unit", dated=False, column="Geographic area")
    rows, second = country_year.one_unit_a_state(rows, "name", "_unit", column="Geographic area")
    return Typed(rows.select("iso3", "year", "infant_mortality"), pl.concat([wrong, off, second]))


def _rate(raw: str) -> Column:
    return number("infant_mortality", raw=raw, required=True, low=0, high=HIGHEST)
