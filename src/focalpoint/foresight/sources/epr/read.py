"""Ethnic Power Relations: who is shut out of power, by country and year, or group by group."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Check, Context, Typed, choice, number, text, typed, whole
from focalpoint.foresight.sources.country_year import EARLIEST_YEAR, LATEST_YEAR
from focalpoint.foresight.sources.grid import LINE

# Status of a group -> politically relevant, excluded, discriminated against.
STATUS = {
    "MONOPOLY": "included",
    "DOMINANT": "included",
    "SENIOR PARTNER": "included",
    "JUNIOR PARTNER": "included",
    "POWERLESS": "excluded",
    "SELF-EXCLUSION": "excluded",
    "DISCRIMINATED": "discriminated",
    "STATE COLLAPSE": "included",
    "IRRELEVANT": "irrelevant",
}
VALUES = ("excluded_share", "discriminated_share", "groups_relevant")


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into excluded_share and discriminated_share (0 to 1) and groups_relevant by State and year."""
    if context.layout.name == "groups":
        return _groups(raw, context)
    values = [
        number("excluded_share", raw="exclpop", low=0, high=1, severity="warning"),
        number("discriminated_share", raw="discrimpop", low=0, high=1, severity="warning"),
        whole("groups_relevant", raw="rlvt_groups_count", low=0, severity="warning"),
    ]
    excluded = pl.col("excluded_share")
    more = excluded.is_between(0, 1) & (pl.col("discriminated_share") > excluded)
    todo = "The row was kept; compare with the producer's file."
    part = Check("part-over-whole", "discrimpop", more, "no more than exclpop", todo, "warning")
    return country_year.table(raw, context, values, scheme="gw", code="countries_gwid", dated=True, checks=[part])


def _groups(raw: pl.DataFrame, context: Context) -> Typed:
    """Add the groups of each country up, year by year of their spells."""
    described = [
        text("_unit", raw="gwid", required=True),
        text("group", required=True),
        *(whole(end, required=True, low=EARLIEST_YEAR, high=LATEST_YEAR) for end in ("from", "to")),
        number("size", required=True, low=0, high=1),
        choice("status", STATUS),
    ]
    backwards = Check(
        "end-before-start",
        "to",
        pl.col("to") < pl.col("from"),
        "a year not before from",
        "Correct one of the two years.",
    )
    rows, wrong = typed(raw, described, context, [backwards])
    spread = rows.with_columns(year=pl.int_ranges("from", pl.col("to") + 1)).explode("year")
    yearly = spread.group_by("_unit", "year", maintain_order=True).agg(
        pl.col(LINE).min(),
        excluded_share=_size_of("excluded", "discriminated"),
        discriminated_share=_size_of("discriminated"),
        groups_relevant=(pl.col("status") != "irrelevant").sum().cast(pl.Int64),
    )
    yearly, off = country_year.located(yearly, "gw", "_unit", dated=True, column="gwid")
    yearly, second = country_year.one_unit_a_state(yearly, "gw", "_unit", column="gwid")
    return Typed(yearly.select("iso3", "year", *VALUES), pl.concat([wrong, off, second]))


def _size_of(*statuses: str) -> pl.Expr:
    return pl.col("size").filter(pl.col("status").is_in(statuses)).sum()
