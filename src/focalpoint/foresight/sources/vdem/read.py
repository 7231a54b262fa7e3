"""V-Dem indices by country and year: the institute's own file, and the research panel's extract of it."""

import polars as pl

from focalpoint.foresight.sources import country_year, issues
from focalpoint.foresight.sources.columns import Check, Column, Context, Typed, number, text, typed
from focalpoint.foresight.sources.grid import LINE

# Indices that are shares by construction; the others, if the file has them, may lie on any scale.
SHARES = frozenset(
    f"v2x_{name}" for name in ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem", "api", "mpi", "civlib")
)
# V-Dem rates parts of the State of Palestine apart; the figure of a part is not that of the whole.
PARTS = {"PSE": "the West Bank", "PSG": "Gaza"}


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into one row a State and year, with every v2x index that the file has."""
    indices = sorted(name for name in raw.columns if name.startswith("v2x_"))
    code = "COWcode" if context.layout.name == "official" else "vdem_cowcode"
    keys = [text("_unit", raw="country_text_id", required=True), country_year.year(), text("_cow", raw=code)]
    checks: list[Check] = [country_year.once("country_text_id"), *country_year.not_ahead(context)]
    rows, wrong = typed(raw, [*keys, *map(_index, indices)], context, checks)
    part = pl.col("_unit").is_in(list(PARTS))
    coded = pl.col("_cow").is_not_null()
    by_cow, unlisted = country_year.located(rows.filter(~part & coded), "cow", "_cow", dated=True, column=code)
    by_text, off = country_year.located(
        rows.filter(~part & ~coded), "iso3", "_unit", dated=True, column="country_text_id"
    )
    parts = rows.filter(part).with_columns(iso3=pl.lit(None, pl.String))
    whole, second = country_year.one_unit_a_state(pl.concat([by_cow, by_text, parts]), "cow", "_cow", column=code)
    found = pl.concat([wrong, unlisted, off, second, _parts(parts)])
    return Typed(whole.select("iso3", "year", *indices), found)


def _index(name: str) -> Column:
    if name in SHARES:
        return number(name, low=0, high=1, severity="warning", negative="out-of-range")
    return number(name, severity="warning")


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    first = rows.group_by("_unit", maintain_order=True).agg(pl.col(LINE).min())
    return issues.table(
        {
            "line": line,
            "column": "country_text_id",
            "code": "part-of-a-state",
            "severity": "note",
            "value": unit,
            "expected": f"a State; this is {PARTS[unit]} alone",
            "todo": "The rows are kept without a State: a part does not stand for the State of Palestine.",
        }
        for unit, line in first.iter_rows()
    )
