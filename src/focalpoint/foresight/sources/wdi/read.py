"""World Development Indicators: one row an indicator with a column a year, or a research panel."""

import re

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Check, Column, Context, Typed, number, text, typed, whole
from focalpoint.foresight.sources.country_year import Both
from focalpoint.foresight.sources.grid import LINE
from focalpoint.reference import countries

# value -> indicator of the World Bank, column of the research panel, least value
INDICATORS = {
    "population": ("SP.POP.TOTL", "wdi.popsize.new", 0),
    "gdp_pc": ("NY.GDP.PCAP.KD", "wdi.gdppc.new", 0),
    "gdp_growth": ("NY.GDP.PCAP.KD.ZG", "wdi.gdppcgrow.new", -100),
    "trade_share": ("NE.TRD.GNFS.ZS", "wdi.trade.new", 0),
    "infant_mortality_wdi": ("SP.DYN.IMRT.IN", "wdi.imrate.new", 0),
}
KINDS = {name: pl.Int64 if name == "population" else pl.Float64 for name in INDICATORS}


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into population, gdp_pc, gdp_growth, trade_share and infant_mortality_wdi by State and year."""
    rows, wrong = _panel(raw, context) if "iso3c" in raw.columns else _wide(raw, context)
    rows, off = _located(rows)
    return Typed(rows.select("iso3", "year", *INDICATORS), pl.concat([wrong, off]))


def _figure(name: str, raw: str) -> Column:
    low = INDICATORS[name][2]
    make = whole if name == "population" else number
    return make(name if raw == INDICATORS[name][1] else raw, raw=raw, low=low, severity="warning")


def _panel(raw: pl.DataFrame, context: Context) -> Both:
    values = [_figure(name, column) for name, (_, column, _) in INDICATORS.items()]
    keys = [text("_given", raw="iso3c"), text("_name", raw="country"), country_year.year()]
    checks = [country_year.once("iso3c", "country"), *country_year.not_ahead(context)]
    return typed(raw, [*keys, *values], context, checks)


def _wide(raw: pl.DataFrame, context: Context) -> Both:
    """Read the World Bank's own arrangement; indicators that the house does not use are passed over."""
    series = "Indicator Code" if "Indicator Code" in raw.columns else "Series Code"
    parts = [_one(raw, series, name, context) for name in INDICATORS]
    figures = pl.concat([rows for rows, _ in parts])
    keys = ["_given", "_name", "year"]
    rows = figures.group_by(keys, maintain_order=True).agg(pl.col(LINE).min())
    for name in INDICATORS:
        one = figures.filter(pl.col("_indicator") == name).select(*keys, pl.col("value").cast(KINDS[name]).alias(name))
        rows = rows.join(one, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return rows, pl.concat([wrong for _, wrong in parts])


def _one(raw: pl.DataFrame, series: str, name: str, context: Context) -> Both:
    """Read the rows of one indicator: code, name, year, value, without the years that have none."""
    years = {column: int(column[:4]) for column in raw.columns if re.match(r"\d{4}", column)}
    mine = raw.filter(pl.col(series).str.strip_chars() == INDICATORS[name][0])
    keys = [text("_given", raw="Country Code"), text("_name", raw="Country Name")]
    key = pl.struct("_given", "_name")
    again = Check(
        "duplicate-indicator",
        series,
        ~key.is_first_distinct(),
        "every country and indicator once",
        "The first row was kept; delete the one that is wrong.",
    )
    rows, wrong = typed(mine, [*keys, *[_figure(name, column) for column in years]], context, [again])
    long = rows.unpivot(list(years), index=[LINE, "_given", "_name"], variable_name="_column")
    return (
        long.filter(pl.col("value").is_not_null()).select(
            LINE,
            "_given",
            "_name",
            year=pl.col("_column").replace_strict(years, return_dtype=pl.Int64),
            _indicator=pl.lit(name),
            value=pl.col("value").cast(pl.Float64),
        ),
        wrong,
    )


def _located(rows: pl.DataFrame) -> Both:
    """Find the State by its code; income groups, whose codes are the World Bank's own, are known by their name."""
    named = _named_groups(rows)
    by_code, off = country_year.located(rows.filter(~named), "iso3", "_given", dated=False, column="country code")
    by_name, more = country_year.located(rows.filter(named), "name", "_name", dated=False, column="country")
    both = pl.concat([by_code, by_name]).sort(LINE, "year")
    both, second = country_year.one_unit_a_state(both, "iso3", "_given", column="country code")
    return both, pl.concat([off, more, second])


def _named_groups(rows: pl.DataFrame) -> pl.Series:
    """Say which rows have an unknown code, and the name of a unit that is known to be no State."""
    codes, names = rows["_given"].unique(), rows["_name"].drop_nulls().unique()
    strange = [code for code in codes if not (countries.find("iso3", code) or countries.unlisted("iso3", code))]
    groups = [name for name in names if countries.unlisted_name(name)]
    return rows["_given"].is_in(strange, nulls_equal=True) & rows["_name"].is_in(groups)
