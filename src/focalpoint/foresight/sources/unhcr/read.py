"""UNHCR population figures: pairs of origin and asylum, added up by each."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Context, Typed, text, typed, whole
from focalpoint.foresight.sources.grid import LINE

ORIGIN, ASYLUM = "_origin", "_asylum"
# value -> raw column, in each layout; and by which end of the pair it is added up.
API = {
    "year": "year",
    ORIGIN: "coo_iso",
    ASYLUM: "coa_iso",
    "refugees": "refugees",
    "asylum_seekers": "asylum_seekers",
    "idps": "idps",
    "stateless": "stateless",
}
DOWNLOAD = {
    "year": "Year",
    ORIGIN: "Country of origin (ISO)",
    ASYLUM: "Country of asylum (ISO)",
    "refugees": "Refugees under UNHCR's mandate",
    "asylum_seekers": "Asylum-seekers",
    "idps": "IDPs of concern to UNHCR",
    "stateless": "Stateless persons",
}
FROM = {"refugees_from": "refugees", "asylum_seekers_from": "asylum_seekers", "idps_unhcr": "idps"}
IN = {"refugees_in": "refugees", "stateless_in": "stateless"}
PEOPLE = ("refugees", "asylum_seekers", "idps", "stateless")


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into people by State and year; a State that no row names at an end of a pair has null there."""
    names = DOWNLOAD if context.layout.name == "download" else API
    described = [
        text(ORIGIN, raw=names[ORIGIN], required=True),
        text(ASYLUM, raw=names[ASYLUM], required=True),
        country_year.year(names["year"]),
        *(whole(people, raw=names[people], low=0) for people in PEOPLE),
    ]
    checks = [
        country_year.once(names[ORIGIN], names[ASYLUM]),
        *country_year.not_ahead(context, names["year"]),
    ]
    rows, wrong = typed(raw, described, context, checks)
    both = _added(rows, ORIGIN, FROM).join(
        _added(rows, ASYLUM, IN), on=["_unit", "year"], how="full", coalesce=True, maintain_order="left_right"
    )
    both = both.with_columns(pl.coalesce(f"{LINE}{ORIGIN}", f"{LINE}{ASYLUM}").alias(LINE))
    both, off = country_year.located(both, "iso3", "_unit", dated=False, column=names[ORIGIN])
    frame = both.select("iso3", "year", *FROM, *IN)
    return Typed(frame, pl.concat([wrong, off]))


def _added(rows: pl.DataFrame, end: str, values: dict[str, str]) -> pl.DataFrame:
    """Add people up by one end of the pair; a sum of nothing but unknown figures is unknown, not zero."""
    sums = {name: pl.when(pl.col(people).count() > 0).then(pl.col(people).sum()) for name, people in values.items()}
    first = pl.col(LINE).min().alias(f"{LINE}{end}")
    return rows.group_by(pl.col(end).alias("_unit"), "year", maintain_order=True).agg(first, **sums)
