"""Events that are under another State: where a figure is unknown though no row says so, and why."""

import polars as pl

from focalpoint.foresight.panel.rules import CountedUnder, rules
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.countries import recorded_under, state, watched


def hidden(figures: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """Return the unit-months that are unknown because their events are counted elsewhere.

    Two reasons: UCDP records what happens in the State under another State (the State of Palestine under Israel), or
    one file does (``counted_under`` in rules.yaml). A month for which a vintage has events under the State's own code
    is known. In the second case so is a month with a ``basis``: the State's yearly total is known.

    Parameters
    ----------
    figures : unit, month, input, basis, ged_events.
    used : the vintages behind the figures.

    Returns
    -------
    unit, month, note.
    """
    others = {unit.iso3: recorded_under(unit.iso3) for unit in watched()}
    notes = [(iso3, f"recorded under {state(other).name}") for iso3, other in others.items() if other]
    always = pl.DataFrame(notes, schema={"unit": pl.String, "note": pl.String}, orient="row")
    silent = figures.filter(pl.col("ged_events") == 0)
    dark = figures.filter(pl.col("basis").is_null())
    by_file = [_said(_of(dark, rule.unit, name), rule.note) for rule, name in _counted_under(used)]
    return pl.concat([silent.join(always, on="unit").select("unit", "month", "note"), *by_file])


def includes(figures: pl.DataFrame, used: list[Vintage]) -> pl.DataFrame:
    """Return what must be known about the figures of a State besides that they are known.

    Returns
    -------
    unit, month, includes.
    """
    always = [
        _said(figures.filter((pl.col("unit") == one.unit) & (pl.col("month") <= parse_month(one.to))), one.note)
        for one in rules().includes
    ]
    by_file = [part for rule, name in _counted_under(used) for part in _apart(figures, rule, name)]
    return pl.concat([*always, *by_file]).rename({"note": "includes"})


def _apart(figures: pl.DataFrame, rule: CountedUnder, name: str) -> list[pl.DataFrame]:
    """What to say of both States: in months with a total of the one, and in months in which nothing is known of it."""
    own, other = _of(figures, rule.unit, name), _of(figures, rule.under, name)
    spread, dark = own.filter(pl.col("basis") == "spread"), own.filter(pl.col("basis").is_null())
    return [
        _said(spread, rule.note_spread),
        _said(other.join(spread, on="month", how="semi"), rule.note_less),
        _said(other.join(dark, on="month", how="semi"), rule.note_under),
    ]


def _of(figures: pl.DataFrame, unit: str, name: str) -> pl.DataFrame:
    return figures.filter((pl.col("unit") == unit) & (pl.col("input") == name))


def _said(months: pl.DataFrame, note: str) -> pl.DataFrame:
    return months.select("unit", "month", pl.lit(note).alias("note"))


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
