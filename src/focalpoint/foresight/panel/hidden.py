"""Events that stand under another State: where a figure is unknown though no row says so, and why."""

import polars as pl

from focalpoint.foresight.panel.rules import CountedUnder, rules
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import EPOCH_YEAR, parse_month
from focalpoint.reference.countries import recorded_under, state, watched


def hidden(figures: pl.DataFrame, yearly: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """Return the unit-months that are unknown because their events are counted elsewhere.

    Two reasons: UCDP records what happens in the State under another State (the State of Palestine under Israel), or
    one file does (``counted_under`` in rules.yaml). A month for which a vintage has events under the State's own code
    is known. In the second case so are the years in which UCDP's country-year file has no deaths for the State.

    Parameters
    ----------
    figures : unit, month, input, ged_events.
    yearly : unit, year, ov_best.
    used : the vintages behind the figures.

    Returns
    -------
    unit, month, note.
    """
    others = {unit.iso3: recorded_under(unit.iso3) for unit in watched()}
    notes = [(iso3, f"recorded under {state(other).name}") for iso3, other in others.items() if other]
    always = pl.DataFrame(notes, schema={"unit": pl.String, "note": pl.String}, orient="row")
    silent = figures.filter(pl.col("ged_events") == 0)
    by_file = [_in_file(silent, yearly, rule, name) for rule, name in _counted_under(used)]
    return pl.concat([silent.join(always, on="unit").select("unit", "month", "note"), *by_file])


def includes(figures: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """Return what the figures of a State include besides its own events.

    Returns
    -------
    unit, month, includes.
    """
    always = [
        figures.filter((pl.col("unit") == one.unit) & (pl.col("month") <= parse_month(one.to))).select(
            "unit", "month", pl.lit(one.note).alias("includes")
        )
        for one in rules().includes
    ]
    by_file = [
        figures.filter((pl.col("unit") == rule.under) & (pl.col("input") == name)).select(
            "unit", "month", pl.lit(rule.note_under).alias("includes")
        )
        for rule, name in _counted_under(used)
    ]
    return pl.concat([*always, *by_file])


def _counted_under(used: list[Vintage]) -> list[tuple[CountedUnder, str]]:
    """The rules that hold for the vintages used, with the vintage's id."""
    named = [
        (rule, vintage.id)
        for rule in rules().counted_under
        for vintage in used
        if (vintage.source, vintage.release) == (rule.source, rule.release)
    ]
    # The same figures may be at hand twice: embedded, and as the user's own file.
    return [pair for place, pair in enumerate(named) if pair not in named[:place]]


def _in_file(silent: pl.DataFrame, yearly: pl.DataFrame, rule: CountedUnder, name: str) -> pl.DataFrame:
    quiet = yearly.filter((pl.col("unit") == rule.unit) & (pl.col("ov_best") == 0))["year"].to_list()
    year = (pl.col("month") - 1).floordiv(12) + EPOCH_YEAR
    said = silent.filter((pl.col("unit") == rule.unit) & (pl.col("input") == name) & ~year.is_in(quiet))
    return said.select("unit", "month", pl.lit(rule.note).alias("note"))
